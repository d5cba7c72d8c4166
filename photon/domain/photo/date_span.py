"""Photos in order of date, divided into months or days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Period = Literal["month", "day", "none"]
"""What photos in order of date are divided into."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Consecutive photos of one month or day.

    Attributes:
        start: The beginning of their dates in ISO 8601: ``2024-07`` for a month, ``2024-07-15`` for a day.
        count: Number of photos, at least 1.
    """

    start: str
    count: int


@dataclass(frozen=True, slots=True)
class DatedPhotos:
    """Photos in order.

    Attributes:
        photos: Ids in order.
        spans: Their months or days in the same order, with as many photos in all; empty if they are not divided.
    """

    photos: Sequence[int] = ()
    spans: tuple[DateSpan, ...] = ()
