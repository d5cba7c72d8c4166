"""The pairs of architecture and weights that open_clip knows, read from a file: open_clip takes seconds to import."""

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from photon.domain import PhotonError
from photon.domain.resources import resource

QUICK = "-quickgelu"
_NEAR = 3  # names suggested for one that is not known
_SLIP = 0.4  # how alike a suggested name is at least, 0..1


@dataclass(frozen=True, slots=True)
class Pair:
    """An architecture and one set of weights for it.

    Attributes:
        architecture: Its name in open_clip.
        tag: Name of the weights in open_clip.
        source: Where the weights are: ``OWNER/REPOSITORY/[FILE]`` on the Hugging Face hub, or a web address.
        dimension: Length of a meaning vector.
        megabytes: Size of the weights in 4-byte numbers; 0 where it is not known.
        tokenizer: Repository on the hub of its tokenizer; empty for CLIP's own, which comes with open_clip.
        foreign_text: Whether its text tower would be built from files of the network.
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
        """Of the weights on the hub, ``OWNER/REPOSITORY``; empty where they are elsewhere."""
        return "" if "://" in self.source else self.source.rpartition("/")[0]


@functools.cache
def every_pair() -> tuple[Pair, ...]:
    """All pairs, in the order of their names."""
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
    """The pair of these names; letter case does not matter, and ``-`` and ``_`` are the same in a tag.

    Weights that belong to an architecture's QuickGELU form are found under the plain name too, as people write it.

    Raises:
        PhotonError: There is no such architecture, or it has no such weights; near names are suggested.
    """
    wanted = architecture.lower()
    own = [pair for pair in every_pair() if pair.architecture.lower() in {wanted, wanted + QUICK}]
    if not own:
        names = (pair.architecture for pair in every_pair())
        raise PhotonError(f"There is no encoder architecture “{architecture}”.", near_names(architecture, names))
    # the plain form first, where both have weights of this name
    for pair in sorted(own, key=lambda pair: pair.architecture.endswith(QUICK)):
        if pair.tag.replace("-", "_").lower() == tag.replace("-", "_").lower():
            return pair
    known = ", ".join(sorted({pair.tag for pair in own}))
    raise PhotonError(f"{own[0].architecture} has no weights of the name “{tag}”.", f"It has: {known}.")


def near_names(wanted: str, names: Iterable[str]) -> str:
    """A hint with the known names that look most like a wanted one; empty where none does."""
    known = {name.lower(): name for name in names}
    near = [known[name] for name in get_close_matches(wanted.lower(), known, n=_NEAR, cutoff=_SLIP)]
    return f"Did you mean {' or '.join(near)}?" if near else ""
