"""Paints a file of a plan: the photo, the file, and the changes."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.item_views import AnyIndex
from photon.ui.metadata.write_list import KINDS, WriteList, WriteRow
from photon.ui.metadata.write_messages import NAMES, Line
from photon.ui.photos.row_painting import RowDelegate, write_line
from photon.ui.photos.thumbnails import Thumbnails

PICTURE: Final = QSize(64, 48)
LINE: Final = 20
NAMES_WIDTH: Final = 76
"""Minimum width in pixels of the names of kinds of metadata."""
FIELDS: Final = 216
"""Width in pixels of field names."""


class WriteDelegate(RowDelegate[WriteRow]):
    """Rows are as high as their text."""

    def __init__(self, files: WriteList, thumbnails: Thumbnails, view: QListView) -> None:
        super().__init__(files, thumbnails, view)
        self._files = files

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return a height with one line for the file, each note and each change."""
        words = LINE * self._files.count_lines(index.row())
        return QSize(200, max(PICTURE.height(), words) + 2 * tokens.TIGHT)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: WriteRow, *, is_edited: bool) -> None:
        del is_edited
        inside = option.rect.adjusted(tokens.SPACE, tokens.TIGHT, -tokens.SPACE, -tokens.TIGHT)
        picture = QRect(inside.topLeft(), PICTURE)
        if row.kind == "obstacle":
            icon("warning", "warning").paint(painter, picture)
        else:
            self._paint_photo(painter, picture, row.photo)
        words = QRect(picture.right() + tokens.WIDE, inside.top(), 0, LINE)
        words.setRight(inside.right())
        _paint_file(painter, words, row)
        for note in row.notes:
            words.translate(0, LINE)
            role = "warning" if row.kind == "obstacle" and note is row.notes[0] else "quiet"
            write_line(painter, words, note, role)
        widest = max(map(painter.fontMetrics().horizontalAdvance, NAMES.values())) + tokens.SPACE
        for line in row.lines:
            words.translate(0, LINE)
            _paint_line(painter, words, line, FIELDS if self._files.is_every_field else max(NAMES_WIDTH, widest))


def _paint_file(painter: QPainter, place: QRect, row: WriteRow) -> None:
    plain, strong = QFont(painter.font()), QFont(painter.font())
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    rest = _rest(place, write_line(painter, place.adjusted(0, 0, -place.width() // 3, 0), row.name, "text"))
    painter.setFont(plain)
    rest = _rest(rest, write_line(painter, rest, KINDS[row.kind], "accent" if row.kind == "photo" else "quiet"))
    write_line(painter, rest, row.folder, "quiet", Qt.TextElideMode.ElideMiddle)


def _paint_line(painter: QPainter, place: QRect, line: Line, width: int) -> None:
    name = QRect(place.left(), place.top(), width - tokens.TIGHT, LINE)
    write_line(painter, name, line.name, "quiet")
    rest = place.adjusted(width, 0, 0, 0)
    if line.note:
        write_line(painter, rest, line.note, "quiet")
    elif line.is_list:
        for sign, texts, role in (("−", line.gone, "danger"), ("+", line.new, "good")):
            for text in texts:
                rest = _rest(rest, write_line(painter, rest, f"{sign} {text}", role))
    else:
        _paint_text(painter, rest, line)


def _paint_text(painter: QPainter, rest: QRect, line: Line) -> None:
    """Paint a text before and after the change; the old one is struck out and gets at most half of the width."""
    plain, struck = QFont(painter.font()), QFont(painter.font())
    struck.setStrikeOut(True)
    painter.setFont(struck)
    for text in line.gone:
        most = rest if not line.new else QRect(rest.left(), rest.top(), rest.width() // 2, rest.height())
        rest = _rest(rest, write_line(painter, most, text, "quiet"))
    painter.setFont(plain)
    if line.gone and line.new:
        rest = _rest(rest, write_line(painter, rest, "→", "quiet"))
    for text in line.new:
        write_line(painter, rest, text, "text")


def _rest(place: QRect, used: int) -> QRect:
    return place.adjusted(used + tokens.SPACE if used else 0, 0, 0, 0)
