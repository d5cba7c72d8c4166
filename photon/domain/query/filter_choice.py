"""What the photos of a library can be narrowed down by."""

from photon.domain.query.query import Filter
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that leaves some photos.

    Attributes:
        part: The filter.
        photos: How many photos it leaves.
        name: Name of what it stands for, where the value does not say it; else empty.
    """

    part: Filter
    photos: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Filters from which to choose; choosing one replaces another one of the group.

    Attributes:
        name: The library counts by it what it has to look up.
        title: Its name in the window.
        find: What the field says that narrows the list.
        icon: Its icon.
        fields: The names of filters that belong to it, whatever their value.
        states: The values of ``is:`` and ``has:`` that belong to it.
        offers: Filters that are always offered, if they leave photos.
        column: Column of photos whose names are offered; empty if there is none.
        is_most_first: Whether what is offered is in order of the numbers of photos.
        needs_first: Whether nothing is offered unless the first filter leaves photos.
        allows_several: Whether a photo may fit several of them, so that they can be combined.
    """

    name: str
    title: str
    find: str
    icon: str
    fields: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    offers: tuple[FilterChoice, ...] = ()
    column: str = ""
    is_most_first: bool = False
    needs_first: bool = False
    allows_several: bool = False
