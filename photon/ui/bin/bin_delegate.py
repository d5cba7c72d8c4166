"""Paints a row of the bin: the photo, its name, where it was, and when it went."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from photon.domain.photo.file_move import BinnedPhoto
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.formatting import local_moment, rough_size
from photon.ui.kit.theme import figures_font
from photon.ui.photos.row_painting import RowDelegate, write_line

PICTURE: Final = QSize(84, 64)
LINE: Final = 20


class BinDelegate(RowDelegate[BinnedPhoto]):
    """Paints what was moved to the bin."""

    height = PICTURE.height() + 2 * tokens.SPACE

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: BinnedPhoto, *, is_edited: bool) -> None:
        del is_edited
        inside = option.rect.adjusted(tokens.SPACE, tokens.SPACE, -tokens.SPACE, -tokens.SPACE)
        picture = QRect(inside.topLeft(), PICTURE)
        self._paint_photo(painter, picture, row.photo)
        path = PurePath(row.path)
        line = QRect(picture.right() + tokens.WIDE, inside.top(), 0, LINE)
        line.setRight(inside.right())
        write_line(painter, line, path.name, "text", Qt.TextElideMode.ElideMiddle)
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        write_line(painter, line.translated(0, LINE + 2), str(path.parent), "quiet", Qt.TextElideMode.ElideMiddle)
        write_line(painter, line.translated(0, 2 * LINE + 2), since_words(row), "quiet")


def since_words(row: BinnedPhoto) -> str:
    """When a photo went to the bin, and with what.

    Args:
        row: The photo.
    """
    told = tr("In the bin since {time} · {size}", time=local_moment(row.made), size=rough_size(row.bytes))
    if not row.others:
        return told
    return f"{told} · {tr_n('with {count:,} other file', 'with {count:,} other files', len(row.others))}"
