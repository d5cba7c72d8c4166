"""A run: one time that Photon put words to photos, or took over many at once, so that it can be taken back as one."""

from dataclasses import dataclass
from typing import Literal

RunKind = Literal["suggest", "confirm", "draft", "accept", "import", "write"]


@dataclass(frozen=True, slots=True)
class Run:
    """Where machine words come from.

    Attributes:
        id: Row of the catalogue.
        kind: ``suggest`` and ``draft`` make words that wait for a person, ``confirm`` and ``accept`` are a person's
            decision about many at once; ``import`` took over what files say, ``write`` wrote into sidecars or photos.
        encoder: Id of the encoder whose vectors were read.
        version: What else the words depend on: a digest of vocabulary or captioner.
        what: For people, e.g. "beach, everything above 80%".
        made: UTC time, ISO 8601.
        photos: How many photos it concerned.
        undone: UTC time when it was taken back, or empty.
    """

    id: int
    kind: RunKind
    encoder: str
    version: str
    what: str
    made: str
    photos: int = 0
    undone: str = ""
