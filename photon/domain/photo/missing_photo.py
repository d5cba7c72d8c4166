"""A photo none of whose files is there any more."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MissingPhoto:
    """A missing photo; all that the user decided about it is kept.

    Attributes:
        photo: Photo id.
        path: Its last path.
        since: When it was missed, in UTC as ISO 8601.
        tags: How many tags it has.
        caption: Its caption, or else its title; may be empty.
        rating: Its stars, 0..5.
    """

    photo: int
    path: str
    since: str
    tags: int = 0
    caption: str = ""
    rating: int = 0
