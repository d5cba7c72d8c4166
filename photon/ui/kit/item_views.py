"""Functions shared by item views and their delegates."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from photon.ui.kit import tokens
from photon.ui.kit.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex


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
