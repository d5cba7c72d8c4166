"""Previews to pooled features: JPEG decoding, squashing to a square, EfficientNet-Lite2."""

import io
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from photon.vision.kit.encoder import WHOLE, DamagedPreview, FloatArray, Window
from photon.vision.kit.onnx_session import open_graph
from photon.vision.starter.image_graph import FEATURES, SIDE

# A preview of 512 is decoded at half its size, 256: four pixels less than the square, three times faster.
_DRAFT = 250


def squash(preview: bytes, window: Window = WHOLE) -> npt.NDArray[np.uint8]:
    """Decodes a JPEG, or a part of it, to the square the tower looks at: uint8 [260, 260, 3].

    The whole photo is squashed rather than cropped: it finds as much, and the edges stay searchable.

    Raises:
        OSError: It cannot be decoded.
    """
    left, top, right, bottom = window
    with Image.open(io.BytesIO(preview)) as image:
        image.draft("RGB", (math.ceil(_DRAFT / (right - left)), math.ceil(_DRAFT / (bottom - top))))
        box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
        square = image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC, box, reducing_gap=2.0)
        return np.asarray(square)


class StarterImageTower:
    """The image side up to the adapter.

    Pictures go through one by one, several threads side by side: the layers of a single picture stay in
    the processor's cache (9 ms against 14 ms each in batches of 8), memory stays flat, decoding overlaps
    with computing, and a photo's vector does not depend on its neighbours in the batch.
    """

    def __init__(self, path: Path, threads: int) -> None:
        """Opens the graph.

        Raises:
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads=1)
        self._threads = threads

    def encode(self, previews: Sequence[bytes]) -> FloatArray:
        """Pooled features, float32 [n, 1280], as they come out of the network.

        Raises:
            DamagedPreview: Some cannot be decoded.
        """
        pooled = np.empty((len(previews), FEATURES), np.float32)

        def encode_one(position: int) -> bool:
            try:
                pixels = squash(previews[position])
            except (OSError, ValueError, SyntaxError):
                return False
            pooled[position] = self.encode_pixels(pixels)
            return True

        with ThreadPoolExecutor(self._threads) as pool:
            done = list(pool.map(encode_one, range(len(previews))))
        if not all(done):
            raise DamagedPreview(tuple(position for position, well in enumerate(done) if not well))
        return pooled

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> FloatArray:
        """Features of each place before pooling, float32 [9, 9, 1280]; their mean is what ``encode`` gives.

        With a window only that part of the picture is looked at.

        Raises:
            DamagedPreview: It cannot be decoded.
        """
        try:
            pixels = squash(preview, window)
        except (OSError, ValueError, SyntaxError):
            raise DamagedPreview((0,)) from None
        batch: FloatArray = self._session.run(["map"], {"pixels": pixels[None]})[0]
        return np.ascontiguousarray(batch[0].transpose(1, 2, 0))

    def encode_pixels(self, pixels: npt.NDArray[np.uint8]) -> FloatArray:
        """Pooled features of one squashed picture: uint8 [260, 260, 3] to float32 [1280]."""
        batch: FloatArray = self._session.run(["pooled"], {"pixels": pixels[None]})[0]
        pooled: FloatArray = batch[0]
        return pooled
