"""Metadata that people and their programs have written into photo files and sidecars."""

from typing import Literal

from photon.domain.films.film import PLAIN, FilmFacts
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.place_words import FiledPlace
from photon.domain.metadata.tag import TagPath
from photon.domain.metadata.written_text import WrittenText
from photon.domain.photo.facts import Facts
from photon.domain.photo.problem import Problem
from photon.domain.photo.region import Region
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """A marked region of a photo.

    Attributes:
        name: Who or what it shows; empty if unnamed.
        region: Where, on the upright picture.
        kind: Usually ``Face`` or ``Pet``, as named by the program that marked it.
    """

    name: str
    region: Region
    kind: str = "Face"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Descriptive metadata; camera and coordinates are in ``Facts``.

    Attributes:
        keywords: Paths from the root, unique by ``tag_key``.
        caption: Description; may have several lines.
        title: Title, one line.
        rating: 0..5 stars, including halves; -1 for rejected; None if not set.
        label: Colour label, as written: ``Red``, ``Rot``.
        pick: 1 picked, -1 rejected, 0 neither; None if not set.
        faces: Marked regions.
        people: Names of the people shown, marked or not.
        direction: Direction of the camera, degrees clockwise from north, 0 <= direction < 360.
        altitude: Metres above sea level.
        is_favourite: Whether it is marked as favourite; exports have this, standard metadata does not.
        albums: What Photon has written about albums; none of it is among the keywords.
        text: What Photon has written of the text in the picture; none of it is the caption.
        place: What is said of where it was taken.
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
    albums: AlbumWords = AlbumWords()
    text: WrittenText = WrittenText()
    place: FiledPlace = FiledPlace()


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """All metadata of a file and its sidecars.

    Attributes:
        path: The file, as requested.
        facts: Format, size, time, place, camera; None if the file is not a photo.
        metadata: Descriptive metadata; None if the file is not a photo.
        problem: Why it is not a photo, or None.
        sidecars: Sidecars that were read, most specific first.
        passed_over: Sidecars that exist but cannot be trusted, each with the reason.
        export: JSON file of a Google Takeout, or Picasa's file, that filled gaps in facts and metadata; empty for none.
        written: Metadata without what that file added; None if there is no such file.
        unused: Why such a file exists but was not used, or None.
        names_albums: Whether the file itself, without its sidecars, names albums that Photon wrote into it; None if
            that is unknown.
        orientation: EXIF orientation of the stored picture, 1..8, to which files mark regions.
        seconds: Length of a video; None for a photo.
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
    names_albums: bool | None = None
    orientation: int = 1
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that is read when a file is opened.

    Attributes:
        file_hash: 16-byte hash of the whole file, to identify it, moves and exact duplicates.
        image_hash: 16-byte hash of the picture with its orientation, without metadata. Previews and vectors are keyed
            by it, so that writing keywords does not require embedding again.
        size: Size of the file in bytes.
        facts: Facts from the file.
        preview: Upright sRGB JPEG, short side at most 512 pixels.
        colour: Mean colour of the preview as 0xRRGGBB, shown until the preview is loaded.
        damage: A sentence if only part of the picture could be read, or None.
        account: Metadata of the file and its sidecars; None if not requested.
        film: What it says of moving pictures.
    """

    file_hash: bytes
    image_hash: bytes
    size: int
    facts: Facts
    preview: bytes
    colour: int
    damage: str | None = None
    account: FileMetadata | None = None
    film: FilmFacts = PLAIN
