"""A photo as one line of a table: everything that the library knows of it."""

from dataclasses import dataclass

from photon.domain.metadata.tag import TagPath
from photon.domain.photo.facts import Facts


@dataclass(frozen=True, slots=True)
class Record:
    """What the library knows of a photo.

    Attributes:
        photo: Its id.
        path: The file that is shown for it.
        size: Bytes of that.
        mtime_ns: When it was changed last, nanoseconds since the epoch.
        added: When the photo came into the library, ISO 8601, UTC.
        facts: What the file says.
        rating: 0..5 stars.
        favourite: The person's heart.
        title: Of the person; may be empty.
        caption: The same.
        keywords: Tags that a person gave or confirmed.
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
