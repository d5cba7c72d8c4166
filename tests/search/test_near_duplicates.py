"""Folding near-duplicates: which photos form a group, which is in front, and what must not be chained."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photon.search.near_duplicates import NEARLY_SAME, fold_ranked, group_near_duplicates, order_by_merit
from photon.search.ranking import Ranked


def _at(*degrees: float) -> np.ndarray:
    """Return unit vectors in a plane."""
    angles = np.radians(np.array(degrees, np.float64))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


STEP = float(np.degrees(np.arccos(NEARLY_SAME)))  # the angle at which two photos only just count as near-duplicates


def test_a_slow_drift_is_not_chained_into_one_group() -> None:
    drift = _at(*(number * STEP / 4.5 for number in range(30)))
    groups = group_near_duplicates(drift, 30)
    assert [row for group in groups for row in group] == list(range(30))
    assert {len(group) for group in groups} == {5}


def test_the_front_is_a_near_duplicate_of_all_behind_it() -> None:
    looks = _at(0, -0.9 * STEP, 0.9 * STEP, 0.05 * STEP)
    worth = [0, 9, 3, 1]
    group = group_near_duplicates(looks, 9)[0]
    assert group == [0, 1, 2, 3]
    # Row 1 has the highest value but is too far from row 2 to represent it.
    assert order_by_merit(looks, group, worth.__getitem__) == [3, 0, 1, 2]
    assert order_by_merit(looks, [0, 1], worth.__getitem__) == [1, 0]


def test_a_folded_answer_keeps_scores_order_and_strong_hits() -> None:
    ranked = Ranked(np.array([11, 12, 13, 14]), np.array([0.9, 0.8, 0.6, 0.2], np.float32), 3, ("look",))
    looks = _at(0, 2, 90, 1)
    asked: list[list[int]] = []

    def merits(photos: list[int]) -> dict[int, int]:
        asked.append(list(photos))
        return {11: 1, 12: 2, 14: 2}

    folded, behind = fold_ranked(ranked, looks, 9, merits)  # type: ignore[arg-type]
    assert folded.photos.tolist() == [12, 13]
    assert np.allclose(folded.scores, [0.9, 0.6])
    assert folded.strong == 2
    assert behind == {12: (11, 14)}
    assert asked == [[11, 12, 14]]
    assert fold_ranked(ranked, looks, 1, merits)[0].photos.tolist() == [12]  # type: ignore[arg-type]


@given(st.lists(st.floats(-180, 180), max_size=40), st.data())
def test_every_photo_is_in_one_group_and_close_to_its_front(degrees: list[float], data: st.DataObject) -> None:
    looks = _at(*degrees).reshape(-1, 2)
    groups = group_near_duplicates(looks, len(looks))
    assert sorted(row for group in groups for row in group) == list(range(len(looks)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    for group in groups:
        worth = data.draw(st.lists(st.integers(0, 3), min_size=len(looks), max_size=len(looks)))
        first, *rest = order_by_merit(looks, group, worth.__getitem__)
        assert sorted([first, *rest]) == sorted(group)
        assert all(looks[first] @ looks[row] >= NEARLY_SAME - 1e-5 for row in rest)
        assert worth[first] >= worth[group[0]]
