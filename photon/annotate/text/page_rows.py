"""Lines of text that stand beside each other as rows: "Total" on the left and its amount on the right."""

import numpy as np

from photon.domain.photo.page_text import PageText, TextLine
from photon.quick_dataclass import dataclass

_FLAT = 1e-9
_SHARED = 0.5  # share of the lower height by which lines of a row overlap


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a page.

    Attributes:
        lines: Its lines, from left to right.
        top: Where it begins, as a share of the height of the text of the page.
        height: Height of its highest line, in the same measure.
        width: Width from its first to its last line, as a share of the width of the text of the page.
    """

    lines: tuple[TextLine, ...]
    top: float
    height: float
    width: float

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """How sure the reader is of its least certain line."""
        return min(line.confidence for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Box:
    line: TextLine
    left: float
    right: float
    top: float
    bottom: float


def rows_of(page: PageText) -> list[PageRow]:
    """Return the rows of a page, from top to bottom, also of a page that is tilted, turned or mirrored.

    Args:
        page: The text.
    """
    rows: list[list[_Box]] = []
    for box in sorted(_boxes(page), key=lambda one: one.top + one.bottom):
        row = next((row for row in rows[-3:] if all(_is_beside(box, one) for one in row)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [_row(row) for row in rows]


def _row(boxes: list[_Box]) -> PageRow:
    boxes.sort(key=lambda one: one.left)
    height = max(one.bottom - one.top for one in boxes)
    width = max(one.right for one in boxes) - boxes[0].left
    return PageRow(tuple(one.line for one in boxes), min(one.top for one in boxes), height, width)


def _is_beside(one: _Box, other: _Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < _SHARED * min(one.bottom - one.top, other.bottom - other.top):
        return False
    return min(one.right, other.right) - max(one.left, other.left) < _SHARED * min(
        one.right - one.left, other.right - other.left
    )


def _boxes(page: PageText) -> list[_Box]:
    """Return where lines are along and across the usual direction of reading, as shares of the text of the page."""
    if not page.lines:
        return []
    corners = np.array([line.corners for line in page.lines]).reshape(-1, 4, 2)
    right, down = (corners[:, 1] - corners[:, 0]).sum(axis=0), (corners[:, 3] - corners[:, 0]).sum(axis=0)
    axes = np.stack([right, down])
    if abs(np.linalg.det(axes)) < _FLAT:
        axes = np.eye(2)
    placed = corners @ np.linalg.inv(axes)  # also where the picture is not square, of which the corners are shares
    placed -= placed.min(axis=(0, 1))
    placed /= np.maximum(placed.max(axis=(0, 1)), _FLAT)
    sides = placed[:, [0, 1]].mean(axis=1)[:, 1], placed[:, [3, 2]].mean(axis=1)[:, 1]
    ends = placed[:, [0, 3]].mean(axis=1)[:, 0], placed[:, [1, 2]].mean(axis=1)[:, 0]
    found = zip(page.lines, *(part.tolist() for part in (*ends, *sides)), strict=True)
    return [_Box(line, left, right_, top, bottom) for line, left, right_, top, bottom in found]
