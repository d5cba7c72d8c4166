"""Albums: photos in an order that a person chose or that a search finds, under names in a tree, and their text form."""

from collections.abc import Sequence

from photon.domain.errors import PhotonError
from photon.domain.unseen_characters import clean_line
from photon.language import tr
from photon.quick_dataclass import dataclass

AlbumPath = tuple[str, ...]
"""Names from the root to an album: ``("Trips", "Italy 2024")``."""

LONGEST_NAME = 200  # characters
DEEPEST_ALBUM = 12  # names per path
LONGEST_QUERY = 10_000  # characters of the search of a smart album
_BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Album:
    """An album as it is listed.

    Attributes:
        id: Its number.
        path: Its names.
        photos: Number of visible photos in it and in the albums below it; None if these include a smart album whose
            photos have not been counted.
        own: How many of them a person put into the album itself; for a smart album, how many are kept in it.
        cover: The photo that represents it, or None.
        query: The search of a smart album as text; empty for an album that is filled by hand.
        vetoes: Number of photos that are kept out of a smart album.
    """

    id: int
    path: AlbumPath
    photos: int | None = 0
    own: int = 0
    cover: int | None = None
    query: str = ""
    vetoes: int = 0

    @property
    def name(self) -> str:
        """The last of its names."""
        return self.path[-1]

    @property
    def is_smart(self) -> bool:
        """Whether a search fills it."""
        return bool(self.query)


def album_text(path: Sequence[str]) -> str:
    """Format a path as text: ``Trips/Italy 2024``. No name contains a slash."""
    return _BETWEEN.join(path)


def read_album_path(text: str) -> AlbumPath:
    """Parse ``Trips/Italy 2024``.

    Raises:
        PhotonError: A name is empty or too long, or the path is too deep.
    """
    return check_album_path(text.split(_BETWEEN))


def check_album_path(names: Sequence[str]) -> AlbumPath:
    """Normalise the names of a path as ``check_album_name`` does.

    Raises:
        PhotonError: There is no name, one is empty, too long or contains a slash, or the path is too deep.
    """
    if len(names) > DEEPEST_ALBUM:
        raise PhotonError(
            tr("An album can't be {levels} levels deep; the maximum is {most}.", levels=len(names), most=DEEPEST_ALBUM),
            tr("Use fewer levels."),
        )
    return tuple(map(check_album_name, names or [""]))


def check_album_name(name: str) -> str:
    """Normalise one name for storage: NFC, no invisible characters, single spaces.

    Raises:
        PhotonError: It is empty or too long, or contains a slash.
    """
    clean = clean_line(name)
    if not clean:
        raise PhotonError(tr("An album needs a name."), tr("Type a name for it, such as: Italy 2024"))
    if _BETWEEN in clean:
        raise PhotonError(
            tr("The name of an album can't contain a slash: “{name}”.", name=clean[:LONGEST_NAME]),
            tr("A slash separates an album from the one it is in. Use another character, such as a hyphen."),
        )
    if len(clean) > LONGEST_NAME:
        raise PhotonError(
            tr(
                "The name of an album can't have {length:,} characters; the maximum is {longest}.",
                length=len(clean),
                longest=LONGEST_NAME,
            ),
            tr("Use a shorter name."),
        )
    return clean
