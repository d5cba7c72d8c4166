"""Trained tag knowledge: tag frequencies and calibration curves."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.kit.arrays import read_arrays

_TEXTS = ("names", "headed")
_ARRAYS = (*_TEXTS, "commonness", "seen", "unseen", "choice", "plain", "heads")


@dataclass(frozen=True, slots=True)
class TagKnowledge:
    """Tag frequencies and curves, written by ``packaging/lab/tags/train_tags.py``.

    Tags are identified by the ``tag_key`` of their path in Photon's vocabulary.

    Attributes:
        names: Keys of all n tags.
        commonness: float32 (n,), log of the fraction of everyday captions that name each tag or a descendant.
        seen: float32 (7,), coefficients for a tag that the caption memory knows: intercept, z-score, the encoder's own
            class probability, commonness, level of detail, product of the second and third, log of the share that the
            memory recalls; used by ``photon.annotate.tags.tag_scores``.
        unseen: float32 (6,), the same without the last, for a tag that it does not know.
        choice: float32 (16,), calibration curve for encoders with a caption memory; used by
            ``photon.annotate.tags.tag_choice``.
        plain: float32 (4,), calibration curve for encoders without one: intercept, the tag's own log-odds, and how far
            they are above or below the best rival's.
        heads: float32 (1281, h + 1), logistic regressions on visual features, with the intercept in the last row: one
            for each of ``headed``, and in the last column whether anybody is there.
        headed: Keys of the h tags with a regression of their own.
    """

    names: tuple[str, ...]
    commonness: Floats
    seen: Floats
    unseen: Floats
    choice: Floats
    plain: Floats
    heads: Floats
    headed: tuple[str, ...]

    @property
    def places(self) -> Mapping[str, int]:
        """Index of each name."""
        return {name: at for at, name in enumerate(self.names)}


def read_tag_knowledge(path: Path) -> TagKnowledge:
    """Read tag knowledge from a safetensors file. float16 arrays become float32.

    Args:
        path: The file.

    Returns:
        The tag knowledge.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
        ValueError: The names cannot be decoded.
    """
    arrays = read_arrays(path, _ARRAYS)
    names, headed = (bytes(arrays.pop(which).astype(np.uint8)).decode("utf-8").split("\n") for which in _TEXTS)
    return TagKnowledge(tuple(names), headed=tuple(headed), **arrays)
