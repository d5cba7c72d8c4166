"""The image tower as an ONNX graph on the CPU; torch is not imported."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from photon.domain.arrays import Floats, Pixels
from photon.vision.clip.runtime.optional_map import SWITCH
from photon.vision.clip.runtime.pixels import look_at, squash
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import WHOLE, Window
from photon.vision.kit.onnx_session import open_graph
from photon.vision.kit.previews import for_each


class OnnxImages:
    """An image tower on onnxruntime.

    Images are processed one at a time on several threads: this is at least as fast as batches, memory stays constant,
    decoding overlaps with computing, and a vector does not depend on the other images of a batch.
    """

    def __init__(self, path: Path, preprocessing: Preprocessing, threads: int) -> None:
        """Open the graph.

        Args:
            path: The ONNX file.
            preprocessing: How images are prepared.
            threads: Images processed at the same time.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads=1)
        self._preprocessing = preprocessing
        self._pool = ThreadPoolExecutor(threads)
        self._has_map = any(given.name == SWITCH for given in self._session.get_overridable_initializers())

    def encode(self, previews: Sequence[bytes]) -> tuple[Floats, Floats]:
        """Encode previews.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings float32 (n, dimension) and visual features float32 (n, look_dimension), not normalised.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
        """
        vectors = for_each(self._encode_one, previews, self._pool)
        return np.concatenate([one for one, _ in vectors]), np.concatenate([other for _, other in vectors])

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> Floats:
        """Encode each place of a window.

        Args:
            preview: An upright JPEG.
            window: The part of the image to encode.

        Returns:
            float32 (rows, columns, dimension), not normalised.

        Raises:
            DamagedPreview: The preview cannot be decoded.
        """
        (pixels,) = for_each(lambda one: squash(one, self._preprocessing, window), [preview], self._pool)
        places: Floats = self._run(["map"], pixels)[0][0]
        return places

    def _encode_one(self, preview: bytes) -> tuple[Floats, Floats]:
        """Joint embedding float32 (1, dimension) and visual features float32 (1, look_dimension) of a preview."""
        meaning, look = self._run(["meaning", "look"], look_at(preview, self._preprocessing))
        return meaning, look

    def _run(self, names: list[str], pixels: Pixels) -> Any:  # noqa: ANN401 - onnxruntime has no types
        """Run the graph on one image, uint8 (side, side, 3)."""
        given: dict[str, Any] = {"pixels": pixels[None]}
        if self._has_map:  # skips the map when it is not requested
            given[SWITCH] = np.asarray("map" in names)
        return self._session.run(names, given)
