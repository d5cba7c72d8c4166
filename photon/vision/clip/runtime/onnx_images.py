"""The image tower as an ONNX graph on the processor; torch is not imported."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from photon.vision.clip.runtime.optional_map import SWITCH
from photon.vision.clip.runtime.pixels import Pixels, for_each, look_at, squash
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import WHOLE, FloatArray, Window
from photon.vision.kit.onnx_session import open_graph


class OnnxImages:
    """An image tower on onnxruntime.

    Pictures go through one by one, several threads side by side: as fast as batches or faster, memory stays flat,
    decoding overlaps with computing, and a photo's vector does not depend on its neighbours.
    """

    def __init__(self, path: Path, preprocessing: Preprocessing, threads: int) -> None:
        """Opens the graph.

        Raises:
            OSError: It is missing.
            ValueError: It is damaged.
        """
        self._session = open_graph(path, threads=1)
        self._preprocessing = preprocessing
        self._pool = ThreadPoolExecutor(threads)
        self._has_map = any(given.name == SWITCH for given in self._session.get_overridable_initializers())

    def encode(self, previews: Sequence[bytes]) -> tuple[FloatArray, FloatArray]:
        """See ImageTower."""
        vectors = for_each(self._encode_one, previews, self._pool)
        return np.concatenate([one for one, _ in vectors]), np.concatenate([other for _, other in vectors])

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> FloatArray:
        """See ImageTower."""
        (pixels,) = for_each(lambda one: squash(one, self._preprocessing, window), [preview], self._pool)
        places: FloatArray = self._run(["map"], pixels)[0][0]
        return places

    def _encode_one(self, preview: bytes) -> tuple[FloatArray, FloatArray]:
        meaning, look = self._run(["meaning", "look"], look_at(preview, self._preprocessing))
        return meaning, look

    def _run(self, names: list[str], pixels: Pixels) -> Any:  # noqa: ANN401 - onnxruntime has no types
        given: dict[str, Any] = {"pixels": pixels[None]}
        if self._has_map:  # it costs nothing where nobody looks at it
            given[SWITCH] = np.asarray("map" in names)
        return self._session.run(names, given)
