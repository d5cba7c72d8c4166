"""Photos are divided into events by pauses and places: laws, and cases that people know."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.arrays import Doubles, Ids
from photon.domain.photo.events import LONG, SHORT, find_events

MUNICH, LISBON, PORTO, NOWHERE = (48.14, 11.58), (38.72, -9.14), (41.15, -8.61), (np.nan, np.nan)
Shot = tuple[str, tuple[float, float]]
times = st.lists(st.integers(0, 90 * 86_400), max_size=60).map(sorted)


def nowhere(rows: Ids) -> Doubles:
    return np.full((len(rows), 2), np.nan)


def divide(shots: list[Shot]) -> list[int]:
    """Return the numbers of photos in the events of these shots."""
    seconds = [int((datetime.fromisoformat(when) - datetime(1970, 1, 1)).total_seconds()) for when, _ in shots]  # noqa: DTZ001
    places = np.array([place for _, place in shots], np.float64)
    starts = find_events(np.array(seconds, np.int64), lambda rows: places[rows])
    return np.diff(np.append(starts, len(shots))).tolist()


def days_at_home(first: str, count: int) -> list[Shot]:
    day = datetime.fromisoformat(first)
    return [((day + timedelta(days=3 * number)).isoformat(), MUNICH) for number in range(count)]


@given(times)
def test_pauses_alone_divide_photos_without_places(seconds: list[int]) -> None:
    starts = find_events(np.array(seconds, np.int64), nowhere).tolist()
    pauses = np.diff(seconds)
    assert starts == ([0] if seconds else []) + [at + 1 for at, pause in enumerate(pauses) if pause >= LONG]


@given(times, st.integers(0, 90 * 86_400))
def test_a_photo_without_a_place_divides_no_event(seconds: list[int], added: int) -> None:
    more = sorted([*seconds, added])
    before = {seconds[row] for row in find_events(np.array(seconds, np.int64), nowhere).tolist()}
    after = {more[row] for row in find_events(np.array(more, np.int64), nowhere).tolist()}
    assert after <= before | {added}


@given(times, st.lists(st.sampled_from([MUNICH, LISBON, PORTO, NOWHERE]), min_size=60, max_size=60))
def test_a_short_pause_never_divides(seconds: list[int], where: list[tuple[float, float]]) -> None:
    places = np.array(where, np.float64)
    starts = find_events(np.array(seconds, np.int64), lambda rows: places[rows])
    assert not len(seconds) or starts[0] == 0
    assert all(seconds[row] - seconds[row - 1] >= SHORT for row in starts[1:].tolist())


def test_a_party_after_midnight_is_one_event() -> None:
    shots = ["2023-12-31T19:00:00", "2023-12-31T23:59:00", "2024-01-01T03:00:00", "2024-01-01T11:00:00"]
    assert divide([(when, NOWHERE) for when in shots]) == [3, 1]


def test_a_trip_is_one_event_and_days_at_home_are_not() -> None:
    home = days_at_home("2024-01-01T12:00:00", 40)
    trip = [
        ("2024-06-10T18:00:00", LISBON), ("2024-06-11T09:00:00", LISBON), ("2024-06-11T21:00:00", NOWHERE),
        ("2024-06-12T20:00:00", PORTO), ("2024-06-13T15:00:00", LISBON),
    ]  # fmt: skip
    back = [("2024-06-13T21:30:00", MUNICH), ("2024-06-14T18:00:00", MUNICH), ("2024-06-15T12:00:00", MUNICH)]
    assert divide([*home, *trip, *back]) == [1] * 40 + [5, 1, 1, 1]


def test_two_trips_with_days_between_them_are_two_events() -> None:
    home = days_at_home("2024-01-01T12:00:00", 40)
    trips = [(f"2024-0{month}-1{day}T12:00:00", LISBON) for month in (6, 7) for day in range(5)]
    assert divide([*home, *trips]) == [1] * 40 + [5, 5]


def test_a_place_with_many_days_is_usual_and_nights_end_events_there() -> None:
    stay = [((datetime(2024, 3, 1, 12) + timedelta(days=day)).isoformat(), PORTO) for day in range(30)]  # noqa: DTZ001
    assert divide(stay) == [1] * 30
    assert divide(stay[:20]) == [20]


def test_a_move_with_a_pause_ends_an_event() -> None:
    home = days_at_home("2024-01-01T12:00:00", 40)
    moved = [("2024-06-10T09:00:00", MUNICH), ("2024-06-10T12:00:00", LISBON), ("2024-06-10T15:00:00", LISBON)]
    assert divide([*home, *moved]) == [1] * 40 + [1, 2]
    near = [("2024-06-10T09:00:00", MUNICH), ("2024-06-10T12:00:00", (48.3, 11.6))]
    assert divide([*home, *near]) == [1] * 40 + [2]


def test_no_photos_are_no_events() -> None:
    assert find_events(np.zeros(0, np.int64), nowhere).tolist() == []
