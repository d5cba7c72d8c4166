"""Which backups are kept: one a day for a week, one a week for a month, one a month for a year, within a size."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

LATEST, DAYS, WEEKS, MONTHS = 3, 7, 4, 12


@dataclass(frozen=True, slots=True)
class Dated:
    """A backup as the rule sees it.

    Attributes:
        made: When it was made.
        size: Bytes.
    """

    made: datetime
    size: int


def expendable(backups: Sequence[Dated], most_bytes: int) -> list[int]:
    """Choose the backups that may go.

    Kept are the latest three, and the newest of each of the last 7 days, 4 weeks and 12 months that have any. Where
    they take more than ``most_bytes`` together, the oldest go first. The newest always stays.

    Args:
        backups: In any order.
        most_bytes: How many bytes all together may take.

    Returns:
        Positions in ``backups``, ascending.
    """
    newest_first = sorted(range(len(backups)), key=lambda at: backups[at].made, reverse=True)
    kept = set(newest_first[:LATEST])
    for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        first: dict[Hashable, int] = {}
        for at in newest_first:
            first.setdefault(period(backups[at].made), at)
        kept |= set(list(first.values())[:most])
    total = 0
    for place, at in enumerate([one for one in newest_first if one in kept]):
        total += backups[at].size
        if place and total > most_bytes:
            kept.discard(at)
    return [at for at in range(len(backups)) if at not in kept]


def is_over(backups: Sequence[Dated], most_bytes: int) -> bool:
    """Whether the size, and not the age, decides what goes."""
    return len(expendable(backups, most_bytes)) > len(expendable(backups, sum(one.size for one in backups)))


def _day(made: datetime) -> Hashable:
    return made.date()


def _week(made: datetime) -> Hashable:
    return made.isocalendar()[:2]


def _month(made: datetime) -> Hashable:
    return made.year, made.month
