"""Paints a file of a plan: the photo, the file, and what would be different in it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme
from photon.ui.metadata.write_list import KINDS, WriteList, WriteRow
from photon.ui.metadata.write_messages import Line
from photon.ui.photos.row_painting import paint_ground, paint_picture
from photon.ui.photos.thumbnails import Thumbnails

PICTURE: Final = QSize(64, 48)
LINE: Final = 20
NAMES: Final = 76
"""Pixels for the names of things."""
FIELDS: Final = 216
"""Pixels for fields by their own names."""
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WriteDelegate(QStyledItemDelegate):
    """Rows are as high as there is something to say."""

    def __init__(self, files: WriteList, thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(view)
        self._files = files
        self._thumbnails = thumbnails

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A line for the file, one for each note and each thing."""
        words = LINE * self._files.count_lines(index.row())
        return QSize(200, max(PICTURE.height(), words) + 2 * tokens.TIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        row = self._files.rows[index.row()]
        inside = option.rect.adjusted(tokens.SPACE, tokens.TIGHT, -tokens.SPACE, -tokens.TIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option.rect, option.state)
        picture = QRect(inside.topLeft(), PICTURE)
        card = self._files.cards.card(row.photo)
        if card is not None:
            paint_picture(painter, picture, card, self._thumbnails.find(row.photo, card.version))
        elif row.kind == "obstacle":
            icon("warning", "warning").paint(painter, picture)
        words = QRect(picture.right() + tokens.WIDE, inside.top(), 0, LINE)
        words.setRight(inside.right())
        _paint_file(painter, words, row)
        for note in row.notes:
            words.translate(0, LINE)
            _write(painter, words, note, "warning" if row.kind == "obstacle" and note is row.notes[0] else "quiet")
        for line in row.lines:
            words.translate(0, LINE)
            _paint_line(painter, words, line, FIELDS if self._files.is_every_field else NAMES)
        painter.restore()


def _paint_file(painter: QPainter, place: QRect, row: WriteRow) -> None:
    plain, strong = QFont(painter.font()), QFont(painter.font())
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    rest = _rest(place, _write(painter, place.adjusted(0, 0, -place.width() // 3, 0), row.name, "text"))
    painter.setFont(plain)
    rest = _rest(rest, _write(painter, rest, KINDS[row.kind], "accent" if row.kind == "photo" else "quiet"))
    _write(painter, rest, row.folder, "quiet", Qt.TextElideMode.ElideMiddle)


def _paint_line(painter: QPainter, place: QRect, line: Line, width: int) -> None:
    name = QRect(place.left(), place.top(), width - tokens.TIGHT, LINE)
    _write(painter, name, line.name, "quiet")
    rest = place.adjusted(width, 0, 0, 0)
    if line.note:
        _write(painter, rest, line.note, "quiet")
    elif line.is_list:
        for sign, texts, role in (("−", line.gone, "danger"), ("+", line.new, "good")):
            for text in texts:
                rest = _rest(rest, _write(painter, rest, f"{sign} {text}", role))
    else:
        _paint_text(painter, rest, line)


def _paint_text(painter: QPainter, rest: QRect, line: Line) -> None:
    """A text before and after; the former struck out, and with half of the room at most."""
    plain, struck = QFont(painter.font()), QFont(painter.font())
    struck.setStrikeOut(True)
    painter.setFont(struck)
    for text in line.gone:
        most = rest if not line.new else QRect(rest.left(), rest.top(), rest.width() // 2, rest.height())
        rest = _rest(rest, _write(painter, most, text, "quiet"))
    painter.setFont(plain)
    if line.gone and line.new:
        rest = _rest(rest, _write(painter, rest, "→", "quiet"))
    for text in line.new:
        _write(painter, rest, text, "text")


def _rest(place: QRect, used: int) -> QRect:
    return place.adjusted(used + tokens.SPACE if used else 0, 0, 0, 0)


def _write(
    painter: QPainter, place: QRect, text: str, role: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> int:
    """Write one line, shortened to the room; returns the pixels that it took."""
    if place.width() <= tokens.SPACE:
        return 0
    painter.setPen(theme().colour(role))
    shown = painter.fontMetrics().elidedText(text, mode, place.width())
    painter.drawText(place, _MIDDLE, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
