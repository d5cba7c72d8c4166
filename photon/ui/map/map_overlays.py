"""What lies over the land: own places, a track, the scale, and a grid where there is nothing else."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from photon.annotate.places.mercator import project_points
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.track import Track
from photon.language import number
from photon.ui.kit.theme import theme
from photon.ui.map.halo_texts import HALO, LabelSize, text_size
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_painter import MapPainter
from photon.ui.map.map_path import path_of
from photon.ui.map.map_viewport import MapViewport

_GRID_FROM, _GRID_PIXELS = 8.0, 160
_SCALE = 120  # pixels that the scale has at most


def place_rects(view: MapViewport, places: Iterable[OwnPlace]) -> Iterator[tuple[OwnPlace, QRectF]]:
    """Yield the user's places with the rectangles of their names, under their circles.

    Places whose circles are dots or larger than the map have none.
    """
    for place in places:
        rect = view.circle(place.centre, place.radius)
        if 10 < rect.width() < 2 * view.width:
            wide, high = text_size(place.name, LabelSize.LARGE)
            yield place, QRectF(rect.center().x() - wide / 2, rect.bottom() + HALO, wide, high)


def name_places(painter: MapPainter, places: Iterable[OwnPlace]) -> None:
    """Paint the names of the user's places."""
    for place, rect in place_rects(painter.view, places):
        painter.paint_text(place.name, LabelSize.LARGE, theme().colour("accent"), rect.topLeft() - QPointF(HALO, HALO))


class TrackLine:
    """A track on the map; its path is made anew for another zoom."""

    def __init__(self, track: Track) -> None:
        x, y = project_points(track.latitudes, track.longitudes)
        x = np.unwrap(x, period=1)
        self._points = np.stack([x, y], axis=1)
        self._is_line = np.ones(len(x), np.bool_)
        self._is_line[track.starts[track.starts < len(x)]] = False
        self._path, self._zoom = QPainterPath(), -1.0

    def paint(self, painter: MapPainter) -> None:
        """Paint the track where it is nearest to the middle."""
        if not len(self._points):
            return
        view = painter.view
        if self._zoom != view.zoom:
            pixels = np.round((self._points - self._points[0]) * view.world)
            is_kept = np.append(True, (np.diff(pixels, axis=0) != 0).any(axis=1)) | ~self._is_line
            self._path, self._zoom = path_of(pixels[is_kept], self._is_line[is_kept]), view.zoom
        painter.save()
        painter.translate(*view.pixel(*self._points[0].tolist()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((map_colours().land, 5.0), (theme().colour("accent"), 2.5)):
            painter.strokePath(self._path, QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.restore()


def scale_rect(view: MapViewport) -> QRectF:
    """Return where the scale may be painted."""
    return QRectF(8, view.height - 38, _SCALE + 12, 30)


def paint_scale(painter: MapPainter) -> None:
    """Paint how long a round distance is, at the lower left."""
    view, colours = painter.view, map_colours()
    metres = _round_number(_SCALE * view.metres)
    wide, bottom = metres / view.metres, view.height - 14
    text = f"{number(metres / 1000)} km" if metres >= 1000 else f"{number(metres)} m"
    corner = QPointF(12, bottom - text_size(text, LabelSize.SMALL)[1] - 2 * HALO)
    painter.paint_text(text, LabelSize.SMALL, colours.quiet, corner, at_once=True)
    lines = [QLineF(14, bottom, 14 + wide, bottom), QLineF(14, bottom - 5, 14, bottom)]
    lines.append(QLineF(14 + wide, bottom - 5, 14 + wide, bottom))
    for colour, width in ((colours.land, 3.5), (colours.quiet, 1.5)):
        painter.setPen(QPen(colour, width))
        painter.drawLines(lines)


def paint_grid(painter: MapPainter) -> None:
    """Paint parallels and meridians at close zooms, where coasts are rare, so that one sees the map move."""
    view = painter.view
    if view.zoom < _GRID_FROM:
        return
    colour = QColor(map_colours().border)
    colour.setAlphaF(min(0.4, (view.zoom - _GRID_FROM) / 5))
    painter.setPen(QPen(colour, 1))
    area, step = view.area, _round_number(_GRID_PIXELS / view.world * 360)
    rows = range(math.floor(area.south / step), math.ceil(area.north / step) + 1)
    tops = [view.pixel_of(Coordinates(row * step, 0.0))[1] for row in rows]
    first = math.floor((view.rect.left - 0.5) * 360 / step)
    columns = range(first, first + math.ceil(view.width / view.world * 360 / step) + 2)
    lefts = [view.pixel(column * step / 360 + 0.5, 0.5)[0] for column in columns]
    across = [QLineF(0, top, view.width, top) for top in tops]
    painter.drawLines([*across, *(QLineF(left, 0, left, view.height) for left in lefts)])


def _round_number(most: float) -> float:
    """Return the greatest of 1, 2 and 5 times a power of ten that is not greater."""
    power = 10.0 ** math.floor(math.log10(most))
    return next(factor * power for factor in (5.0, 2.0, 1.0) if factor * power <= most * (1 + 1e-9))
