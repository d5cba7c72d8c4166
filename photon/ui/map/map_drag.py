"""A drag on the map: it moves the map, or draws an area or a circle."""

from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QApplication

from photon.annotate.places.mercator import MapRect, area_of, metres_per_world
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import LARGEST, SMALLEST
from photon.ui.kit.theme import theme
from photon.ui.map.map_painter import MapPainter
from photon.ui.map.map_viewport import MapViewport


class MapDrag:
    """What is drawn between two points.

    Attributes:
        kind: What it does.
        has_moved: Whether it is no click.
    """

    def __init__(self, kind: Literal["move", "area", "circle"], start: QPointF) -> None:
        """Begin at a point."""
        self.kind, self.has_moved, self._start, self._end = kind, False, start, start

    def go_on(self, point: QPointF) -> QPointF:
        """Extend it to a point; return the way back to the last one, none while it may be a click."""
        before, self._end = self._end if self.has_moved else self._start, point
        self.has_moved |= (point - before).manhattanLength() >= QApplication.startDragDistance()
        return before - point if self.has_moved else QPointF()

    def circle(self, view: MapViewport) -> tuple[Coordinates, float]:
        """Return the circle that is drawn: its centre, and metres."""
        centre = view.at(self._start.x(), self._start.y())
        metres = QLineF(self._start, self._end).length() / view.world * metres_per_world(centre.latitude)
        return centre, min(LARGEST, max(SMALLEST, metres))

    def area(self, view: MapViewport) -> MapArea:
        """Return the area that is drawn."""
        rect = QRectF(self._start, self._end).normalized()
        corners = *view.map_point(rect.left(), rect.top()), *view.map_point(rect.right(), rect.bottom())
        return area_of(MapRect(*corners))

    def paint(self, painter: MapPainter) -> None:
        """Paint what is drawn."""
        if self.kind == "circle":
            painter.paint_circle(*self.circle(painter.view))
        elif self.kind == "area":
            accent = theme().colour("accent")
            painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
            accent.setAlphaF(0.14)
            painter.setBrush(accent)
            painter.drawRect(QRectF(self._start, self._end).normalized())
