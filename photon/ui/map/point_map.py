"""The map on which a point is chosen with a click."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from photon.domain.places.coordinates import Coordinates
from photon.ui.kit.theme import theme
from photon.ui.map.map_view import MapView

_REACH = 9  # pixels of the ring around the point


class PointMap(MapView):
    """Marks a point.

    Signals:
        point_pressed: Brings the Coordinates that were clicked.
    """

    point_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pin: Coordinates | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_pin(self, point: Coordinates | None) -> None:
        """Mark this point, or none."""
        self._pin = point
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose a point where the map was clicked, not dragged."""
        is_click = self._drag == "move" and not self._has_moved
        super().mouseReleaseEvent(event)
        self.setCursor(Qt.CursorShape.CrossCursor)
        if is_click and event.button() == Qt.MouseButton.LeftButton:
            self.point_pressed.emit(self.view.at(event.position().x(), event.position().y()))

    def _paint_more(self, painter: QPainter) -> None:
        super()._paint_more(painter)
        if self._pin is not None:
            middle = QPointF(*self.view.pixel_of(self._pin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in (("panel", 6), ("accent", 3)):
                painter.setPen(QPen(theme().colour(colour), width))
                painter.drawEllipse(middle, _REACH, _REACH)
