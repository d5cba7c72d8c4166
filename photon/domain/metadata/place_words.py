"""Where a photo was taken, as metadata of files: in words, and as coordinates that a person decided.

What another program wrote stays: words are added where nothing contradicts them, and only Photon's own are replaced.
Coordinates are written only where a person decided them. Where a place is private, Photon's own go.
"""

from dataclasses import astuple, replace

from photon.domain.places.coordinates import read_located
from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import join_stated
from photon.quick_dataclass import dataclass

_SAME = 1.5e-6  # degrees: decisions have six decimals, and files round


@dataclass(frozen=True, slots=True)
class FiledPlace:
    """What a file says of where it was taken.

    Attributes:
        stated: What it says in words.
        own: The parts of these that Photon wrote.
        gps: Its coordinates in signed decimal degrees.
        located: Coordinates that Photon wrote, see ``located_text``; empty for none.
    """

    stated: StatedPlace = StatedPlace()
    own: StatedPlace = StatedPlace()
    gps: tuple[float, float] | None = None
    located: str = ""

    @property
    def foreign(self) -> StatedPlace:
        """The parts that others wrote."""
        pairs = zip(astuple(self.stated), astuple(self.own), strict=True)
        return StatedPlace(*(text if text != own else "" for text, own in pairs))


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What a file should say.

    Attributes:
        stated: Its place in words; None leaves them as they are. In an edit, all that the file will say.
        own: In an edit, the parts of these that are Photon's.
        former: In an edit, the parts that were Photon's before.
        located: What a person decided, see ``located_text``; empty leaves coordinates as they are.
        is_private: Whether what Photon wrote goes; in an edit, ``located`` has its coordinates.
    """

    stated: StatedPlace | None = None
    own: StatedPlace = StatedPlace()
    former: StatedPlace = StatedPlace()
    located: str = ""
    is_private: bool = False

    def beside(self, foreign: StatedPlace) -> "PlaceWords":
        """Return what none of a photo's files says in words of others; nothing if those are of another place.

        Args:
            foreign: What others wrote into the file and its sidecars.
        """
        if self.stated is None:
            return self
        return replace(self, stated=FiledPlace(join_stated((foreign, self.stated)), foreign).foreign)

    def beyond(self, filed: FiledPlace) -> "PlaceWords | None":
        """Return what is left to write into a file; None for nothing.

        Args:
            filed: What it says.
        """
        located = "" if not self.located or is_located(self.located, filed.gps) else self.located
        if self.is_private:
            located = filed.located if filed.gps else ""
        whole = filed.stated if self.stated is None else join_stated((filed.foreign, self.stated))
        if whole == filed.stated:
            return PlaceWords(located=located, is_private=self.is_private) if located else None
        return PlaceWords(whole, FiledPlace(whole, filed.foreign).foreign, filed.own, located, self.is_private)


def is_located(located: str, gps: tuple[float, float] | None) -> bool:
    """Return whether coordinates in a file are what a person decided, as exactly as decisions are stored."""
    wanted = read_located(located)
    if wanted is None or gps is None:
        return wanted is gps
    apart = (abs(one - other) for one, other in zip(wanted, gps, strict=True))
    return all(min(degrees, abs(360 - degrees)) < _SAME for degrees in apart)
