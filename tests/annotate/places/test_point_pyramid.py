"""Points of photos in groups: on any part of the earth, at any zoom."""

import numpy as np
import pytest

from photon.annotate.places.point_pyramid import PointPyramid
from photon.domain.places.map_area import MapArea

WORLD = MapArea(-90.0, -180.0, 90.0, 180.0)


def pyramid(*points: tuple[float, float]) -> PointPyramid:
    latitudes, longitudes = np.array(points, np.float64).reshape(-1, 2).T
    return PointPyramid(np.arange(1, len(points) + 1), latitudes, longitudes)


def scattered(number: int) -> PointPyramid:
    drawn = np.random.default_rng(7)
    latitudes, longitudes = drawn.uniform(-89, 89, number), drawn.uniform(-180, 180, number)
    return PointPyramid(drawn.permutation(number) + 1, latitudes, longitudes)


@pytest.mark.parametrize("zoom", [0.0, 2.5, 7.0, 18.0, 25.0])
def test_every_point_is_in_exactly_one_group(zoom: float) -> None:
    points = scattered(3000)
    found = points.clusters(WORLD, zoom)
    photos = np.concatenate([points.photos_of(found, row) for row in range(len(found.counts))])
    assert sorted(photos.tolist()) == list(range(1, 3001))
    assert found.counts.tolist() == [len(points.photos_of(found, row)) for row in range(len(found.counts))]


def test_groups_part_when_zooming_in() -> None:
    points = pyramid((38.7, -9.1), (38.8, -9.4), (52.5, 13.4))
    assert points.clusters(WORLD, 2).counts.tolist() == [1, 2]  # from north to south
    assert points.clusters(WORLD, 12).counts.tolist() == [1, 1, 1]


def test_the_cover_is_the_latest_photo_whatever_the_order() -> None:
    latitudes, longitudes = np.array([38.7, 38.7, 38.7001]), np.array([-9.1, -9.1, -9.1001])
    for ids in ([5, 9, 7], [9, 7, 5]):
        points = PointPyramid(np.array(ids), latitudes, longitudes)
        assert points.clusters(WORLD, 3).covers.tolist() == [9]


def test_a_group_lies_across_the_180th_meridian() -> None:
    points = pyramid((-17.0, 179.9), (-17.0, -179.9))
    found = points.clusters(MapArea(-20.0, 175.0, -10.0, -175.0), 4)
    assert found.counts.tolist() == [2]
    assert abs(abs(found.longitudes[0]) - 180) < 0.01
    assert points.photos_in(MapArea(-20.0, 175.0, -10.0, -175.0)).tolist() == [1, 2]
    assert points.photos_in(MapArea(-20.0, 175.0, -10.0, 180.0)).tolist() == [1]
    around = points.area()
    assert around is not None
    assert (around.west, around.east) == (179.9, -179.9)


def test_the_groups_of_a_part_are_those_of_the_whole() -> None:
    points, part = scattered(3000), MapArea(10.0, 100.0, 60.0, -120.0)
    whole, some = points.clusters(WORLD, 3.5), points.clusters(part, 3.5)
    is_in = part.contains(whole.latitudes, whole.longitudes)
    assert set(some.covers.tolist()) == set(whole.covers[is_in].tolist())
    assert sorted(some.counts.tolist()) == sorted(whole.counts[is_in].tolist())


def test_groups_are_apart() -> None:
    found = scattered(20_000).clusters(WORLD, 3.0)
    x, y = np.radians(found.longitudes), np.arctanh(np.sin(np.radians(found.latitudes)))
    apart = np.hypot(x[:, None] - x, y[:, None] - y) * 256 * 2**3 / (2 * np.pi)
    np.fill_diagonal(apart, np.inf)
    assert np.mean(apart.min(axis=1) < 40) < 0.05


def test_poles_and_unknown_points() -> None:
    points = pyramid((90.0, 0.0), (-90.0, 10.0), (np.nan, 3.0), (1.0, np.inf))
    assert len(points) == 2
    assert points.clusters(WORLD, 1).counts.sum() == 2
    assert points.photos_in(WORLD).tolist() == [1, 2]


def test_no_points() -> None:
    nothing = pyramid()
    assert nothing.area() is None
    assert len(nothing.clusters(WORLD, 3).counts) == 0
    assert len(nothing.photos_in(WORLD)) == 0


def test_which_groups_have_some_photos() -> None:
    points = pyramid((38.7, -9.1), (38.8, -9.4), (52.5, 13.4))
    found = points.clusters(WORLD, 2)
    assert points.groups_with(found, np.array([2])).tolist() == [1]
    assert points.groups_with(found, np.array([3, 99])).tolist() == [0]
