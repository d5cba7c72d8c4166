"""A small map in the details: where one photo was taken."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from photon.domain.places.coordinates import Coordinates
from photon.language import tr
from photon.ui.kit.theme import theme
from photon.ui.map.map_canvas import MapCanvas
from photon.ui.map.map_painter import MapPainter

HEIGHT = 150
_ZOOM = 11.0


class SmallMap(MapCanvas):
    """Shows a point and what is around it.

    Signals:
        pressed: Brings the point, a Coordinates, when the map is clicked.
    """

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._point: Coordinates | None = None
        self._metres = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Show on the map"))
        self.setToolTip(tr("Show on the map"))

    def sizeHint(self) -> QSize:
        """Return the size that it needs."""
        return QSize(260, HEIGHT)

    def show_point(self, point: Coordinates | None, metres: float = 0.0) -> None:
        """Show a point, with a circle around it if ``metres`` is above 0; None for none."""
        self._point, self._metres = point, metres
        if point is not None:
            self.go_to(point, _ZOOM)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom only with Ctrl: the details are scrolled."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 240)
        else:
            event.ignore()

    def _press(self) -> None:
        if self._point is not None:
            self.pressed.emit(self._point)

    def _rects_on_top(self) -> Sequence[QRectF]:
        if self._point is None:
            return ()
        left, top = self.view.pixel_of(self._point)
        return (QRectF(left - 9, top - 28, 18, 28),)

    def _paint_more(self, painter: MapPainter) -> None:
        if self._point is None:
            return
        if self._metres > 0:
            painter.paint_circle(self._point, self._metres)
        tip = QPointF(*self.view.pixel_of(self._point))
        drop = QPainterPath(tip)
        drop.cubicTo(tip + QPointF(-4, -10), tip + QPointF(-9, -12), tip + QPointF(-9, -19))
        drop.arcTo(tip.x() - 9, tip.y() - 28, 18, 18, 180, -180)
        drop.cubicTo(tip + QPointF(9, -12), tip + QPointF(4, -10), tip)
        painter.setPen(QPen(theme().colour("on_accent"), 1.5))
        painter.setBrush(theme().colour("accent"))
        painter.drawPath(drop)
        painter.setBrush(theme().colour("on_accent"))
        painter.drawEllipse(tip - QPointF(0, 19), 2.5, 2.5)
