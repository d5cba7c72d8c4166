"""What item views and their delegates share."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from photon.ui.kit import tokens
from photon.ui.kit.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex


def paint_row_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Light up a row that is selected or under the mouse; with the focus it gets a frame.

    Args:
        painter: Paints the view.
        rect: The row.
        state: Its state, as a delegate is given it.
    """
    states = QStyle.StateFlag
    is_selected = bool(state & states.State_Selected)
    if is_selected or state & states.State_MouseOver:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = is_selected and bool(state & states.State_HasFocus)
        painter.setPen(theme().colour("accent") if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("hover" if is_selected else "raised"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
