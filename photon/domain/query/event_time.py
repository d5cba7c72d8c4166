"""Parse when an event was: ``2023-07-14``, ``last-week``, ``2023-07-14T14:30``, or a range of them."""

import re
from datetime import date, datetime

from photon.domain.query.periods import BadValue, Days, read_when
from photon.language import tr
from photon.quick_dataclass import dataclass

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[tT ](\d\d:\d\d)(?::\d\d)?")
_HINT = tr("For example: event:2023-07-14, event:2023-07, event:2023-07-14T14:30.")
_AFTER_MINUTE, _AFTER_DAY = "~", "U"  # sort after every time of the minute, and of the day


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events with a photo in a period, or around a moment of it.

    Attributes:
        first: A local time in ISO 8601, or its beginning; empty if the period is open.
        end: A text that sorts after all times of the period; empty if it is open.
    """

    first: str
    end: str


def read_event(text: str, today: date) -> EventFilter:
    """Parse the period of an event.

    Args:
        text: A day, month or year, a relative one, a time to the minute, or two of them joined by ``..``.
        today: Reference date for relative times.

    Returns:
        The period.

    Raises:
        BadValue: The text is none, or it is a period of every year.
    """
    first, gap, last = (part.strip() for part in text.partition(".."))
    if not (_MOMENT.fullmatch(first) or _MOMENT.fullmatch(last)):
        return _of_days(text, today)
    if not gap:
        return _of_moment(first)
    start = _of_part(first, today).first if first else ""
    end = _of_part(last, today).end if last else ""
    if end and start > end:
        raise BadValue(tr("This range ends before it starts."), tr("Write {filter}.", filter=f"event:{last}..{first}"))
    return EventFilter(start, end)


def _of_part(text: str, today: date) -> EventFilter:
    return _of_moment(text) if _MOMENT.fullmatch(text) else _of_days(text, today)


def _of_moment(text: str) -> EventFilter:
    found = _MOMENT.fullmatch(text)
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}") if found else None
    except ValueError:
        moment = None
    if moment is None:
        raise BadValue(tr("“{text}” isn't a time.", text=text), _HINT)
    written = moment.isoformat(timespec="minutes")
    return EventFilter(written, f"{written}{_AFTER_MINUTE}")


def _of_days(text: str, today: date) -> EventFilter:
    when = read_when(text, today)
    if not isinstance(when, Days):
        raise BadValue(tr("event: needs a day, month or year."), _HINT)
    return EventFilter(f"{when.first or ''}", f"{when.last}{_AFTER_DAY}" if when.last else "")
