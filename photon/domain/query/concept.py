"""A personal concept: a name of somebody's own for something that photos show, taught from a few of them."""

import unicodedata
from dataclasses import dataclass

from photon.domain.query.query import Like

FEWEST, MOST = 3, 10  # photos: from two nobody can tell what they share
LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Concept:
    """What ``my:Name`` in a query stands for.

    Attributes:
        name: As the person wrote it.
        kind: What it is, in a plain word or two (``dog``, ``house``); empty where the name itself says it.
        examples: Photos of the library that show it, each as a whole or a region of it.
    """

    name: str
    kind: str
    examples: tuple[Like, ...] = ()

    @property
    def words(self) -> str:
        """What stands for it in a sentence for an encoder that has never heard of it."""
        return self.kind or self.name


def concept_key(name: str) -> str:
    """What two spellings of one concept's name have in common: NFC, without case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
