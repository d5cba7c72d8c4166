"""Periods of events: days, moments and ranges of both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.query.event_time import EventFilter, read_event
from photon.domain.query.periods import BadValue

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2023-07-14", "2023-07-14", "2023-07-14U"),
        ("2023-07", "2023-07-01", "2023-07-31U"),
        ("2022..2023", "2022-01-01", "2023-12-31U"),
        ("..2023", "", "2023-12-31U"),
        ("2023..", "2023-01-01", ""),
        ("yesterday", "2026-11-23", "2026-11-23U"),
        ("2023-07-14T09:05", "2023-07-14T09:05", "2023-07-14T09:05~"),
        ("2023-07-14 09:05", "2023-07-14T09:05", "2023-07-14T09:05~"),
        ("2023-07-14T09:05:59", "2023-07-14T09:05", "2023-07-14T09:05~"),
        ("2023-07-14T09:05..2023-07-15T10:00", "2023-07-14T09:05", "2023-07-15T10:00~"),
        ("2023-07-14..2023-07-15T10:00", "2023-07-14", "2023-07-15T10:00~"),
        ("2023-07-14T09:05..2023-07", "2023-07-14T09:05", "2023-07-31U"),
        ("2023-07-14T09:05..", "2023-07-14T09:05", ""),
        ("..2023-07-14T09:05", "", "2023-07-14T09:05~"),
    ],
)
def test_periods(text: str, first: str, end: str) -> None:
    assert read_event(text, TODAY) == EventFilter(first, end)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("july", "event:2023-07-14"),
        ("summer", "event:2023-07-14"),
        ("2023-02-30T10:00", "event:2023-07-14"),
        ("2023-07-14T25:00", "event:2023-07-14"),
        ("2023-07-15T10:00..2023-07-14T10:00", "event:2023-07-14T10:00..2023-07-15T10:00"),
        ("nonsense", ""),
        ("..", ""),
    ],
)
def test_mistakes_have_a_hint(text: str, hint: str) -> None:
    with pytest.raises(BadValue) as raised:
        read_event(text, TODAY)
    assert raised.value.message
    assert hint in raised.value.hint


@given(st.text("0123456789-T:.. ajuly", max_size=20))
def test_any_text_is_a_period_or_a_mistake(text: str) -> None:
    try:
        found = read_event(text, TODAY)
    except BadValue:
        return
    assert not (found.first and found.end) or found.first < found.end
