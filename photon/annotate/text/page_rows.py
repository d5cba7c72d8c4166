"""Lines of text that stand beside each other as rows: "Total" on the left and its amount on the right."""

import re
from collections.abc import Sequence

from photon.domain.photo.page_text import PageText, TextLine
from photon.quick_dataclass import dataclass

_DOTS = re.compile(r"[.…·]{2,}|^[.·]|…")
_BESIDE = 0.5  # of its height, by which a line may lie lower or higher than the one before


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a page.

    Attributes:
        lines: Its lines, from left to right.
    """

    lines: tuple[TextLine, ...]

    @property
    def texts(self) -> list[str]:
        """What its lines say, without the dots that lead from a name to its amount."""
        return [_DOTS.sub(" ", line.text).strip() for line in self.lines]

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(self.texts)

    @property
    def confidence(self) -> float:
        """How sure the reader is of its least certain line."""
        return min(line.confidence for line in self.lines)

    @property
    def height(self) -> float:
        """Height of its first line."""
        across, down = _down(self.lines[0])
        return abs(across) + abs(down)


def rows_of(page: PageText) -> list[PageRow]:
    """Return the rows of a page, whose lines are in the order of reading, also if it is tilted, turned or mirrored.

    Args:
        page: The text, whose codes are left out.
    """
    rows: list[list[TextLine]] = []
    written = page.written
    along = [(line.corners[2] - line.corners[0], line.corners[3] - line.corners[1]) for line in written]
    right = sum(x for x, _ in along), sum(y for _, y in along)
    for line in written:
        if rows and _is_beside(line, rows[-1][-1], right):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [PageRow(tuple(row)) for row in rows]


def _is_beside(line: TextLine, before: TextLine, right: Sequence[float]) -> bool:
    """Return whether a line goes on where another one of the same height ended, in the direction of the page."""
    x, y = (line.corners[axis] - before.corners[axis] for axis in (0, 1))
    down_x, down_y = _down(before)
    turned = right[0] * down_y - right[1] * down_x
    if not turned:
        return False
    return (x * down_y - y * down_x) / turned > 0 and abs((y * right[0] - x * right[1]) / turned) < _BESIDE


def _down(line: TextLine) -> tuple[float, float]:
    return line.corners[6] - line.corners[0], line.corners[7] - line.corners[1]
