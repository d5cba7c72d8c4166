"""A delegate that paints lines as in the folder list: icon, name, and a number on the right."""

from enum import IntEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from photon.domain.unseen_characters import line_written_out
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon
from photon.ui.kit.item_views import AnyIndex, paint_row_ground
from photon.ui.kit.theme import figures_font, theme


class CountRole(IntEnum):
    """Item data roles of a line besides its text."""

    COUNT = Qt.ItemDataRole.UserRole + 11
    THING = Qt.ItemDataRole.UserRole + 12
    ICON = Qt.ItemDataRole.UserRole + 13  # instead of the default one
    IS_QUIET = Qt.ItemDataRole.UserRole + 14
    PICTURE = Qt.ItemDataRole.UserRole + 15  # a square pixmap that is shown instead of the icon


_WIDER = 3  # pixels by which a picture is larger than an icon on each side


class CountDelegate(QStyledItemDelegate):
    """Paints a line; the text is the name, and COUNT is shown on the right.

    Attributes:
        line_icon: Icon of lines without their own; empty for none.
    """

    def __init__(self, line_icon: str, parent: QWidget, *, paints_ground: bool = True) -> None:
        """Make the delegate of a view.

        Args:
            line_icon: Icon of lines without an icon of their own; empty for none.
            parent: The view.
            paints_ground: False if the view highlights its lines itself.
        """
        super().__init__(parent)
        self.line_icon = line_icon
        self._paints_ground = paints_ground

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height that all lines have."""
        return QSize(super().sizeHint(option, index).width(), tokens.LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a line."""
        painter.save()
        if self._paints_ground:
            paint_row_ground(painter, option.rect, option.state)
        is_picked = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_words(painter, option.rect, index, is_picked=is_picked)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, index: AnyIndex, *, is_picked: bool) -> None:
        in_use, left = theme(), rect.left() + tokens.TIGHT
        icon_name = index.data(CountRole.ICON) or self.line_icon
        if icon_name:
            side = tokens.ICON
            place = QRect(left - 2, rect.center().y() - side // 2 + 1, side, side)
            picture = index.data(CountRole.PICTURE)
            if picture is None:
                paint_icon(painter, place, icon_name, "accent" if is_picked else "quiet")
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(place.adjusted(-_WIDER, -_WIDER, _WIDER, _WIDER), picture)
            left += side + 6
        middle = Qt.AlignmentFlag.AlignVCenter
        count = str(index.data(CountRole.COUNT) or "")
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(in_use.colour("quiet"))
        painter.drawText(rect.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, count)
        taken = painter.fontMetrics().horizontalAdvance(count) + 14
        painter.setFont(figures_font(painter.font(), tokens.TEXT))
        painter.setPen(in_use.colour("quiet" if index.data(CountRole.IS_QUIET) else "text"))
        place = QRect(left, rect.top(), rect.right() - taken - left, rect.height())
        name = line_written_out(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, middle, text)
