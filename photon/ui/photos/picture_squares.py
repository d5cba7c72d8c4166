"""A few photos as small squares, in rows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from photon.language import counted
from photon.ui.kit import tokens
from photon.ui.kit.theme import theme
from photon.ui.photos.jpeg_picture import WIDEST, jpeg_picture

SIDE, ROW = 62, 5  # side of a square in pixels, squares per row


class PictureSquares(QWidget):
    """Empty squares that are filled when previews arrive."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmaps: list[QPixmap | None] = []
        theme().changed.connect(self.update)

    def show_places(self, count: int) -> None:
        """Show this many empty squares."""
        self._pixmaps = [None] * count
        rows = -(-count // ROW)
        step = SIDE + tokens.TIGHT
        self.setFixedSize(ROW * step - tokens.TIGHT, max(0, rows * step - tokens.TIGHT))
        self.setAccessibleName(counted(count, "photo"))
        self.update()

    def show_preview(self, place: int, preview: bytes) -> None:
        """Fill a square with a photo."""
        ratio = self.devicePixelRatioF()
        side = round(SIDE * ratio)
        image = jpeg_picture(preview, QSize(WIDEST, 2 * side))
        if image.isNull():
            return
        fitted = image.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (fitted.width() - side) // 2, (fitted.height() - side) // 2
        self._pixmaps[place] = QPixmap.fromImage(fitted.copy(left, top, side, side))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small
        """Paint all squares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, pixmap in enumerate(self._pixmaps):
            step = SIDE + tokens.TIGHT
            square = QRectF(place % ROW * step, place // ROW * step, SIDE, SIDE)
            shape = QPainterPath()
            shape.addRoundedRect(square, 4, 4)
            painter.setClipPath(shape)
            painter.fillRect(square, theme().colour("line"))
            if pixmap is not None:
                painter.drawPixmap(square, pixmap, QRectF(pixmap.rect()))
