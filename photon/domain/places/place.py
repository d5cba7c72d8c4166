"""Where a photo was taken, by names that the world knows and by names that the user gave."""

from typing import Literal

from photon.domain.places.coordinates import Coordinates
from photon.quick_dataclass import dataclass

PlaceState = Literal["file", "suggested", "confirmed"]
"""Who says where a photo was taken: its file, Photon (not used until confirmed), or a person."""
PlaceDoubt = Literal["", "default", "jump"]
"""Why coordinates in a file are doubtful: a device's known default such as 0,0; 500 km between two shots of an hour."""
PlaceLevel = Literal["own", "quarter", "town", "region", "country"]
"""What a name of a place stands for."""


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """The names of a point, as the data has them; texts are empty where there is none.

    Attributes:
        quarter: The part of the town or the village within its reach; empty if it is the town itself.
        town: The town.
        region: State, province or county.
        country: ISO 3166 code of two letters; empty at sea.
        zone: Name of the time zone, such as ``Europe/Lisbon``; empty if unknown.
        town_id: GeoNames number of the town, by which its names in other languages are found; 0 for none.
    """

    quarter: str = ""
    town: str = ""
    region: str = ""
    country: str = ""
    zone: str = ""
    town_id: int = 0


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """What metadata in a file says in words: IPTC location, city, state and country; texts are empty if not said."""

    location: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str = ""

    @property
    def parts(self) -> tuple[str, str, str, str, str]:
        """The five texts, of which ``astuple`` would make deep copies: a fifth of the time of planning a write."""
        return self.location, self.city, self.region, self.country, self.country_code

    @property
    def text(self) -> str:
        """What it says in one line, the smallest first; empty if nothing."""
        return ", ".join(filter(None, (self.location, self.city, self.region, self.country or self.country_code)))


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """Where a photo was taken, with all that is known of it.

    Attributes:
        coordinates: Where; None if unknown. Suggested ones only with the state ``suggested``.
        state: Who says so.
        names: The names of the point.
        own: Names of the user's places around it, the smallest first.
        is_private: Whether one of them is private.
        stated: What the file's metadata says in words.
        doubt: Why the file's coordinates are doubtful, and therefore not used.
        filed: The file's coordinates, used or not.
    """

    coordinates: Coordinates | None
    state: PlaceState = "file"
    names: NamedPoint = NamedPoint()
    own: tuple[str, ...] = ()
    is_private: bool = False
    stated: StatedPlace = StatedPlace()
    doubt: PlaceDoubt = ""
    filed: Coordinates | None = None


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """A place with its photos.

    Attributes:
        level: What kind of place it is.
        name: Its name in the user's language.
        within: Names of what it lies in, the smallest first, such as ``("Illinois", "United States")``.
        photos: How many photos were taken there.
        coordinates: Its centre.
        key: For a place of the user, its key; else empty.
        value: What to write after ``place:`` or ``country:`` to find it.
        town_id: For a town of the world, its GeoNames number; else 0.
    """

    level: PlaceLevel
    name: str
    within: tuple[str, ...]
    photos: int
    coordinates: Coordinates
    key: str = ""
    value: str = ""
    town_id: int = 0
