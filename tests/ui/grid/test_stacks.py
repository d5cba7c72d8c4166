"""Photos behind others in the grid."""

from photon.ui.grid.stacks import Stacks


def test_the_next_one_comes_to_the_front_with_what_lies_open_and_what_is_counted() -> None:
    left = Stacks({1: (2, 3), 4: (5,)}, [1, 4], {1: 3, 4: 2}).without([1, 5])
    assert (left.behind, left.matching, left.unfolded) == ({2: [3]}, {2: 2}, {2})
