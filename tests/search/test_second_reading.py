"""The best photos of an answer are judged a second time, for their order and for how sure they are."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.arrays import Doubles, Ids
from photon.search.evidence_channel import to_chance, to_odds
from photon.search.second_reading import (
    Family,
    JointCurve,
    SecondReading,
    judge_best,
    rearrange_best,
    shared_family,
)

SAME = JointCurve(0.0, 1.0, 0.0)  # vectors alone


def _says(odds: dict[int, float], rest: float = -np.inf) -> Callable[[Ids], Doubles]:
    return lambda photos: np.array([odds.get(photo, rest) for photo in photos.tolist()])


def test_a_second_judge_rearranges_the_best_photos_only() -> None:
    photos, weights = np.arange(1, 7), np.array([3.0, 2.0, 1.0, 0.5, 0.0, -1.0])
    judge = {2: 4.0, 3: -4.0, 6: 100.0}
    reading = SecondReading(4, _says(judge, 0.0))
    assert rearrange_best(reading, photos, weights) == pytest.approx([2.0, 3.0, 0.5, 1.0, 0.0, -1.0], abs=1e-6)
    shuffled = np.array([4, 2, 0, 5, 1, 3])
    found = rearrange_best(reading, photos[shuffled], weights[shuffled])
    assert found.tolist() == rearrange_best(reading, photos, weights)[shuffled].tolist()
    assert rearrange_best(None, photos, weights) is weights
    assert not len(rearrange_best(reading, photos[:0], weights[:0]))


def test_a_second_judge_knows_nothing_of_new_photos() -> None:
    photos, weights = np.arange(1, 5), np.array([3.0, 2.0, 1.0, 0.0])
    silent = SecondReading(4, _says({}, np.nan))
    assert rearrange_best(silent, photos, weights) == pytest.approx(weights, abs=1e-6)
    stern = SecondReading(4, _says({1: np.nan, 2: -5.0, 3: -np.inf, 4: -5.0}))
    assert rearrange_best(stern, photos, weights) == pytest.approx(weights, abs=1e-6), "what is unknown counts as usual"


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=30), st.integers(1, 40), st.randoms(use_true_random=False))
def test_rearranged_photos_exchange_their_log_odds(values: list[float], count: int, random: Random) -> None:
    gains = {photo: random.uniform(-5, 5) for photo in range(len(values))}
    reading = SecondReading(count, _says(gains))
    found = rearrange_best(reading, np.arange(len(values)), np.array(values))
    assert sorted(found.tolist()) == pytest.approx(sorted(values), abs=1e-6)


@given(st.lists(st.floats(0.001, 0.3), min_size=1, max_size=30), st.integers(1, 40))
def test_two_judges_together_tell_how_sure_a_photo_is(values: list[float], count: int) -> None:
    photos, chances = np.arange(len(values)), np.array(values)
    odds = {photo: -1.0 if photo % 2 else -9.0 for photo in photos.tolist()}
    reading = SecondReading(count, _says(odds), JointCurve(0.5, 0.4, 0.6))
    found, floor = judge_best(reading, photos, chances, 0.3)
    best = np.lexsort((photos, -chances))[:count]
    more = 0.5 - 0.6 * to_odds(chances[best]) + 0.6 * np.array([odds[photo] for photo in best.tolist()])
    assert to_odds(found[best]) == pytest.approx(to_odds(chances[best]) + more, abs=1e-6)
    rest = np.setdiff1d(photos, best)
    beyond = more[-10:].mean()
    assert to_odds(found[rest]) == pytest.approx(to_odds(chances[rest]) + beyond, abs=1e-6), "as the last of the best"
    assert floor == pytest.approx(float(to_chance(to_odds(np.array([0.3])) + beyond)[0]))
    assert rearrange_best(reading, photos, chances) is chances


def test_photos_may_be_in_another_order_than_their_chances_by_two_judges() -> None:
    photos, chances = np.arange(4), np.array([0.8, 0.6, 0.4, 0.2])
    odds, order = (
        _says({0: -2.0, 1: 0.0, 2: 1.0, 3: 0.0}),
        _says({0: 9.0, 1: 0.0, 2: -9.0, 3: np.nan}),
    )
    plain, _ = judge_best(SecondReading(4, odds, JointCurve(0.0, 1.0, 1.0)), photos, chances)
    found, _ = judge_best(SecondReading(4, odds, JointCurve(0.0, 1.0, 1.0), order), photos, chances)
    assert np.argsort(-found).tolist() == [0, 1, 3, 2]
    assert SecondReading(4, odds, JointCurve(0.0, 1.0, 1.0), order).of_each == SecondReading(
        4, odds, JointCurve(0.0, 1.0, 1.0)
    )
    assert SecondReading(4, odds).of_each is None
    assert sorted(found.tolist()) == pytest.approx(sorted(plain.tolist()))


def test_two_judges_are_heard_only_where_both_speak() -> None:
    photos, chances = np.arange(1, 5), np.array([0.9, 0.8, 0.6, 0.4])
    curve = JointCurve(0.0, 1.0, 1.0)
    for reading in (
        None,
        SecondReading(4, _says({1: 9.0})),
        SecondReading(4, _says({}, np.nan), curve),
    ):
        assert judge_best(reading, photos, chances, 0.1) == (pytest.approx(chances), 0.1)
    assert not len(judge_best(SecondReading(4, _says({}), curve), photos[:0], chances[:0])[0])
    stern = SecondReading(4, _says({1: np.nan, 2: -2.0, 3: -2.0, 4: -2.0}), curve)
    found, _ = judge_best(stern, photos, chances)
    assert to_odds(found) == pytest.approx(to_odds(chances) - 2.0), "what is unknown counts as usual"


def test_photos_are_judged_on_as_long_as_they_would_be_good_matches() -> None:
    photos, chances = np.arange(100), np.full(100, 0.8)
    odds = {photo: 5.0 if photo < 30 else -5.0 for photo in photos.tolist()}
    judged: list[int] = []

    def judge(some: Ids) -> Doubles:
        judged.append(len(some))
        return _says(odds)(some)

    found, _ = judge_best(SecondReading(10, judge, JointCurve(0.0, 1.0, 1.0)), photos, chances)
    assert judged == [10, 20, 40], "the last of 40 are no good matches, so that the others are not either"
    assert np.flatnonzero(found >= 0.5).tolist() == list(range(30))


def test_doubts_about_single_photos_do_not_end_the_judging() -> None:
    photos, chances = np.arange(100), np.full(100, 0.8)
    reading = SecondReading(10, _says({}, 1.0), JointCurve(0.0, 1.0, 1.0), doubt=_says({7: -30.0, 17: -30.0}, 0.0))
    found, _ = judge_best(reading, photos, chances)
    assert np.flatnonzero(found < 0.5).tolist() == [7, 17]


def test_a_doubted_photo_is_no_good_match_but_comes_next() -> None:
    photos, chances = np.arange(5), np.array([0.9, 0.8, 0.7, 0.6, 0.3])
    reading = SecondReading(5, _says({}, 0.0), SAME, doubt=_says({0: -4.0, 1: -0.1, 2: -3.0, 4: -9.0}, 0.0))
    found, _ = judge_best(reading, photos, chances)
    assert np.argsort(-found).tolist() == [1, 3, 0, 2, 4]
    assert found[[1, 3, 4]] == pytest.approx([0.8, 0.6, 0.3])
    assert (found[[0, 2]] > 0.48).all()
    assert (found[[0, 2]] < 0.5).all()


def test_what_nobody_can_tell_is_no_good_match_and_keeps_its_order() -> None:
    photos, chances = np.arange(3), np.array([0.99, 0.8, 0.2])
    found, floor = judge_best(SecondReading(3, _says({}, 0.0), SAME, is_unclear=True), photos, chances, 0.9)
    assert found.argsort().tolist() == [2, 1, 0]
    assert 0.48 < found[0] < 0.5
    assert floor < 0.5


def test_a_family_is_named_where_nothing_is_sure_and_the_first_photos_are_of_it() -> None:
    photos, weights = np.arange(12), np.linspace(-0.1, -1.0, 12)
    flowers = Family("flower", _says({3: -1.0}, 1.0))
    reading = SecondReading(3, _says({}, 0.0), SAME, family=flowers)
    assert shared_family(reading, photos, weights) == "flower", "four of the first five"
    assert shared_family(SecondReading(3, _says({}, 0.0), SAME), photos, weights) == ""
    assert shared_family(reading, photos, weights + 1) == "", "the first one is a good match"
    assert shared_family(reading, photos, weights - 3) == "", "what is asked is too unlikely"
    assert shared_family(reading, photos[:4], weights[:4]) == "", "too few to tell"
    dogs = Family("dog", _says({}, -1.0))
    assert shared_family(SecondReading(3, _says({}, 0.0), SAME, family=dogs), photos, weights) == ""
