"""The capabilities ``detect`` and ``embed`` of the model that finds faces, and tells them apart."""

from collections.abc import Sequence
from typing import Protocol

from photon.domain.arrays import Floats, Pixels
from photon.domain.people.found_face import FoundFace


class FaceFinder(Protocol):
    """Finds faces in pictures."""

    def find_faces(self, pictures: Sequence[Pixels], full_sizes: Sequence[tuple[int, int]]) -> list[list[FoundFace]]:
        """Find the faces in pictures, with what tells them apart.

        Args:
            pictures: uint8 (height, width, 3) each, upright.
            full_sizes: Width and height in pixels of the photos that the pictures show.

        Returns:
            For each picture its faces, the largest first.
        """

    def measure_eyes(self, picture: Pixels, boxes: Floats, points: Floats) -> Floats:
        """Measure how far the eyes of faces are open, which only frames of one moment need.

        Args:
            picture: uint8 (height, width, 3), upright.
            boxes: float32 (n, 4) left, top, right and bottom of the faces in fractions of the picture.
            points: float32 (n, 5, 2) as ``FoundFace`` has them.

        Returns:
            float32 (n,), as ``FaceQuality.eyes``.
        """
