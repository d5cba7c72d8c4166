"""Find the faces in pictures, measure how well they show who it is, and tell them apart."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Pixels
from photon.domain.people.face import SMALLEST_FACE, UNSEEN_EYES, FaceQuality
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.region import Region, visible
from photon.vision.people.eye_state import EyeReader
from photon.vision.people.face_alignment import align_face, pose_of, sharpness_of
from photon.vision.people.face_detector import FaceDetector
from photon.vision.people.face_embedder import FaceEmbedder

_GLANCE, _CLOSE = 960, 320  # pixels of the long side: for most faces, and for those that fill the picture
_SEEN = 12  # pixels of a face that the detector finds
_LONGEST = 3200  # pixels of a side that is looked at: the network takes 40 MB for each million
_LEAST, _LIKELY, _SURE = 0.7, 0.76, 0.9  # scores: worth another look, a face after that, a face without
"""Of 4,300 photos without people, 900 of them animals, one has a face by these, a dog; by the first score alone it
would be 6 where as many faces are found. Dolls, statues and portraits on bank notes count, and may score 0.9."""
_INSIDE = 0.5  # share of a face
_EYES = 40  # pixels of a face whose eyes are measured: smaller ones were not tried
_NARROW = 0.8  # boxes may be narrower than faces: of 309 faces, 3 of 32 pixels have one of 28 to 31


class PictureFaces:
    """Finds faces in pictures: the capabilities ``detect`` and ``embed``."""

    def __init__(self, detector: Path, embedder: Path, threads: int) -> None:
        """Name the files; the networks are loaded on first use."""
        self._files, self._threads = (detector, embedder), threads

    @cached_property
    def _detector(self) -> FaceDetector:
        return FaceDetector(self._files[0], self._threads)

    @cached_property
    def _embedder(self) -> FaceEmbedder:
        return FaceEmbedder(self._files[1], self._threads)

    @cached_property
    def _eyes(self) -> EyeReader:
        return EyeReader(self._threads)

    def find_faces(self, pictures: Sequence[Pixels], full_sizes: Sequence[tuple[int, int]]) -> list[list[FoundFace]]:
        """Find the faces in pictures, with what tells them apart.

        Takes 15 ms a picture of preview size, and 30 ms a face.

        Args:
            pictures: uint8 (height, width, 3) each, upright.
            full_sizes: Width and height in pixels of the photos that the pictures show.

        Returns:
            For each picture its faces, the largest first.
        """
        return [self._find(Image.fromarray(one), size) for one, size in zip(pictures, full_sizes, strict=True)]

    def measure_eyes(self, picture: Pixels, boxes: Floats, points: Floats) -> Floats:
        """Measure how far the eyes of faces are open; takes 3 ms a face.

        Args:
            picture: uint8 (height, width, 3), upright.
            boxes: float32 (n, 4) left, top, right and bottom of the faces in fractions of the picture.
            points: float32 (n, 5, 2) as ``FoundFace`` has them.

        Returns:
            float32 (n,), as ``FaceQuality.eyes``.
        """
        size = np.array(picture.shape[1::-1], np.float32)
        edges, spots = boxes * np.tile(size, 2), points * size
        is_large = (edges[:, 2:] - edges[:, :2]).min(axis=1) >= _EYES
        found = np.full(len(boxes), UNSEEN_EYES, np.float32)
        found[is_large] = self._eyes.measure(Image.fromarray(picture), edges[is_large], spots[is_large])
        return found

    def _find(self, picture: Image.Image, full_size: tuple[int, int]) -> list[FoundFace]:
        scale = max(full_size) / max(picture.size)
        found = self._detector.find(picture, sides_of(max(picture.size), max(full_size)), _LEAST)
        faces = []
        for box, points, first in zip(found.boxes, found.points, found.scores.tolist(), strict=True):
            side = float((box[2:] - box[:2]).min())
            region = _region(box / np.tile(picture.size, 2))
            if scale * side < _NARROW * SMALLEST_FACE or region is None:
                continue
            score = first if first >= _SURE else (first + self._detector.look_again(picture, box)) / 2
            if score >= _LIKELY:
                faces.append(self._describe(picture, region, points, (score, scale * side)))
        return sorted(faces, key=lambda one: -one.quality.size)

    def _describe(self, picture: Image.Image, region: Region, points: Floats, facts: tuple[float, float]) -> FoundFace:
        face = align_face(picture, points)
        (vector,) = self._embedder.embed([face])
        quality = FaceQuality(*facts, sharpness_of(face), pose_of(points))
        shares = (points / np.array(picture.size)).astype(np.float32)
        return FoundFace(region, shares, quality, vector / max(float(np.linalg.norm(vector)), 1e-9))


def sides_of(long: int, full: int) -> list[int]:
    """Return at which sizes a picture is looked at, in pixels of its long side.

    Args:
        long: Pixels of its long side.
        full: Those of the photo that it shows, in which the smallest faces have ``SMALLEST_FACE`` pixels.
    """
    needed = min(full * _SEEN / SMALLEST_FACE, _LONGEST)
    return sorted({min(long, side) for side in (_CLOSE, max(_GLANCE, round(needed)))})


def _region(box: Floats) -> Region | None:
    """Return the region of a box (left, top, right, bottom in shares); None if most of it is outside the picture."""
    left, top, right, bottom = map(float, box)
    region = visible(Region(left, top, right - left, bottom - top))
    if region is None or region.width * region.height < _INSIDE * (right - left) * (bottom - top):
        return None
    return region
