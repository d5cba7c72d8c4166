"""Which backups are kept, tested as properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from photon.library.backups.retention import DAYS, LATEST, MONTHS, WEEKS, Dated, expendable, is_over
from tests.examples import examples

NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
PLENTY = 10**15


def newest_first(some: list[Dated]) -> list[Dated]:
    return sorted(some, key=lambda one: one.made, reverse=True)


backups = st.lists(
    st.builds(Dated, st.integers(0, 800 * 24).map(lambda hours: NOW - timedelta(hours=hours)), st.integers(1, 1000)),
    max_size=60,
).map(newest_first)


def kept(some: list[Dated], most: int = PLENTY) -> list[Dated]:
    gone = set(expendable(some, most))
    return [one for at, one in enumerate(some) if at not in gone]


@given(backups, st.integers(0, 5000))
@settings(max_examples=examples(200), deadline=None)
def test_the_newest_is_kept_and_the_size_is_limited(some: list[Dated], most: int) -> None:
    left = kept(some, most)
    if some:
        newest = max(one.made for one in some)
        assert any(one.made == newest for one in left)
        assert len(left) == 1 or sum(one.size for one in left) <= most


@given(backups)
@settings(max_examples=examples(200), deadline=None)
def test_no_more_than_the_rule_and_nothing_more_the_second_time(some: list[Dated]) -> None:
    left = kept(some)
    assert len(left) <= LATEST + DAYS + WEEKS + MONTHS
    assert kept(left) == left
    assert not is_over(left, PLENTY)


@given(backups)
@settings(max_examples=examples(200), deadline=None)
def test_the_newest_of_each_recent_day_week_and_month_is_kept(some: list[Dated]) -> None:
    left = {one.made for one in kept(some)}
    for period, most in (
        (lambda made: made.date(), DAYS),
        (lambda made: made.isocalendar()[:2], WEEKS),
        (lambda made: (made.year, made.month), MONTHS),
    ):
        last = sorted({period(one.made) for one in some})[-most:]
        for wanted in last:
            assert max(one.made for one in some if period(one.made) == wanted) in left


@given(backups, st.integers(0, 5000), st.integers(0, 5000))
@settings(max_examples=examples(100), deadline=None)
def test_a_higher_limit_never_keeps_fewer(some: list[Dated], one: int, other: int) -> None:
    little, much = sorted((one, other))
    assert set(expendable(some, much)) <= set(expendable(some, little))


def test_daily_backups_of_two_years_leave_days_weeks_and_months() -> None:
    left: list[Dated] = []
    for day in range(730, -1, -1):
        left = kept([Dated(NOW - timedelta(days=day), 40), *left])
    ages = [(NOW - one.made).days for one in left]
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len([age for age in ages if age > 60]) >= 9
    assert 320 < max(ages) < 370


def test_the_oldest_are_deleted_at_the_size_limit_and_reported() -> None:
    some = [Dated(NOW - timedelta(days=day), 100) for day in range(5)]
    assert kept(some, 250) == some[:2]
    assert is_over(some, 250)
    assert not is_over(some, 500)
