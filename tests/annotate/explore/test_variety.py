"""Varied orders: every photo once, values and groups in balance, what matches better first where nothing else tells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.annotate.explore.variety import NONE, group_by_examples, number_parts, number_values, vary

WEIGHTS = (0.3,)


def blank(count: int) -> np.ndarray:
    return np.zeros((count, 4), np.float32)


@given(
    values=st.lists(st.integers(NONE, 4), max_size=60),
    reach=st.sampled_from([0.0, 5.0, 40.0]),
    count=st.integers(0, 80),
)
@settings(deadline=None)
def test_each_photo_comes_once(values: list[int], reach: float, count: int) -> None:
    column = np.array(values, np.int64).reshape(-1, 1)
    order = vary(column, WEIGHTS, blank(len(values)), reach, count)
    assert sorted(order.tolist()) == list(range(len(values)))


def test_without_values_and_looks_nothing_moves() -> None:
    order = vary(np.full((50, 1), NONE, np.int64), WEIGHTS, blank(50), 40.0, 50)
    assert order.tolist() == list(range(50))


def test_groups_come_in_turn() -> None:
    groups = np.array([0] * 12 + [1] * 12, np.int64).reshape(-1, 1)
    order = vary(groups, WEIGHTS, blank(24), 40.0, 24)
    first = groups[order[:12], 0]
    assert abs(int((first == 0).sum()) - 6) <= 1
    assert order[0] == 0, "the best match stays first"


def test_what_matches_far_worse_stays_behind() -> None:
    groups = np.array([0] * 200 + [1], np.int64).reshape(-1, 1)
    assert 200 not in vary(groups, WEIGHTS, blank(201), 10.0, 20)[:20]


def test_photos_that_look_alike_are_apart() -> None:
    looks = np.repeat(np.eye(4, dtype=np.float32), 5, axis=0)
    order = vary(np.full((20, 1), NONE, np.int64), WEIGHTS, looks, 0, 20)
    assert sorted(order[:4] // 5) == [0, 1, 2, 3]


def test_times_and_texts_are_numbered() -> None:
    assert number_parts(["2024-05", "", "2019", "2021"], 3).tolist() == [2, NONE, 0, 1]
    assert number_values(["Porto", "", "Lisbon", "Porto"]).tolist() == [1, NONE, 0, 1]
    assert number_parts([], 3).tolist() == []


@pytest.mark.parametrize("groups", [0, 1])
def test_one_group_alone_is_none(groups: int) -> None:
    some = np.eye(4, dtype=np.float32)
    assert group_by_examples(some, [some[:1]] * groups).tolist() == [NONE] * 4


def test_photos_belong_to_the_group_whose_examples_they_are_like() -> None:
    draw = np.random.default_rng(0)
    middles = np.array([[1, 0.2, 0], [0.2, 1, 0]])
    some = [(middle + draw.normal(scale=0.1, size=(20, 3))).astype(np.float32) for middle in middles]
    some = [one / np.linalg.norm(one, axis=1, keepdims=True) for one in some]
    photos = np.concatenate(
        [some[0][10:], some[1][10:], np.zeros((1, 3), np.float32), np.array([[0, 0, 1]], np.float32)]
    )
    found = group_by_examples(photos, [some[0][:10], some[1][:10]])
    assert found.tolist() == [0] * 10 + [1] * 10 + [NONE, NONE]
