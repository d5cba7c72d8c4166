"""The events of a library: which photos follow each other closely, in time and place."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from photon.domain.arrays import Doubles, Ids, Pixels
from photon.domain.photo.date_span import DateSpan
from photon.domain.photo.events import find_events
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.quick_dataclass import dataclass

Times = NDArray[np.bytes_]
_LETTERS = 19  # of a time down to seconds; what follows it, such as an offset to UTC, doesn't change the order
_BLANKS = " " * _LETTERS
_FROM_YEAR_ZERO = 719_468  # days from 1 March of the year 0 to 1 January 1970
_AFTER_ALL = "~"  # sorts after every letter of a time


@dataclass(frozen=True, slots=True)
class EventList:
    """All events, ascending.

    Attributes:
        firsts: Local time of the first photo of each, such as ``2024-07-15T09:12:30``.
        lasts: Local time of the last photo of each.
        counts: Number of photos in each.
        photos: All dated photos in order of their times, int64 (n,).
    """

    firsts: Sequence[str]
    lasts: Sequence[str]
    counts: Sequence[int]
    photos: Ids

    def spans(self) -> Iterator[DateSpan]:
        """Yield the events as parts of a list of all photos, oldest first."""
        for number, count in enumerate(self.counts):
            yield self.span(number, count)

    def span(self, number: int, count: int) -> DateSpan:
        """Return an event as a part of a list that has this many of its photos."""
        return DateSpan(self.firsts[number][:16], count, self.lasts[number][:16])

    def number_at(self, shown: str) -> int:
        """Return the number of the event during which a time is; -1 if it is outside all of them."""
        time = _letters_of(shown)
        number = bisect_right(self.firsts, time) - 1
        return number if number >= 0 and time <= self.lasts[number] else -1

    def name_at(self, shown: str) -> str:
        """Return when the event around a time was, as for ``event:``; empty if the time is outside all events."""
        number = self.number_at(shown)
        return f"{self.firsts[number][:16]}..{self.lasts[number][:16]}" if number >= 0 else ""

    def ranges(self, first: str, end: str) -> list[tuple[str, str]]:
        """Return the times, from and to, of events that have a time of at least ``first`` and before ``end``.

        Args:
            first: A time, or its beginning; empty for the earliest one.
            end: A text that sorts after all times that are meant; empty for the latest one.
        """
        pairs = zip(self.firsts, self.lasts, strict=True)
        return [(start, f"{last}{_AFTER_ALL}") for start, last in pairs if last >= first and (not end or start < end)]


class TimedPhotos(NamedTuple):
    """All dated photos that are there, in order of their times.

    Attributes:
        photos: int64 (n,).
        times: Local times in 19 letters, bytes (n,).
    """

    photos: Ids
    times: Times


def timed_photos(library: Library) -> TimedPhotos:
    """Return all dated photos that are there; read again if photos have changed."""
    return library.remember("times", partial(_read_times, library), "photos")


def _read_times(library: Library, also: int = 0) -> TimedPhotos:
    joined, written = library.db.execute(
        f"SELECT group_concat(id), group_concat(substr(shown || '{_BLANKS}', 1, {_LETTERS}), '')"
        f" FROM (SELECT id, shown FROM photos WHERE present = 1{' OR id = ?' if also else ''} ORDER BY shown, id)",
        (also,) if also else (),
    ).fetchone()
    photos = np.fromstring(joined or "", np.int64, sep=",")
    times = np.frombuffer((written or "").encode("ascii", "replace"), f"S{_LETTERS}")
    is_dated = ~np.isin(photos, undated(library))  # the time index alone is read faster than each photo's row
    return TimedPhotos(photos[is_dated], times[is_dated])


def list_events(library: Library, also: int = 0) -> EventList:
    """Find the events of all present photos with a capture time.

    Args:
        library: The library.
        also: A photo that counts even if it is missing.
    """
    photos, times = _read_times(library, also) if also else timed_photos(library)
    if not len(photos):
        return EventList((), (), (), photos)
    starts = find_events(_seconds(times), lambda rows: _places(library, photos[rows]))
    ends = np.append(starts[1:], len(photos))
    firsts, lasts = ([text_of(one) for one in times[rows]] for rows in (starts, ends - 1))
    return EventList(firsts, lasts, (ends - starts).tolist(), photos)


def undated(library: Library) -> Ids:
    """Return the photos that only have the time of their file, which may be that of its copying: int64 (n,)."""
    return library.remember("undated", lambda: library.ids("SELECT id FROM photos WHERE taken IS NULL"), "photos")


def known_events(library: Library) -> EventList:
    """Return what ``list_events`` returns, computed once for each state of the photos that a connection sees."""
    return library.remember("events", partial(list_events, library), "photos")


def event_of(library: Library, photo: int) -> str:
    """Return when the event of a photo was, as for ``event:``, such as ``2024-06-12T18:00..2024-06-19T10:20``.

    A missing photo belongs to the event that it would be part of if it were there.

    Returns:
        The times of its first and last photo; empty if there is no such photo, if it has no capture time, or if none
        of the event is there.
    """
    row = library.db.execute(
        "SELECT shown, present = 1 FROM photos WHERE id = ? AND taken IS NOT NULL", (photo,)
    ).fetchone()
    if row is None:
        return ""
    shown, is_present = row
    if is_present:
        return known_events(library).name_at(shown)
    found = list_events(library, also=photo)
    return found.name_at(shown) if found.counts[found.number_at(shown)] > 1 else ""


def _letters_of(shown: str) -> str:
    """Return a time in the form that lists of events store."""
    return shown[:_LETTERS].encode("ascii", "replace").decode().rstrip()


def text_of(time: bytes) -> str:
    """Return a time of ``TimedPhotos``, or its first letters, as text."""
    return time.decode().rstrip()


def _seconds(times: Times) -> Ids:
    """Convert times to seconds since 1970, int64 (n,); missing digits count as 0."""
    signs = times.view(np.uint8).reshape(-1, _LETTERS)
    written = times.astype("S10")  # few days have many photos each
    firsts = np.append(0, np.flatnonzero(written[1:] != written[:-1]) + 1)
    days = np.repeat(_days(signs[firsts]), np.diff(np.append(firsts, len(signs))))
    hour, minute, second = (_number(signs, at, 2) for at in (11, 14, 17))
    found: Ids = days * 86_400 + hour * 3600 + minute * 60 + second
    return np.maximum.accumulate(found)  # a damaged time must not go back


def _days(signs: Pixels) -> Ids:
    """Convert the dates of times, uint8 (n, 19), to days since 1970, int64 (n,)."""
    year, month, day = _number(signs, 0, 4), _number(signs, 5, 2), _number(signs, 8, 2)
    year = year - (month <= 2)  # a year that starts in March ends with the leap day
    days = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    found: Ids = 365 * year + year // 4 - year // 100 + year // 400 + days - _FROM_YEAR_ZERO
    return found


def _number(signs: Pixels, start: int, count: int) -> Ids:
    """Read a number of so many digits, int64 (n,); other letters count as 0."""
    found: Ids = np.zeros(len(signs), np.int64)
    for at in range(start, start + count):
        digit = signs[:, at] - np.uint8(ord("0"))  # letters before 0 wrap around
        found = found * 10 + np.where(digit <= 9, digit, 0)
    return found


def _places(library: Library, photos: Ids) -> Doubles:
    """Read latitude and longitude of photos, int64 (n,): float64 (n, 2), NaN where unknown."""
    order = np.argsort(photos)
    rows = library.db.execute(
        f"SELECT id, latitude, longitude FROM photos WHERE id {IN_LIST} AND latitude IS NOT NULL"
        " AND longitude IS NOT NULL",
        (id_list(photos.tolist()),),
    ).fetchall()
    places: Doubles = np.full((len(photos), 2), np.nan)
    if rows:
        known = np.array(rows, np.float64)
        places[order[np.searchsorted(photos, known[:, 0].astype(np.int64), sorter=order)]] = known[:, 1:]
    return places
