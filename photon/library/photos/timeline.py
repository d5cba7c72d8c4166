"""Queries about the dates of photos: the existing months, days or events, and the number of photos in each."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from photon.domain import Order
from photon.domain.photo.date_span import DatedPhotos, DateSpan, Period
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.events import EventList, known_events, undated
from photon.library.photos.photos import below_clause, in_order

_DAY = 10  # letters of a day, as below
_LETTERS: dict[Period, int] = {"month": 7, "day": _DAY, "event": 19}
_DIRECTIONS: dict[Order, str] = {"newest": "DESC", "oldest": "ASC"}


def list_by_date(library: Library, order: Order, folder: str | None, period: Period) -> DatedPhotos:
    """Return ids of all present photos, sorted and divided into months, days or events.

    Args:
        library: The library.
        order: The sort order; photos are only divided if it is by date.
        folder: Absolute path of a folder to limit them to, or None.
        period: The period to divide by.

    Returns:
        The photos; where they are divided, those without a capture time come last, in a span without a start.
    """
    with _one_state(library):
        if period == "event" and order in _DIRECTIONS and folder is None:
            by = f"shown {_DIRECTIONS[order]}, id {_DIRECTIONS[order]}"
            those = "photos NOT INDEXED WHERE taken IS NULL AND present = 1"  # few are left to sort
            last = library.column(f"SELECT id FROM {those} ORDER BY {by}")
            return _with_undated(_all_by_event(library, order), last)
        photos = in_order(library, order, folder)
        if not _letters(order, period):
            return DatedPhotos(photos)
        times = undated(library)
        dated, last = _parted(photos, times)
        spans = _count_by_date(library, order, folder, period, [times[photo] for photo in last]) if dated else ()
        return _with_undated(DatedPhotos(dated, spans), last)


def divide_by_date(library: Library, photos: Sequence[int], order: Order, period: Period) -> DatedPhotos:
    """Divide photos that are sorted by date into months, days or events.

    Events are those of the whole library: a photo that is not in the list can join two that are. Missing photos make
    no event; one that was taken during none stands under its day.

    Args:
        library: The library.
        photos: Ids in this order.
        order: The sort order.
        period: The period to divide by.

    Returns:
        As ``list_by_date``; undivided if the order is not by date, or a photo no longer exists.
    """
    letters = _letters(order, period)
    if not letters:
        return DatedPhotos(photos)
    with _one_state(library):
        dated, last = _parted(photos, undated(library))
        rows = library.db.execute(
            f"SELECT id, substr(shown, 1, {letters}) FROM photos WHERE id {IN_LIST}", (id_list(photos),)
        )
        starts = dict(rows.fetchall())
        if any(photo not in starts for photo in photos):
            return DatedPhotos(photos)
        counts = [(start, sum(1 for _ in some)) for start, some in groupby(starts[photo] for photo in dated)]
        spans = _spans(counts, known_events(library) if period == "event" else None)
        return _with_undated(DatedPhotos(dated, spans), last)


def _parted(photos: Sequence[int], times: Container[int]) -> tuple[Sequence[int], list[int]]:
    """Separate dated photos from undated ones, which have times of files, in the same order."""
    last = [photo for photo in photos if photo in times]
    return [photo for photo in photos if photo not in times] if last else photos, last


def _with_undated(listed: DatedPhotos, last: Sequence[int]) -> DatedPhotos:
    if not last:
        return listed
    return DatedPhotos([*listed.photos, *last], (*listed.spans, DateSpan("", len(last))))


def _all_by_event(library: Library, order: Order) -> DatedPhotos:
    """Return all photos divided into events; both come from one read, which takes less time than ``in_order`` alone."""
    events = known_events(library)
    photos, spans = events.photos, tuple(events.spans())
    return DatedPhotos(photos.tolist(), spans) if order == "oldest" else DatedPhotos(photos[::-1].tolist(), spans[::-1])


def _letters(order: Order, period: Period) -> int:
    """Return the length of the prefix of a time that is needed to divide photos; 0 if they are not divided."""
    return _LETTERS.get(period, 0) if order in _DIRECTIONS else 0


def _count_by_date(
    library: Library, order: Order, folder: str | None, period: Period, others: Sequence[str]
) -> tuple[DateSpan, ...]:
    """Count all photos but some, which have these times."""
    letters = _letters(order, period)
    start = f"substr(p.shown, 1, {letters})"
    where, values = below_clause(folder)
    if folder is None:  # as in_order: photos, not files, and read from the index alone
        query = f"SELECT {start} AS start, count(*) FROM photos p WHERE p.present = 1"
    else:
        query = (
            f"SELECT {start} AS start, count(DISTINCT p.id) FROM photos p JOIN files f ON f.photo_id = p.id"
            f" JOIN folders d ON d.id = f.folder_id WHERE f.missing IS NULL AND p.present < 2 {where}"
        )
    rows = library.db.execute(f"{query} GROUP BY start ORDER BY start {_DIRECTIONS[order]}", values)
    less = Counter(time[:letters] for time in others)
    counts = ((start, count - less[start]) for start, count in rows if count > less[start])
    return _spans(counts, known_events(library) if period == "event" else None)


def _spans(counts: Iterable[tuple[str, int]], events: EventList | None) -> tuple[DateSpan, ...]:
    """Return spans for numbers of photos by time; times of one event are joined, others of one day."""
    if events is None:
        return tuple(DateSpan(start, count) for start, count in counts)
    placed = ((events.number_at(start), start, count) for start, count in counts)
    named = ((number if number >= 0 else start[:_DAY], count) for number, start, count in placed)
    joined = ((name, sum(count for _, count in some)) for name, some in groupby(named, key=itemgetter(0)))
    return tuple(DateSpan(name, count) if isinstance(name, str) else events.span(name, count) for name, count in joined)


@contextmanager
def _one_state(library: Library) -> Iterator[None]:
    """Let several queries see the same state of the library, even if something is written meanwhile."""
    if library.db.in_transaction:
        yield
        return
    library.db.execute("BEGIN")
    try:
        yield
    finally:
        library.db.execute("COMMIT")
