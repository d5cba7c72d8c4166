"""Regions stay inside the picture after every operation."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Region
from photon.domain.photo.region import CENTRE, LEAST, held, moved, resized, spanned, visible

CLOSE = 1e-9
number = st.floats(-3, 3)
regions = st.builds(Region, number, number, number, number)


def is_inside(region: Region) -> bool:
    ends = (region.x, region.y, region.x + region.width, region.y + region.height)
    large = min(region.width, region.height) >= LEAST - CLOSE
    return large and all(-CLOSE <= end <= 1 + CLOSE for end in ends)


@given(regions, number, number)
def test_every_region_is_moved_inside_and_large_enough(region: Region, right: float, down: float) -> None:
    inside = held(region)
    assert is_inside(inside)
    assert is_inside(moved(inside, right, down))
    assert is_inside(resized(inside, right, down))


@given(regions)
def test_holding_twice_equals_holding_once(region: Region) -> None:
    once, twice = held(region), held(held(region))
    for name in Region.__slots__:
        assert getattr(twice, name) == pytest.approx(getattr(once, name), abs=CLOSE)


@given(st.floats(0, 1), number)
def test_a_span_extends_from_the_fixed_edge_as_far_as_possible(fixed: float, to: float) -> None:
    start, length = spanned(fixed, to)
    assert length >= LEAST - CLOSE
    assert -CLOSE <= start <= start + length <= 1 + CLOSE
    if abs(min(max(to, 0), 1) - fixed) > LEAST:
        assert sorted((fixed, min(max(to, 0), 1))) == pytest.approx([start, start + length])


@given(regions)
def test_the_visible_part_is_inside_both(region: Region) -> None:
    seen = visible(region)
    overlaps = all(
        max(start, 0) < min(start + length, 1)
        for start, length in ((region.x, region.width), (region.y, region.height))
    )
    assert (seen is not None) == overlaps
    if seen is not None:
        assert region.x - CLOSE <= seen.x <= seen.x + seen.width <= min(1, region.x + region.width) + CLOSE
        assert seen.y >= max(0, region.y) - CLOSE


def test_moving_back_and_forth_and_invalid_numbers() -> None:
    there = moved(CENTRE, 0.1, -0.2)
    assert there == Region(pytest.approx(0.35), pytest.approx(0.05), 0.5, 0.5)
    assert moved(CENTRE, 5, 0).x == 0.5
    assert resized(CENTRE, 0.1, -0.2) == Region(0.25, 0.25, pytest.approx(0.6), pytest.approx(0.3))
    assert visible(Region(math.nan, 0, 1, 1)) is None or visible(Region(0, 0, math.nan, 1)) is None
    assert visible(Region(0, 0, 1, math.nan)) is None
