"""The choice of highlights: a prefix of every longer one, spread over what there is, without copies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.annotate.explore.highlights import MOST, Scenes, choose_scenes, link_views

SAME = 0.86


def make_scenes(count: int, seed: int = 0, kinds: int = 12, **given_: object) -> Scenes:
    """Scenes of some kinds of looks over two days, in order of time."""
    draw = np.random.default_rng(seed)
    middles = draw.normal(size=(kinds, 32))
    looks = (middles[draw.integers(kinds, size=count)] + draw.normal(size=(count, 32))).astype(np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    known: dict[str, object] = {
        "times": np.sort(draw.uniform(0, 172_800, count)),
        "looks": looks,
        "merits": draw.uniform(0.5, 1, count).astype(np.float32),
        "sizes": np.ones(count, np.int64),
        "is_out": np.zeros(count, np.bool_),
        "traits": [frozenset()] * count,
    }
    return Scenes(**(known | given_))  # type: ignore[arg-type]


def rows(scenes: Scenes, count: int) -> list[int]:
    return [pick.row for pick in choose_scenes(scenes, count, SAME)]


@given(count=st.integers(0, 60), seed=st.integers(0, 1000), few=st.integers(0, 30), more=st.integers(0, 40))
@settings(deadline=None)
def test_more_and_fewer_keep_what_was_chosen(count: int, seed: int, few: int, more: int) -> None:
    scenes = make_scenes(count, seed)
    longer = rows(scenes, few + more)
    assert rows(scenes, few) == longer[:few]
    assert len(set(longer)) == len(longer)


@given(seed=st.integers(0, 1000), removed=st.sets(st.integers(0, 39), max_size=8))
@settings(deadline=None)
def test_removed_scenes_are_replaced_and_all_others_stay(seed: int, removed: set[int]) -> None:
    before = rows(make_scenes(40, seed), 12)
    after = rows(make_scenes(40, seed, is_out=np.isin(np.arange(40), list(removed))), 12)
    assert removed.isdisjoint(after)
    assert [row for row in before if row not in removed] == after[: len([row for row in before if row not in removed])]


def test_no_two_are_the_same_picture() -> None:
    one = make_scenes(50)
    twice = make_scenes(100, looks=np.repeat(one.looks, 2, axis=0))
    found = rows(twice, 100)
    assert len(found) <= 50
    assert len({row // 2 for row in found}) == len(found)


def test_times_are_covered() -> None:
    found = sorted(rows(make_scenes(300), 12))
    gaps = np.diff([0, *found, 299])
    assert gaps.max() <= 2.5 * 300 / 12


def test_people_are_covered_even_if_they_are_rare() -> None:
    traits = [frozenset({"anna"}) if row in (17, 18) else frozenset({"ben"}) for row in range(200)]
    found = choose_scenes(make_scenes(200, traits=traits), 10, SAME)
    assert {"anna"} in [pick.traits for pick in found]
    assert sum("ben" in pick.traits for pick in found) == 1, "only the first is new"


def test_good_ones_are_preferred() -> None:
    merits = np.where(np.arange(200) % 2, 1.0, 0.2).astype(np.float32)
    assert all(row % 2 for row in rows(make_scenes(200, merits=merits), 12))


@pytest.mark.parametrize("count", [1, 5])
def test_few_photos_without_times_and_looks(count: int) -> None:
    bare = make_scenes(count, times=np.full(count, np.nan), looks=np.zeros((count, 0), np.float32))
    assert sorted(rows(bare, 30)) == list(range(count))


def test_copies_of_one_picture_give_one() -> None:
    looks = np.zeros((3 * MOST, 8), np.float32)
    looks[:, 0] = 1
    assert len(rows(make_scenes(3 * MOST, looks=looks), 30)) == 1


def test_shots_of_one_view_are_linked_if_looks_hash_and_time_agree() -> None:
    looks = np.array([[1, 0], [0.8, 0.6], [0.8, 0.6], [0.8, 0.6], [0, 1], [1, 0], [1, 0]], np.float32)
    codes = np.array([0xFF00, 0xFF0F, 0xFF0F, 0xFFFF00FF, 0xFF00, 0, 0xFF00], np.uint64)
    times = np.array([0, 1800, 9000, 1900, 2000, 2100, np.nan])
    assert link_views(times, looks, codes) == [(0, 1)], "not later, of another composition or look, or unknown"
    assert link_views(np.full(7, np.nan), looks, codes)[:2] == [(0, 1), (1, 2)], "without dates, in order"


def test_photos_without_dates_are_not_of_one_time() -> None:
    times = np.concatenate([np.sort(np.random.default_rng(0).uniform(0, 172_800, 100)), np.full(100, np.nan)])
    found = rows(make_scenes(200, kinds=1, times=times), 12)
    assert 4 <= sum(row >= 100 for row in found) <= 8


def test_picks_say_whether_their_time_and_look_are_new() -> None:
    looks = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    merits = np.array([1, 0.9, 0.001], np.float32)
    picks = choose_scenes(make_scenes(3, times=np.array([0.0, 1, 9000]), looks=looks, merits=merits), 3, SAME)
    assert [(pick.row, pick.like, pick.is_again, pick.is_new_time) for pick in picks] == [
        (0, 1, False, True), (1, 1, True, True), (2, 0, False, True),
    ]  # fmt: skip
