"""Places that the user named: circles that win over all other names."""

from secrets import token_hex

from photon.domain.errors import PhotonError
from photon.domain.places.coordinates import Coordinates
from photon.domain.unseen_characters import clean_line
from photon.language import tr
from photon.quick_dataclass import dataclass

LONGEST_NAME = 200
"""Characters of a name."""
SMALLEST, USUAL, LARGEST = 10.0, 100.0, 1_000_000.0
"""Metres of a radius."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A circle with a name. Circles may lie in each other; the smallest around a photo is its place.

    Attributes:
        key: 16 hexadecimal digits that stay the same whatever the name.
        name: The name.
        centre: The middle of the circle.
        radius: In metres, 10 to 1,000,000.
        is_private: Whether exports and written metadata leave out where photos inside were taken.
    """

    key: str
    name: str
    centre: Coordinates
    radius: float = USUAL
    is_private: bool = False


def new_place_key() -> str:
    """Return a key that no other place has."""
    return token_hex(8)


def clean_place_name(name: str) -> str:
    """Return a name for storage; commas, quotes and right-to-left scripts stay.

    Raises:
        PhotonError: It is empty or too long.
    """
    name = clean_line(name)
    if not name:
        raise PhotonError(tr("A place needs a name."), tr("Nothing was changed."))
    if len(name) > LONGEST_NAME:
        raise PhotonError(
            tr("A name may have at most {count} characters.", count=LONGEST_NAME), tr("Nothing was changed.")
        )
    return name
