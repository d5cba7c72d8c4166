"""Local times and instants, also where clocks skip or repeat an hour."""

import math
import zoneinfo
from collections.abc import Iterator

import pytest

from photon.annotate.places.local_time import instant_of, known_zone, shown_time


@pytest.fixture
def bare_system() -> Iterator[None]:
    """The system has no time zones, as Windows and small installations of Linux."""
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
    known_zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()
    known_zone.cache_clear()


@pytest.mark.usefixtures("bare_system")
def test_time_zones_come_with_photon() -> None:
    assert instant_of("1970-07-02T00:00:00", "America/New_York") % 86_400 == 4 * 3600


@pytest.mark.parametrize(
    ("local", "zone", "hours"),
    [
        ("2024-01-15T12:00:00", "Europe/Lisbon", 0),
        ("2024-07-15T12:00:00", "Europe/Lisbon", 1),
        ("2024-03-31T02:30:00", "Europe/Berlin", 1),  # skipped: the offset before
        ("2024-10-27T02:30:00", "Europe/Berlin", 2),  # repeated: its first pass
        ("2024-07-15T12:00:00", "Asia/Kolkata", 5.5),
        ("2024-07-15T12:00:00+09:00", "Europe/Berlin", 9),
        ("2024-07-15T12:00:00", "No/Where", math.nan),
        ("2024-07-15T12:00:00", "", math.nan),
        ("2024-07-15T12:00:00", "../../etc/passwd", math.nan),
    ],
)
def test_offsets(local: str, zone: str, hours: float) -> None:
    seconds = instant_of(f"{local[:19]}+00:00") - instant_of(local, zone)
    assert seconds == pytest.approx(hours * 3600, nan_ok=True)


@pytest.mark.parametrize("taken", ["yesterday", "", "2024-05-01", "2024-13-01T00:00:00"])
def test_what_is_no_time_is_no_instant(taken: str) -> None:
    assert math.isnan(instant_of(taken, "Asia/Tokyo"))


def test_instants() -> None:
    assert instant_of("1970-01-02T00:00:00+01:00", "Asia/Tokyo") == 82_800
    assert instant_of("1970-01-02T00:00:00.500", "Asia/Tokyo") == 86_400.5 - 32_400


def test_times_as_people_read_them() -> None:
    assert shown_time("2024-05-01T22:03:00+09:00", "Europe/Lisbon") == "14:03 local time, UTC+1"
    assert shown_time("2024-05-02T07:00:00+09:00", "America/St_Johns") == "1 May 2024, 19:30 local time, UTC−2:30"
    assert shown_time("2024-01-01T12:00:00+01:00", "Europe/Lisbon") == "11:00 local time, UTC"


@pytest.mark.parametrize(
    ("taken", "zone"),
    [
        ("2024-05-01T14:03:00+01:00", "Europe/Lisbon"),
        ("2024-05-01T14:03:00", "Europe/Lisbon"),
        ("2024-01-01T12:00:00+09:00", ""),
        ("2024-01-01", "Europe/Lisbon"),
        ("0001-01-01T00:00:00+09:00", "America/St_Johns"),
    ],
)
def test_what_the_capture_time_says_is_not_repeated(taken: str, zone: str) -> None:
    assert shown_time(taken, zone) == ""


def test_a_zone_may_be_an_offset() -> None:
    for zone, away in (("+05:30", 5.5), ("-03:30", -3.5), ("+00:00", 0)):
        assert instant_of("2024-05-01T12:00:00", "UTC") - instant_of("2024-05-01T12:00:00", zone) == away * 3600
    assert known_zone("+99:00") is known_zone("+x") is None
