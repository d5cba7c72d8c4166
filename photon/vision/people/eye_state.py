"""Measure how far eyes are open: the distance of the lids in MediaPipe's face mesh (Kartynnik et al. 2019).

Only frames of one face may be compared: an open Asian or squinting eye measures what another one does half closed. On
254 faces of many people a closed eye measures less than an open one in .87 of pairs; in frames of one sitting, eyes
below ``SHUT`` of the widest (``photon/duplicates/burst_faces.py``) were closed in 1,484 of 1,484 cases, and 13 closed
ones of 1,497 were missed. The simplest ways, on the same frames, with their best limits: the share of upright edges
around the eyes, 1,209 right, 1,037 wrong and 288 missed, because it takes a frown for a blink; the contrast there, 55,
161 and 1,442. (Two sittings of 8 photos, each in 10 sizes, exposures, blurs and compressions, with faces of 48 to 140
pixels; bursts of 3 to 7 of them.)

The file has of the mesh's 468 points those of the lids; ``packaging/lab/people/convert_face_mesh.py`` makes it.
"""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from photon.domain.arrays import Doubles, Floats
from photon.resource_files import resource
from photon.vision.kit.onnx_session import open_graph

FILE = "people/eyes.onnx"
SIDE = 192
"""Pixels of the graph's picture."""
POINTS = (33, 133, 160, 144, 158, 153, 362, 263, 385, 380, 387, 373)
"""Points of the mesh: for each eye both corners, and twice the upper and the lower lid."""
_AROUND = 1.5  # the picture's side in those of the face's box, as MediaPipe does


class EyeReader:
    """Measures eyes."""

    def __init__(self, threads: int) -> None:
        """Open the graph.

        Args:
            threads: Threads per operator.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_graph(resource(FILE), threads)

    def measure(self, picture: Image.Image, boxes: Floats, points: Floats) -> Floats:
        """Measure how far the eyes of faces are open; takes 3 ms a face.

        Args:
            picture: The picture, in RGB.
            boxes: float32 (n, 4): left, top, right and bottom in pixels.
            points: float32 (n, 5, 2): in pixels, the eyes first, the left one as seen before the right one.

        Returns:
            float32 (n,): distance of the lids in widths of the eye, the mean of both eyes; about 0.1 to 0.35.
        """
        crops = [_face_crop(picture, box, eyes) for box, eyes in zip(boxes, points[:, :2], strict=True)]
        return np.array([self._openness(crop) for crop in crops], np.float32)

    def _openness(self, crop: Image.Image) -> float:
        values = (np.asarray(crop, np.float32) / 255).transpose(2, 0, 1)[None]
        (found,) = self._session.run(None, {"input_1": values})
        return float(np.mean([_lid_distance(eye) for eye in found.reshape(2, -1, 3)]))


def _lid_distance(eye: Doubles | Floats) -> float:
    """Return the distance of the lids in widths of an eye, float32 (6, 3); Soukupová and Čech 2016."""
    corners, *lids = eye.reshape(-1, 2, 3)
    width = float(np.linalg.norm(corners[0] - corners[1]))  # with depth, so that a turned head counts less
    return float(np.mean([np.linalg.norm(high[:2] - low[:2]) for high, low in lids])) / max(width, 1e-6)


def _face_crop(picture: Image.Image, box: Floats, eyes: Floats) -> Image.Image:
    """Return a square around a face, turned so that its eyes are level."""
    (left, top, right, bottom), across = box.tolist(), (eyes[1] - eyes[0]).tolist()
    side = _AROUND * max(right - left, bottom - top, 1.0)
    turn = math.atan2(across[1], across[0])
    part = _around(picture, ((left + right) / 2, (top + bottom) / 2), side)
    return part.rotate(math.degrees(turn), Image.Resampling.BILINEAR).resize((SIDE, SIDE), Image.Resampling.BILINEAR)


def _around(picture: Image.Image, middle: Sequence[float], side: float) -> Image.Image:
    x, y = middle
    return picture.crop(tuple(round(edge) for edge in (x - side / 2, y - side / 2, x + side / 2, y + side / 2)))  # type: ignore[arg-type]
