"""What the photos of a library can be narrowed down by."""

from typing import Literal, get_args

from photon.domain.query.query import Filter
from photon.quick_dataclass import dataclass

FilterGroup = Literal[
    "rating",
    "favourite",
    "label",
    "flag",
    "stack",
    "camera",
    "lens",
    "date",
    "event",
    "type",
    "tag",
    "album",
    "folder",
    "place",
    "orientation",
    "file",
]
GROUPS: tuple[FilterGroup, ...] = get_args(FilterGroup)
_STATES: dict[str, FilterGroup] = {
    **dict.fromkeys(("favourite", "favorite"), "favourite"),
    **dict.fromkeys(("stacked", "stack", "stacks"), "stack"),
    **dict.fromkeys(("picked", "pick", "rejected", "reject", "unflagged"), "flag"),
    **dict.fromkeys(("missing", "offline", "damaged"), "file"),
}


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


def group_of(part: Filter) -> FilterGroup | None:
    """The group that a filter belongs to, whatever its value; None for filters that are only typed."""
    value = part.value.casefold()
    if part.field == "is":
        return _STATES.get(value)
    if part.field == "has" and value in ("album", "albums"):
        return "album"
    if part.field in ("has", "near"):
        return "place" if part.field == "near" or value in ("gps", "place", "location") else None
    return next((group for group in GROUPS if group == part.field), None)
