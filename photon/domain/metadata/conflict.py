"""Conflicts: metadata that both the user and a file have changed since they last agreed."""

from typing import Final, Literal

from photon.domain.changes import ChangeKind
from photon.domain.metadata.merge import Field
from photon.domain.metadata.tag import TagPath
from photon.quick_dataclass import dataclass

ConflictField = Literal[Field, "keywords"]
Value = str | int | tuple[TagPath, ...]
CONFLICT_KINDS: Final[frozenset[ChangeKind]] = frozenset({"conflicts", "captions", "tags", "marks", "photos"})
"""Kinds of changes after which there may be other conflicts."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict about one field of one file.

    Attributes:
        photo: Photo id.
        path: Path of the file.
        field: The field; ``keywords`` are those in the file that the user has rejected.
        ours: The library's value: a text, a rating 0..5, or no keywords.
        theirs: The file's value.
    """

    photo: int
    path: str
    field: ConflictField
    ours: Value
    theirs: Value
