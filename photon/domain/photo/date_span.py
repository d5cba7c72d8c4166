"""Photos in order of date, divided into months, days, events or places."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal

from photon.quick_dataclass import dataclass

Period = Literal["month", "day", "event", "place", "none"]
"""What photos in order of date are divided into."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Consecutive photos of one month, day or event.

    Attributes:
        start: The beginning of their dates in ISO 8601: ``2024-07`` for a month, ``2024-07-15`` for a day; the time of
            the first photo of an event, ``2024-07-15T09:12``. Empty for photos without a capture time.
        count: Number of photos, at least 1.
        last: The time of the last photo of an event; empty for months and days.
        name: The name of a place, if photos are divided by place; there is no start then.
    """

    start: str
    count: int
    last: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DatedPhotos:
    """Photos in order.

    Attributes:
        photos: Ids in order.
        spans: Their months, days or events in the same order, with as many photos in all; empty if undivided.
        behind: Photo in front of a stack → the others of it, from the top.
        matching: Photo in front of a stack → how many photos of it are in the list.
        listed: How many photos are in the list, those behind others included; 0 if none is behind another.
    """

    photos: Sequence[int] = ()
    spans: tuple[DateSpan, ...] = ()
    behind: Mapping[int, Sequence[int]] = field(default_factory=dict)
    matching: Mapping[int, int] = field(default_factory=dict)
    listed: int = 0
