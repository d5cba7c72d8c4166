"""Instants are placed between points, and never outside the time of a track."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.places.clock_offset import offset_by_clock, offset_by_phone, offset_by_track, read_offset
from photon.annotate.places.track_matching import BETWEEN, OUTSIDE, PLACED, match_instants
from photon.domain.places.track import Track


def track(*points: tuple[float, float, float], starts: tuple[int, ...] = (0,)) -> Track:
    times, latitudes, longitudes = (np.array(some, np.float64) for some in zip(*points, strict=True))
    return Track("a", times.astype(np.int64), latitudes, longitudes, np.array(starts, np.int64))


WALK = track((1000, 48, 11), (1100, 48.001, 11), (1200, 48.001, 11.002))


def test_between_points() -> None:
    found = match_instants([WALK], np.array([999.0, 1000, 1050, 1150, 1200, 1201, np.nan]))
    assert found.states.tolist() == [OUTSIDE, PLACED, PLACED, PLACED, PLACED, OUTSIDE, OUTSIDE]
    assert found.latitudes[1:5] == pytest.approx([48, 48.0005, 48.001, 48.001])
    assert found.longitudes[1:5] == pytest.approx([11, 11, 11.001, 11.002])


def test_over_a_long_gap_only_ends_that_are_near_in_time_count() -> None:
    far, near = track((0, 48, 11), (3600, 49, 11)), track((0, 48, 11), (3600, 48.001, 11))
    instants = np.array([60.0, 61, 1800, 3541, 3570])
    found = match_instants([far], instants)
    assert found.states.tolist() == [PLACED, BETWEEN, BETWEEN, PLACED, PLACED]
    assert found.latitudes[[0, 3, 4]].tolist() == [48, 49, 49]
    assert (match_instants([near], instants).states == PLACED).all()


def test_between_parts_nothing_is_interpolated() -> None:
    parts = track((0, 48, 11), (10, 48, 11), (100, 48.001, 11), (110, 48.001, 11), starts=(0, 2))
    found = match_instants([parts], np.array([5.0, 30, 90, 100]))
    assert found.latitudes.tolist() == [48, 48, 48.001, 48.001]


def test_the_nearest_point_of_several_tracks_counts() -> None:
    other = track((950, 10, 11), (1049, 10, 11), (1300, 10, 11))
    found = match_instants([WALK, other], np.array([1001.0, 1048, 1250]))
    assert found.latitudes == pytest.approx([48.00001, 10, 10])
    assert found.is_disputed.tolist() == [True, True, False]


LONGITUDES = st.floats(-180, 179.99)


@given(st.floats(-90, 90), st.floats(-90, 90), LONGITUDES, LONGITUDES, st.floats(0, 100))
def test_places_lie_between_points_also_across_180(
    south: float, north: float, west: float, east: float, second: float
) -> None:
    found = match_instants([track((0, south, west), (100, north, east))], np.array([second]))
    assert min(south, north) - 1e-9 <= found.latitudes[0] <= max(south, north) + 1e-9
    assert -180 <= found.longitudes[0] < 180 + 1e-9
    whole = abs((east - west + 180) % 360 - 180)
    apart = [abs((found.longitudes[0] - end + 180) % 360 - 180) for end in (west, east)]
    assert sum(apart) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+1:30", 5400),
        ("-0:00:45", -45),
        ("-45s", -45),
        ("2 days", 172_800),
        ("1d 2 hours", 93_600),
        ("−1:30", -5400),
        ("soon", None),
    ],
)
def test_typed_offsets(text: str, seconds: float | None) -> None:
    found = read_offset(text)
    assert (found.seconds if found else None) == seconds


@pytest.mark.parametrize(
    ("shown", "seconds"),
    [
        ("14:03:20", 200),
        ("14:03", 210),
        ("23:59:00", 35_940),
        ("2024-05-02 14:00:00", 86_400),
    ],
)
def test_the_photo_of_a_clock(shown: str, seconds: float) -> None:
    assert offset_by_clock("2024-05-01T14:00:00", shown) == seconds
    assert offset_by_clock("2024-05-01T14:00:00+02:00", shown) == seconds


def test_a_clock_may_be_in_another_zone_than_its_photo_states() -> None:
    at_home = "2024-05-01T22:00:00+09:00"
    assert offset_by_clock(at_home, "14:03:20", "Europe/Lisbon") == 200
    assert offset_by_clock(at_home, "2024-05-01 13:59:00", "Europe/Lisbon") == -60
    assert offset_by_clock("2024-05-02T07:59:00+09:00", "23:59:30", "Europe/Lisbon") == 30
    assert offset_by_clock("2024-05-01T14:00:00", "14:03:20", "Europe/Lisbon") == 200


@pytest.mark.parametrize(
    ("taken", "shown"),
    [("2024-05-01T14:00:00", "noon"), ("2024-05-01T14:00:00", "25:00"), ("2024-05-01", "14:00"), ("", "14:00")],
)
def test_what_is_no_time_gives_no_offset(taken: str, shown: str) -> None:
    assert offset_by_clock(taken, shown) is None


def test_photos_of_a_phone_vote() -> None:
    random = np.random.default_rng(1)
    phone = np.sort(random.uniform(0, 36_000, 60))
    camera = np.concatenate([phone[::3] + random.uniform(-2, 2, 20), random.uniform(0, 36_000, 40)]) - 3723
    found = offset_by_phone(camera, phone)
    assert found is not None
    assert abs(found.seconds - 3723) < 5
    assert offset_by_phone(random.uniform(0, 36_000, 60), phone) is None


def test_a_track_tells_the_offset_of_located_photos() -> None:
    random = np.random.default_rng(2)
    times = np.arange(0, 7200, 5)
    latitudes = 48 + np.cumsum(random.normal(5e-5, 2e-5, len(times)))
    line = track(*zip(times.tolist(), latitudes.tolist(), (11 + times * 1e-5).tolist(), strict=True))
    instants = np.sort(random.uniform(600, 6600, 30))
    found = match_instants([line], instants)
    offset = offset_by_track([line], instants + 5025, found.latitudes, found.longitudes)
    assert offset is not None
    assert abs(offset.seconds + 5025) < 5
    still = track((0, 48, 11), (7200, 48, 11))
    assert offset_by_track([still], instants, np.full(30, 48.0), np.full(30, 11.0)) is None
