"""Which photos belong to one occasion: by time, by appearance, and by both."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.occasions import APART, occasions

LINE = 0.86


def _apart(count: int) -> np.ndarray:
    return np.eye(max(count, 1), dtype=np.float32)[:count]


def test_photos_within_two_hours_of_each_other_are_one_occasion() -> None:
    hours = np.array([10.0, 30.0, 11.5, 13.4, 33.0]) * 3600
    assert occasions(hours, _apart(5), LINE).tolist() == [0, 1, 0, 0, 2]


def test_nearly_identical_photos_are_one_occasion_at_any_time() -> None:
    looks = _apart(4)
    looks[3] = (0.9, 0, 0, np.sqrt(1 - 0.81))
    nowhen = np.full(4, np.nan)
    assert occasions(nowhen, looks, LINE).tolist() == [0, 1, 2, 0]
    assert occasions(np.array([0.0, np.nan, 60.0, 1e9]), looks, LINE).tolist() == [0, 1, 0, 0]


def test_no_photos_and_encoders_without_looks_are_no_error() -> None:
    assert occasions(np.zeros(0), _apart(0), LINE).tolist() == []
    assert occasions(np.full(3, np.nan), np.zeros((3, 0), np.float32), LINE).tolist() == [0, 1, 2]


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 20 * APART)), max_size=12))
def test_no_occasion_contains_a_gap_of_two_hours(times: list[float]) -> None:
    moments = np.array(times, np.float64)
    found = occasions(moments, _apart(len(times)), LINE)
    assert sorted(set(found.tolist())) == list(range(len(set(found.tolist()))))
    for number in set(found.tolist()):
        own = np.sort(moments[found == number])
        assert len(own) == 1 or (np.diff(own) <= APART).all()
    known = np.sort(moments[np.isfinite(moments)])
    assert len(set(found.tolist())) == np.isnan(moments).sum() + (len(known) > 0) + (np.diff(known) > APART).sum()
