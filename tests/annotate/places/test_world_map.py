"""Outlines and towns for drawing."""

import numpy as np
import pytest

from photon.annotate.places.world_map import DETAILS, WorldMap


@pytest.fixture(scope="module")
def world() -> WorldMap:
    return WorldMap()


@pytest.mark.parametrize("detail", range(DETAILS))
def test_rings_stay_on_the_map_and_do_not_jump(world: WorldMap, detail: int) -> None:
    rings = world.land(detail)
    assert len(rings) > 250
    for ring in rings:
        assert ring.dtype == np.float32
        assert len(ring) > 2
        assert np.abs(ring[:, 0]).max() <= 180
        assert np.abs(ring[:, 1]).max() <= 90
        jumps = np.abs(np.diff(ring[:, 0])) > 180
        assert not jumps.any() or np.abs(ring[1:, 1][jumps]).max() == 90  # along the South Pole


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_land"),
    [(48, 10, True), (-29.5, 28.5, True), (0, -30, False), (66.5, 179.9, True), (66.5, -179.9, True), (-89, 5, True)],
)
def test_land_by_the_even_odd_rule(world: WorldMap, latitude: float, longitude: float, *, is_land: bool) -> None:
    crossed = 0
    for ring in world.land(1):
        start, end = ring, np.roll(ring, -1, axis=0)
        met = (start[:, 1] > latitude) != (end[:, 1] > latitude)
        share = (latitude - start[met, 1]) / (end[met, 1] - start[met, 1])
        crossed += int((start[met, 0] + share * (end[met, 0] - start[met, 0]) < longitude).sum())
    assert crossed % 2 == is_land
