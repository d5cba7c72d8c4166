"""A photo as a row of a table, with everything that the library knows about it."""

from collections.abc import Mapping
from dataclasses import field

from photon.domain.metadata.album import AlbumPath
from photon.domain.metadata.tag import TagPath
from photon.domain.photo.facts import Facts
from photon.domain.photo.marks import Flag, Label
from photon.domain.places.place import PhotoPlace
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """Everything that the library knows about a photo.

    Attributes:
        photo: Photo id.
        path: Path of the preferred file.
        size: Size of that file in bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        added: When the photo was added to the library, UTC in ISO 8601.
        facts: Facts from the file.
        rating: 0..5 stars.
        favourite: Whether it is a favourite.
        title: The user's title; may be empty.
        caption: The user's caption; may be empty.
        keywords: Tags that the user gave or confirmed.
        label: Colour label; empty for none.
        flag: 1 picked, -1 rejected, 0 neither.
        albums: The albums that the photo is in.
        stack: Id of the photo on top of its stack; 0 if it is in none.
        event: When its event was, as for ``event:``; empty if it is in none.
        text: The lines of text in it.
        place: Where it was taken, with names; None if that is unknown, or private.
        seconds: Length of a video; None for a photo.
        moments: When in a video the frames are that searches look at, in seconds.
        document: What the text states: its ``kind``, and the names and values of fields such as ``total``.
    """

    photo: int
    path: str
    size: int
    mtime_ns: int
    added: str
    facts: Facts
    rating: int = 0
    favourite: bool = False
    title: str = ""
    caption: str = ""
    keywords: tuple[TagPath, ...] = ()
    label: Label = ""
    flag: Flag = 0
    albums: tuple[AlbumPath, ...] = ()
    stack: int = 0
    event: str = ""
    text: str = ""
    seconds: float | None = None
    moments: tuple[float, ...] = ()
    document: Mapping[str, str] = field(default_factory=dict)
    place: PhotoPlace | None = None
