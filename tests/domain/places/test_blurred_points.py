"""Points of a grid instead of true ones: near, always the same, on the earth."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photon.domain.photo.distances import distances
from photon.domain.places.coordinates import Coordinates, blur_point, check_coordinates, located_text, read_located

points = st.builds(Coordinates, st.floats(-90, 90), st.floats(-180, 180))


@given(points, st.sampled_from([(0.01, 1_000), (0.1, 10_000)]))
def test_a_blurred_point_is_near_and_stays_where_it_is(point: Coordinates, grid: tuple[float, float]) -> None:
    found = blur_point(point, grid[0])
    check_coordinates(*found)
    away = distances(np.array([point.latitude]), np.array([point.longitude]), found)[0]
    assert away < grid[1]
    assert located_text(blur_point(found, grid[0])) == located_text(found)


def test_all_points_of_a_garden_become_the_same() -> None:
    garden = [Coordinates(38.7131 + north / 1e5, -9.1331 + east / 1e5) for north in range(20) for east in range(20)]
    assert len({blur_point(one, 0.01) for one in garden}) == 1
    assert blur_point(Coordinates(10.0, 179.9999), 0.01).longitude == pytest.approx(-180)


@given(points)
@example(Coordinates(-1e-9, 179.99999999))
def test_a_decision_is_written_in_one_way(point: Coordinates) -> None:
    text = located_text(point)
    assert located_text(read_located(text)) == text
    assert not text.startswith("-0.000000,")
    assert not text.endswith(",180.000000")
