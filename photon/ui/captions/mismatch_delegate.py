"""Paints a row of captions that may be wrong: the photo, the caption with the doubtful part, and the reason."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem

from photon.language import tr
from photon.ui.captions.draft_delegate import HEIGHT, places
from photon.ui.captions.mismatch_list import MismatchRow
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme
from photon.ui.photos.row_painting import RowDelegate, paint_lines

LINES = 3
SAID = {"fits": tr("Marked as correct"), "changed": tr("Edited")}


class MismatchDelegate(RowDelegate[MismatchRow]):
    """Paints the caption and why it is doubtful."""

    height = HEIGHT

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: MismatchRow, *, is_edited: bool) -> None:
        where = places(option.rect)
        self._paint_photo(painter, where.picture, row.photo)
        if not is_edited:
            foot = _paint_caption(painter, where.words, row)
            _paint_reason(painter, where.words.adjusted(0, foot + 6, 0, 0), row)


def _paint_caption(painter: QPainter, place: QRect, row: MismatchRow) -> int:
    """Paint the caption with the doubtful words underlined; return its height down to the end."""
    layout = QTextLayout(row.caption.replace("\n", " "), painter.font())
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    if not row.decided:
        marked = QTextLayout.FormatRange()
        marked.start = len(row.caption[: row.doubt.start].encode("utf-16-le")) // 2  # Qt counts an emoji as two
        marked.length = len(row.doubt.words.encode("utf-16-le")) // 2
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(theme().colour("warning"))
        marked.format = style
        layout.setFormats([marked])
    painter.setPen(QPen(theme().colour("text")))
    layout.beginLayout()
    foot = 0
    for _ in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        line.setPosition(QPointF(0, foot))
        foot += painter.fontMetrics().lineSpacing()
    layout.endLayout()
    layout.draw(painter, QPointF(place.topLeft()))
    return foot


def _paint_reason(painter: QPainter, place: QRect, row: MismatchRow) -> None:
    sign, colour = ("check-circle", "good") if row.decided else ("warning-circle", "warning")
    icon(sign, colour).paint(painter, QRect(place.left() - 2, place.top(), 16, 16))
    painter.setPen(theme().colour("quiet"))
    paint_lines(painter, place.adjusted(20, 0, 0, 0), SAID.get(row.decided, row.doubt.reason), 2)
