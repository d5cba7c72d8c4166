"""Stacks of photos in the grid."""

from photon.ui.grid.stacks import Stacks


def test_the_next_photo_becomes_front_and_inherits_state_and_count() -> None:
    left = Stacks({1: (2, 3), 4: (5,)}, [1, 4], {1: 3, 4: 2}).without([1, 5])
    assert (left.behind, left.matching, left.unfolded) == ({2: [3]}, {2: 2}, {2})
