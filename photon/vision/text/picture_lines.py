"""The lines of one picture: in which direction their text runs, and what they say."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass
from photon.vision.text.line_cutting import TALL, LineCutter, is_tall, sides, turned_corners
from photon.vision.text.line_recogniser import LineRecogniser, ReadLine
from photon.vision.text.text_boxes import TextBoxes

SURE = 0.80
"""Confidence from which a line counts; scripts that the network does not know reach 0.64."""
_RIGHT_WAY = 0.90  # confidence of a sample at which no other direction is tried
_SAMPLE, _AGAIN = 5, 12  # lines of a sample, and lines that are also tried upside down
_PORTION = 800.0  # length of the lines that are cut out at once, times their height: they take 8 MB


@dataclass(frozen=True, slots=True)
class _Way:
    """How text lies: quarter turns clockwise, and whether it is mirrored."""

    quarters: int
    is_mirrored: bool = False

    def upside_down(self) -> "_Way":
        return _Way((self.quarters + 2) % 4, self.is_mirrored)

    def corners(self, box: Floats) -> Floats:
        return turned_corners(box, self.quarters, is_mirrored=self.is_mirrored)


class PictureLines:
    """Reads the lines of one picture."""

    def __init__(self, picture: Image.Image, boxes: TextBoxes, recogniser: LineRecogniser) -> None:
        """Take the picture, the boxes around its lines, of which there is at least one, and the network."""
        self._cutter, self._boxes, self._recogniser = LineCutter(picture), boxes, recogniser
        self._known: dict[bytes, ReadLine] = {}  # by corners: lines of samples are read once

    def read_all(self) -> tuple[list[Floats], list[ReadLine]]:
        """Return the corners of each line in the direction of reading, float32 (4, 2) each, and what it says."""
        corners = [way.corners(box) for way, box in zip(self._ways(), self._boxes.corners, strict=True)]
        read = self._read(corners)
        self._read_upside_down(corners, read)
        return corners, read

    def _ways(self) -> list[_Way]:
        """Return how the text of each box lies: that of all flat ones and of all tall ones is found by a sample."""
        boxes, scores = self._boxes
        lengths = np.array([max(sides(box)) for box in boxes])
        tall = np.array([is_tall(box) for box in boxes])
        if lengths[tall].sum() > lengths.sum() / 2:  # the whole page is turned: short words, too
            tall = np.array([is_tall(box, 1 / TALL) for box in boxes])
        ways = [_Way(0)] * len(tall)
        for kind, usual in ((tall, _Way(1)), (~tall, _Way(0))):
            places = np.flatnonzero(kind)
            if len(places):
                way = self._way_of(places[np.argsort(-(lengths * scores)[places], kind="stable")[:_SAMPLE]], usual)
                for at in places:
                    ways[at] = way
        return ways

    def _way_of(self, sample: Ids, usual: _Way) -> _Way:
        """Return the first way in which a sample reads well; otherwise the best one that is not mirrored."""
        best, most = usual, 0.0
        mirrored = _Way(usual.quarters, is_mirrored=True)
        for way in (usual, usual.upside_down(), mirrored, mirrored.upside_down()):
            read = self._read([way.corners(self._boxes.corners[at]) for at in sample])
            letters = np.array([count_letters(line.text) for line in read])  # rows of stars say nothing
            known = float(sum(line.confidence * count for line, count in zip(read, letters, strict=True)))
            if known >= _RIGHT_WAY * max(letters.sum(), 2):
                return way
            if known > most and not way.is_mirrored:
                best, most = way, known
        return best

    def _read(self, corners: Sequence[Floats]) -> list[ReadLine]:
        unknown = [box for box in corners if box.tobytes() not in self._known]
        lengths = np.cumsum([wide / max(high, 1) for wide, high in map(sides, unknown)]) // _PORTION
        for _, group in groupby(zip(unknown, lengths.tolist(), strict=True), key=itemgetter(1)):
            some = [box for box, _ in group]
            read = self._recogniser.read([self._cutter.cut(box) for box in some])
            self._known |= {box.tobytes(): line for box, line in zip(some, read, strict=True)}
        return [self._known[box.tobytes()] for box in corners]

    def _read_upside_down(self, corners: list[Floats], read: list[ReadLine]) -> None:
        """Read lines that make no sense upside down, and keep what is sure then."""
        poor = [at for at, line in enumerate(read) if line.confidence < SURE]
        poor = sorted(poor, key=lambda at: -float(self._boxes.scores[at]))[:_AGAIN]
        turned = [np.roll(corners[at], 2, axis=0) for at in poor]
        for at, box, line in zip(poor, turned, self._read(turned), strict=True):
            if line.confidence >= _RIGHT_WAY and count_letters(line.text) > 1:
                corners[at], read[at] = box, line


def count_letters(text: str) -> int:
    """Return the number of letters and digits in a text."""
    return sum(letter.isalnum() for letter in text)
