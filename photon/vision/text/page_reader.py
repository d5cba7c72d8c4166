"""Read what is written in photos: find lines, read them, and put them in order."""

import io
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Pixels
from photon.domain.photo.page_text import Corners, PageText, TextLine
from photon.vision.kit.encoder import UNREADABLE
from photon.vision.text.code_reader import read_codes
from photon.vision.text.line_cutting import sides
from photon.vision.text.line_recogniser import LineRecogniser, ReadLine
from photon.vision.text.picture_lines import SURE, PictureLines, count_letters
from photon.vision.text.reading_order import order_of
from photon.vision.text.text_boxes import TextBoxes
from photon.vision.text.text_detector import TextDetector, scale_of

_GLANCE = 480  # pixels of the long side for finding whether there is text
_SIDE, _CLOSER = 960, 1600  # for finding lines; the second where they are many and small
_MOST = 1000  # lines of a photo: more take minutes
_THING = 0.3  # of the short side
_ALONE = 0.95  # confidence of a single letter: ears and windows look like one
_SPARSE = 3.0  # width of a character, times the height of its line, beyond which some were not read
_SOME, _SMALL = 8, 16.0  # a closer look: from so many lines, and up to this height in pixels
_STRIP = 8.0  # long side / short side from which a preview, of at most 2048 pixels, is too narrow to tell
_CLEAR, _LEGIBLE, _LINE = 0.75, 16.0, 1.8  # score, pixels and width / height of lines that a person could read


class PageReader:
    """Reads what is written in pictures: the capability ``read``."""

    def __init__(self, detector: Path, recogniser: Path, threads: int) -> None:
        """Name the files; the networks are loaded on first use."""
        self._files, self._threads = (detector, recogniser), threads

    @cached_property
    def _detector(self) -> TextDetector:
        return TextDetector(self._files[0], self._threads)

    @cached_property
    def _recogniser(self) -> LineRecogniser:
        return LineRecogniser(self._files[1], self._threads)

    def find_text(self, previews: Sequence[bytes]) -> list[float]:
        """Tell how likely text is in each preview, a JPEG, 0..1; 0 if it is damaged. Takes 0.1 s each.

        Strips are always to be read.
        """
        return [self._find_text(preview) for preview in previews]

    def read_text(self, pictures: Sequence[Pixels]) -> list[PageText]:
        """Read all text in pictures. Takes seconds where there is much of it.

        Args:
            pictures: uint8 (height, width, 3) each.
        """
        return [self._read_text(Image.fromarray(picture)) for picture in pictures]

    def _find_text(self, preview: bytes) -> float:
        try:
            with Image.open(io.BytesIO(preview)) as image:
                image.draft("RGB", (_GLANCE, _GLANCE))
                picture = image.convert("RGB")
        except UNREADABLE:
            return 0.0
        if read_codes(picture):
            return 1.0
        if max(picture.size) > _STRIP * min(picture.size):
            return 0.5
        return chance_of_text(self._detector.find(picture, _GLANCE, _MOST), picture.size)

    def _read_text(self, picture: Image.Image) -> PageText:
        codes = tuple(read_codes(picture))
        boxes = _beside_codes(self._find_lines(picture), codes, picture.size)
        if not len(boxes.scores):
            return PageText(codes)
        corners, read = PictureLines(picture, boxes, self._recogniser).read_all()
        is_read = [_is_read(line, where, picture.size) for line, where in zip(read, corners, strict=True)]
        good = [at for at, is_good in enumerate(is_read) if is_good]
        good = [good[at] for at in order_of([corners[at] for at in good])]
        unreadable = sum(
            not is_good and _is_legible(box, score) and not _is_thing(box, picture.size)
            for is_good, box, score in zip(is_read, boxes.corners, boxes.scores.tolist(), strict=True)
        )
        lines = tuple(_as_line(read[at], corners[at], picture.size) for at in good)
        return PageText((*lines, *codes), unreadable)

    def _find_lines(self, picture: Image.Image) -> TextBoxes:
        """Return boxes around lines; where they are many and small, after a closer look."""
        boxes = self._detector.find(picture, _SIDE, _MOST)
        heights = [min(sides(box)) for box in boxes.corners]
        scale, closer = (scale_of(*picture.size, side) for side in (_SIDE, _CLOSER))
        if len(heights) >= _SOME and scale < closer and np.median(heights) * scale < _SMALL < np.median(heights):
            boxes = self._detector.find(picture, _CLOSER, _MOST)
        return boxes


def chance_of_text(boxes: TextBoxes, size: tuple[int, int]) -> float:
    """Return how likely a picture has text, 0..1, by the boxes that were found at a glance.

    Measured on 30 pictures without text and 30 with: where there is text, the best box has a score of 0.6 to 0.88.
    Without text, most have no box, and the others one around the main thing in the picture: large, and hardly longer
    than high. Of those with text, one had no box: its text was 10 pixels high.

    Args:
        boxes: The boxes.
        size: Width and height of the picture.
    """
    found = zip(boxes.corners, boxes.scores, strict=True)
    best = max([0.4, *(float(score) - 0.4 * _is_thing(box, size) for box, score in found)])
    return float(1 / (1 + np.exp(-30 * (best - 0.53))))


def _beside_codes(boxes: TextBoxes, codes: Sequence[TextLine], size: tuple[int, int]) -> TextBoxes:
    """Leave out boxes in the middle of codes, whose squares look like a script that the network does not know."""
    middles = boxes.corners.mean(axis=1) / np.array(size, np.float32)
    is_beside = np.ones(len(middles), bool)
    for code in codes:
        corners = np.reshape(code.corners, (4, 2))
        is_beside &= ((middles < corners.min(axis=0)) | (middles > corners.max(axis=0))).any(axis=1)
    return TextBoxes(boxes.corners[is_beside], boxes.scores[is_beside])


def _is_thing(box: Floats, size: tuple[int, int]) -> bool:
    """Return whether a box is rather around the main thing in a picture: large, and hardly longer than high."""
    short, long = sorted(sides(box))
    return short > _THING * min(size) and long < 2 * short


def _is_read(line: ReadLine, corners: Floats, size: tuple[int, int]) -> bool:
    """Return whether a line was read: of scripts that it does not know, the network reads some dots, and is sure."""
    wide, high = sides(corners)
    letters = count_letters(line.text)
    if letters <= 1 and (line.confidence < _ALONE or _is_thing(corners, size)):
        return False
    return line.confidence >= SURE and wide <= _SPARSE * letters * high


def _is_legible(box: Floats, score: float) -> bool:
    """Return whether a line is so large and so surely text that a person could read it."""
    short, long = sorted(sides(box))
    return score >= _CLEAR and short >= _LEGIBLE and long >= _LINE * short


def _as_line(line: ReadLine, corners: Floats, size: tuple[int, int]) -> TextLine:
    shares = np.clip(corners / np.array(size, np.float32), 0, 1).ravel().tolist()
    return TextLine(line.text, cast("Corners", tuple(shares)), line.confidence)
