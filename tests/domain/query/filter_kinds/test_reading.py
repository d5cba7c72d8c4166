"""The meaning of filter values, and the messages for invalid ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Filter
from photon.domain.places.map_area import MapArea
from photon.domain.query.filter_kinds.facts import StatedSender, StatedTotal
from photon.domain.query.filter_kinds.known_kinds import read_value
from photon.domain.query.filter_kinds.places import Distance, NamedCountry, NamedDistance, NamedPlace
from photon.domain.query.filter_kinds.sizes import FileSize
from photon.domain.query.filter_values import Bounds, OneOf, State, Within
from photon.domain.query.periods import Annual, BadValue, Days, Seasonal

TODAY = date(2026, 11, 24)  # a Tuesday


def _days(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024-02", _days("2024-02-01", "2024-02-29")),
        ("2023-7-4", _days("2023-07-04", "2023-07-04")),
        ("2021..2023-03", _days("2021-01-01", "2023-03-31")),
        ("2021 .. 2023", _days("2021-01-01", "2023-12-31")),
        ("..2020", Days(None, date(2020, 12, 31))),
        (">2021-12", Days(date(2022, 1, 1), None)),
        ("<=2021", Days(None, date(2021, 12, 31))),
        ("Yesterday", _days("2026-11-23", "2026-11-23")),
        ("this-week", _days("2026-11-23", "2026-11-29")),
        ("last-week", _days("2026-11-16", "2026-11-22")),
        ("last-month", _days("2026-10-01", "2026-10-31")),
        ("last-year", _days("2025-01-01", "2025-12-31")),
        ("july 2022", _days("2022-07-01", "2022-07-31")),
        ("2022-Jul", _days("2022-07-01", "2022-07-31")),
        ("last-december", _days("2025-12-01", "2025-12-31")),
        ("last-october", _days("2026-10-01", "2026-10-31")),
        ("last-month..today", _days("2026-10-01", "2026-11-24")),
        ("1990s", _days("1990-01-01", "1999-12-31")),
        ("9999", _days("9999-01-01", "9999-12-31")),
    ],
)
def test_days(text: str, days: Days) -> None:
    assert read_value(Filter("date", text), TODAY) == days


def test_recurring_dates() -> None:
    assert read_value(Filter("date", "july"), TODAY) == Annual((7, 1), (7, 31))
    assert read_value(Filter("date", "november..february"), TODAY) == Annual((11, 1), (2, 29))
    assert read_value(Filter("date", "fall"), TODAY) == Seasonal(Annual((9, 1), (11, 30)), Annual((3, 1), (5, 31)))
    winter = read_value(Filter("date", "winter-2023"), TODAY)
    assert winter == Seasonal(_days("2023-12-01", "2024-02-29"), _days("2023-06-01", "2023-08-31"))


_ANNUAL = ("summer", "winter", "july", "christmas", "december")


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(_ANNUAL))
def test_the_last_occurrence_is_over_and_less_than_a_year_ago(today: date, name: str) -> None:
    found = read_value(Filter("date", f"last-{name}"), today)
    days = found.north if isinstance(found, Seasonal) else found
    assert isinstance(days, Days)
    assert days.first is not None
    assert days.last is not None
    if today.year > 2:
        assert timedelta(0) < today - days.last <= timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2023-02-30", "date:2023-02-28"),
        ("2023-13", "date:2023"),
        ("0000", "For example"),
        ("2023..2021", "date:2021..2023"),
        ("..", "For example"),
        ("summer..2023", "Add the year"),
        (">july", "For example"),
        (">9999", "For example"),
        ("<0001", "For example"),
        ("14.07.2023", "date:2023-07-14"),
        ("7/14/2023", "date:2023-07-14"),
        ("yesturday", "date:yesterday"),
        ("2022-july-2023", "For example"),
        ("x", "For example"),
        ("", "For example"),
    ],
)
def test_impossible_dates_get_a_suggestion(text: str, hint: str) -> None:
    with pytest.raises(BadValue) as told:
        read_value(Filter("date", text), TODAY)
    assert hint in told.value.hint


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("rating", ">=3", Within("rating", Bounds(3, 5))),
        ("rating", "< 2", Within("rating", Bounds(0, 1))),
        ("rating", "3+", Within("rating", Bounds(3, 5))),
        ("rating", "..2", Within("rating", Bounds(0, 2))),
        ("size", ">10MP", Within("pixels", Bounds(10e6, None, low_open=True))),
        ("size", "<=1.5 mb", FileSize(Bounds(None, 1.5e6))),
        ("size", "1,5MB", FileSize(Bounds(1.45e6, 1.55e6, high_open=True))),
        ("size", ">1,000px", Within("side", Bounds(1000, None, low_open=True))),
        ("size", "4000px", Within("side", Bounds(4000, 4000))),
        ("size", "10..20MP", Within("pixels", Bounds(10e6, 20e6))),
        ("size", "1MiB..", FileSize(Bounds(2**20, None))),
        ("aperture", "f/2.8", Within("aperture", Bounds(2.75, 2.85, high_open=True))),
        ("aperture", "11", Within("aperture", Bounds(10.5, 11.5, high_open=True))),
        ("aperture", "< 4", Within("aperture", Bounds(None, 3.95, high_open=True))),
        ("aperture", ">2,8", Within("aperture", Bounds(2.85, None))),
        ("aperture", ">=8", Within("aperture", Bounds(7.95, None, high_open=True))),
        ("aperture", "f1.8..f4", Within("aperture", Bounds(1.75, 4.05, high_open=True))),
        ("aperture", "..2", Within("aperture", Bounds(None, 2.05, high_open=True))),
        ("total", "> 50", StatedTotal(Bounds(50, None, low_open=True))),
        ("total", "<=9,99 eur", StatedTotal(Bounds(None, 9.99), "EUR")),
        ("total", "20..30€", StatedTotal(Bounds(20, 30), "EUR")),
        ("total", "1,000..", StatedTotal(Bounds(1000, None))),
        ("total", "12.50", StatedTotal(Bounds(12.495, 12.505, high_open=True))),
        ("from", "Corner shop", StatedSender("Corner shop")),
        ("type", ".JPG", OneOf("format", ("JPEG",))),
        ("type", "jpeg xl", OneOf("format", ("JPEG XL",))),
        ("type", "Video", Within("seconds", Bounds(None, None))),
        ("type", "photo", State("photo")),
        ("length", ">1m", Within("seconds", Bounds(60, None, low_open=True))),
        ("length", "<= 1.5 H", Within("seconds", Bounds(None, 5400))),
        ("length", "30s..2min", Within("seconds", Bounds(30, 120))),
        ("length", "1:30..", Within("seconds", Bounds(90, None))),
        ("length", "1:00:05", Within("seconds", Bounds(3604.5, 3605.5, high_open=True))),
        ("length", "2m", Within("seconds", Bounds(90, 150, high_open=True))),
        ("orientation", "Portrait", State("portrait")),
        ("has", "location", State("gps")),
        ("is", "Favorite", State("favourite")),
        ("near", "38.7,-9.1", Distance(38.7, -9.1, 10_000)),
        ("near", "38.7, -9.1, 2 mi", Distance(38.7, -9.1, 2 * 1609.344)),
        ("near", "Lisbon,20km", NamedDistance("Lisbon", 20_000)),
        ("near", "Paris, Texas", NamedDistance("Paris, Texas", 10_000)),
        ("place", "Paris, Texas", NamedPlace("Paris, Texas")),
        ("country", "pt", NamedCountry("pt")),
        ("area", "-17, 179.5, -16,-179", MapArea(-17, 179.5, -16, -179)),
    ],
)
def test_values(field: str, text: str, value: object) -> None:
    assert read_value(Filter(field, text), TODAY) == value


@pytest.mark.parametrize(
    ("field", "text", "hint"),
    [
        ("rating", ">5", "rating:"),
        ("rating", "4..2", "rating:2..4"),
        ("size", "10", "size:>10MP"),
        ("size", "10 apples", "size:"),
        ("size", "5MB..2MB", "size:2mb..5mb"),
        ("size", "2MB..5MP", "size:"),
        ("aperture", "wide", "aperture:2.8"),
        ("aperture", "0", "aperture:2.8"),
        ("aperture", "1e1", "aperture:2.8"),
        ("aperture", "..", "aperture:2.8"),
        ("aperture", "4..1.8", "aperture:1.8..4"),
        ("total", "much", "total:>50"),
        ("total", "..", "total:>50"),
        ("total", ">50euro", "total:>50"),
        ("total", "30..20eur", "total:20..30EUR"),
        ("from", "-", 'from:"corner shop"'),
        ("length", "60", "length:>1m"),
        ("length", "long", "length:>1m"),
        ("length", "5m..10s", "length:10s..5m"),
        ("type", "jepg", "type:jpg"),
        ("type", "vidoe", "type:video"),
        ("type", "psd", "jpeg, png"),
        ("orientation", "wide", "landscape, portrait, square"),
        ("is", "favorit", "is:favorite"),
        ("has", "faces", "gps"),
        ("near", "-120.5,38", "near:38,-120.5"),
        ("near", "1,1,0km", "near:"),
        ("near", "Lisbon, 0 km", "near:"),
        ("near", "here", "Select one"),
        ("area", "1,2,3", "area:38"),
        ("area", "2,2,1,3", "area:38"),
        ("area", "1,2,91,3", "area:38"),
        ("country", "-", "country:"),
        ("place", "?", "place:"),
        ("near", "1.2.3,4", "near:"),
        ("tag", "  ", "tag:beach"),
    ],
)
def test_invalid_values_are_reported(field: str, text: str, hint: str) -> None:
    with pytest.raises(BadValue) as told:
        read_value(Filter(field, text), TODAY)
    assert hint in told.value.hint
    assert told.value.message.endswith(".")
