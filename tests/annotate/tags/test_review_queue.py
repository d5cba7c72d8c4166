"""The order of questions: doubtful photos first, some sure ones, and nothing twice."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from photon.annotate.tags.review_queue import TURNS, queue

SPREAD = np.eye(10, dtype=np.float32)
NOTHING = np.zeros((0, 10), np.float32)


def test_the_most_doubtful_photo_comes_first_and_a_sure_one_soon() -> None:
    certainties = np.array([0.01, 0.02, 0.9, 0.45, 0.03, 0.04, 0.3, 0.05, 0.06, 0.07], np.float32)
    found = queue(certainties, SPREAD, NOTHING, 4)
    assert found[0] == (3, "unsure")
    assert (2, "sure") in found[:3]
    assert [reason for _, reason in found] == list(TURNS[:4])


def test_shots_of_one_moment_are_not_asked_in_a_row() -> None:
    certainties = np.array([0.5, 0.5, 0.5, 0.3, 0.2], np.float32)
    places = SPREAD[[0, 0, 0, 1, 2]]
    first = [row for row, _ in queue(certainties, places, NOTHING, 3)]
    assert sorted(first) == [0, 3, 4]


def test_photos_like_the_decided_ones_are_not_called_different() -> None:
    certainties = np.full(4, 0.5, np.float32)
    found = queue(certainties, SPREAD[:4], SPREAD[:3], 4)
    assert all(row != 3 or reason == "different" or at < 3 for at, (row, reason) in enumerate(found))


@given(arrays(np.float32, st.integers(0, 30), elements=st.floats(0, 1, width=32)), st.integers(1, 40))
def test_each_photo_is_asked_once_up_to_the_limit(certainties: np.ndarray, count: int) -> None:
    places = np.random.default_rng(0).normal(size=(len(certainties), 6)).astype(np.float32)
    found = [row for row, _ in queue(certainties, places, places[:2], count)]
    assert len(found) == len(set(found)) == min(count, len(certainties))
