"""The map that a person moves, chooses photos on and drops photos on."""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip

from photon.annotate.places.point_pyramid import PointPyramid
from photon.domain.arrays import Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import USUAL
from photon.language import counted, tr
from photon.ui.kit.theme import theme
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.map.map_canvas import MapCanvas
from photon.ui.map.map_drag import MapDrag
from photon.ui.map.map_painter import MapPainter
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in

_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NOTCH = 120
WORLD = MapArea(-58.0, -180.0, 76.0, 180.0)
"""What is shown of the earth without photos."""


class MapView(MapCanvas):
    """The map with photos, or on which a point is chosen.

    Signals:
        cluster_pressed: Brings the ids of a group's photos.
        point_pressed: Brings the Coordinates that were clicked.
        area_chosen: Brings the MapArea that was drawn with Shift.
        photos_dropped: Brings ids of photos and the Coordinates on which they were dropped.
        circle_drawn: Brings the centre, a Coordinates, and metres.
    """

    cluster_pressed = Signal(list)
    point_pressed = Signal(object)
    area_chosen = Signal(object)
    photos_dropped = Signal(list, object)
    circle_drawn = Signal(object, float)

    def __init__(self, covers: CoverPictures | None = None, *, takes_point: bool = False) -> None:
        super().__init__(covers)
        self._cursor = Qt.CursorShape.CrossCursor if takes_point else Qt.CursorShape.ArrowCursor
        self._pin: Coordinates | None = None
        self._drag: MapDrag | None = None
        self._draws_circle = self._is_ringed = False
        self._aimed: QPointF | None = None  # where photos would be dropped
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setCursor(self._cursor)
        self._name_focus()
        self.show_area(WORLD)

    def set_points(self, points: PointPyramid | None) -> None:
        """Show these photos; the view stays."""
        super().set_points(points)
        self._name_focus()

    def show_all(self) -> None:
        """Show all photos, or the world if there are none."""
        self.show_area(self.groups.whole_area() or WORLD)

    def highlight(self, photos: Ids) -> None:
        """Highlight the groups of some photos, int64 (n,), such as those selected beside the map."""
        self.groups.light(photos)
        self.update()

    def set_pin(self, point: Coordinates | None) -> None:
        """Mark this point, or none."""
        self._pin = point
        self.update()

    def begin_circle(self) -> None:
        """Let the next drag draw a circle from its centre; Escape ends it."""
        self._draws_circle = True
        self.setCursor(Qt.CursorShape.CrossCursor)

    # -- pointer -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the map, to choose an area or to draw a circle."""
        if event.button() == Qt.MouseButton.LeftButton:
            is_area = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._drag = MapDrag("circle" if self._draws_circle else "area" if is_area else "move", event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or extend what is drawn."""
        if self._drag is None:
            return
        way = self._drag.go_on(event.position())
        if self._drag.has_moved and self._drag.kind == "move":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.move_by(way.x(), way.y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a group that was clicked, or tell what was drawn."""
        drag = self._drag
        if event.button() != Qt.MouseButton.LeftButton or drag is None:
            return
        self._give_up()
        if drag.kind == "circle":
            centre, metres = drag.circle(self.view)
            self.circle_drawn.emit(centre, metres if drag.has_moved else USUAL)
        elif drag.kind == "area" and drag.has_moved:
            self.area_chosen.emit(drag.area(self.view))
        elif not drag.has_moved:
            self._press(self.groups.at(event.position(), self.view))
            self.point_pressed.emit(self.view.at(event.position().x(), event.position().y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in where it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.zoom_by(1, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer, two notches for a double."""
        self.zoom_by(event.angleDelta().y() / _NOTCH / 2, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching, say what is under the pointer, and claim keys before the window does."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._pinch(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._name_of(self.groups.at(QPointF(event.pos()), self.view)), self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def _pinch(self, factor: float, at: QPointF) -> None:
        self._glide.stop()
        self._glide_at = at
        self._zoom_on(self.view.zoom + math.log2(max(0.1, factor)))

    def _press(self, number: int) -> None:
        self._focus_group(number)
        if number >= 0:
            self.cluster_pressed.emit(self.groups.photos(number))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if a key brought it."""
        super().focusInEvent(event)
        self._is_ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)

    # -- keys --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom, show all photos, and open the group with the focus."""
        if (act := self._act_of(event)) is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self._give_up if self._drag is not None or self._draws_circle else None
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return None
        if key in _ARROWS:
            right, down = _ARROWS[key]
            return partial(self.move_by, right * self.width() / 4, down * self.height() / 4)
        if key in _OPENING and self.groups.focused >= 0:
            return partial(self._press, self.groups.focused)
        if key in _ZOOMS:
            return partial(self.zoom_by, _ZOOMS[key])
        return self.show_all if key == Qt.Key.Key_Home else None

    def _give_up(self) -> None:
        self._drag, self._draws_circle = None, False
        self.setCursor(self._cursor)
        self.update()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's
        """Go through the groups in view, then to the next widget."""
        numbers = list(self.groups.rects(self.view))
        at = numbers.index(self.groups.focused) if self.groups.focused in numbers else -1 if is_next else len(numbers)
        after = at + (1 if is_next else -1)
        if not 0 <= after < len(numbers):
            self._focus_group(-1)
            return super().focusNextPrevChild(is_next)
        self._focus_group(numbers[after])
        return True

    def _focus_group(self, number: int) -> None:
        self.groups.focused = number
        self._name_focus()
        self.update()

    def _name_focus(self) -> None:
        name = self._name_of(self.groups.focused)
        self.setAccessibleName(tr("Map: {what}", what=name) if name else tr("Map"))

    def _name_of(self, number: int) -> str:
        if number < 0:
            return ""
        photos, town, clusters = counted(self.groups.count(number), "photo"), "", self.groups.clusters
        if self._labels is not None:
            point = Coordinates(float(clusters.latitudes[number]), float(clusters.longitudes[number]))
            town = self._labels.nearest(point, self.view.zoom)
        return tr("{photos} near {town}", photos=photos, town=town) if town else photos

    # -- drawing and dropping ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept photos."""
        if event.mimeData().hasFormat(PHOTOS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the photos would be."""
        event.acceptProposedAction()
        self._aim_at(event.position())

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Show no longer where the photos would be."""
        self._aim_at(None)

    def _aim_at(self, point: QPointF | None) -> None:
        self._aimed = point
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell on which point photos were dropped."""
        event.acceptProposedAction()
        self._aim_at(None)
        if photos := photos_in(event.mimeData()):
            self.photos_dropped.emit(photos, self.view.at(event.position().x(), event.position().y()))

    def _paint_more(self, painter: MapPainter) -> None:
        if self._drag is not None:
            self._drag.paint(painter)
        for point in (self._aimed, self._pin and QPointF(*self.view.pixel_of(self._pin))):
            if point is not None:
                painter.paint_ring(point)
        if self._is_ringed and self.hasFocus() and self.groups.focused < 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
