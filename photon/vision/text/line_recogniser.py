"""Read lines of text: the recogniser of PP-OCRv6, whose answers are decoded by the best path of CTC (Graves 2006)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats
from photon.domain.unseen_characters import clean_line
from photon.quick_dataclass import dataclass
from photon.vision.kit.onnx_session import open_graph
from photon.vision.text.line_cutting import HEIGHT

_TOGETHER = 1600  # pixels of lines in a batch: the answer takes 75 kB for 8 of them
_SHORTEST, _LONGEST = 160, 2400  # of what is read at once; longer lines are divided
_GAP = HEIGHT // 4  # pixels between words
_EASTERN = "\u2e80"  # the first of the characters of China and Japan
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # full-width letters, which are for eastern texts
_ALIKE = 1.25  # of lines in a batch, how much longer the longest may be


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line says.

    Attributes:
        text: Its text; may be empty.
        confidence: How sure the network is on average of its letters and digits, 0..1.
    """

    text: str
    confidence: float


class LineRecogniser:
    """Reads lines that were cut out of pictures."""

    def __init__(self, path: Path, threads: int) -> None:
        """Open the graph, which brings along its characters.

        Args:
            path: The ONNX file.
            threads: Threads per operator.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged.
        """
        self._session = open_graph(path, threads)
        known = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._characters = ["", *known, " "]
        self._is_letter = np.array([character.isalnum() for character in self._characters])

    def read(self, lines: Sequence[Image.Image]) -> list[ReadLine]:
        """Read lines.

        Args:
            lines: Pictures, ``HEIGHT`` pixels high.
        """
        parts = [_parts_of(line) for line in lines]
        read = iter(self._read([part for some in parts for part in some]))
        return [_joined(list(islice(read, len(some)))) for some in parts]

    def _read(self, lines: Sequence[Image.Image]) -> list[ReadLine]:
        found: dict[int, ReadLine] = {}
        for batch in _batches([line.width for line in lines]):
            width = max(_SHORTEST, *(lines[at].width for at in batch))
            values = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
            for row, at in enumerate(batch):
                pixels = np.asarray(lines[at])[..., ::-1].transpose(2, 0, 1)
                values[row, :, :, : lines[at].width] = pixels / np.float32(127.5) - 1
            answers: Floats = self._session.run(None, {"x": values})[0]
            found |= {at: self._decoded(answer) for at, answer in zip(batch, answers, strict=True)}
        return [found[at] for at in range(len(lines))]

    def _decoded(self, answer: Floats) -> ReadLine:
        best = answer.argmax(axis=1)
        kept = (best != 0) & (np.diff(best, prepend=0) != 0)
        if not kept.any():
            return ReadLine("", 0.0)
        text = clean_line("".join(self._characters[at] for at in best[kept]))
        if not any(letter >= _EASTERN and letter.isalpha() for letter in text.translate(_NARROW)):
            text = text.translate(_NARROW)
        letters = kept & self._is_letter[best]  # of a row of dots, some are always doubtful
        counted = letters if letters.any() else kept
        return ReadLine(text, float(answer[counted, best[counted]].mean()))


def _parts_of(line: Image.Image) -> list[Image.Image]:
    """Divide a very long line, where a gap is between words if there is one."""
    parts = []
    while line.width > _LONGEST:
        ink = np.asarray(line.convert("L"))[:, _LONGEST // 2 : _LONGEST].std(axis=0)
        gap = np.convolve(ink, np.ones(_GAP), "valid").argmin() + _LONGEST // 2 + _GAP // 2
        parts.append(line.crop((0, 0, int(gap), HEIGHT)))
        line = line.crop((int(gap), 0, line.width, HEIGHT))
    return [*parts, line]


def _joined(parts: Sequence[ReadLine]) -> ReadLine:
    if len(parts) == 1:
        return parts[0]
    known = [part for part in parts if part.text] or parts[:1]
    weights = [max(len(part.text), 1) for part in known]
    sure = float(np.average([part.confidence for part in known], weights=weights))
    return ReadLine(" ".join(part.text for part in known), sure)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places of lines that are similarly long and together not too long."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=lambda one: widths[one]):
        shortest = max(_SHORTEST, widths[batch[0]]) if batch else 0
        if batch and (widths[at] > _ALIKE * shortest or widths[at] * (len(batch) + 1) > _TOGETHER):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
