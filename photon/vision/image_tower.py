"""Previews to pooled features: JPEG decoding, squashing to a square, EfficientNet-Lite2."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from photon.vision.encoder import DamagedPreview, FloatArray
from photon.vision.image_graph import FEATURES, SIDE
from photon.vision.runtime import open_graph

_BATCH = 8  # larger ones are no faster on a CPU and cost 25 MB per picture
# A preview of 512 is decoded at half its size, 256: four pixels less than the square, three times faster.
_DRAFT = (250, 250)


def squash(preview: bytes) -> npt.NDArray[np.uint8]:
    """Decodes a JPEG to the square the tower looks at: uint8 [260, 260, 3].

    The whole photo is squashed rather than cropped: it finds as much, and the edges stay searchable.

    Raises:
        OSError: It cannot be decoded.
    """
    with Image.open(io.BytesIO(preview)) as image:
        image.draft("RGB", _DRAFT)
        return np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0))


class ImageTower:
    """The image side up to the adapter."""

    def __init__(self, path: Path, threads: int) -> None:
        """Opens the graph.

        Raises:
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads)

    def encode(self, previews: Sequence[bytes]) -> FloatArray:
        """Pooled features, float32 [n, 1280], as they come out of the network.

        Raises:
            DamagedPreview: Some cannot be decoded.
        """
        pixels = np.empty((len(previews), SIDE, SIDE, 3), np.uint8)
        damaged = []
        for position, preview in enumerate(previews):
            try:
                pixels[position] = squash(preview)
            except (OSError, ValueError, SyntaxError):
                damaged.append(position)
        if damaged:
            raise DamagedPreview(tuple(damaged))
        return self.encode_pixels(pixels)

    def encode_pixels(self, pixels: npt.NDArray[np.uint8]) -> FloatArray:
        """Pooled features of squashed pictures: uint8 [n, 260, 260, 3] to float32 [n, 1280]."""
        pooled = np.empty((len(pixels), FEATURES), np.float32)
        for start in range(0, len(pixels), _BATCH):
            part = pixels[start : start + _BATCH]
            (pooled[start : start + _BATCH],) = self._session.run(["pooled"], {"pixels": part})
        return pooled
