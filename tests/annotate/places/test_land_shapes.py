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


def test_land_that_is_cut_at_the_180th_meridian_leaves_no_gap() -> None:
    shapes = LandShapes([ring((178, -18), (179.9996, -18), (179.9996, -16), (178, -16))]).in_square(0, 0, 0)
    assert shapes.points[:, 0].max() > 1
    west = LandShapes([ring((-178, -18), (-179.9996, -18), (-179.9996, -16), (-178, -16))]).in_square(0, 0, 0)
    assert west.points[:, 0].min() < 0


def test_thin_lines_have_no_point_twice() -> None:
    shapes = LandShapes([ring((0, 0), (0.001, 0), (10, 0), (10, 10))]).in_square(0, 0, 0)
    assert len(thin_out(shapes, (0.5, 0.5), 256).points) == 3
    assert len(thin_out(shapes, (0.5, 0.5), 1).starts) == 0


def test_an_empty_world() -> None:
    assert len(LandShapes([]).in_square(3, 2, 1).points) == 0
