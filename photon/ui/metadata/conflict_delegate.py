"""Paints a conflict: the photo, the field, and the values of the user and of the file."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from photon.ui.metadata.conflict_list import NAMES, ConflictRow, Decided, shown
from photon.ui.photos.row_painting import RowDelegate, paint_dot, paint_lines

PICTURE: Final = QSize(112, 88)
HEIGHT: Final = PICTURE.height() + 2 * tokens.TIGHT
LINE: Final = 20
SIDE: Final = 34
"""Height in pixels of one side's value, which has two lines."""
DOT: Final = 16
NAME: Final = 72
"""Minimum width in pixels of a side's name."""
WIDEST: Final = 860
SIDES: Final[tuple[tuple[Decided, str], ...]] = (("mine", tr("Yours")), ("file", tr("The file's")))


@dataclass(frozen=True, slots=True)
class ConflictLayout:
    """The positions of the parts of a row."""

    picture: QRect
    head: QRect
    sides: tuple[QRect, QRect]

    def side_at(self, point: QPoint) -> Decided:
        """Return the side whose value is at a point; empty for none."""
        return next((side for (side, _), place in zip(SIDES, self.sides, strict=True) if place.contains(point)), "")


def places(rect: QRect) -> ConflictLayout:
    """Return the layout of a row that fills ``rect``."""
    inside = rect.adjusted(tokens.SPACE, tokens.TIGHT, -tokens.SPACE, -tokens.TIGHT)
    picture = QRect(inside.topLeft(), PICTURE)
    left = picture.right() + tokens.WIDE
    head = QRect(left, inside.top(), min(inside.right() - left, WIDEST), LINE)
    mine = QRect(left, head.bottom() + 1, head.width(), SIDE)
    return ConflictLayout(picture, head, (mine, mine.translated(0, SIDE)))


class ConflictDelegate(RowDelegate[ConflictRow]):
    """Paints both sides of a conflict."""

    height = HEIGHT

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ConflictRow, *, is_edited: bool) -> None:
        del is_edited
        where = places(option.rect)
        self._paint_photo(painter, where.picture, row.photo)
        _paint_head(painter, where.head, row)
        values = (row.conflict.ours, row.conflict.theirs)
        for (side, name), place, value in zip(SIDES, where.sides, values, strict=True):
            words = (name, shown(row.conflict.field, value))
            _paint_side(painter, place, words, is_picked=row.decided == side, is_open=row.is_open)


def _paint_head(painter: QPainter, place: QRect, row: ConflictRow) -> None:
    plain, strong = QFont(painter.font()), QFont(painter.font())
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    painter.setPen(theme().colour("text"))
    name = NAMES[row.conflict.field]
    used = painter.fontMetrics().horizontalAdvance(name) + tokens.SPACE
    paint_lines(painter, place, name, 1)
    painter.setFont(plain)
    painter.setPen(theme().colour("quiet"))
    paint_lines(painter, place.adjusted(used, 0, 0, 0), row.name, 1)


def _paint_side(painter: QPainter, place: QRect, words: tuple[str, str], *, is_picked: bool, is_open: bool) -> None:
    """Paint the name of a side and its value; a rejected value is struck out."""
    plain, struck = QFont(painter.font()), QFont(painter.font())
    struck.setStrikeOut(not is_open and not is_picked)
    paint_dot(painter, QRect(place.left(), place.top(), DOT, LINE - 4), is_on=is_picked)
    painter.setPen(theme().colour("quiet"))
    paint_lines(painter, place.adjusted(DOT, 0, 0, 0), words[0], 1)
    painter.setFont(struck)
    painter.setPen(theme().colour("text" if is_open or is_picked else "quiet"))
    widest = max(painter.fontMetrics().horizontalAdvance(name) for _, name in SIDES)
    paint_lines(painter, place.adjusted(DOT + max(NAME, widest + tokens.TIGHT), 0, 0, 0), words[1], 2)
    painter.setFont(plain)
