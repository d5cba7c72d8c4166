"""Dates corrected by the user: parsed from names and typed text, shifted, set, converted to another time zone."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.photo.date_change import (
    DateChange,
    DateFromName,
    DateReset,
    DateSetting,
    DateShift,
    PhotoDate,
    Uncorrectable,
    ZoneCorrection,
    correct_date,
    date_in_name,
    is_date,
    is_far,
    read_setting,
    read_shift,
    read_zone,
)


def of(taken: str | None, name: str = "a.jpg") -> PhotoDate:
    return PhotoDate(taken, taken, "", name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMG_20200131_123456.jpg", "2020-01-31T12:34:56"),
        ("IMG_20200131_123456_1.jpg", "2020-01-31T12:34:56"),
        ("VID_20200131_123456_HDR.jpg", "2020-01-31T12:34:56"),
        ("PXL_20200131_123456789.MP.jpg", "2020-01-31T12:34:56.789+00:00"),
        ("IMG-20200131-WA0001.jpg", "2020-01-31T00:00:00"),
        ("WhatsApp Image 2020-01-31 at 12.34.56.jpeg", "2020-01-31T12:34:56"),
        ("2020-01-31 12.34.56-1.jpg", "2020-01-31T12:34:56"),
        ("Screenshot_2020-01-31-12-34-56.png", "2020-01-31T12:34:56"),
        ("Screenshot_20200131-123456_Browser.jpg", "2020-01-31T12:34:56"),
        ("Screen Shot 2020-01-31 at 1.34.56\u202fPM.png", "2020-01-31T13:34:56"),
        ("Screen Shot 2020-01-31 at 12.34.56 AM.png", "2020-01-31T00:34:56"),
        ("Bildschirmfoto 2020-01-31 um 12.34.56.png", "2020-01-31T12:34:56"),
        ("signal-2020-01-31-12-34-56-789.jpg", "2020-01-31T12:34:56"),
        ("scan 1896-05-01.tif", "1896-05-01T00:00:00"),
        ("IMG_20200131_246060.jpg", "2020-01-31T00:00:00"),
        ("IMG_20200230_101010.jpg", None),
        ("DSC01234.jpg", None),
        ("123420200131.jpg", None),
        ("202001310.jpg", None),
        ("1580474096123.jpg", None),
        ("", None),
    ],
)
def test_dates_in_names(name: str, expected: str | None) -> None:
    assert date_in_name(name) == expected


@given(st.text(max_size=60))
def test_any_name_gives_a_valid_date_or_none(name: str) -> None:
    found = date_in_name(name)
    assert found is None or is_date(found)


moments = st.datetimes(datetime(30, 1, 1), datetime(9970, 12, 31)).map(lambda one: one.isoformat(timespec="seconds"))  # noqa: DTZ001 - camera's clock
tails = st.sampled_from(["", ".5", ".123456789", "+02:00", ".25-03:30"])


@given(moments, tails, st.timedeltas(timedelta(days=-9_000), timedelta(days=9_000)))
def test_a_shift_keeps_fraction_and_zone_and_is_reversed_by_its_opposite(text: str, tail: str, by: timedelta) -> None:
    by = timedelta(days=by.days, seconds=by.seconds)
    there = correct_date(DateShift(by), of(text + tail))
    assert is_date(there)
    assert there.endswith(tail)
    assert correct_date(DateShift(-by), of(there)) == text + tail


@pytest.mark.parametrize(
    ("change", "taken", "expected"),
    [
        (DateSetting(date(2020, 1, 31), time(12, 34), "+01:00"), "1970-01-01T00:00:00", "2020-01-31T12:34:00+01:00"),
        (DateSetting(date(2020, 1, 31)), "1970-01-01T08:15:00.5", "2020-01-31T08:15:00.5"),
        (DateSetting(date(2020, 1, 31)), None, "2020-01-31T00:00:00"),
        (DateShift(timedelta(days=1, hours=-2)), "2019-12-31T23:00:00", "2020-01-01T21:00:00"),
        (ZoneCorrection("+09:00", "+01:00"), "2020-01-31T20:00:00", "2020-02-01T04:00:00+09:00"),
        (ZoneCorrection("-03:30"), "2020-01-31T20:00:00.5+01:00", "2020-01-31T15:30:00.5-03:30"),
        (DateReset(), "2020-01-31T20:00:00", ""),
    ],
)
def test_corrections(change: DateChange, taken: str | None, expected: str) -> None:
    assert correct_date(change, of(taken)) == expected


@pytest.mark.parametrize(
    ("change", "taken", "why"),
    [
        (DateShift(timedelta(days=1)), None, "no date"),
        (DateShift(timedelta(days=1)), "not a date", "no date"),
        (DateShift(timedelta(days=1)), "9999-12-31T12:00:00", "out of range"),
        (ZoneCorrection("+14:00", "-14:00"), "9999-12-31T12:00:00", "out of range"),
        (ZoneCorrection("+02:00"), "2020-01-31T20:00:00", "no time zone"),
        (DateFromName(), "2020-01-31T20:00:00", "no date in name"),
    ],
)
def test_impossible_corrections_are_explained(change: DateChange, taken: str | None, why: str) -> None:
    with pytest.raises(Uncorrectable) as caught:
        correct_date(change, of(taken))
    assert caught.value.obstacle == why


def test_dates_out_of_range() -> None:
    today = date(2026, 5, 5)
    assert is_far("1825-12-31T00:00:00", today)
    assert not is_far("1826-01-01T00:00:00", today)
    assert not is_far("1970-01-01T00:00:00", today)
    assert not is_far("2026-05-06T23:00:00", today)
    assert is_far("2038-01-19T03:14:08", today)


def test_typed_dates() -> None:
    assert read_setting("2020-1-31") == DateSetting(date(2020, 1, 31))
    assert read_setting(" 2020-01-31 12:34 ") == DateSetting(date(2020, 1, 31), time(12, 34))
    assert read_setting("2020-01-31 12:34:56 +2") == DateSetting(date(2020, 1, 31), time(12, 34, 56), "+02:00")
    assert [read_setting(text) for text in ("", "x", "2020-02-30", "0000-01-01", "2020-01-31 25:00")] == [None] * 5
    assert [read_zone(text) for text in ("+2", "-3:30", "UTC+05:45", "z", "-00:30")] == [
        "+02:00", "-03:30", "+05:45", "+00:00", "-00:30",
    ]  # fmt: skip
    assert [read_zone(text) for text in ("", "x", "+15", "2")] == [None] * 4
    assert read_shift("+1d 2h") == timedelta(days=1, hours=2)
    assert read_shift("-30m") == timedelta(minutes=-30)
    assert read_shift("1d -2h") == timedelta(hours=22)
    assert [read_shift(text) for text in ("", "x", "1d x", "9999999999d", "12")] == [None] * 5


@given(st.text(max_size=20))
def test_typed_text_is_parsed_or_refused(text: str) -> None:
    zone = read_zone(text)
    assert zone is None or is_date("2020-01-31T12:00:00" + zone)
    read_setting(text)
    read_shift(text)
