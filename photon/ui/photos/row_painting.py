"""The delegate that paints all lists of rows: ground, picture, lines of text, and buttons, as a ``RowSpec`` says."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photon.domain import Card
from photon.domain.unseen_characters import line_written_out
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import figures_font, theme
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_spec import Line, PhotoRow, RowPart, RowSpec, Sign, Style
from photon.ui.photos.thumbnails import Thumbnails

_CORNER = 4
PICTURE = "picture"
"""What a click on the picture stands for."""
_BUTTON = 26
_DOT = 16  # width in pixels of a dot, and of the space after it
_SIGN = 18
_FOOT = 14  # height in pixels of a line at the bottom
R = TypeVar("R", bound=PhotoRow)


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """The places of the parts of a row.

    Attributes:
        picture: The picture.
        words: The texts.
        lines: Each line.
        buttons: Each button.
    """

    picture: QRect
    words: QRect
    lines: Sequence[tuple[Line, QRect]]
    buttons: Sequence[tuple[tuple[Sign, object], QRect]]

    def act_at(self, point: QPoint) -> object:
        """Return what a click at a point stands for; None for nothing."""
        buttons = ((act, place) for (_, act), place in self.buttons)
        lines = ((line.act, place) for line, place in self.lines)
        parts = (*buttons, (PICTURE, self.picture), *lines)
        return next((act for act, place in parts if place.contains(point)), None)


def lay_out(spec: RowSpec[R], row: R, rect: QRect, font: QFont) -> RowPlaces:
    """Return the places of the parts of a row that fills ``rect``."""
    side, above = spec.margins
    inside = rect.adjusted(side, above, -side, -above)
    picture, buttons = QRect(inside.topLeft(), spec.picture), spec.buttons(row)
    words = inside.adjusted(spec.picture.width() + tokens.WIDE, 0, 0, 0)
    if buttons:
        words.setRight(words.right() - len(buttons) * (_BUTTON + tokens.HAIR) - tokens.TIGHT)
    words.setWidth(min(words.width(), spec.widest))
    button = QRect(words.right() + tokens.SPACE, inside.center().y() - _BUTTON // 2, _BUTTON, _BUTTON)
    aside = [(one, button.translated(at * (_BUTTON + tokens.HAIR), 0)) for at, one in enumerate(buttons)]
    lines, top = list[tuple[Line, QRect]](), words.top()
    for line in spec.lines(row):
        height = line.height or (spec.line if line.most == 1 else _broken_height(line, words.width(), font))
        place = QRect(words.left(), top + line.gap, words.width(), height)
        if line.is_foot:
            place = QRect(words.left(), words.bottom() - _FOOT, words.width(), _FOOT)
        lines.append((line, place))
        top = place.top() + height
    return RowPlaces(picture, words, lines, aside)


class RowDelegate(QStyledItemDelegate, Generic[R]):
    """Paints the rows of a list.

    Attributes:
        editing: The row covered by an editor, or -1.
    """

    def __init__(self, rows: PhotoRows[R], thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(view)
        self._model, self._thumbnails = rows, thumbnails
        self.editing = -1

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of a row: that of its picture or of its texts."""
        spec = self._model.spec
        return QSize(200, max(spec.picture.height(), self._model.height_of(index.row())) + 2 * spec.margins[1])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row."""
        spec, row = self._model.spec, self._model.rows[index.row()]
        where, signs = lay_out(spec, row, option.rect, painter.font()), spec.signs(row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option.rect, option.state)
        for at, (name, role) in enumerate(signs):
            width = where.picture.width() // len(signs)
            place = QRect(where.picture.left() + at * width, where.lines[0][1].top(), width, where.picture.height())
            icon(name, role).paint(painter, place)
        if not signs:
            self._paint_photo(painter, where.picture, row)
        for line, place in where.lines if index.row() != self.editing else ():
            _paint_line(painter, place, line)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            for ((name, role), _), place in where.buttons:
                icon(name, role).paint(painter, place.adjusted(4, 4, -4, -4))
        painter.restore()

    def _paint_photo(self, painter: QPainter, place: QRect, row: R) -> None:
        card = self._model.card_of(row)
        thumbnail = self._thumbnails.find(card.id, card.version) if card is not None else None
        _paint_picture(painter, place, card, thumbnail.pixmap if thumbnail is not None else None)


def _paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
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


def _paint_picture(painter: QPainter, place: QRect, card: Card | None, pixmap: QPixmap | None) -> None:
    """Paint a photo fitted into a rectangle; its mean colour until it arrives."""
    if card is None:
        return
    size = QSize(card.width, card.height).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QRect(place.left(), place.top(), max(1, size.width()), max(1, size.height()))
    fitted.moveCenter(place.center())
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(fitted), _CORNER, _CORNER)
    painter.setClipPath(shape)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(fitted, QColor(card.colour))
    if pixmap is not None and not pixmap.isNull():
        painter.drawPixmap(QRectF(fitted), pixmap, QRectF(pixmap.rect()))
    painter.restore()


def _paint_line(painter: QPainter, place: QRect, line: Line) -> None:
    plain, rest = painter.font(), place.adjusted(_indent(line), 0, 0, 0)
    first = place.height() if line.most == 1 else painter.fontMetrics().lineSpacing()
    if line.sign is not None and line.sign[0]:
        icon(*line.sign).paint(painter, QRect(place.left() - 2, place.top() + (first - _SIGN) // 2, _SIGN, _SIGN))
    if line.is_chosen is not None:
        _paint_dot(painter, QPoint(place.left() + 4, place.top() + first // 2), is_on=line.is_chosen)
    for part in line.parts:
        painter.setFont(_styled(plain, part.style))
        if line.most > 1 and part is line.parts[-1]:
            _paint_broken(painter, rest, part, line.most)
            continue
        column = max([part.width, *map(painter.fontMetrics().horizontalAdvance, part.column)])
        room = QRect(rest.topLeft(), QSize(min(column or int(rest.width() * part.share), rest.width()), first))
        used = _write_line(painter, room, part.text, part.role, part.elide)
        if used:
            rest.setLeft(rest.left() + (column or used) + tokens.SPACE)
    painter.setFont(plain)


def _paint_dot(painter: QPainter, middle: QPoint, *, is_on: bool) -> None:
    """Paint the dot before a line that can be chosen."""
    painter.setPen(QPen(theme().colour("accent" if is_on else "suggestion"), 1.2))
    painter.setBrush(theme().colour("accent") if is_on else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 4, 4)


def _indent(line: Line) -> int:
    return _DOT if line.is_chosen is not None else _SIGN + 2 if line.sign is not None else 0


def _styled(font: QFont, style: Style) -> QFont:
    if style == "small":
        return figures_font(font, tokens.SMALL)
    made = QFont(font)
    made.setItalic(style == "italic")
    made.setStrikeOut(style == "struck")
    if style == "strong":
        made.setWeight(QFont.Weight.DemiBold)
    return made


def _broken(part: RowPart, font: QFont, width: int, most: int) -> QTextLayout:
    """Break a text into at most ``most`` lines."""
    layout = QTextLayout(_on_one_line(part.text), font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats(_marks(part))
    layout.beginLayout()
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * QFontMetrics(font).lineSpacing()))
    layout.endLayout()
    return layout


def _broken_height(line: Line, width: int, font: QFont) -> int:
    styled = _styled(font, line.parts[-1].style)
    count = _broken(line.parts[-1], styled, width - _indent(line), line.most).lineCount()
    return count * QFontMetrics(styled).lineSpacing()


def _paint_broken(painter: QPainter, place: QRect, part: RowPart, most: int) -> None:
    """Paint a text in at most ``most`` lines, eliding the last one."""
    painter.setPen(theme().colour(part.role))
    layout, metrics = _broken(part, painter.font(), place.width(), most), painter.fontMetrics()
    for number in range(layout.lineCount()):
        line, rest = layout.lineAt(number), _text_from(layout, number)
        if number == most - 1 and metrics.horizontalAdvance(rest) > place.width():
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place.topLeft() + QPoint(0, int(line.y()) + metrics.ascent()), shown)
        else:
            line.draw(painter, place.topLeft())


def _text_from(layout: QTextLayout, number: int) -> str:
    """Return the text from a line on, also what is not laid out any more."""
    return _utf16(layout.text())[2 * layout.lineAt(number).textStart() :].decode("utf-16-le", "surrogatepass")


def _on_one_line(text: str) -> str:
    return line_written_out(" ".join(text.split()))


def _utf16(text: str) -> bytes:
    """Return a text as Qt counts it: an emoji is two."""
    return text.encode("utf-16-le", "surrogatepass")


def _marks(part: RowPart) -> list[QTextLayout.FormatRange]:
    """Return the format of what is marked, which may stand elsewhere in the text as it is shown."""
    start, length = part.marked
    shown, marked = _on_one_line(part.text), _on_one_line(part.text[start : start + length])
    at = shown.find(marked, len(_on_one_line(part.text[:start])))
    if not marked or at < 0:
        return []
    found = QTextLayout.FormatRange()
    found.start, found.length = len(_utf16(shown[:at])) // 2, len(_utf16(marked)) // 2
    style = QTextCharFormat()
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    style.setUnderlineColor(theme().colour("warning"))
    found.format = style
    return [found]


def _write_line(
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
