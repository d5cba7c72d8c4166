"""What the image towers of the two runtimes have in common."""

from collections.abc import Sequence
from typing import Protocol

from photon.vision.kit.encoder import WHOLE, FloatArray, Window


class ClipImageTower(Protocol):
    """Previews to vectors, none of them normalised."""

    def encode(self, previews: Sequence[bytes]) -> tuple[FloatArray, FloatArray]:
        """Meaning float32 (n, dimension) and look float32 (n, look_dimension) of upright JPEG previews.

        Raises:
            DamagedPreview: Some cannot be decoded.
            DeviceLost: The graphics card stopped answering.
            PhotonError: There is not enough memory for even one picture.
        """

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> FloatArray:
        """What each place of a window shows: float32 (rows, columns, dimension).

        Raises:
            DamagedPreview: It cannot be decoded.
            DeviceLost: The graphics card stopped answering.
            PhotonError: There is not enough memory.
        """
