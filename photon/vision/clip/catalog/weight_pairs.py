"""The pairs of architecture and weights in open_clip, read from a file, as importing open_clip takes seconds."""

import functools
import json
from collections.abc import Iterable
from difflib import get_close_matches

from photon.domain import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

QUICK = "-quickgelu"
_NEAR = 3  # names suggested for an unknown one
_SLIP = 0.4  # minimum similarity 0..1 of a suggested name


@dataclass(frozen=True, slots=True)
class Pair:
    """An architecture and one set of weights for it.

    Attributes:
        architecture: Its name in open_clip.
        tag: Name of the weights in open_clip.
        source: Where the weights are: ``OWNER/REPOSITORY/[FILE]`` on the Hugging Face hub, or a URL.
        dimension: Length of a joint embedding.
        megabytes: Size of the weights in float32; 0 if unknown.
        tokenizer: Repository of its tokenizer on the hub; empty for CLIP's own, which is part of open_clip.
        foreign_text: Whether its text tower would need files from the network.
    """

    architecture: str
    tag: str
    source: str
    dimension: int
    megabytes: int
    tokenizer: str
    foreign_text: bool

    @property
    def repository(self) -> str:
        """Repository of the weights on the hub, ``OWNER/REPOSITORY``; empty if they are elsewhere."""
        return "" if "://" in self.source else self.source.rpartition("/")[0]


@functools.cache
def every_pair() -> tuple[Pair, ...]:
    """All pairs, sorted by name."""
    table = json.loads(resource("encoders/open_clip.json").read_text(encoding="utf-8"))
    return tuple(
        Pair(
            architecture,
            tag,
            source,
            facts["dimension"],
            facts["megabytes"],
            facts["tokenizer"],
            facts["foreign_text"],
        )
        for architecture, facts in table.items()
        for tag, source in facts["tags"].items()
    )


def find_pair(architecture: str, tag: str) -> Pair:
    """Find a pair. Case is ignored, and ``-`` and ``_`` are equal in a tag.

    Weights for the QuickGELU form of an architecture are found under the plain name as well, as it is commonly written.

    Args:
        architecture: Its name in open_clip.
        tag: Name of the weights in open_clip.

    Returns:
        The pair.

    Raises:
        PhotonError: Architecture or weights are unknown; similar names are suggested.
    """
    wanted = architecture.lower()
    own = [pair for pair in every_pair() if pair.architecture.lower() in {wanted, wanted + QUICK}]
    if not own:
        names = (pair.architecture for pair in every_pair())
        raise PhotonError(
            tr("There is no model architecture “{architecture}”.", architecture=architecture),
            near_names(architecture, names),
        )
    # The plain form comes first if both have weights of this name.
    for pair in sorted(own, key=lambda pair: pair.architecture.endswith(QUICK)):
        if pair.tag.replace("-", "_").lower() == tag.replace("-", "_").lower():
            return pair
    known = ", ".join(sorted({pair.tag for pair in own}))
    raise PhotonError(
        tr("{architecture} has no weights named “{tag}”.", architecture=own[0].architecture, tag=tag),
        tr("Available: {names}.", names=known),
    )


def near_names(wanted: str, names: Iterable[str]) -> str:
    """A hint with the most similar known names; empty if there are none.

    Args:
        wanted: The unknown name.
        names: Known names.
    """
    known = {name.lower(): name for name in names}
    near = [known[name] for name in get_close_matches(wanted.lower(), known, n=_NEAR, cutoff=_SLIP)]
    return tr("Did you mean {names}?", names=functools.reduce(_either, near)) if near else ""


def _either(names: str, last: str) -> str:
    return tr("{names} or {last}", names=names, last=last)
