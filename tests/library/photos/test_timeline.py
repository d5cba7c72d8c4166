"""Photos in order of date are divided into months, days or events, each with exactly its photos."""

from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.domain import Facts, Order, Reading
from photon.domain.photo.date_span import DatedPhotos, DateSpan, Period
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.photos.photos import in_order
from photon.library.photos.timeline import divide_by_date, list_by_date

TIMES = [
    "2024-02-29T23:59:59", "2024-02-01T00:00:00", "2024-03-01T00:00:00", "2023-12-31T10:00:00", "1970-01-01T00:00:00",
    "2038-01-19T03:14:08", "2023-12-31T09:00:00",
]  # fmt: skip
ORDERS: list[Order] = ["newest", "oldest", "name"]
PERIODS: list[Period] = ["month", "day", "event", "none"]


def record(library: Library, at: Callable[[str], Found]) -> None:
    for number, taken in enumerate(TIMES):
        hashed = number.to_bytes(16, "big")
        reading = Reading(hashed, hashed, 1, Facts("JPEG", 4, 3, taken=taken), b"", 0)
        found = at(f"{'trip' if number % 2 else 'home'}/{number}.jpg")
        files.record(library, [(found, reading)])
        if number == 3:
            files.record(library, [(at("trip/copy.jpg"), reading)])  # one photo with two files


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=18)
@given(order=st.sampled_from(ORDERS), period=st.sampled_from(PERIODS), within=st.sampled_from(["", "/trip", "/none"]))
def test_each_span_has_the_photos_of_its_dates(
    library: Library, at: Callable[[str], Found], order: Order, period: Period, within: str
) -> None:
    if not library.column("SELECT id FROM photos"):
        record(library, at)
    (root,) = library.column("SELECT path FROM folders")
    listed = list_by_date(library, order, f"{root}{within}" if within else None, period)
    shown = dict(library.db.execute("SELECT id, shown FROM photos").fetchall())
    if order == "name" or period == "none":
        assert listed.spans == ()
        return
    ends = [0, *accumulate(span.count for span in listed.spans)]
    assert ends[-1] == len(listed.photos)
    for span, (start, end) in zip(listed.spans, pairwise(ends), strict=True):
        assert end > start
        times = {shown[photo][: len(span.start)] for photo in listed.photos[start:end]}
        if period == "event":  # it may have photos elsewhere, too
            assert span.start <= min(times) <= max(times) <= span.last
        else:
            assert times == {span.start}
    starts = [span.start for span in listed.spans]
    assert starts == sorted(set(starts), reverse=order == "newest")
    assert divide_by_date(library, listed.photos, order, period) == listed


def test_months_of_all_photos(library: Library, at: Callable[[str], Found]) -> None:
    record(library, at)
    assert list_by_date(library, "newest", None, "month").spans == (
        DateSpan("2038-01", 1), DateSpan("2024-03", 1), DateSpan("2024-02", 2), DateSpan("2023-12", 2),
        DateSpan("1970-01", 1),
    )  # fmt: skip


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("period", ["month", "day", "event"])
@pytest.mark.parametrize("within", ["", "/trip"])
def test_photos_whose_date_is_only_the_file_s_come_last_and_are_undated(
    library: Library, at: Callable[[str], Found], order: Order, period: Period, within: str
) -> None:
    record(library, at)
    for number in (90, 91):
        hashed = number.to_bytes(16, "big")
        files.record(library, [(at(f"trip/{number}.png"), Reading(hashed, hashed, 1, Facts("PNG", 4, 3), b"", 0))])
    (root,) = library.column("SELECT path FROM folders")
    by_file = library.column(f"SELECT id FROM photos WHERE taken IS NULL ORDER BY id {'DESC' * (order == 'newest')}")
    listed = list_by_date(library, order, f"{root}{within}" if within else None, period)
    assert listed.photos[-2:] == by_file
    assert listed.spans[-1] == DateSpan("", 2)
    assert all(span.start for span in listed.spans[:-1])
    assert sum(span.count for span in listed.spans) == len(listed.photos) == (5 if within else len(TIMES) + 2)
    assert divide_by_date(library, [*by_file, *listed.photos[:-2]], order, period) == listed
    assert list_by_date(library, order, None, "none").photos == in_order(library, order)  # undivided: by the file


def test_a_list_with_a_missing_photo_is_undivided(library: Library, at: Callable[[str], Found]) -> None:
    record(library, at)
    assert divide_by_date(library, [1, 999], "newest", "month") == DatedPhotos([1, 999])
    assert not library.db.in_transaction
