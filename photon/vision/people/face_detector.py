"""Find faces: run YuNet (Wu et al. 2023) over a picture at several sizes, and keep the best box of each face."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from photon.domain.arrays import Floats, Ids
from photon.vision.kit.onnx_session import open_content
from photon.vision.people.weight_unpacking import unpack_weights

_STRIDES = (8, 16, 32)  # pixels between two places of the network's three maps
_MULTIPLE = 32  # pixels: sides that the network takes
_SAME = 0.3  # overlap (IoU) of boxes around one face, as in OpenCV
_MOST = 1000  # faces of a picture
_AGAIN, _AROUND = 96, 2.5  # pixels of a face with its surroundings, which are so many times as large as itself
_TURNS = (0, 12, -12)  # degrees: what is no face looks like one in one position only
_ALIKE, _LEAST = 0.4, 0.02  # overlap with the face that is looked at again; score
_LARGEST = 6.0  # logarithm of sides in strides: a damaged graph must not overflow


class DetectedBoxes(NamedTuple):
    """Faces in a picture, the surest first.

    Attributes:
        boxes: float32 (n, 4): left, top, right and bottom in pixels.
        points: float32 (n, 5, 2): eyes, nose and corners of the mouth in pixels, each from left to right as seen.
        scores: float32 (n,): how sure the network is, 0..1.
    """

    boxes: Floats
    points: Floats
    scores: Floats


class FaceDetector:
    """Finds faces in pictures."""

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
        self._outputs = [f"{kind}_{stride}" for stride in _STRIDES for kind in ("cls", "obj", "bbox", "kps")]

    def find(self, picture: Image.Image, sides: list[int], least: float) -> DetectedBoxes:
        """Find faces.

        Args:
            picture: The picture, in RGB.
            sides: Pixels of the long side at which it is looked at.
            least: Score from which a face counts.

        Returns:
            Faces in pixels of the picture.
        """
        found = [self._detect(picture, side, least) for side in sides]
        boxes, points, scores = (np.concatenate(part) for part in zip(*found, strict=True))
        kept = best_boxes(boxes, scores)
        return DetectedBoxes(boxes[kept], points[kept], scores[kept])

    def look_again(self, picture: Image.Image, box: Floats) -> float:
        """Return how sure the network is of a face when it sees the face alone, also tilted and mirrored, 0..1.

        Args:
            picture: The picture, in RGB.
            box: float32 (4,): left, top, right and bottom of the face.
        """
        (x, y), (wide, high) = ((box[:2] + box[2:]) / 2).tolist(), ((box[2:] - box[:2]) / 2).tolist()
        reach = _AROUND * max(wide, high)
        left, top = max(0, int(x - reach)), max(0, int(y - reach))
        right, bottom = min(picture.width, int(x + reach)), min(picture.height, int(y + reach))
        shown = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        factor = max(1, int(reach / _AGAIN))
        start, down, end, below = (
            round(one / factor) for one in (x - reach - left, y - reach - top, x + reach - left, y + reach - top)
        )
        part = shown.reduce(factor).crop((start, down, end, below))
        face = np.array([reach - wide, reach - high, reach + wide, reach + high], np.float32) / np.float32(factor)
        looks = [part.rotate(angle, Image.Resampling.BILINEAR) for angle in _TURNS]
        found = [self._detect(look, _AGAIN, _LEAST) for look in (*looks, *map(ImageOps.mirror, looks))]
        scores = [one.scores[overlaps(one.boxes, face) > _ALIKE].max(initial=0) for one in found]
        return float(np.mean(scores))

    def _detect(self, picture: Image.Image, side: int, least: float) -> DetectedBoxes:
        scale = side / max(picture.size)
        width, height = (max(1, round(pixels * scale)) for pixels in picture.size)
        pixels = np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0))
        wide, high = (-(-pixels // _MULTIPLE) * _MULTIPLE for pixels in (width, height))
        values = np.zeros((1, 3, high, wide), np.float32)
        values[0, :, :height, :width] = pixels[..., ::-1].transpose(2, 0, 1)
        maps = self._session.run(self._outputs, {"input": values})
        parts = [_read(maps[4 * at : 4 * at + 4], stride, wide, least) for at, stride in enumerate(_STRIDES)]
        boxes, points, scores = (np.concatenate(part) for part in zip(*parts, strict=True))
        size = np.array([width, height], np.float32) / np.array(picture.size, np.float32)
        return DetectedBoxes((boxes / np.tile(size, 2)).astype(np.float32), (points / size).astype(np.float32), scores)


def _read(maps: Sequence[Floats], stride: int, width: int, least: float) -> DetectedBoxes:
    """Return the faces of one map: class, face or not, box and points at each place, float32 (1, places, …)."""
    classes, chances, boxes, points = (part[0] for part in maps)
    scores = np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(chances[:, 0], 0, 1))
    at = np.flatnonzero(scores >= least)
    places = np.stack([at % (width // stride), at // (width // stride)], axis=1).astype(np.float32)
    middles = (places + boxes[at, :2]) * stride
    halves = np.exp(np.minimum(boxes[at, 2:], _LARGEST)) * (stride / 2)
    corners = np.concatenate([middles - halves, middles + halves], axis=1)
    return DetectedBoxes(corners, (points[at].reshape(-1, 5, 2) + places[:, None]) * stride, scores[at])


def best_boxes(boxes: Floats, scores: Floats) -> Ids:
    """Return the numbers, int64 (k,), of the boxes that overlap no surer one by more than ``_SAME``, the surest first.

    Args:
        boxes: float32 (n, 4): left, top, right and bottom.
        scores: float32 (n,).
    """
    left = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(left) and len(kept) < _MOST:
        best, left = left[0], left[1:]
        kept.append(int(best))
        left = left[overlaps(boxes[left], boxes[best]) <= _SAME]
    return np.array(kept, np.int64)


def overlaps(boxes: Floats, box: Floats) -> Floats:
    """Return how boxes, float32 (n, 4), overlap one, float32 (4,): intersection by union, float32 (n,)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2])
    share: Floats = shared / np.maximum(areas - shared, 1e-9)
    return share
