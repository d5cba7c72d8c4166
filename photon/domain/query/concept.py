"""Personal concepts: the user's own names for things in photos, learned from a few examples."""

import unicodedata
from dataclasses import dataclass

from photon.domain.query.query import Like

FEWEST, MOST = 3, 10  # example photos; two do not show what they have in common
LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Concept:
    """What ``my:Name`` in a query refers to.

    Attributes:
        name: The name as the user wrote it.
        kind: What it is, in one or two words (``dog``, ``house``); empty if the name says it.
        examples: Photos that show it, or regions of them.
    """

    name: str
    kind: str
    examples: tuple[Like, ...] = ()

    @property
    def words(self) -> str:
        """The words that replace its name in a text for an encoder."""
        return self.kind or self.name


def concept_key(name: str) -> str:
    """Normalise the name of a concept: NFC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
