"""The map as it is painted, without what a person does with it."""

import time
from collections.abc import Sequence
from typing import Self

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from photon.annotate.places.mercator import MapRect, project_point, rect_of
from photon.annotate.places.point_pyramid import PointPyramid
from photon.annotate.places.world_map import WorldMap
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.track import Track
from photon.ui.kit.context import WindowContext
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.map.cluster_layer import ClusterLayer
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.map.land_tiles import LandTiles
from photon.ui.map.map_labels import MapLabels
from photon.ui.map.map_overlays import TrackLine, name_places, paint_grid, paint_scale, place_rects, scale_rect
from photon.ui.map.map_painter import MapPainter, MapPictures
from photon.ui.map.map_viewport import MapViewport

STILL_MS = 120
"""After this time without movement, the map is drawn sharp and names are chosen anew."""
# of a frame for pictures that were not painted before; the others follow in the next
_PICTURES_SECONDS = 0.003
_NAMES_SECONDS = 0.004  # for choosing names between two frames
_EDGE = 60  # pixels around an area that is shown


class MapCanvas(QWidget):
    """Paints land, towns, the user's places, a track and groups of photos.

    ``view_changed`` brings the MapArea that is shown, once it stays. Call ``close_map`` at the end.

    Attributes:
        view: What is shown.
        groups: The photos.
    """

    view_changed = Signal(object)

    def __init__(self, covers: CoverPictures | None = None) -> None:
        super().__init__()
        self.view = MapViewport()
        self.groups = ClusterLayer(covers)
        self._tiles = LandTiles(self)
        self._labels: MapLabels | None = None
        self._pictures = MapPictures(2000)
        self._places: Sequence[OwnPlace] = ()
        self._track: TrackLine | None = None
        self._aim: MapRect | None = None  # what is to be seen at any size, until it is moved
        self._still = single_shot(self, STILL_MS, self._settle)
        self._choosing = single_shot(self, 0, self._choose_names)
        self._glide = QVariantAnimation(self)
        self._glide_at = QPointF()
        self._glide.valueChanged.connect(self._zoom_on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._tiles.arrived.connect(self.update)
        self._tiles.named.connect(self._take_names)
        theme().changed.connect(self.update)
        if covers is not None:
            covers.arrived.connect(self.update)

    def set_world(self, world: WorldMap) -> None:
        """Draw this world; its names appear once its land is drawn."""
        self._tiles.show_world(world)

    def until_closed(self, context: WindowContext, dialog: QDialog | None = None) -> Self:
        """Draw the world until the dialog that shows the map, or the window, is closed; return the map."""
        self.set_world(context.session.places.world)
        for closing in (context.news.closing, *([dialog.finished] if dialog is not None else [])):
            closing.connect(self.close_map)
        return self

    def set_points(self, points: PointPyramid | None) -> None:
        """Show these photos; the view stays."""
        self.groups.show_points(points)
        self._settle()

    def set_places(self, places: Sequence[OwnPlace]) -> None:
        """Show the user's places, the large ones below."""
        self._places = sorted(places, key=lambda place: -place.radius)
        self._begin_names()
        self.update()

    def set_track(self, track: Track | None) -> None:
        """Show a track, or none."""
        self._track = TrackLine(track) if track is not None else None
        self.update()

    def show_area(self, area: MapArea) -> None:
        """Show an area as large as possible, also when the widget gets another size."""
        self._aim = rect_of(area)
        self.view.show_rect(self._aim, _EDGE)
        self._settle()

    def go_to(self, point: Coordinates, zoom: float) -> None:
        """Show a point in the middle; the world is 256 · 2^zoom pixels wide."""
        self._aim = None
        self.view.show(*project_point(point), zoom)
        self._settle()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in (below 0: out), each step a double, at a pixel, by default the middle; it glides if motion is on."""
        start = self._glide.state() == QVariantAnimation.State.Running
        zoom = (float(self._glide.endValue()) if start else self.view.zoom) + steps
        self._glide_at = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self._glide.stop()
        if not theme().fade_ms:
            self._zoom_on(zoom)
            return
        self._glide.setDuration(theme().fade_ms)
        self._glide.setStartValue(self.view.zoom)
        self._glide.setEndValue(zoom)
        self._glide.start()

    def move_by(self, right: float, down: float) -> None:
        """Show what lies some pixels to the right and below."""
        self._aim = None
        self.view.move(right, down)
        self._change()

    def close_map(self) -> None:
        """End the drawing; the thread ends with the last map."""
        self._tiles.close()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything from the ground up."""
        painter = MapPainter(self, self.view, self._pictures, _PICTURES_SECONDS)
        painter.save()
        painter.scale(1 / self.view.ratio, 1 / self.view.ratio)
        self._tiles.paint(painter, self.view)
        painter.restore()
        paint_grid(painter)
        painter.setRenderHint(MapPainter.RenderHint.Antialiasing)
        for place in self._places:
            painter.paint_circle(place.centre, place.radius)
        if self._track is not None:
            self._track.paint(painter)
        self.groups.paint(painter, has_focus=self.hasFocus())
        if self._labels is not None:
            self._labels.paint(painter)
        name_places(painter, self._places)
        paint_scale(painter)
        if not painter.is_whole:
            QTimer.singleShot(0, self, self.update)
        self._paint_more(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the centre, or the area that was asked for."""
        super().resizeEvent(event)
        self.view.resize(self.width(), self.height(), self.devicePixelRatioF())
        if self._aim is not None:
            self.view.show_rect(self._aim, min(_EDGE, self.width() // 8))
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen with other pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.view.resize(self.width(), self.height(), self.devicePixelRatioF())
            self._settle()
        return super().event(event)

    def _rects_on_top(self) -> Sequence[QRectF]:
        """Return what ``_paint_more`` paints over names."""
        return ()

    def _paint_more(self, painter: MapPainter) -> None:
        """Paint what a subclass has on top."""

    def _zoom_on(self, zoom: float) -> None:
        self._aim = None
        self.view.zoom_at(self._glide_at.x(), self._glide_at.y(), zoom)
        self._change()

    def _change(self) -> None:
        """Paint the view while it changes; names are chosen anew once it stays, because that takes a frame's time."""
        self._choosing.stop()
        self.groups.find(self.view)
        self._still.start()
        self.update()

    def _settle(self) -> None:
        self._tiles.settle(self.view)
        self.groups.find(self.view)
        self._begin_names()
        self.update()
        self.view_changed.emit(self.view.area)

    def _begin_names(self) -> None:
        if self._labels is not None:
            pictures = self.groups.rects(self.view, around=True).values()
            named = [rect for _, rect in place_rects(self.view, self._places)]
            self._labels.begin_choice(self.view, [scale_rect(self.view), *named, *pictures, *self._rects_on_top()])
            self._choosing.start()

    def _take_names(self) -> None:
        if self._tiles.names is not None:
            self._labels = MapLabels(self._tiles.names)
            self._settle()

    def _choose_names(self) -> None:
        """Choose some names, and the others after what waits, such as the next frame."""
        if self._labels is not None and not self._labels.choose_until(time.monotonic() + _NAMES_SECONDS):
            self._choosing.start()
        else:
            self.update()
