"""The starter's image tower: decode a JPEG preview, squash it to a square, run EfficientNet-Lite2."""

import io
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Pixels
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import UNREADABLE, WHOLE, DamagedPreview, Window
from photon.vision.kit.onnx_session import open_graph
from photon.vision.kit.previews import for_each
from photon.vision.starter.image_graph import LARGER, SIDE

# A 512-pixel preview is decoded at half size, 256: four pixels less than the square, but three times faster.
_DRAFT = 250


def squash(preview: bytes, window: Window = WHOLE, side: int = SIDE) -> Pixels:
    """Decode a JPEG, or a window of it, to the input of the tower.

    The whole photo is squashed instead of cropped: retrieval is as good, and the edges remain searchable.

    Args:
        preview: An upright JPEG.
        window: Left, top, right and bottom edge as fractions of the image.
        side: Pixels of the square.

    Returns:
        uint8 (side, side, 3), RGB.

    Raises:
        OSError: The JPEG cannot be decoded.
    """
    left, top, right, bottom = window
    least = _DRAFT * side / SIDE
    with Image.open(io.BytesIO(preview)) as image:
        image.draft("RGB", (math.ceil(least / (right - left)), math.ceil(least / (bottom - top))))
        box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
        square = image.convert("RGB").resize((side, side), Image.Resampling.BICUBIC, box, reducing_gap=2.0)
        return np.asarray(square)


def mean_direction(features: Sequence[Floats]) -> Floats:
    """Average the directions of several looks at a photo.

    Args:
        features: float32 (1280,) each, at least one, of any length.

    Returns:
        float32 (1280,), as long as the first: the length tells the classifier how sure to be.
    """
    mean = normalise(np.mean([normalise(one) for one in features], axis=0))
    return np.asarray(mean * np.linalg.norm(features[0]), np.float32)


class StarterImageTower:
    """The image tower, up to the adapter.

    Images are processed one at a time on several threads: the activations of one image fit the CPU cache (9 ms per
    image against 14 ms in batches of 8), memory stays constant, decoding overlaps with computing, and a vector does not
    depend on the other images of a batch.
    """

    def __init__(self, path: Path, threads: int) -> None:
        """Open the graph.

        Args:
            path: The ONNX file.
            threads: Images processed at the same time.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads=1)
        self._threads = threads

    def encode(self, previews: Sequence[bytes]) -> Floats:
        """Compute pooled features.

        Args:
            previews: Upright JPEGs, at least one.

        Returns:
            float32 (n, 1280), not normalised.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
        """
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack(for_each(lambda preview: self.encode_pixels(squash(preview)), previews, pool))

    def encode_closely(self, previews: Sequence[bytes]) -> Floats:
        """Compute pooled features from two looks at each photo: at the usual size, and at a larger one for details.

        Args:
            previews: Upright JPEGs, at least one.

        Returns:
            float32 (n, 1280): the mean of both directions, as long as the features of the usual size.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
        """
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack(for_each(self._look_twice, previews, pool))

    def _look_twice(self, preview: bytes) -> Floats:
        usual, larger = (self.encode_pixels(squash(preview, side=side)) for side in (SIDE, LARGER))
        return mean_direction([usual, larger])

    def encode_places(self, preview: bytes, window: Window = WHOLE, side: int = SIDE) -> Floats:
        """Compute the features of each place before pooling.

        Args:
            preview: An upright JPEG.
            window: The part of the image to encode.
            side: Pixels of the square, ``SIDE`` or ``LARGER``.

        Returns:
            float32 (places, places, 1280), not normalised, 9 or 12 places; the mean over 9 is the result of ``encode``.

        Raises:
            DamagedPreview: The preview cannot be decoded.
        """
        try:
            pixels = squash(preview, window, side)
        except UNREADABLE:
            raise DamagedPreview((0,)) from None
        return self.encode_map(pixels)

    def encode_map(self, pixels: Pixels) -> Floats:
        """Compute the features of each place of one squashed image.

        Args:
            pixels: uint8 (side, side, 3), RGB; the side is ``SIDE`` or ``LARGER``.

        Returns:
            float32 (places, places, 1280), not normalised; 9 or 12 places.
        """
        batch: Floats = self._session.run(["map"], {"pixels": pixels[None]})[0]
        return np.ascontiguousarray(batch[0].transpose(1, 2, 0))

    def encode_pixels(self, pixels: Pixels) -> Floats:
        """Compute the pooled features of one squashed image.

        Args:
            pixels: uint8 (side, side, 3), RGB; the side is ``SIDE`` or ``LARGER``.

        Returns:
            float32 (1280,), not normalised.
        """
        batch: Floats = self._session.run(["pooled"], {"pixels": pixels[None]})[0]
        pooled: Floats = batch[0]
        return pooled
