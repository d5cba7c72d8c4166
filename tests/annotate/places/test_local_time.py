"""Local times and instants, also where clocks skip or repeat an hour."""

from datetime import datetime, timedelta

import pytest

from photon.annotate.places.local_time import instant_of, shown_time, zone_offset


@pytest.mark.parametrize(
    ("local", "zone", "hours"),
    [
        ("2024-01-15T12:00:00", "Europe/Lisbon", 0),
        ("2024-07-15T12:00:00", "Europe/Lisbon", 1),
        ("2024-03-31T02:30:00", "Europe/Berlin", 1),  # skipped: the offset before
        ("2024-10-27T02:30:00", "Europe/Berlin", 2),  # repeated: its first pass
        ("2024-07-15T12:00:00", "Asia/Kolkata", 5.5),
        ("2024-07-15T12:00:00", "No/Where", None),
        ("2024-07-15T12:00:00", "../../etc/passwd", None),
    ],
)
def test_offsets(local: str, zone: str, hours: float | None) -> None:
    found = zone_offset(datetime.fromisoformat(local), zone)
    assert found == (None if hours is None else timedelta(hours=hours))


def test_instants() -> None:
    assert instant_of("1970-01-02T00:00:00+01:00", "Asia/Tokyo") == 82_800
    assert instant_of("1970-01-02T00:00:00.500", "Asia/Tokyo") == 86_400.5 - 32_400
    assert instant_of("1970-01-02T00:00:00") is None
    assert instant_of("yesterday", "Asia/Tokyo") is None


def test_times_as_people_read_them() -> None:
    assert shown_time("2024-05-01T22:03:00+09:00", "Europe/Lisbon") == "14:03 local time, UTC+1"
    assert shown_time("2024-05-01T14:03:00", "Europe/Lisbon") == "14:03 local time, UTC+1"
    assert shown_time("2024-05-02T07:00:00+09:00", "America/St_Johns") == "2024-05-01 19:30 local time, UTC−2:30"
    assert shown_time("2024-01-01T12:00:00", "Europe/Lisbon") == "12:00 local time, UTC"
    assert shown_time("2024-01-01T12:00:00", "") == ""
