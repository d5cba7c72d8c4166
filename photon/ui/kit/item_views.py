"""Functions shared by item views and their delegates."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QSizePolicy, QStyle, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex


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
