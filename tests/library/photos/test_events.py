"""The events of a library: how lists are divided by them, what ``event:`` finds, and how they are counted."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Facts, Filter, Reading
from photon.domain.photo.date_span import DateSpan
from photon.domain.query.filter_kinds.times import EVENTS
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.files.export_queries import records
from photon.library.photos import events, files
from photon.library.photos.found_files import Found
from photon.library.photos.photos import refresh_presence
from photon.library.photos.timeline import divide_by_date, list_by_date
from photon.library.searches.filter_counts import count_choices
from photon.library.searches.filters import matching

TODAY = date(2026, 11, 24)
LISBON = (38.72, -9.14)
SHOTS = {
    "morning": ("2024-05-01T08:00:00", None),
    "later": ("2024-05-01T09:30:59.50+02:00", None),
    "evening": ("2024-05-01T20:00:00", None),
    "night": ("2024-05-02T01:00:00", None),
    "arrived": ("2024-06-10T18:00:00", LISBON),
    "beach": ("2024-06-11T12:00:00", LISBON),
    "left": ("2024-06-12T10:00:00", LISBON),
}
Ids = dict[str, int]


@pytest.fixture
def shots(library: Library, at: Callable[[str], Found]) -> Ids:
    """Photos by name: two events of a day in May, and a trip in June."""
    found = {}
    for number, (name, (taken, gps)) in enumerate(SHOTS.items()):
        hashed = number.to_bytes(16, "big")
        reading = Reading(hashed, hashed, 1, Facts("JPEG", 4, 3, taken=taken, gps=gps), b"", 0)
        files.record(library, [(at(f"{'June' if gps else 'May'}/{name}.jpg"), reading)])
        (found[name],) = library.column("SELECT max(id) FROM photos")
    return found


TRIP = DateSpan("2024-06-10T18:00", 3, "2024-06-12T10:00")
NIGHT = DateSpan("2024-05-01T20:00", 2, "2024-05-02T01:00")
DAY = DateSpan("2024-05-01T08:00", 2, "2024-05-01T09:30")


def test_all_photos_are_divided_into_events(library: Library, shots: Ids) -> None:
    assert list_by_date(library, "newest", None, "event").spans == (TRIP, NIGHT, DAY)
    assert list_by_date(library, "oldest", None, "event").spans == (DAY, NIGHT, TRIP)
    assert list_by_date(library, "oldest", None, "event").photos == [*shots.values()]
    assert list_by_date(library, "newest", None, "event").photos == [*shots.values()][::-1]
    assert list_by_date(library, "name", None, "event").spans == ()


def test_a_list_of_some_photos_is_divided_into_the_same_events(library: Library, shots: Ids) -> None:
    some = [shots["left"], shots["arrived"], shots["night"], shots["morning"]]
    assert divide_by_date(library, some, "newest", "event").spans == (
        DateSpan("2024-06-10T18:00", 2, "2024-06-12T10:00"), DateSpan("2024-05-01T20:00", 1, "2024-05-02T01:00"),
        DateSpan("2024-05-01T08:00", 1, "2024-05-01T09:30"),
    )  # fmt: skip
    (root,) = library.column("SELECT path FROM folders")
    assert list_by_date(library, "newest", f"{root}/May", "event").spans == (NIGHT, DAY)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("2024-05-01", "morning later evening night"),
        ("2024-05-02", "evening night"),
        ("2024-05-01T09:30", "morning later"),
        ("2024-05-01T22:00", "evening night"),
        ("2024-05-01T15:00", ""),
        ("2024-06-11", "arrived beach left"),
        ("2024-06", "arrived beach left"),
        ("2024-05-01T08:00..2024-05-01T09:30", "morning later"),
        ("..2024-05-01T10:00", "morning later"),
        ("2024-05-02..", "evening night arrived beach left"),
        ("2023", ""),
    ],
)
def test_a_search_finds_whole_events(library: Library, shots: Ids, value: str, names: str) -> None:
    assert matching(library, [Filter("event", value)], TODAY).tolist() == [shots[name] for name in names.split()]
    others = [photo for name, photo in shots.items() if name not in names.split()]
    assert matching(library, [Filter("event", value, unwanted=True)], TODAY).tolist() == others


def test_each_offered_event_finds_as_many_photos_as_it_says(library: Library, shots: Ids) -> None:
    offered = count_choices(library, EVENTS)
    assert [choice.photos for choice in offered] == [3, 2, 2]
    for choice in offered:
        assert len(matching(library, [choice.part], TODAY)) == choice.photos
    some = np.array([shots["later"], shots["beach"], shots["left"]], np.int64)
    assert [choice.photos for choice in count_choices(library, EVENTS, some)] == [2, 1]


def test_the_event_of_a_photo_is_found_by_its_value(library: Library, shots: Ids) -> None:
    value = events.event_of(library, shots["beach"])
    assert value == "2024-06-10T18:00..2024-06-12T10:00"
    assert matching(library, [Filter("event", value)], TODAY).tolist() == [shots[name] for name in list(SHOTS)[-3:]]
    assert events.event_of(library, 999) == ""


def test_the_event_of_a_missing_photo_is_the_one_that_it_would_be_part_of(library: Library, shots: Ids) -> None:
    lose(library, [shots["beach"], shots["night"]])
    value = events.event_of(library, shots["beach"])
    found = matching(library, [Filter("event", value)], TODAY).tolist()
    assert found == [photo for name, photo in shots.items() if name in list(SHOTS)[-3:] and name != "beach"]
    others = [photo for name, photo in shots.items() if name in list(SHOTS)[-3:]]
    lose(library, others)
    assert events.event_of(library, shots["beach"]) == ""


def test_a_photo_whose_date_is_only_the_file_s_is_in_no_event(library: Library, shots: Ids) -> None:
    with library.transaction() as db:
        db.execute("UPDATE photos SET taken = NULL WHERE id = ?", (shots["beach"],))
    assert events.event_of(library, shots["beach"]) == ""
    assert [span.count for span in list_by_date(library, "newest", None, "event").spans] == [1, 1, 2, 2, 1]
    assert list_by_date(library, "newest", None, "event").photos[-1] == shots["beach"]
    assert shots["beach"] not in matching(library, [Filter("event", "2024-06-11")], TODAY)
    assert {one.photo: one.event for one in records(library, [*shots.values()])}[shots["beach"]] == ""
    lose(library, [shots["beach"]])
    assert events.event_of(library, shots["beach"]) == ""


def test_a_table_names_the_event_of_each_photo_as_a_search_does(library: Library, shots: Ids) -> None:
    lose(library, [shots["night"], shots["evening"]])
    named = {one.photo: one.event for one in records(library, [*shots.values()])}
    for photo in (shots["later"], shots["beach"]):
        assert named[photo] == events.event_of(library, photo) != ""
        assert photo in matching(library, [Filter("event", named[photo])], TODAY)
    assert named[shots["night"]] == ""


def test_hidden_photos_are_in_no_event(library: Library, shots: Ids) -> None:
    with library.again(writable=False) as seen:
        draw_veil(seen, np.array(sorted([shots["evening"], shots["night"], shots["arrived"]]), np.int64))
        assert list_by_date(seen, "newest", None, "event").spans == (
            DateSpan("2024-06-11T12:00", 2, "2024-06-12T10:00"), DAY,
        )  # fmt: skip
        assert matching(seen, [Filter("event", "2024-05-02")], TODAY).tolist() == []


def test_odd_times_are_divided_without_an_error(library: Library, shots: Ids) -> None:
    for name, shown in (("morning", "0000-00-00T99:99:99"), ("later", "2024"), ("left", "späť"), ("beach", "")):
        library.db.execute("UPDATE photos SET shown = ? WHERE id = ?", (shown, shots[name]))
    listed = list_by_date(library, "newest", None, "event")
    assert sum(span.count for span in listed.spans) == len(listed.photos) == len(shots)


def test_no_photos_have_no_events(library: Library) -> None:
    assert list_by_date(library, "newest", None, "event").spans == ()
    assert count_choices(library, EVENTS) == []
    assert matching(library, [Filter("event", "2024")], TODAY).tolist() == []


@given(st.lists(st.datetimes(), min_size=1))
def test_times_become_seconds(moments: list[datetime]) -> None:
    written = sorted(moment.isoformat(timespec="seconds") for moment in moments)
    found = events._seconds(np.array(written, "S19"))
    assert found.tolist() == np.array(written, "datetime64[s]").astype(np.int64).tolist()


def lose(library: Library, photos: Iterable[int]) -> None:
    with library.transaction() as db:
        for photo in photos:
            db.execute("UPDATE files SET missing = '2024-07-01T00:00:00' WHERE photo_id = ?", (photo,))
        refresh_presence(db, photos)


def test_missing_photos_alone_make_no_event_but_stand_under_their_days(library: Library, shots: Ids) -> None:
    lose(library, [*shots.values()])
    found = divide_by_date(library, [shots["left"], shots["night"], shots["evening"]], "newest", "event")
    assert found.spans == (DateSpan("2024-06-12", 1), DateSpan("2024-05-02", 1), DateSpan("2024-05-01", 1))


def test_a_missing_photo_between_two_events_stands_under_neither(library: Library, shots: Ids) -> None:
    lose(library, [shots["night"], shots["evening"], shots["left"]])
    listed = [shots[name] for name in ("left", "beach", "night", "evening", "later")]
    assert divide_by_date(library, listed, "newest", "event").spans == (
        DateSpan("2024-06-12", 1), DateSpan("2024-06-10T18:00", 1, "2024-06-11T12:00"), DateSpan("2024-05-02", 1),
        DateSpan("2024-05-01", 1), DateSpan("2024-05-01T08:00", 1, "2024-05-01T09:30"),
    )  # fmt: skip


def test_events_are_computed_once_for_a_state_of_the_catalogue(
    library: Library, shots: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []
    real = events.list_events
    monkeypatch.setattr(events, "list_events", lambda seen: (computed.append(1), real(seen))[1])
    wanted = Filter("event", "2024-05-01")
    with library.again(writable=False) as reader:
        for seen in (library, library, reader, reader):
            assert len(matching(seen, [wanted], TODAY)) == 4
        assert len(computed) == 2  # once for each connection
        lose(library, [shots["morning"]])
        assert events.known_events(library).counts == events.known_events(reader).counts == [1, 2, 3]
        draw_veil(reader, np.array([shots["later"]], np.int64))
        assert events.known_events(reader).counts == [2, 3]
        draw_veil(reader, np.zeros(0, np.int64))
        assert events.known_events(reader).counts == [1, 2, 3]


def test_events_of_a_write_that_is_rolled_back_are_not_kept(library: Library, shots: Ids) -> None:
    with pytest.raises(ZeroDivisionError), library.transaction():
        lose(library, [shots["morning"]])
        assert events.known_events(library).counts == [1, 2, 3]
        raise ZeroDivisionError
    assert events.known_events(library).counts == [2, 2, 3]


def test_a_missing_photo_belongs_to_the_event_around_it(
    library: Library, shots: Ids, at: Callable[[str], Found]
) -> None:
    facts = Facts("JPEG", 4, 3, taken="2024-06-11T20:00:00", gps=LISBON)
    files.record(library, [(at("June/dinner.jpg"), Reading(b"d" * 16, b"d" * 16, 1, facts, b"", 0))])
    lose(library, [shots["beach"]])
    both = [Filter("is", "missing"), Filter("event", "2024-06-10")]
    assert matching(library, both, TODAY).tolist() == [shots["beach"]]
    others = [Filter("is", "missing"), Filter("event", "2024-06-10", unwanted=True)]
    assert matching(library, others, TODAY).tolist() == []
