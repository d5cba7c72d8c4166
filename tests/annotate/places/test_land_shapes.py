"""Outlines of countries, cut to squares of the map."""

import numpy as np
import pytest

from photon.annotate.places.land_shapes import LandShapes, Shapes, clip_shapes, thin_out
from photon.annotate.places.mercator import MapRect
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Floats


def ring(*points: tuple[float, float]) -> Floats:
    return np.array(points, np.float32)


def area(shapes: Shapes) -> float:
    x, y = shapes.points.T
    after = shapes.following()
    return float(abs((x * y[after] - x[after] * y).sum()) / 2)


WEST = ring((0, 0), (10, 0), (10, 10), (0, 10))
EAST = ring((10, 0), (20, 0), (20, 10), (10, 10))


def test_only_a_line_between_two_countries_is_a_border_and_only_once() -> None:
    shapes = LandShapes([WEST, EAST]).in_square(0, 0, 0)
    assert shapes.is_border.sum() == 1
    at = int(np.flatnonzero(shapes.is_border)[0])
    ends = shapes.points[[at, shapes.following()[at]], 0]
    assert ends == pytest.approx([10 / 360 + 0.5] * 2)


def test_a_cut_keeps_what_is_inside_and_has_no_border_along_it() -> None:
    whole = LandShapes([WEST, EAST]).in_square(0, 0, 0)
    middle = float(np.median(whole.points[:, 1]))
    box = MapRect(0.5, 0.0, 15 / 360 + 0.5, middle + 1e-9)
    cut = clip_shapes(whole, box)
    assert cut.points[:, 0].max() <= box.right + 1e-12
    assert cut.is_border.sum() <= 1
    assert 0 < area(cut) < area(whole)


def test_quarters_have_the_area_of_the_whole() -> None:
    land = LandShapes(WorldMap().land(0))
    whole = clip_shapes(land.in_square(0, 0, 0), MapRect(0, 0, 1, 1))
    parts = 0.0
    for column in range(4):
        for row in range(4):
            square = MapRect(column / 4, row / 4, (column + 1) / 4, (row + 1) / 4)
            parts += area(clip_shapes(land.in_square(2, column, row), square))
    assert parts == pytest.approx(area(whole), rel=1e-9)


def test_a_ring_across_the_180th_meridian_is_on_both_sides() -> None:
    shapes = LandShapes([ring((178, -18), (-178, -18), (-178, -16), (178, -16))]).in_square(0, 0, 0)
    assert len(shapes.starts) == 2
    east = clip_shapes(shapes, MapRect(0.9, 0, 1, 1))
    west = clip_shapes(shapes, MapRect(0, 0, 0.1, 1))
    assert area(east) == pytest.approx(area(west), rel=1e-4)
    assert np.ptp(east.points[:, 0]) == pytest.approx(2 / 360, rel=1e-4)


def test_a_ring_around_the_pole_is_closed_below_the_map() -> None:
    shapes = LandShapes([ring((-170, -70), (-60, -71), (60, -70), (170, -72))]).in_square(0, 0, 0)
    lowest = clip_shapes(shapes, MapRect(0.0, 0.98, 1.0, 1.0))
    assert area(lowest) == pytest.approx(0.02, rel=1e-3)


def test_thin_lines_have_no_point_twice() -> None:
    shapes = LandShapes([ring((0, 0), (0.001, 0), (10, 0), (10, 10))]).in_square(0, 0, 0)
    assert len(thin_out(shapes, (0.5, 0.5), 256).points) == 3
    assert len(thin_out(shapes, (0.5, 0.5), 1).starts) == 0


def test_an_empty_world() -> None:
    assert len(LandShapes([]).in_square(3, 2, 1).points) == 0
