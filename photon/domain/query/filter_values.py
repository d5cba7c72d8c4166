"""What the values of filters mean, where it is the same for several filters.

The library finds the photos for each of these types, and for those that a single filter has
(``photon.library.searches.filters``).
"""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Numbers from ``low`` to ``high``; None is unbounded, and an ``open`` end is exclusive."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Containing:
    """A column of photos contains a text, whatever its case and diacritics."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column of photos has one of these values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A number of photos is within bounds: a column, or ``pixels`` or the long ``side`` of the picture."""

    column: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class State:
    """A photo is in a state that the library has a condition for, such as ``favourite`` or ``portrait``."""

    name: str
