"""Photos on the map: groups with a picture and a count."""

import math
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, SignalInstance
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap

from photon.annotate.places.mercator import MapRect, area_of, project_points, rect_of
from photon.annotate.places.point_pyramid import Clusters, PointPyramid
from photon.domain.arrays import Ids
from photon.domain.bounded_cache import BoundedCache
from photon.domain.places.map_area import MapArea
from photon.ui.kit import tokens
from photon.ui.kit.theme import figures_font, theme
from photon.ui.map.frame_time import FrameTime
from photon.ui.map.map_viewport import MapViewport
from photon.ui.photos.thumbnails import Thumbnail

_MANY, _HALVES = (2, 100), np.array([21, 25, 28])  # photos, and half the side of a picture of fewer, and of more
_EDGE, _SHADE, _BADGE = 2, 3, 18
_AROUND = 0.5  # screens around the one that is shown, so that moving the map need not ask each time


class Covers(Protocol):
    """Finds thumbnails; see ``CoverPictures``."""

    arrived: SignalInstance

    def find(self, photo: int) -> Thumbnail | None:
        """Return a photo's thumbnail, if it is in memory; else it is asked for."""


class ClusterLayer(QObject):
    """The groups in view; one of them may have the focus.

    Attributes:
        clusters: The groups in view and around it; None without points.
        focused: Number of the group with the focus; -1 for none.
    """

    def __init__(self, covers: Covers | None, parent: QObject) -> None:
        super().__init__(parent)
        self._covers = covers
        self._points: PointPyramid | None = None
        self._lit = np.zeros(0, np.int64)
        self._bright: set[int] = set()  # groups with highlighted photos
        self._found_for: tuple[MapArea, int] | None = None
        self._pictures: BoundedCache[tuple[object, ...], QPixmap] = BoundedCache(2000)
        self.clusters: Clusters | None = None
        self.focused = -1
        self._x = self._y = np.zeros(0)
        self._halves = _HALVES[:0]

    def show_points(self, points: PointPyramid | None) -> None:
        """Show these points from now on."""
        self._points, self._found_for, self.focused = points, None, -1

    def whole_area(self) -> MapArea | None:
        """Return the area of all photos; None without any."""
        return self._points.area() if self._points is not None else None

    def light(self, photos: Ids) -> None:
        """Highlight the groups of some photos, int64 (n,)."""
        self._lit = photos
        self._find_lit()

    def find(self, view: MapViewport) -> bool:
        """Find the groups in view; return whether they are others than before."""
        if self._points is None:
            self.clusters, self._x, self._y, self._halves = None, np.zeros(0), np.zeros(0), _HALVES[:0]
            return False
        box, level = view.rect, int(view.zoom)
        if self._found_for is not None and level == self._found_for[1]:
            held = rect_of(self._found_for[0])
            left = held.left + (box.left - held.left) % 1
            if left + box.right - box.left <= held.right and held.top <= box.top and held.bottom >= box.bottom:
                return False
        across, down = ((box.right - box.left) * _AROUND, (box.bottom - box.top) * _AROUND)
        wide = min(0.5, (box.right - box.left) / 2 + across)
        left = (box.left + box.right) / 2 - wide
        area = area_of(MapRect(left % 1, box.top - down, left % 1 + 2 * wide, box.bottom + down))
        cover = self.cover(self.focused)
        self.clusters, self._found_for = self._points.clusters(area, view.zoom), (area, level)
        self._x, self._y = project_points(self.clusters.latitudes, self.clusters.longitudes)
        self._halves = _HALVES[np.searchsorted(_MANY, self.clusters.counts, side="right")]
        self._find_lit()
        self.focused = int(np.argmax(self.clusters.covers == cover)) if cover in self.clusters.covers else -1
        return True

    def _find_lit(self) -> None:
        self._bright = set()
        if self._points is not None and self.clusters is not None and len(self._lit):
            self._bright = set(self._points.groups_with(self.clusters, self._lit).tolist())

    def cover(self, number: int) -> int:
        """Return the cover of a group; 0 for none."""
        return int(self.clusters.covers[number]) if self.clusters is not None and number >= 0 else 0

    def count(self, number: int) -> int:
        """Return how many photos a group has; 0 for none."""
        return int(self.clusters.counts[number]) if self.clusters is not None and number >= 0 else 0

    def photos(self, number: int) -> list[int]:
        """Return the photos of a group."""
        if self._points is None or self.clusters is None:
            return []
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

    def paint(self, painter: QPainter, view: MapViewport, frame: FrameTime, *, has_focus: bool) -> bool:
        """Paint pictures and counts, those in the south over those in the north, the one with the focus last.

        Returns:
            Whether the frame had time for all pictures; the others are empty frames.
        """
        rects, marked, is_whole = self.rects(view), self.focused if has_focus else -1, True
        edge = QPointF(_SHADE, _SHADE)
        for number in sorted(rects, key=lambda one: one == marked):
            rect, side = rects[number], int(rects[number].width())
            is_marked = number == marked or number in self._bright
            thumbnail = self._covers.find(self.cover(number)) if self._covers else None
            picture = self._picture(thumbnail, side, view.ratio, frame, is_marked=is_marked)
            if picture is None:  # an empty one is made once, and quickly
                is_whole, picture = False, self._picture(None, side, view.ratio, FrameTime(0), is_marked=is_marked)
            if picture is not None:
                painter.drawPixmap(rect.topLeft() - edge, picture)
            if self.count(number) > 1:
                is_whole &= self._paint_count(painter, rect, self.count(number), view.ratio, frame)
        return is_whole

    def _picture(
        self, thumbnail: Thumbnail | None, side: int, ratio: float, frame: FrameTime, *, is_marked: bool
    ) -> QPixmap | None:
        held = thumbnail.pixmap.cacheKey() if thumbnail else 0
        key = (held, side, is_marked, ratio, id(theme().colours))
        picture = self._pictures.get(key)
        if picture is None and frame.allows_more():
            picture = _framed(thumbnail, side, is_marked=is_marked, ratio=ratio)
            self._pictures.store(key, picture)
        return picture

    def _paint_count(self, painter: QPainter, rect: QRectF, count: int, ratio: float, frame: FrameTime) -> bool:
        """Paint a count at the upper right corner if there is time; return whether there was."""
        text = f"{count:,}" if count < 10_000 else f"{count // 1000:,}k" if count < 1_000_000 else f"{count / 1e6:.1f}M"
        picture = self._pictures.get((text, ratio))
        if picture is None and frame.allows_more():
            picture = _badge(text, figures_font(painter.font(), tokens.SMALL - 1), ratio)
            self._pictures.store((text, ratio), picture)
        if picture is not None:
            left = rect.right() + 6 - picture.width() / ratio
            painter.drawPixmap(QPointF(left, rect.top() - _BADGE / 2 + 2), picture)
        return picture is not None


