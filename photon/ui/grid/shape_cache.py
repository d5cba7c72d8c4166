"""Aspect ratios of all photos, for rows that keep them: one number per photo, so that a million take 4 MB."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.library.photos.photos import PhotoShapes
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot

USUAL = 1.5  # width / height until a photo's shape is known
MOST_ASKED = 5_000  # above this number of photos, reading the shapes of all is faster


class ShapeCache(QObject):
    """Width / height by photo. Unknown ones are requested; ``changed`` reports that other shapes have arrived.

    Attributes:
        version: Number of changes so far.
    """

    changed = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self.version = 0
        self._ratios = np.zeros(0, np.float32)  # by photo id; 0 for unknown
        self._wanted: set[int] = set()
        self._is_asking = False
        self._timer = single_shot(self, 0, self._ask)

    def ratios(self, photos: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return float32 (n,), width / height of each photo; ``USUAL`` for those that are now requested."""
        ids = np.asarray(photos, np.int64)
        self._make_room(int(ids.max(initial=-1)) + 1)
        found = self._ratios[ids]
        unknown = found == 0
        if unknown.any():
            self._request(ids[unknown].tolist())
        return np.where(unknown, np.float32(USUAL), found)

    def outdate(self, photos: Collection[int] | None) -> None:
        """Request the shapes of photos (None: of all) again, for a rotation may have changed them."""
        if photos is None:
            self._request(np.flatnonzero(self._ratios).tolist())
        else:
            self._request([photo for photo in photos if photo < len(self._ratios) and self._ratios[photo]])

    def close(self) -> None:
        """Stop requesting shapes."""
        self._is_asking = True
        self._timer.stop()

    def _request(self, photos: Collection[int]) -> None:
        self._wanted.update(photos)
        if self._wanted and not self._is_asking:
            self._timer.start()

    def _make_room(self, count: int) -> None:
        if count > len(self._ratios):
            self._ratios = np.concatenate([self._ratios, np.zeros(count - len(self._ratios), np.float32)])

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        self._is_asking = True
        asked = self._session.browsing.shapes(None if len(wanted) > MOST_ASKED else list(wanted))
        self._bridge.call(asked, lambda shapes: self._store(wanted, shapes), self, lambda _: self._go_on())

    def _store(self, wanted: Collection[int], shapes: PhotoShapes) -> None:
        photos, ratios = shapes
        self._make_room(int(photos.max(initial=-1)) + 1)
        before = self._ratios.copy()
        asked = np.fromiter(wanted, np.int64, len(wanted))
        self._ratios[asked[self._ratios[asked] == 0]] = USUAL  # those that are gone are not requested again
        self._ratios[photos] = ratios
        self._go_on()
        if not np.array_equal(before, self._ratios):
            self.version += 1
            self.changed.emit()

    def _go_on(self) -> None:
        self._is_asking = False
        self._request(())
