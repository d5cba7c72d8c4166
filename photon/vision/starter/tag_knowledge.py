"""What an encoder learned of tags: a linear head on look vectors, how common each tag is, and fitted curves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import FloatArray

IntArray = npt.NDArray[np.int64]

_ARRAYS = ("head", "bias", "learned", "commonness", "names", "seen", "unseen", "choice", "plain")


@dataclass(frozen=True, slots=True)
class TagKnowledge:
    """Made by ``packaging/lab/tags/train_tags.py``.

    Tags are named by ``tag_key`` of their path in Photon's own vocabulary.

    Attributes:
        names: Every tag of which something is known.
        commonness: float32 (n,), log of the share of everyday captions that name each, or one of those below it.
        learned: int64 (t,), places in ``names`` of the tags that the head knows.
        head: float32 (e, t), applied to look vectors of unit length.
        bias: float32 (t,), added; what comes out is about the chance that somebody would name the tag.
        seen: float32 (7,), curve of a tag that the head knows: what is added, and what counts z, what the encoder
            names by itself, commonness, detail, the second times the third, and the log of what the head says; see
            ``photon.annotate.tags.tag_scores``.
        unseen: float32 (6,), the same without the last, of a tag that the head does not know.
        choice: float32 (18,), curve to certainty where there is a head; see ``photon.annotate.tags.tag_choice``.
        plain: float32 (4,), the same for encoders without one: what is added, and what counts a tag's own log-odds, and
            how far they are ahead of the best rival's, or behind.
    """

    names: tuple[str, ...]
    commonness: FloatArray
    learned: IntArray
    head: FloatArray
    bias: FloatArray
    seen: FloatArray
    unseen: FloatArray
    choice: FloatArray
    plain: FloatArray

    @property
    def places(self) -> Mapping[str, int]:
        """Each name with its place."""
        return {name: at for at, name in enumerate(self.names)}


def read_tag_knowledge(path: Path) -> TagKnowledge:
    """Reads a safetensors file; float16 inside becomes float32.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: It is no such knowledge.
        ValueError: Its names cannot be read.
    """
    arrays = read_arrays(path, _ARRAYS)
    names = bytes(arrays.pop("names").astype(np.uint8)).decode("utf-8").split("\n")
    learned = arrays.pop("learned").astype(np.int64)
    return TagKnowledge(tuple(names), learned=learned, **arrays)


def write_tag_knowledge(knowledge: TagKnowledge, path: Path) -> None:
    """Writes the head as float16, which ranks the same at half the size."""
    from safetensors.numpy import save

    kinds = {"head": np.float16, "bias": np.float32, "commonness": np.float16, "learned": np.int32}
    kinds |= dict.fromkeys(("seen", "unseen", "choice", "plain"), np.float32)
    arrays = {name: getattr(knowledge, name).astype(kind, order="C") for name, kind in kinds.items()}
    arrays["names"] = np.frombuffer("\n".join(knowledge.names).encode(), np.uint8)
    path.write_bytes(save(arrays))
