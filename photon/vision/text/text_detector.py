"""Find text: run the detector of PP-OCRv6 over a picture, tile by tile, and put the boxes around lines."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Pixels
from photon.vision.kit.onnx_session import open_graph
from photon.vision.text.text_boxes import NO_BOXES, Chances, TextBoxes, find_boxes

_MULTIPLE = 32  # pixels: sides that the network takes
_TILE, _OVERLAP = 960, 96  # pixels of a side: the network needs 25 MB for each 100,000 pixels
_LONG = 2.0  # of a longer picture, such as a screenshot of a whole page, the short side says how large it is looked at
_MOST_PIXELS = 8_000_000
_ENLARGED = 1.5
_LEAST = 8  # pixels of the short side in which a letter has room
_FLAT, _MARGIN = 4.0, 32  # a cut-out line, so many times as wide as high, is overlooked without a margin


class TextDetector:
    """Finds lines of text in pictures."""

    def __init__(self, path: Path, threads: int) -> None:
        """Open the graph.

        Args:
            path: The ONNX file.
            threads: Threads per operator.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads)

    def find(self, picture: Image.Image, side: int, most: int) -> TextBoxes:
        """Find lines of text.

        Args:
            picture: The picture, in RGB.
            side: Pixels of the long side at which it is looked at.
            most: Number of lines; of more, the largest are kept.

        Returns:
            Boxes in pixels of the picture.
        """
        if min(picture.size) < _LEAST:
            return NO_BOXES
        scale = scale_of(*picture.size, side)
        width, height = (max(1, round(pixels * scale)) for pixels in picture.size)
        pixels = np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR))
        margin = _MARGIN if max(width, height) > _FLAT * min(width, height) else 0
        rest = [-(side + 2 * margin) % _MULTIPLE + margin for side in (height, width)]
        pixels = np.pad(pixels, ((margin, rest[0]), (margin, rest[1]), (0, 0)), "edge")
        chances = self._chances(pixels)[margin : margin + height, margin : margin + width]
        boxes = find_boxes(chances, most)
        corners = boxes.corners * np.array([picture.width / width, picture.height / height], np.float32)
        return boxes._replace(corners=np.clip(corners, 0, np.array(picture.size, np.float32)))

    def _chances(self, pixels: Pixels) -> Chances:
        """Return how likely text is at each place of pixels, whose sides are multiples of ``_MULTIPLE``."""
        high, wide = pixels.shape[:2]
        found = np.zeros((high, wide), np.uint8)
        for down, inner_down in _tiles(high):
            for across, inner_across in _tiles(wide):
                likely = self._run(pixels[down, across])
                inner = likely[inner_down.start - down.start :, inner_across.start - across.start :]
                into = found[inner_down, inner_across]
                into[:] = inner[: into.shape[0], : into.shape[1]] * 255
        return found

    def _run(self, pixels: Pixels) -> Floats:
        values = pixels[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1
        likely: Floats = self._session.run(None, {"x": values})[0][0, 0]
        return likely


def scale_of(width: int, height: int, side: int) -> float:
    """Return by how much a picture is enlarged when it is looked at with this many pixels of the long side."""
    short, long = sorted((width, height))
    scale = min(side / min(long, _LONG * short), max(1.0, min(side / long, _ENLARGED)))
    return min(scale, math.sqrt(_MOST_PIXELS / (width * height)))


def _tiles(pixels: int) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of a side that are looked at together, and which part of each counts."""
    count = max(1, -(-(pixels - _OVERLAP) // (_TILE - _OVERLAP)))
    step = -(-(pixels - _OVERLAP) // count // _MULTIPLE) * _MULTIPLE if count > 1 else pixels
    for at in range(count):
        start, end = at * step, pixels if at == count - 1 else at * step + step + _OVERLAP
        yield slice(start, end), slice(start + _OVERLAP // 2 if at else 0, end - (_OVERLAP // 2 if end < pixels else 0))
