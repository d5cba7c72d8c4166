"""Tell faces apart: run SFace (Zhong et al. 2021) over aligned faces."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats
from photon.vision.kit.onnx_session import open_content
from photon.vision.people.weight_unpacking import unpack_weights

DIMENSION = 128


class FaceEmbedder:
    """Turns aligned faces into vectors, which are close for faces of one person."""

    def __init__(self, path: Path, threads: int) -> None:
        """Open the graph.

        Args:
            path: The ONNX file.
            threads: Threads per operator.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_content(unpack_weights(path.read_bytes()), path.name, threads)

    def embed(self, faces: Sequence[Image.Image]) -> Floats:
        """Return the vectors of faces, not normalised: the shorter one is, the less it is a face. 25 ms each.

        Args:
            faces: As ``align_face`` returns them.

        Returns:
            float32 (n, DIMENSION).
        """
        inputs = (np.asarray(face, np.float32).transpose(2, 0, 1)[None] for face in faces)
        found = [self._session.run(None, {"data": pixels})[0] for pixels in inputs]
        return np.concatenate([np.zeros((0, DIMENSION), np.float32), *found])
