"""Which shots are compared as neighbouring views: each condition on its own."""

from dataclasses import replace

import pytest

from photon.duplicates.neighbours import find_neighbours, times_around
from tests.duplicates.shot_samples import MARK, shot

ONE = shot(1, taken="2021-05-01T10:00:00", camera="C")
OTHER = shot(2, taken="2021-05-01T10:00:20", camera="C")


@pytest.mark.parametrize(
    ("changed", "are_compared"),
    [
        ({}, True),
        ({"taken": "2021-05-01T10:00:20.5"}, False),
        ({"taken": "2021-05-01T10:00:00"}, False),
        ({"taken": None}, False),
        ({"camera": "D"}, False),
        ({"camera": None}, False),
        ({"fingerprint": None}, False),
        ({"fingerprint": replace(MARK, plain=0.9)}, True),
        ({"width": 1961, "height": 2040}, True),
        ({"width": 1950}, False),
        ({"height": 2050}, False),
    ],
)
def test_each_condition_of_neighbours(*, changed: dict[str, object], are_compared: bool) -> None:
    other = replace(OTHER, **changed)  # type: ignore[arg-type]
    assert find_neighbours([other, ONE], {2}, ()) == ([(1, 2)] if are_compared else [])


def test_new_shots_are_compared_with_those_before_and_after() -> None:
    shots = [
        shot(photo, taken=f"2021-05-01T10:00:{at:02}", camera="C") for photo, at in ((4, 0), (1, 5), (3, 9), (2, 30))
    ]
    assert find_neighbours(shots, {1}, ()) == [(1, 4), (1, 3)]
    assert find_neighbours(shots, {1}, {(1, 4)}) == [(1, 3)]
    assert find_neighbours(shots, {2}, ()) == []
    twin = replace(shots[1], photo=9, path="/p/IMG_9.NEF")
    assert find_neighbours([*shots, twin], {3}, ()) == [(1, 3), (3, 9)]
    pages = [replace(one, fingerprint=replace(MARK, plain=0.3)) for one in shots]
    assert find_neighbours(pages, {1, 2, 3, 4}, ()) == []


def test_spans_reach_to_the_neighbours_and_do_not_overlap() -> None:
    near = shot(3, taken="2021-05-01T10:00:30", camera="C")
    assert times_around([near, ONE]) == [("2021-05-01T09:59:40", "2021-05-01T10:00:51")]
    far = replace(near, taken="2021-05-01T10:01:00")
    assert len(times_around([ONE, far])) == 2
    assert times_around([replace(ONE, camera=None), replace(ONE, taken=None)]) == []
