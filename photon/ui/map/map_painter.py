"""What paints a frame of the map: it knows the view, and makes new pictures only while the frame has time."""

import time
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPen, QPixmap

from photon.domain.bounded_cache import BoundedCache
from photon.domain.places.coordinates import Coordinates
from photon.ui.kit.theme import theme
from photon.ui.map.halo_texts import LabelSize, draw_text
from photon.ui.map.map_viewport import MapViewport

_RING = 9  # pixels of its radius
MapPictures = BoundedCache[Hashable, QPixmap]
"""Pictures of photos, counts and texts, in all of a map's frames."""


class MapPainter(QPainter):
    """Paints on a map.

    Attributes:
        view: What is shown.
        is_whole: Whether there was time for all pictures.
    """

    def __init__(self, device: QPaintDevice, view: MapViewport, pictures: MapPictures, seconds: float) -> None:
        """Take what is shown, the pictures that were made before, and the time for new ones."""
        super().__init__(device)
        self.view, self.is_whole = view, True
        self._pictures, self._until, self._is_first = pictures, time.monotonic() + seconds, True

    def find_picture(self, key: Hashable, make: Callable[[], QPixmap], *, at_once: bool = False) -> QPixmap | None:
        """Return a picture; None if there is no time to make it, though always for one, so that frames get nearer.

        Args:
            key: Tells it from all others.
            make: Makes it.
            at_once: Whether it is made in any case.
        """
        picture = self._pictures.get(key)
        if picture is None and (at_once or self._is_first or time.monotonic() < self._until):
            picture = make()
            self._is_first &= at_once
            self._pictures.store(key, picture)
        self.is_whole &= picture is not None
        return picture

    def paint_text(self, text: str, size: LabelSize, ink: QColor, corner: QPointF, *, at_once: bool = False) -> bool:
        """Paint a text with a halo, from the corner of the halo; return whether there was time."""
        key = (text, size, ink.rgb(), id(theme().colours), self.view.ratio)
        picture = self.find_picture(key, lambda: draw_text(text, size, ink, self.view.ratio), at_once=at_once)
        if picture is not None:
            self.drawPixmap(corner, picture)
        return picture is not None

    def paint_circle(self, centre: Coordinates, metres: float) -> None:
        """Paint a circle on the earth, if it is in view."""
        rect = self.view.circle(centre, metres)
        if not rect.isEmpty():
            fill = theme().colour("accent")
            fill.setAlphaF(0.16)
            self.setPen(QPen(theme().colour("accent"), 1.5))
            self.setBrush(fill)
            self.drawEllipse(rect)

    def paint_ring(self, middle: QPointF) -> None:
        """Paint a ring around a point."""
        self.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("panel", 6), ("accent", 3)):
            self.setPen(QPen(theme().colour(colour), width))
            self.drawEllipse(middle, _RING, _RING)
