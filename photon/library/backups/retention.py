"""The retention rule: one backup a day for a week, one a week for a month, one a month for a year, within a size."""

from collections.abc import Hashable, Sequence
from datetime import datetime

from photon.quick_dataclass import dataclass

LATEST, DAYS, WEEKS, MONTHS = 3, 7, 4, 12


@dataclass(frozen=True, slots=True)
class Dated:
    """Time and size of a backup.

    Attributes:
        made: When it was made.
        size: Bytes.
    """

    made: datetime
    size: int


def expendable(backups: Sequence[Dated], most_bytes: int) -> list[int]:
    """Choose the backups to delete.

    The rule keeps the latest three, and the newest of each of the last 7 days, 4 weeks and 12 months that have any. If
    these exceed ``most_bytes`` in total, the oldest are deleted first. The newest is always kept.

    Args:
        backups: Newest first.
        most_bytes: Maximum total size.

    Returns:
        Indices in ``backups``, ascending.
    """
    kept = set(range(len(backups))[:LATEST])
    for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        first: dict[Hashable, int] = {}
        for at, one in enumerate(backups):
            first.setdefault(period(one.made), at)
        kept |= set(list(first.values())[:most])
    total = 0
    for row, at in enumerate(sorted(kept)):
        total += backups[at].size
        if row and total > most_bytes:
            kept.discard(at)
    return [at for at in range(len(backups)) if at not in kept]


def is_over(backups: Sequence[Dated], most_bytes: int) -> bool:
    """Return whether backups are deleted because of the size limit, not only because of their age."""
    return len(expendable(backups, most_bytes)) > len(expendable(backups, sum(one.size for one in backups)))


def _day(made: datetime) -> Hashable:
    return made.date()


def _week(made: datetime) -> Hashable:
    return made.isocalendar()[:2]


def _month(made: datetime) -> Hashable:
    return made.year, made.month
