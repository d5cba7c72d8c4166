"""A view of a photo that can be fitted, enlarged and panned."""

from math import ceil, log2
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from photon.domain.photo.heat import OPACITY
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot

STEP = 1.25
"""One notch of the wheel and one press of plus."""
MOST = 16.0
FIT_MOST = 3.0
"""A small photo is enlarged at most this much to fill the window."""
ALMOST_ACTUAL = 0.99
"""Zoom from which a fitted photo counts as shown at its actual size."""
CRISP_FROM = 6.0
"""Zoom from which single pixels are shown as squares instead of being smoothed."""
CLICK_MS = 200
"""Delay of a click, so that a double click closes the photo without enlarging it first."""


class PhotoSpot(NamedTuple):
    """A part of an enlarged photo, independent of the photo's number of pixels.

    Attributes:
        length: Device pixels along the photo's longer side.
        x: The middle of the view, as a share of the photo's width.
        y: The same for its height.
    """

    length: float
    x: float
    y: float


class PhotoView(QWidget):
    """Paints the best available picture of a photo at the requested zoom.

    ``zoom`` counts device pixels per pixel of the photo, so 1.0 is sharp on every screen. ``zoomed`` is emitted when
    the zoom changes and ``zoom_chosen`` when the user changed it. ``panned`` is emitted when the user moved the
    enlarged photo, and ``laid_out`` when its position changed because of another photo, its number of pixels or the
    size of the view. ``placed`` is emitted when the position may have changed for any of these reasons, and
    ``dragged`` when the fitted photo is dragged out. ``double_clicked`` and ``pointer_moved`` report the mouse.
    """

    zoomed = Signal()
    zoom_chosen = Signal()
    panned = Signal()
    laid_out = Signal()
    placed = Signal()
    dragged = Signal()
    double_clicked = Signal()
    pointer_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._full = QSizeF()
        self._layers: list[QImage] = []
        self._tint: QImage | None = None
        self._colour = QColor()
        self._scale: float | None = None  # None means fitted
        self._centre = QPointF(0.5, 0.5)  # of the view, as a share of the photo
        self._pressed: QPointF | None = None
        self._grabbed: QPointF | None = None
        self._clicked_at = QPointF()
        self._is_pointer_hidden = False
        self._click = single_shot(self, CLICK_MS, self._act_on_click)
        theme().changed.connect(self.update)

    # -- content -----------------------------------------------------------------------------------

    def show_photo(self, full: QSize, colour: int | None = None) -> None:
        """Show another photo, fitted.

        Args:
            full: Size of the whole photo in pixels; empty if not known yet.
            colour: Its mean colour as 0xRRGGBB, shown until a picture arrives.
        """
        self._click.stop()
        self._layers = []
        self._full = QSizeF(full)
        self._colour = QColor(colour) if colour is not None else QColor()
        self._pressed = self._grabbed = None
        self.fit()
        self.laid_out.emit()

    def set_full(self, full: QSize) -> None:
        """Set the size of the whole photo in pixels once it is known; the zoom does not change."""
        if QSizeF(full) != self._full:
            self._full = QSizeF(full)
            self._changed_zoom()
            self.laid_out.emit()

    def add_layer(self, image: QImage) -> None:
        """Add a picture of the same photo, of any size; the most suitable one is painted."""
        if image.isNull():
            return
        if self._full.isEmpty():
            self.set_full(image.size())
        self._layers = sorted([*self._layers, image], key=QImage.width)
        self.update()

    def set_tint(self, tint: QImage | None) -> None:
        """Lay these colours over the whole photo, translucent and smoothed; None removes them."""
        self._tint = tint
        for part in (self, *self.findChildren(QWidget)):  # a film is painted over the photo
            part.update()

    @property
    def resolution(self) -> int:
        """Width in pixels of the widest picture available; 0 without any."""
        return self._layers[-1].width() if self._layers else 0

    # -- zoom and position -------------------------------------------------------------------------

    @property
    def is_fitted(self) -> bool:
        """Whether the whole photo is in view and follows the size of the window."""
        return self._scale is None

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the photo."""
        return self._fit_zoom() if self._scale is None else self._scale

    @property
    def is_pannable(self) -> bool:
        """Whether some of the photo is out of view."""
        shown, room = self._full * self.zoom, self._device_size()
        return shown.width() > room.width() + 1 or shown.height() > room.height() + 1

    def fit(self) -> None:
        """Show the whole photo."""
        self._scale = None
        self._centre = QPointF(0.5, 0.5)
        self._changed_zoom()

    @property
    def spot(self) -> "PhotoSpot | None":
        """The part of the photo in view; None if the photo is fitted."""
        if self._scale is None:
            return None
        long_side = max(self._full.width(), self._full.height())
        return PhotoSpot(self._scale * long_side, self._centre.x(), self._centre.y())

    def show_spot(self, spot: "PhotoSpot | None") -> None:
        """Show the same part as another view does, whatever the photo's size; None fits the photo."""
        long_side = max(self._full.width(), self._full.height())
        if spot is None or long_side <= 0:
            self.fit()
            return
        self._scale = min(max(spot.length / long_side, 0.001), MOST)
        self._centre = QPointF(spot.x, spot.y)
        self._hold_inside()
        self._changed_zoom()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in or out, keeping the point under ``at`` (the middle by default) in place."""
        wanted = self.zoom * factor
        least = min(self._fit_zoom(), 1.0)
        if wanted <= least * 1.001 and factor < 1:
            self.fit()
        else:
            self._zoom_to(min(wanted, MOST), at)
        self.zoom_chosen.emit()

    def toggle_actual(self, at: QPointF | None = None) -> None:
        """Switch between one device pixel per pixel and the whole photo."""
        if self.is_fitted and abs(self._fit_zoom() - 1) > 0.01:
            self._zoom_to(1.0, at)
        else:
            self.fit()
        self.zoom_chosen.emit()

    def toggle_closer(self, at: QPointF) -> None:
        """Switch between the whole photo and 100%, or 200%, 400% … if the whole photo is that large already."""
        fitted = self._fit_zoom()
        if self.is_fitted:
            self._zoom_to(1.0 if fitted < ALMOST_ACTUAL else min(MOST, 2.0 ** ceil(log2(fitted * STEP))), at)
        else:
            self.fit()
        self.zoom_chosen.emit()

    def photo_rect(self) -> QRectF:
        """Return the photo's rectangle in coordinates of the widget; parts may be outside."""
        ratio = self.devicePixelRatioF()
        room, shown = self._device_size(), self._full * self.zoom
        left = self._edge(room.width(), shown.width(), self._centre.x())
        top = self._edge(room.height(), shown.height(), self._centre.y())
        return QRectF(left / ratio, top / ratio, shown.width() / ratio, shown.height() / ratio)

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        at = QPointF(self.rect().center()) if at is None else at
        before = self.photo_rect()
        if self._full.isEmpty() or before.isEmpty():
            return
        spot_x = (at.x() - before.x()) / before.width()
        spot_y = (at.y() - before.y()) / before.height()
        self._scale = scale
        side = self._full * (scale / self.devicePixelRatioF())
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._centre = QPointF(
            spot_x + (middle.x() - at.x()) / side.width(), spot_y + (middle.y() - at.y()) / side.height()
        )
        self._hold_inside()
        self._changed_zoom()

    def _pan(self, by: QPointF) -> None:
        rect = self.photo_rect()
        self._centre -= QPointF(by.x() / rect.width(), by.y() / rect.height())
        self._hold_inside()
        self.update()
        self.placed.emit()
        self.panned.emit()

    def _hold_inside(self) -> None:
        room, shown = self._device_size(), self._full * self.zoom
        self._centre = QPointF(
            _held(self._centre.x(), room.width() / shown.width()),
            _held(self._centre.y(), room.height() / shown.height()),
        )

    def _fit_zoom(self) -> float:
        if self._full.isEmpty():
            return 1.0
        room = self._device_size()
        fitted = min(room.width() / self._full.width(), room.height() / self._full.height())
        return max(0.001, min(fitted, FIT_MOST * self.devicePixelRatioF()))

    def _device_size(self) -> QSizeF:
        return QSizeF(self.size()) * self.devicePixelRatioF()

    @staticmethod
    def _edge(room: float, shown: float, centre: float) -> float:
        # Round to device pixels: at 1:1 each pixel of the photo then covers exactly one pixel of the screen.
        return float(round((room - shown) / 2 if shown <= room else room / 2 - centre * shown))

    def _changed_zoom(self) -> None:
        self._show_cursor()
        self.update()
        self.placed.emit()
        self.zoomed.emit()

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo on the background colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("photos"))
        rect = self.photo_rect()
        layer = self._fitting_layer()
        if layer is not None:
            smooth = self.zoom * self._full.width() / layer.width() < CRISP_FROM
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(rect, layer)
        elif self._colour.isValid() and not self._full.isEmpty():
            painter.fillRect(rect, self._colour)
        self.paint_tint(painter)

    def paint_tint(self, painter: QPainter) -> None:
        """Paint the colours over the photo, or over the film in its place."""
        if self._tint is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(OPACITY)
            painter.drawImage(self.photo_rect(), self._tint)

    def _fitting_layer(self) -> QImage | None:
        """Return the smallest picture with at least one pixel per device pixel."""
        if not self._layers:
            return None
        needed = self._full.width() * self.zoom
        while True:
            found = next((layer for layer in self._layers if layer.width() >= needed * 0.98), self._layers[-1])
            if found.width() < needed * 2:
                return found
            # Smoothing averages only two by two pixels; below half the size the picture would flicker.
            half = found.scaled(
                found.size() / 2,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._layers = sorted([*self._layers, half], key=QImage.width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle of the view on the same part of the photo."""
        super().resizeEvent(event)
        if not self.is_fitted and not self._full.isEmpty():
            self._hold_inside()
        self._changed_zoom()
        self.laid_out.emit()

    # -- pointer -----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y() or event.angleDelta().x()  # Shift turns the wheel sideways on some systems
        if turned:
            self.zoom_by(STEP ** (turned / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with pinch gestures of a touchpad, too."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._click.stop()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan an enlarged photo; drag out a fitted one."""
        self.pointer_moved.emit()
        if self._grabbed is not None:
            self._pan(event.position() - self._grabbed)
            self._grabbed = event.position()
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = (event.position() - self._pressed).manhattanLength()
            if moved >= QApplication.startDragDistance():
                self._begin_drag(event.position())

    def _begin_drag(self, at: QPointF) -> None:
        pressed, self._pressed = self._pressed, None
        if self.is_pannable and pressed is not None:
            self._grabbed = pressed
            self._show_cursor()
            self._pan(at - pressed)
            self._grabbed = at
        else:
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            if self._pressed is not None:
                self._clicked_at = event.position()
                self._click.start()
            self._pressed = self._grabbed = None
            self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat the press as a double click instead of a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._click.stop()
            self._pressed = None
            self.double_clicked.emit()

    def show_pointer(self, *, visible: bool) -> None:
        """Show the pointer, or hide it while it rests, so that nothing covers the photo."""
        self._is_pointer_hidden = not visible
        self._show_cursor()

    def _act_on_click(self) -> None:
        self.toggle_closer(self._clicked_at)

    def _show_cursor(self) -> None:
        if self._is_pointer_hidden:
            self.setCursor(Qt.CursorShape.BlankCursor)
        elif self._grabbed is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.is_pannable:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()


def _held(centre: float, share: float) -> float:
    """Limit the middle of the view so that no gap opens at an edge; ``share`` of the photo is in view."""
    return 0.5 if share >= 1 else min(max(centre, share / 2), 1 - share / 2)


def fitted_long_side(full: QSize, room: QSizeF) -> int | None:
    """Return the long side in pixels of the picture that fills ``room``; None if that is the full picture."""
    if full.isEmpty():
        return round(max(room.width(), room.height()))
    scale = min(room.width() / full.width(), room.height() / full.height())
    return None if scale >= 1 else round(max(full.width(), full.height()) * scale)
