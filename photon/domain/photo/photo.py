"""Photos, their files and the folders Photon watches, as the floors above see them."""

from dataclasses import dataclass

from photon.domain.photo.facts import Facts


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched folder.

    Attributes:
        id: Row of the catalogue.
        path: Absolute path.
        photos: Photos with a file below it.
        offline: The folder as a whole is away (unplugged, unmounted); nothing of it is dropped.
        missing: Photos that went away many at a time, about which the person was not asked yet.
    """

    id: int
    path: str
    photos: int = 0
    offline: bool = False
    missing: int = 0


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One path that holds the photo's content.

    Attributes:
        path: Absolute path.
        size: Bytes.
        modified: Modification time, seconds since the epoch.
        offline: Its folder is away at the moment.
    """

    path: str
    size: int
    modified: float
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with all that the inspector shows.

    Attributes:
        id: Row of the catalogue and label in the vector index; never reused.
        facts: What the file says.
        rating: 0..5 stars.
        favourite: The user's heart.
        files: One or more paths with the same picture; the first is shown.
        damage: A sentence when only part of the picture could be read.
    """

    id: int
    facts: Facts
    rating: int
    favourite: bool
    files: tuple[PhotoFile, ...]
    damage: str | None = None

    @property
    def path(self) -> str:
        """The path shown for the photo."""
        return self.files[0].path


@dataclass(frozen=True, slots=True)
class Card:
    """What one grid cell needs besides its preview.

    Attributes:
        id: The photo.
        name: File name for people.
        width: Upright pixels.
        height: Upright pixels.
        colour: Mean colour 0xRRGGBB for the placeholder.
        rating: 0..5.
        favourite: The user's heart.
        offline: No file of it can be reached now.
        damaged: Only part of the picture could be read.
        version: Changes when the picture changed, so that stale pixmaps are dropped.
    """

    id: int
    name: str
    width: int
    height: int
    colour: int
    rating: int
    favourite: bool
    offline: bool
    damaged: bool
    version: bytes
