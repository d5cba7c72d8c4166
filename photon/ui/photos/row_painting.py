"""Painting of rows with a photo: background, picture, lines of text."""

from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photon.domain import Card
from photon.domain.unseen_characters import line_written_out
from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import theme
from photon.ui.photos.photo_rows import PhotoRow, PhotoRows
from photon.ui.photos.thumbnails import Thumbnails

CORNER = 4
R = TypeVar("R", bound=PhotoRow)


class RowDelegate(QStyledItemDelegate, Generic[R]):
    """Paints the background of a row; subclasses paint its content.

    Attributes:
        editing: The row covered by an editor, or -1.
    """

    height = 0

    def __init__(self, rows: PhotoRows[R], thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(view)
        self._model, self._thumbnails = rows, thumbnails
        self.editing = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return a height of ``height`` pixels for every row."""
        return QSize(200, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option.rect, option.state)
        self._paint_row(painter, option, self._model.rows[index.row()], is_edited=index.row() == self.editing)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: R, *, is_edited: bool) -> None:
        raise NotImplementedError

    def _paint_photo(self, painter: QPainter, place: QRect, photo: int) -> None:
        card = self._model.cards.card(photo)
        thumbnail = self._thumbnails.find(card.id, card.version) if card is not None else None
        paint_picture(painter, place, card, thumbnail.pixmap if thumbnail is not None else None)


def paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """Paint the background of the current row or the one under the pointer, and the focus ring."""
    inside = rect.adjusted(2, 1, -2, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
        painter.setBrush(theme().colour("hover" if state & QStyle.StateFlag.State_Selected else "raised"))
        painter.drawRoundedRect(inside, tokens.RADIUS, tokens.RADIUS)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("accent"), tokens.FOCUS_RING))
        painter.drawRoundedRect(inside, tokens.RADIUS, tokens.RADIUS)


def paint_picture(painter: QPainter, place: QRect, card: Card | None, pixmap: QPixmap | None) -> None:
    """Paint a photo fitted into a rectangle; its mean colour until it arrives."""
    if card is None:
        return
    size = QSize(card.width, card.height).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QRect(place.left(), place.top(), max(1, size.width()), max(1, size.height()))
    fitted.moveCenter(place.center())
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(fitted), CORNER, CORNER)
    painter.setClipPath(shape)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(fitted, QColor(card.colour))
    if pixmap is not None and not pixmap.isNull():
        painter.drawPixmap(QRectF(fitted), pixmap, QRectF(pixmap.rect()))
    painter.restore()


def paint_dot(painter: QPainter, line: QRect, *, is_on: bool) -> None:
    """Paint the dot before a line that can be chosen."""
    middle = QPoint(line.left() + 4, line.center().y())
    painter.setPen(QPen(theme().colour("accent" if is_on else "suggestion"), 1.2))
    painter.setBrush(theme().colour("accent") if is_on else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 4, 4)


def paint_lines(painter: QPainter, place: QRect, text: str, most: int) -> int:
    """Paint text in at most ``most`` lines, eliding the last one; return the height in pixels."""
    metrics = painter.fontMetrics()
    layout = QTextLayout(line_written_out(" ".join(text.split())), painter.font())
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    foot = 0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        where = QPointF(place.left(), place.top() + foot)
        rest = layout.text()[line.textStart() :]
        if number == most - 1 and line.textLength() < len(rest):
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(where + QPointF(0, metrics.ascent()), shown)
        else:
            line.draw(painter, where)
        foot += metrics.lineSpacing()
    layout.endLayout()
    return foot


def write_line(
    painter: QPainter, place: QRect, text: str, role: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> int:
    """Paint one line, elided to fit.

    Args:
        painter: The painter.
        place: The rectangle, in pixels; a line needs more than 12.
        text: The line.
        role: Colour of the theme.
        mode: Where the text is elided.

    Returns:
        The width of the painted text, in pixels.
    """
    if place.width() <= tokens.SPACE:
        return 0
    painter.setPen(theme().colour(role))
    shown = painter.fontMetrics().elidedText(line_written_out(text), mode, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
