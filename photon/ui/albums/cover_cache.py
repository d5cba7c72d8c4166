"""Small square pictures of photos that stand for albums."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QPixmap

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.photos.jpeg_picture import jpeg_picture

SIDE = 96  # pixels: enough for the lines of a list on screens of 400%
_MOST = 500  # pictures in memory: 18 MB


class CoverCache(QObject):
    """Returns pictures from memory; missing ones are requested, and ``arrived`` reports them."""

    arrived = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._kept: BoundedCache[int, QPixmap] = BoundedCache(_MOST)
        self._wanted: set[int] = set()
        self._asked: set[int] = set()  # until their pictures change: not every photo has one
        self._timer = single_shot(self, 0, self._ask)
        bridge.changed.connect(self._hear)

    def picture(self, photo: int) -> QPixmap | None:
        """Return the middle square of a photo, if it is in memory."""
        kept = self._kept.get(photo)
        if kept is None and photo not in self._asked:
            self._wanted.add(photo)
            self._timer.start()
        return kept

    def _hear(self, changes: Changes) -> None:
        if "photos" in changes.kinds:
            photos = changes.photos or set(self._asked)
            for photo in photos:
                self._kept.discard(photo)
            self._asked.difference_update(photos)
            self.arrived.emit()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        self._asked |= wanted
        self._bridge.call_quietly(self._session.browsing.previews(list(wanted)), self._store, self)

    def _store(self, previews: Mapping[int, bytes]) -> None:
        for photo, data in previews.items():
            image = jpeg_picture(data, QSize(2 * SIDE, 2 * SIDE))
            if image.isNull() or photo not in self._asked:
                continue
            side = min(image.width(), image.height())
            square = QRect(0, 0, side, side)
            square.moveCenter(image.rect().center())
            self._kept.store(photo, QPixmap.fromImage(image.copy(square)))
        self.arrived.emit()
