"""What people, and the programs that they use, have written about a photo into its file or beside it."""

from dataclasses import dataclass
from typing import Literal

from photon.domain.metadata.tag import TagPath
from photon.domain.photo.facts import Facts
from photon.domain.photo.problem import Problem
from photon.domain.photo.region import Region


@dataclass(frozen=True, slots=True)
class Face:
    """A marked part of a photo.

    Attributes:
        name: Who or what it is; empty for a face that nobody has named.
        region: Where, on the upright picture.
        kind: ``Face`` or ``Pet`` mostly, as the program that marked it calls it.
    """

    name: str
    region: Region
    kind: str = "Face"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The words, and what goes with them; what camera and place say is in ``Facts``.

    Attributes:
        keywords: Paths from the root; each once, by ``tag_key``.
        caption: What the photo shows, may have several lines.
        title: Its name, one line.
        rating: 0..5 stars, half ones too; -1 for rejected; None where nobody said.
        label: Colour label, as written: ``Red``, ``Rot``.
        pick: 1 picked, -1 rejected, 0 neither; None where nobody said.
        faces: Marked people.
        people: Names of those shown, marked or not.
        direction: Where the camera looked, degrees clockwise from north, 0 <= direction < 360.
        altitude: Metres above the sea.
        is_favourite: Whether somebody has marked it so; no standard has a field for that, exports have.
    """

    keywords: tuple[TagPath, ...] = ()
    caption: str | None = None
    title: str | None = None
    rating: float | None = None
    label: str | None = None
    pick: Literal[-1, 0, 1] | None = None
    faces: tuple[Face, ...] = ()
    people: tuple[str, ...] = ()
    direction: float | None = None
    altitude: float | None = None
    is_favourite: bool = False


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """Everything that one file and its sidecars say.

    Attributes:
        path: The file, as it was asked for.
        facts: Format, size, time, place, camera; None for a file that is no photo.
        metadata: Words; None with it.
        problem: Why it is none, else None.
        sidecars: The sidecars that were read, the most particular first.
        passed_over: Sidecars that are there but cannot be trusted, each with the reason.
        export: The JSON file of a Google Takeout that filled gaps in facts and words; empty without one.
        written: The words without what that file added; None where there is none.
        unused: Why such a file, though it is there, says nothing.
    """

    path: str
    facts: Facts | None = None
    metadata: Metadata | None = None
    problem: Problem | None = None
    sidecars: tuple[str, ...] = ()
    passed_over: tuple[Problem, ...] = ()
    export: str = ""
    written: Metadata | None = None
    unused: Problem | None = None
