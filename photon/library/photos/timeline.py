"""Queries about the dates of photos: the existing months, days or events, and the number of photos in each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from photon.domain import Order
from photon.domain.arrays import Ids, places_in
from photon.domain.photo.date_span import DatedPhotos, DateSpan, Period
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.events import known_events, text_of, timed_photos, undated
from photon.library.photos.photos import in_order

_LETTERS: dict[Period, int] = {"month": 7, "day": 10, "event": 10}
_UNDATED = "SELECT id FROM photos WHERE taken IS NULL AND +present = 1 ORDER BY shown, id"


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
        if folder is not None or not _letters(order, period):
            return divide_by_date(library, in_order(library, order, folder), order, period)
        photos, last = timed_photos(library).photos, library.ids(_UNDATED)
        if order == "newest":
            photos, last = photos[::-1], last[::-1]
        spans = _spans(library, photos, order, period)
        return _with_undated(DatedPhotos(photos.tolist(), spans or ()), last)


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
    if not _letters(order, period):
        return DatedPhotos(photos)
    with _one_state(library):
        some = np.array(photos, np.int64)
        is_last = np.isin(some, undated(library))
        spans = _spans(library, some[~is_last], order, period)
        if spans is None:
            return DatedPhotos(photos)
        return _with_undated(DatedPhotos(some[~is_last].tolist(), spans), some[is_last])


def _with_undated(listed: DatedPhotos, last: Ids) -> DatedPhotos:
    if not len(last):
        return listed
    return DatedPhotos([*listed.photos, *last.tolist()], (*listed.spans, DateSpan("", len(last))))


def _letters(order: Order, period: Period) -> int:
    """Return the length of the prefix of a time that is needed to divide photos; 0 if they are not divided."""
    return _LETTERS.get(period, 0) if order in ("newest", "oldest") else 0


def _spans(library: Library, photos: Ids, order: Order, period: Period) -> tuple[DateSpan, ...] | None:
    """Return the months, days or events of dated photos in order, int64 (n,); None if one of them no longer exists.

    Photos that were taken during no event are divided into days.
    """
    timed, events = timed_photos(library), known_events(library) if period == "event" else None
    rows = places_in(timed.photos, photos)
    is_there = rows >= 0
    signs = np.zeros(len(photos), f"S{_letters(order, period)}")
    signs[is_there] = timed.times[rows[is_there]]
    numbers: Ids = np.full(len(photos), -1)
    if events:
        numbers[is_there] = np.searchsorted(np.cumsum(events.counts), rows[is_there], "right")
    others = photos[~is_there].tolist()  # such as missing ones
    asked = f"SELECT id, shown FROM photos WHERE id {IN_LIST}"
    known = dict(library.db.execute(asked, (id_list(others),)).fetchall()) if others else {}
    if any(photo not in known for photo in others):
        return None
    signs[~is_there] = [known[photo].encode("ascii", "replace") for photo in others]
    if events:
        numbers[~is_there] = [events.number_at(known[photo]) for photo in others]
    is_new = (numbers[1:] != numbers[:-1]) | ((numbers[1:] < 0) & (signs[1:] != signs[:-1]))
    firsts = np.flatnonzero(np.append(True, is_new)) if len(photos) else numbers
    counts = np.diff(np.append(firsts, len(photos))).tolist()
    return tuple(
        events.span(number, count) if events and number >= 0 else DateSpan(text_of(sign), count)
        for sign, number, count in zip(signs[firsts], numbers[firsts].tolist(), counts, strict=True)
    )


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