def _framed(thumbnail: Thumbnail | None, side: int, *, is_marked: bool, ratio: float) -> QPixmap:
    """Return a picture with a frame and a shadow."""
    picture = _transparent(side + 2 * _SHADE, side + 2 * _SHADE, ratio)
    painter, in_use = QPainter(picture), theme()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    frame = QRectF(_SHADE, _SHADE, side, side)
    for grow in range(_SHADE, 0, -1):
        painter.setBrush(QColor(0, 0, 0, 26))
        painter.drawRoundedRect(
            frame.adjusted(-grow, 1 - grow, grow, 1 + grow), tokens.RADIUS + grow, tokens.RADIUS + grow
        )
    painter.setBrush(in_use.colour("accent") if is_marked else QColor("white"))
    painter.drawRoundedRect(frame, tokens.RADIUS, tokens.RADIUS)
    thick = _EDGE + is_marked
    inner = frame.adjusted(thick, thick, -thick, -thick)
    shape = QPainterPath()
    shape.addRoundedRect(inner, tokens.RADIUS - 2, tokens.RADIUS - 2)
    painter.fillPath(shape, in_use.colour("edge"))
    if thumbnail is not None:
        painter.setClipPath(shape)
        fitted = thumbnail.fit(round(inner.width()), round(inner.height()), ratio, is_filling=True)
        painter.drawPixmap(inner, fitted, QRectF(fitted.rect()))
    painter.end()
    return picture


def _badge(text: str, font: QFont, ratio: float) -> QPixmap:
    """Return a count on a dark ground."""
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
