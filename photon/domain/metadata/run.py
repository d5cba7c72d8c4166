"""Batches: groups of automatic changes to photos that can be undone as a whole."""

from typing import Literal

from photon.quick_dataclass import dataclass

RunKind = Literal["suggest", "confirm", "draft", "accept", "import", "write"]


@dataclass(frozen=True, slots=True)
class Run:
    """A batch of automatic changes.

    Attributes:
        id: Row of the catalogue.
        kind: ``suggest`` and ``draft`` produce metadata that waits for a decision, ``confirm`` and ``accept`` are bulk
            decisions of the user, ``import`` reads metadata from files, ``write`` writes it to sidecars or photos.
        encoder: Id of the encoder whose vectors were used.
        version: Digest of the other inputs, such as the vocabulary or the captioner.
        what: Description for display, such as "beach, everything above 80%".
        made: UTC time in ISO 8601.
        photos: Number of affected photos.
        undone: UTC time when it was undone, or empty.
    """

    id: int
    kind: RunKind
    encoder: str
    version: str
    what: str
    made: str
    photos: int = 0
    undone: str = ""
