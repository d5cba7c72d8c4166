"""Photos on the map: groups with a picture and a count."""

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap

from photon.annotate.places.mercator import MapRect, area_of, project_points
from photon.annotate.places.point_pyramid import PointPyramid
from photon.domain.arrays import Ids
from photon.domain.places.map_area import MapArea
from photon.ui.kit import tokens
from photon.ui.kit.theme import figures_font, theme
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.map.map_painter import MapPainter
from photon.ui.map.map_viewport import MapViewport
from photon.ui.photos.thumbnails import Thumbnail

# photos, and half the side of a picture of fewer, and of more
_MANY, _HALVES = (2, 100), np.array([21, 25, 28])
_EDGE, _SHADE, _BADGE = 2, 3, 18
# screens around the one that is shown, so that moving the map need not ask each time
_AROUND = 0.5
_NONE = PointPyramid(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
_NOWHERE = MapRect(0, 0, 0, 0)


class ClusterLayer:
    """The groups in view; one of them may have the focus.

    Attributes:
        clusters: The groups in view and around it.
        focused: Number of the group with the focus; -1 for none.
    """

    def __init__(self, covers: CoverPictures | None) -> None:
        """Start without points."""
        self._covers, self._points, self._lit = covers, _NONE, np.zeros(0, np.int64)
        self._found_in, self._level, self.focused = _NOWHERE, 0, -1
        self.find(MapViewport())

    def show_points(self, points: PointPyramid | None) -> None:
        """Show these points from now on."""
        self._points, self._found_in, self.focused = points or _NONE, _NOWHERE, -1

    def whole_area(self) -> MapArea | None:
        """Return the area of all photos; None without any."""
        return self._points.area()

    def light(self, photos: Ids) -> None:
        """Highlight the groups of some photos, int64 (n,)."""
        self._lit = photos
        self._bright = set(self._points.groups_with(self.clusters, photos).tolist()) if len(photos) else set()

    def find(self, view: MapViewport) -> None:
        """Find the groups in view, unless they are known."""
        box, level = view.rect, int(view.zoom)
        if level == self._level and self._found_in.holds(box):
            return
        cover = self.cover(self.focused) if self.focused >= 0 else 0
        self._found_in, self._level = box.grown(_AROUND), level
        self.clusters = found = self._points.clusters(area_of(self._found_in), view.zoom)
        self._x, self._y = project_points(found.latitudes, found.longitudes)
        self._halves = _HALVES[np.searchsorted(_MANY, found.counts, side="right")]
        self.light(self._lit)
        self.focused = next(iter(np.flatnonzero(found.covers == cover).tolist()), -1)

    def cover(self, number: int) -> int:
        """Return the cover of a group."""
        return int(self.clusters.covers[number])

    def count(self, number: int) -> int:
        """Return how many photos a group has."""
        return int(self.clusters.counts[number])

    def photos(self, number: int) -> list[int]:
        """Return the photos of a group."""
        return [int(photo) for photo in self._points.photos_of(self.clusters, number)]

    def rects(self, view: MapViewport, *, around: bool = False) -> dict[int, QRectF]:
        """Return where the groups in view (``around``: all that were found) are painted, from north to south."""
        left, top = view.pixels(self._x, self._y)
        half = self._halves
        is_seen = (left > -half) & (left < view.width + half) & (top > -half) & (top < view.height + half)
        rows = np.flatnonzero(is_seen | around)
        corners = np.stack([left - half, top - half, 2 * half, 2 * half], axis=1)[rows]
        return {row: QRectF(*rect) for row, rect in zip(rows.tolist(), corners.tolist(), strict=True)}

    def at(self, point: QPointF, view: MapViewport) -> int:
        """Return the group that is painted last at a point; -1 for none."""
        return max((number for number, rect in self.rects(view).items() if rect.contains(point)), default=-1)

    def paint(self, painter: MapPainter, *, has_focus: bool) -> None:
        """Paint pictures and counts, those in the south over those in the north, the one with the focus last.

        Where the frame has no time for a picture, its frame stays empty.
        """
        rects, marked = self.rects(painter.view), self.focused if has_focus else -1
        for number in sorted(rects, key=lambda one: one == marked):
            rect, ratio = rects[number], painter.view.ratio
            side, is_marked = int(rect.width()), number == marked or number in self._bright
            thumbnail = self._covers.find(self.cover(number)) if self._covers else None
            for shown, is_left in ((thumbnail, False), (None, True)):  # an empty one is made once, and quickly
                key = (shown and shown.pixmap.cacheKey(), side, is_marked, ratio, id(theme().colours))
                make = partial(_framed, shown, side, is_marked=is_marked, ratio=ratio)
                if picture := painter.find_picture(key, make, at_once=is_left):
                    painter.drawPixmap(rect.topLeft() - QPointF(_SHADE, _SHADE), picture)
                    break
            if (count := self.count(number)) > 1:
                _paint_count(painter, rect, count)


def _paint_count(painter: MapPainter, rect: QRectF, count: int) -> None:
    """Paint a count at the upper right corner if there is time."""
    text = f"{count:,}" if count < 10_000 else f"{count // 1000:,}k" if count < 1_000_000 else f"{count / 1e6:.1f}M"
    ratio = painter.view.ratio
    if picture := painter.find_picture((text, ratio), lambda: _badge(text, painter.font(), ratio)):
        left = rect.right() + 6 - picture.width() / ratio
        painter.drawPixmap(QPointF(left, rect.top() - _BADGE / 2 + 2), picture)


def _framed(thumbnail: Thumbnail | None, side: int, *, is_marked: bool, ratio: float) -> QPixmap:
    """Return a picture with a frame and a shadow."""
    picture = _transparent(side + 2 * _SHADE, side + 2 * _SHADE, ratio)
    painter, in_use, radius = QPainter(picture), theme(), tokens.RADIUS
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    frame = QRectF(_SHADE, _SHADE, side, side)
    painter.setBrush(QColor(0, 0, 0, 26))
    for grow in range(_SHADE, 0, -1):
        painter.drawRoundedRect(frame.adjusted(-grow, 1 - grow, grow, 1 + grow), radius + grow, radius + grow)
    painter.setBrush(in_use.colour("accent") if is_marked else QColor("white"))
    painter.drawRoundedRect(frame, radius, radius)
    thick = _EDGE + is_marked
    inner = frame.adjusted(thick, thick, -thick, -thick)
    shape = QPainterPath()
    shape.addRoundedRect(inner, radius - 2, radius - 2)
    painter.fillPath(shape, in_use.colour("edge"))
    if thumbnail is not None:
        painter.setClipPath(shape)
        fitted = thumbnail.fit(round(inner.width()), round(inner.height()), ratio, is_filling=True)
        painter.drawPixmap(inner, fitted, QRectF(fitted.rect()))
    painter.end()
    return picture


def _badge(text: str, font: QFont, ratio: float) -> QPixmap:
    """Return a count on a dark ground."""
    font = figures_font(font, tokens.SMALL - 1)
    font.setBold(True)
    wide = max(_BADGE, QFontMetricsF(font).horizontalAdvance(text) + 10)
    picture = _transparent(wide, _BADGE, ratio)
    painter, whole = QPainter(picture), QRectF(0, 0, wide, _BADGE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 20, 20, 215))
    painter.drawRoundedRect(whole, _BADGE / 2, _BADGE / 2)
    painter.setPen(QColor("white"))
    painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture


def _transparent(wide: float, high: float, ratio: float) -> QPixmap:
    picture = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
