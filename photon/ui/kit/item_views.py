"""Functions shared by item views and their delegates."""

from collections.abc import Hashable, Sequence
from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QSizePolicy, QStyle, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex
Steps = tuple[list[tuple[int, int]], list[tuple[int, int]]]
"""Runs of rows (first, last) to remove and then to insert."""
MOST_RUNS = 400  # above this number of insertions and removals, a reset is cheaper
MOST_COMPARED = 100_000  # rows that differ: in a million, looking whether only some came and went takes 0.3 s


def show_whole(view: QAbstractItemView) -> None:
    """Make a view as high as its lines: the area that contains it scrolls."""
    view.setSizeAdjustPolicy(view.SizeAdjustPolicy.AdjustToContents)
    view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def reveal(part: QWidget, place: QRect) -> None:
    """Scroll the area that contains a part of a panel until this place of the part is visible."""
    area = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        middle = part.mapTo(area, place.center()).y() + area.verticalScrollBar().value()
        area.ensureVisible(0, middle, 0, place.height() // 2 + 1)


def paint_row_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Highlight a row that is selected or under the mouse; a focused row gets a frame.

    Args:
        painter: Painter of the view.
        rect: The row.
        state: Its state, as Qt passes it to a delegate.
    """
    states = QStyle.StateFlag
    is_selected = bool(state & states.State_Selected)
    if is_selected or state & states.State_MouseOver:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = is_selected and bool(state & states.State_HasFocus)
        painter.setPen(theme().colour("accent") if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("hover" if is_selected else "raised"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)


def steps_between(old: Sequence[Hashable], new: Sequence[Hashable]) -> Steps | None:
    """Return the runs to remove from ``old`` and then to insert to get ``new``; None if a reset is cheaper."""
    if not old or not new:
        return None
    same, most = _common_start(old, new), min(len(old), len(new))
    end = _common_start(old[: same - len(old) - 1 : -1], new[: same - len(new) - 1 : -1]) if same < most else 0
    gone, come = old[same : len(old) - end], new[same : len(new) - end]
    if min(len(gone), len(come)) > MOST_COMPARED:
        return None
    before, after = set(gone), set(come)
    if [one for one in gone if one in after] != [one for one in come if one in before]:
        return None  # the order changed
    removals = runs([row for row, one in enumerate(gone, same) if one not in after])
    insertions = runs([row for row, one in enumerate(come, same) if one not in before])
    return (removals, insertions) if len(removals) + len(insertions) <= MOST_RUNS else None


def _common_start(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return how many items two lists have in common at their start; slices are compared 20 times as fast as items."""
    same, end, most = 0, min(len(old), len(new)), 1  # few first: two orders of a million differ at once
    while same < end:
        middle = min((same + end + 1) // 2, same + most)
        if old[same:middle] == new[same:middle]:
            same, most = middle, 2 * most
        else:
            end = middle - 1
    return same


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending row numbers as runs (first, last) without gaps."""
    if not rows:
        return []
    ends = [(one, other) for one, other in pairwise(rows) if other != one + 1]
    firsts = [rows[0], *(other for _, other in ends)]
    lasts = [*(one for one, _ in ends), rows[-1]]
    return list(zip(firsts, lasts, strict=True))
