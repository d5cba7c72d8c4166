"""A line of small pictures with a name and a number of photos, which a click opens."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from photon.app.explore.related import RelatedLine
from photon.language import counted
from photon.ui.explore.card_list import paint_cover
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.theme import figures_font, theme
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.photos.thumbnails import Thumbnails

_TEXT, _PICTURE, _GAP, _INSET = 22, QSize(64, 48), 4, 3


class RelatedRow(QAbstractButton):
    """Shows a line; without one it is empty and can't be clicked, but keeps its place.

    Attributes:
        line: What is shown; None for nothing.
    """

    def __init__(self, covers: CoverPictures) -> None:
        super().__init__()
        self._covers = covers
        self.line: RelatedLine | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_TEXT + _PICTURE.height() + 2 * _INSET)
        covers.arrived.connect(self.update)

    def show_line(self, line: RelatedLine | None) -> None:
        """Show another line, or nothing."""
        self.line = line
        self.setEnabled(line is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if line else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{line.name}, {counted(line.photos, 'photo')}" if line else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of four pictures."""
        return QSize(4 * (_PICTURE.width() + _GAP) + 2 * _INSET, self.height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the name, the number and the pictures."""
        if self.line is None:
            return
        painter, in_use = QPainter(self), theme()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        words = QRect(_INSET, _INSET, self.width() - 2 * _INSET, _TEXT - _GAP)
        painter.setFont(figures_font(self.font(), tokens.TEXT))
        painter.setPen(in_use.colour("accent" if self.underMouse() else "text"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.line.name)
        painter.setFont(figures_font(self.font(), tokens.SMALL))
        painter.setPen(in_use.colour("quiet"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{self.line.photos:,}")
        for at, photo in enumerate(self.line.covers):
            place = QPoint(_INSET + at * (_PICTURE.width() + _GAP), _TEXT)
            paint_cover(painter, QRectF(place, _PICTURE), self._covers, photo)
        if self.hasFocus():
            painter.setPen(QPen(in_use.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)


def make_covers(context: WindowContext) -> CoverPictures:
    """Make what finds the pictures of rows."""
    return CoverPictures(context.session, context.bridge, context.part(Thumbnails))
