"""The interface of image towers, common to both runtimes."""

from collections.abc import Sequence
from typing import Protocol

from photon.domain.arrays import Floats
from photon.vision.kit.encoder import WHOLE, Window


class ClipImageTower(Protocol):
    """Maps previews to vectors, none of them normalised."""

    def encode(self, previews: Sequence[bytes]) -> tuple[Floats, Floats]:
        """Encode previews.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings float32 (n, dimension) and visual features float32 (n, look_dimension).

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory for one image.
        """

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> Floats:
        """Encode each place of a window.

        Args:
            preview: An upright JPEG.
            window: The part of the image to encode.

        Returns:
            float32 (rows, columns, dimension).

        Raises:
            DamagedPreview: The preview cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory.
        """
