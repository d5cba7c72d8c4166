"""Paint the rows of sets and of their files."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from photon.app.duplicates.set_texts import TITLES
from photon.language import tr
from photon.ui.duplicates.set_rows import SetFileRow, SetRow
from photon.ui.duplicates.set_words import file_line, set_line, words_line
from photon.ui.kit import tokens
from photon.ui.kit.theme import figures_font
from photon.ui.photos.row_painting import RowDelegate, write_line

PICTURE: Final = QSize(72, 60)
LINE: Final = 19


class SetDelegate(RowDelegate[SetRow]):
    """Paints a set: the suggested photo, what the set is, and how much its copies take."""

    height = PICTURE.height() + 2 * tokens.TIGHT

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: SetRow, *, is_edited: bool) -> None:
        del is_edited
        line = self._begin(painter, option, row.photo)
        write_line(painter, line, TITLES[row.found.kind], "text" if row.found.offer else "quiet")
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        name = PurePath(row.found.paths[0]).name
        write_line(painter, line.translated(0, LINE), name, "quiet", Qt.TextElideMode.ElideMiddle)
        write_line(painter, line.translated(0, 2 * LINE), set_line(row.found), "quiet")

    def _begin(self, painter: QPainter, option: QStyleOptionViewItem, photo: int) -> QRect:
        return _begin_row(self, painter, option, photo)


class FileDelegate(RowDelegate[SetFileRow]):
    """Paints a file: its photo, its name and folder, how it differs, and what was said of it."""

    height = PICTURE.height() + 2 * tokens.TIGHT

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: SetFileRow, *, is_edited: bool) -> None:
        del is_edited
        line = _begin_row(self, painter, option, row.photo)
        path = PurePath(row.file.path)
        marks = [tr("suggested")] if row.is_best else []
        marks += [tr("is kept, too")] if row.stays else []
        after = QRect(line)
        if marks:
            after.setLeft(line.left() + write_line(painter, line, ", ".join(marks), "accent") + tokens.SPACE)
        write_line(painter, after, path.name, "text", Qt.TextElideMode.ElideMiddle)
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        write_line(painter, line.translated(0, LINE), str(path.parent), "quiet", Qt.TextElideMode.ElideLeft)
        last = line.translated(0, 2 * LINE)
        words = words_line(row.note)
        for part in filter(None, (words, row.differences)):
            last.setLeft(last.left() + write_line(painter, last, part, "text") + tokens.WIDE)
        write_line(painter, last, file_line(row), "quiet")


def _begin_row(
    delegate: RowDelegate[SetRow] | RowDelegate[SetFileRow], painter: QPainter, option: QStyleOptionViewItem, photo: int
) -> QRect:
    """Paint the photo; the place of the first line beside it."""
    inside = option.rect.adjusted(tokens.TIGHT, tokens.TIGHT, -tokens.TIGHT, -tokens.TIGHT)
    picture = QRect(inside.topLeft(), PICTURE)
    delegate._paint_photo(painter, picture, photo)  # noqa: SLF001 - both are of this room
    line = QRect(picture.right() + tokens.SPACE, inside.top(), 0, LINE)
    line.setRight(inside.right())
    return line
