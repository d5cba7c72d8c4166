"""Photos, their files, and watched folders."""

from photon.domain.photo.facts import Facts
from photon.domain.photo.marks import Flag, Label
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched folder.

    Attributes:
        id: Row of the catalogue.
        path: Absolute path.
        photos: Number of photos with a file below it.
        offline: Whether the whole folder is unavailable (unplugged, unmounted); none of its photos are dropped.
        missing: Photos that went missing in large numbers and that the user has not been asked about yet.
        is_off: Whether only a catalogue from elsewhere named it: until it is switched on, it counts as offline.
    """

    id: int
    path: str
    photos: int = 0
    offline: bool = False
    missing: int = 0
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A file with the photo's content.

    Attributes:
        path: Absolute path.
        size: Size in bytes.
        modified: Modification time in seconds since the epoch.
        offline: Whether its folder is currently offline.
        missing: Since when it has been missing (UTC, ISO 8601); empty if it is there.
    """

    path: str
    size: int
    modified: float
    offline: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with everything that the inspector shows.

    Attributes:
        id: Row of the catalogue and label in the vector index; never reused.
        facts: Facts from the file.
        rating: 0..5 stars.
        favourite: Whether it is a favourite.
        files: Files with this picture, at least one; the first is shown. Of a missing photo, where they were last;
            of a removed one, none.
        damage: A sentence if only part of the picture could be read, or None.
        label: Colour label; empty for none.
        flag: 1 picked, -1 rejected, 0 neither.
        filed: Capture time that the file says, if a person corrected it; empty for none, None if not corrected.
        zone: Time zone of its coordinates, such as ``Europe/Lisbon``; empty if unknown.
        seconds: Length of a video; None for a photo.
        film: Name of the video of a live photo; empty for others.
    """

    id: int
    facts: Facts
    rating: int
    favourite: bool
    files: tuple[PhotoFile, ...]
    damage: str | None = None
    label: Label = ""
    flag: Flag = 0
    filed: str | None = None
    zone: str = ""
    seconds: float | None = None
    film: str = ""

    @property
    def path(self) -> str:
        """Path of the file that is shown."""
        return self.files[0].path

    @property
    def missing(self) -> str:
        """Since when none of its files has been there (UTC, ISO 8601); empty if one is."""
        return max((file.missing for file in self.files), default="") if all(one.missing for one in self.files) else ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a grid cell needs besides its preview.

    Attributes:
        id: Photo id.
        name: Displayed file name.
        width: Width of the upright picture in pixels.
        height: Height of the upright picture in pixels.
        colour: Mean colour 0xRRGGBB, for the placeholder.
        rating: 0..5 stars.
        favourite: Whether it is a favourite.
        offline: Whether none of its files is available.
        damaged: Whether only part of the picture could be read.
        version: Changes with the picture, so that stale pixmaps are dropped.
        label: Colour label; empty for none.
        flag: 1 picked, -1 rejected, 0 neither.
        missing: Whether none of its files is there any more; the name is that of the last one.
        seconds: Length of a video; None for a photo.
        is_live: Whether a photo has a film, as live photos and motion photos do.
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
    label: Label = ""
    flag: Flag = 0
    missing: bool = False
    seconds: float | None = None
    is_live: bool = False

    @property
    def is_away(self) -> bool:
        """Whether no file can be read now, so that only the saved preview can be shown."""
        return self.offline or self.missing
