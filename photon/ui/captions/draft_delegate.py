"""Paints a row of the caption review: the photo, the drafted sentences, the decision."""

from typing import Final, Literal

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.captions.draft_list import DraftRow
from photon.ui.kit import tokens
from photon.ui.kit.formatting import percent
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import figures_font, theme
from photon.ui.photos.row_painting import RowDelegate, paint_dot, paint_lines

PICTURE: Final = QSize(132, 104)
HEIGHT: Final = PICTURE.height() + 2 * tokens.SPACE
LINE: Final = 20
DOT: Final = 16
BUTTON: Final = 26
WIDEST: Final = 760  # longer lines are tiring to read, with their buttons far away

Part = Literal["picture", "accept", "decline", "sentence", ""]


@dataclass(frozen=True, slots=True)
class DraftLayout:
    """The positions of the parts of a row."""

    picture: QRect
    words: QRect
    accept: QRect
    decline: QRect

    def part_at(self, point: QPoint) -> tuple[Part, int]:
        """Return the part at a point, and the number of the sentence."""
        for part, place in (("accept", self.accept), ("decline", self.decline), ("picture", self.picture)):
            if place.contains(point):
                return part, 0  # type: ignore[return-value]
        if self.words.contains(point):
            return "sentence", (point.y() - self.words.top()) // LINE
        return "", 0


def places(rect: QRect) -> DraftLayout:
    """Return the layout of a row that fills ``rect``."""
    inside = rect.adjusted(tokens.SPACE, tokens.SPACE, -tokens.SPACE, -tokens.SPACE)
    picture = QRect(inside.topLeft(), PICTURE)
    left = picture.right() + tokens.WIDE
    room = inside.right() - left - 2 * BUTTON - tokens.HAIR - tokens.SPACE
    words = QRect(left, inside.top() + 2, min(room, WIDEST), inside.height() - 4)
    accept = QRect(words.right() + tokens.SPACE, inside.center().y() - BUTTON // 2, BUTTON, BUTTON)
    decline = accept.translated(BUTTON + tokens.HAIR, 0)
    return DraftLayout(picture, words, accept, decline)


class DraftDelegate(RowDelegate[DraftRow]):
    """Paints drafts and decided rows."""

    height = HEIGHT

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: DraftRow, *, is_edited: bool) -> None:
        where, states = places(option.rect), QStyle.StateFlag
        self._paint_photo(painter, where.picture, row.photo)
        if not is_edited:
            (_paint_sentences if row.is_open else _paint_decided)(painter, where.words, row)
        if row.is_open and option.state & (states.State_Selected | states.State_MouseOver):
            for sign, place, role in (("check", where.accept, "good"), ("x", where.decline, "danger")):
                icon(sign, role).paint(painter, place.adjusted(4, 4, -4, -4))


def _paint_sentences(painter: QPainter, place: QRect, row: DraftRow) -> None:
    """Paint the chosen sentence in full, the others in one line each."""
    plain, italic, small = QFont(painter.font()), QFont(painter.font()), figures_font(painter.font(), tokens.SMALL)
    italic.setItalic(True)
    sentences = [row.edited] if row.edited else list(row.shown)
    line = QRect(place.left(), place.top(), place.width(), LINE)
    text = line.adjusted(DOT if len(sentences) > 1 else 0, 0, 0, 0)
    for at, sentence in enumerate(sentences):
        is_chosen = bool(row.edited) or at == row.chosen
        if len(sentences) > 1:
            paint_dot(painter, line, is_on=is_chosen)
        painter.setFont(plain if row.edited else italic)
        painter.setPen(theme().colour("text" if is_chosen else "quiet"))
        is_alone = len(sentences) == 1
        paint_lines(painter, text.translated(0, 1), sentence, 3 if is_alone else 1)
        line.translate(0, LINE)
        text.translate(0, LINE)
    painter.setFont(small)
    painter.setPen(theme().colour("quiet"))
    sure = tr("Edited by you") if row.edited else tr("{share} sure", share=percent(row.draft.certainty))
    paint_lines(painter, QRect(place.left(), place.bottom() - 14, place.width(), 14), sure, 1)


def _paint_decided(painter: QPainter, place: QRect, row: DraftRow) -> None:
    sign = "check-circle" if row.caption else "x-circle"
    icon(sign, "good" if row.caption else "quiet").paint(painter, QRect(place.left() - 2, place.top(), 18, 18))
    words = tr("Accepted") if row.caption in row.sentences else tr("Your caption") if row.caption else tr("Declined")
    small = figures_font(painter.font(), tokens.SMALL)
    text = place.adjusted(DOT + 6, 1, 0, 0)
    if not row.caption:
        font = QFont(painter.font())
        font.setStrikeOut(True)
        painter.setFont(font)
    painter.setPen(theme().colour("text" if row.caption else "quiet"))
    foot = paint_lines(painter, text, row.caption or row.sentence, 4)
    painter.setFont(small)
    painter.setPen(theme().colour("quiet"))
    paint_lines(painter, text.adjusted(0, foot + 2, 0, 0), words, 1)
