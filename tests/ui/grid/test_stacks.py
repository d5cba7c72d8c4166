"""Stacks of photos in the grid."""

import pytest

from photon.ui.grid.stacks import Stacks, stack_hint


def test_the_next_photo_becomes_front_and_inherits_state_and_count() -> None:
    left = Stacks({1: (2, 3), 4: (5,)}, [1, 4], {1: 3, 4: 2}).without([1, 5])
    assert (left.behind, left.matching, left.unfolded) == ({2: [3]}, {2: 2}, {2})


def stacks() -> Stacks:
    """An open stack of four of which three match, a closed one, and near-duplicates that are shown."""
    return Stacks({1: (2, 3, 4), 5: (6,), 7: (8, 9)}, [1, 7, 99], {1: 3, 5: 2})


def test_what_is_behind_what() -> None:
    made = stacks()
    assert made.unfolded == {1, 7}  # 99 has nothing behind it
    assert [made.count(photo) for photo in (1, 2, 5, 99)] == [3, 0, 1, 0]
    assert [made.front_of(photo) for photo in (1, 3, 5, 6, 9, 99)] == [1, 1, 5, 0, 7, 0]
    assert [made.folded_over(photo) for photo in (6, 3, 5, 99)] == [5, 0, 0, 0]
    assert [made.is_open(photo) for photo in (1, 4, 5, 6, 7, 8, 99)] == [True, True, False, False, True, True, False]
    assert made.whole([1, 5, 7, 99]) == [5]
    assert made.laid_out([5, 7, 1, 10]) == [5, 7, 8, 9, 1, 2, 3, 4, 10]


def test_stacks_are_opened_and_closed() -> None:
    made = stacks()
    assert made.toggled(1).unfolded == {7}
    assert made.toggled(5).unfolded == {1, 5, 7}
    assert made.folded().unfolded == set()
    for changed in (made.toggled(1), made.folded()):
        assert (changed.behind, changed.matching) == (made.behind, made.matching)


def test_the_best_that_is_left_replaces_the_one_in_front() -> None:
    made = stacks()
    assert made.heirs([1, 2]) == {1: 3}
    assert made.heirs([5, 6]) == {}
    assert made.heirs([3, 6]) == {}


@pytest.mark.parametrize(
    ("behind", "matching", "said"),
    [
        (1, 0, "1 nearly identical photo (A)"),
        (3, 0, "3 nearly identical photos (A)"),
        (3, 4, "Stack of 4 photos (A)"),
        (3, 3, "3 of 4 photos in this stack match (A)"),
        (3, 1, "1 of 4 photos in this stack matches (A)"),
    ],
)
def test_the_number_on_a_stack_is_explained(behind: int, matching: int, said: str) -> None:
    assert stack_hint(behind, matching) == said
