"""The row of thumbnails below the loupe."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from photon.domain import Card
from photon.domain.bounded_cache import BoundedCache
from photon.domain.photo.marks import REJECTED
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import paint_icon
from photon.ui.kit.theme import theme
from photon.ui.photos.mark_icons import FADED, mark_icons
from photon.ui.photos.photo_cache import PhotoCache
from photon.ui.photos.picture_cache import MEGABYTE

SIDE = 64
MARK = 16
CELL = SIDE + tokens.HAIR
HEIGHT = SIDE + 2 * tokens.TIGHT


class Filmstrip(QWidget):
    """Thumbnails of the photos before and after the current one, which stays in the middle.

    ``chosen`` brings the index of a clicked photo.
    """

    chosen = Signal(int)

    def __init__(self, shelf: PhotoCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._photos: Sequence[int] = ()
        self._index = 0
        self._middle = 0.0  # index in the middle; fractional while the strip slides
        self._hovered = -1
        self._small: BoundedCache[int, QImage] = BoundedCache(24 * MEGABYTE, QImage.sizeInBytes)
        self._glide = QVariantAnimation(self)
        self._glide.valueChanged.connect(self._glide_to)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Filmstrip"))
        shelf.arrived.connect(self._refresh_photos)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Take all the width there is."""
        return QSize(10 * CELL, HEIGHT)

    def set_photos(self, photos: Sequence[int], index: int) -> None:
        """Show these photos with this one as the current one, without animation."""
        self._photos = photos
        self._index = index
        self._glide.stop()
        self._glide_to(float(index))

    def set_index(self, index: int) -> None:
        """Move to another current photo; short distances are animated."""
        self._index = index
        self._glide.stop()
        fade_ms = theme().fade_ms
        if not fade_ms or abs(self._middle - index) > 3 or not self.isVisible():
            self._glide_to(float(index))
            return
        self._glide.setDuration(fade_ms)
        self._glide.setStartValue(self._middle)
        self._glide.setEndValue(float(index))
        self._glide.start()

    def forget(self, photos: Iterable[int]) -> None:
        """Drop the thumbnails of photos that were hidden, and the name under the pointer."""
        for photo in photos:
            self._small.discard(photo)
        self._hovered = -1
        self.setToolTip("")

    def shown(self) -> range:
        """Return the indices of the photos in view and of a few on either side."""
        reach = self.width() // (2 * CELL) + 4
        middle = round(self._middle)
        return range(max(0, middle - reach), min(len(self._photos), middle + reach + 1))

    def cell(self, index: int) -> QRectF:
        """Return the rectangle in which a photo is painted."""
        left = self.width() / 2 - SIDE / 2 + (index - self._middle) * CELL
        return QRectF(round(left), tokens.TIGHT, SIDE, SIDE)

    def _glide_to(self, middle: object) -> None:
        self._middle = float(str(middle))
        self._want()
        self.update()

    def _want(self) -> None:
        if self.isVisible():
            self._shelf.want([self._photos[index] for index in self.shown()])

    def _refresh_photos(self, photos: frozenset[int]) -> None:
        for photo in photos:
            self._small.discard(photo)
        if self.isVisible() and any(self._photos[index] in photos for index in self.shown()):
            self.update()

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells in view."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.fillRect(0, 0, self.width(), 1, theme().colour("line"))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for index in self.shown():
            self._paint_cell(painter, index)

    def _paint_cell(self, painter: QPainter, index: int) -> None:
        rect = self.cell(index)
        shape = QPainterPath()
        shape.addRoundedRect(rect, 4, 4)
        painter.save()
        painter.setClipPath(shape)
        card = self._shelf.card(self._photos[index])
        image = self._picture(self._photos[index])
        painter.setOpacity(FADED if card is not None and card.flag == REJECTED else 1.0)
        if image is not None:
            painter.drawImage(rect, image, _square(image))
        else:
            painter.fillPath(shape, QColor(card.colour) if card else theme().colour("raised"))
        if index not in (self._index, self._hovered):
            painter.fillPath(shape, _veil())
        painter.restore()
        self._paint_marks(painter, rect, card)
        if index == self._index:
            painter.setPen(QPen(theme().colour("accent"), tokens.SELECTION_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5)

    @staticmethod
    def _paint_marks(painter: QPainter, rect: QRectF, card: Card | None) -> None:
        for number, (name, colour) in enumerate(mark_icons(card) if card is not None else ()):
            place = QRectF(rect.left() + 3 + number * MARK, rect.bottom() - MARK - 3, MARK, MARK)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 165))
            painter.drawEllipse(place)
            paint_icon(painter, place.adjusted(2, 2, -2, -2), name, colour)

    def _picture(self, photo: int) -> QImage | None:
        image = self._small.get(photo)
        if image is None:
            image = self._shelf.preview(photo, round(SIDE * 1.5 * self.devicePixelRatioF()))
            if image is not None:
                self._small.store(photo, image)
        return image

    # -- pointer -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch what was not fetched while the strip was hidden."""
        super().showEvent(event)
        self._want()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fetch more thumbnails when the strip gets wider."""
        super().resizeEvent(event)
        self._want()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the photo under the pointer."""
        self._hover(self._index_at(event.position()))

    def leaveEvent(self, _event: object) -> None:
        """Remove the highlight."""
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a photo."""
        index = self._index_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the strip; the current photo does not change."""
        turned = event.angleDelta()
        steps = (turned.y() or turned.x()) / 120
        self._glide.stop()
        self._glide_to(min(max(self._middle - 3 * steps, 0.0), max(0.0, len(self._photos) - 1.0)))
        event.accept()

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            card = self._shelf.card(self._photos[index]) if index >= 0 else None
            self.setToolTip(card.name if card else "")
            self.update()

    def _index_at(self, at: QPointF) -> int:
        for index in self.shown():
            if self.cell(index).contains(at):
                return index
        return -1


def _square(image: QImage) -> QRectF:
    """Return the central square of a picture."""
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)


def _veil() -> QColor:
    """Return the colour that dims the photos that are not current."""
    veil = theme().colour("panel")
    veil.setAlphaF(0.35)
    return veil
