"""What a person wrote in Photon and what a file says otherwise, both having changed since they last agreed."""

from dataclasses import dataclass
from typing import Literal

from photon.domain.metadata.merge import Field
from photon.domain.metadata.tag import TagPath

ConflictField = Literal[Field, "keywords"]
Value = str | int | tuple[TagPath, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing about one file.

    Attributes:
        photo: Whose file it is.
        path: Of the file.
        field: Which thing; ``keywords`` are those that the file has and a person has rejected.
        ours: What Photon says: a text, stars (0..5), or no keywords.
        theirs: What the file says.
    """

    photo: int
    path: str
    field: ConflictField
    ours: Value
    theirs: Value
