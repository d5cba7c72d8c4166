"""Ways to look at a photo with the starter's image tower: once, several times, or once more at a larger size.

A way returns several vectors of visual features for a photo. Their directions are averaged, so that the adapter, the
caption memory and the calibration of the starter can be used as they are.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import WHOLE, ImageVectors, Window
from photon.vision.starter.class_labels import stored_probabilities
from photon.vision.starter.image_graph import LARGER, SIDE
from photon.vision.starter.image_tower import StarterImageTower, mean_direction, squash
from photon.vision.starter.starter import join_looks
from photon.vision.starter.starter_install import IMAGE_FILE, KINDS_FILE, prepare_starter

FloatArray = npt.NDArray[np.float32]

CLOSE: tuple[Window, ...] = tuple((x, y, x + 0.75, y + 0.75) for x in (0.0, 0.25) for y in (0.0, 0.25))
"""Four overlapping windows of .75 of each side."""


def pooled(places: FloatArray, window: Window = WHOLE) -> FloatArray:
    """Return the mean over a window of a map; places on its edge count in part.

    Args:
        places: float32 (rows, columns, d).
        window: Left, top, right and bottom edge as fractions of the map.

    Returns:
        float32 (d,).
    """
    left, top, right, bottom = window
    across, down = _shares(places.shape[1], left, right), _shares(places.shape[0], top, bottom)
    return np.asarray(np.einsum("r,c,rcd->d", down, across, places), np.float32)


def _shares(count: int, start: float, end: float) -> FloatArray:
    """Return how much of an interval lies in each of equal parts, float32 (count,), which add up to 1."""
    edges = np.linspace(0, 1, count + 1)
    inside = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0, None)
    return np.asarray(inside / inside.sum(), np.float32)


class Looks:
    """A preview, of which each pass of the tower is computed once."""

    def __init__(self, preview: bytes) -> None:
        """Set the JPEG."""
        self._preview = preview

    @functools.cached_property
    def whole(self) -> FloatArray:
        """The map as Photon computes it, float32 (9, 9, 1280)."""
        return self._map()

    @functools.cached_property
    def larger(self) -> FloatArray:
        """The map of the photo at 1.37 times the size, float32 (12, 12, 1280): .75 of each side are nine places."""
        return self._map(side=LARGER)

    @functools.cached_property
    def mirrored(self) -> FloatArray:
        """The same of the mirrored photo."""
        return _tower().encode_map(np.ascontiguousarray(squash(self._preview, side=LARGER)[:, ::-1]))

    def windows(self) -> Iterator[FloatArray]:
        """Yield the pooled features of the four windows, each with a pass of its own, float32 (1280,)."""
        return (pooled(self._map(window)) for window in CLOSE)

    def _map(self, window: Window = WHOLE, side: int = SIDE) -> FloatArray:
        return _tower().encode_map(squash(self._preview, window, side))


Way = Callable[[Looks], list[FloatArray]]

WAYS: Mapping[str, Way] = {
    "one look": lambda photo: [pooled(photo.whole)],
    "windows of the map": lambda photo: [pooled(photo.whole), *(pooled(photo.whole, each) for each in CLOSE)],
    "larger alone": lambda photo: [pooled(photo.larger)],
    "and larger": lambda photo: [pooled(photo.whole), pooled(photo.larger)],
    "and larger mirrored": lambda photo: [pooled(photo.whole), pooled(photo.mirrored)],
    "and windows of larger": lambda photo: [pooled(photo.whole), *(pooled(photo.larger, each) for each in CLOSE)],
    "five looks": lambda photo: [pooled(photo.whole), *photo.windows()],
}
"""Vectors of a photo by the name of the way; the first is as long as the features that name its classes."""


class LookingEncoder(InProcessEncoder):
    """The starter, which looks at photos in another way. Its id is the starter's: never in a library of a person."""

    def __init__(self, way: str) -> None:
        """Open the starter.

        Args:
            way: Name of the way.
        """
        super().__init__()
        self._way = WAYS[way]
        self._classifier = np.load(prepare_starter() / KINDS_FILE).astype(np.float32)

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode JPEG previews; blocks."""
        found = np.stack([mean_direction(self._way(Looks(preview))) for preview in previews])
        chances = stored_probabilities(found, self._classifier)
        kinds = tuple({int(kind): float(row[kind]) for kind in np.flatnonzero(row)} for row in chances)
        looks = normalise(found)
        return ImageVectors(join_looks(looks), looks, kinds)


@functools.cache
def _tower() -> StarterImageTower:
    return StarterImageTower(prepare_starter() / IMAGE_FILE, threads=1)
