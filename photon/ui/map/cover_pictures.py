"""Pictures of photos on the map, from the thumbnails that the grid has."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Card, Changes
from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.photos.thumbnails import Thumbnail, Thumbnails

_VERSIONS = 4000
_GONE = b""


class CoverPictures(QObject):
    """Finds thumbnails by photo alone, and never waits; ``arrived`` tells that there are more.

    Thumbnails are asked for by a version, which is on a photo's card.
    """

    arrived = Signal()

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__(thumbnails)
        self._session, self._bridge, self._thumbnails = session, bridge, thumbnails
        self._versions: BoundedCache[int, bytes] = BoundedCache(_VERSIONS)
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._timer = single_shot(self, 0, self._ask)
        thumbnails.arrived.connect(self.arrived)
        bridge.changed.connect(self._hear)

    def find(self, photo: int) -> Thumbnail | None:
        """Return a photo's thumbnail, if it is in memory; else it is asked for."""
        version = self._versions.get(photo)
        if version is not None:
            return None if version == _GONE else self._thumbnails.find(photo, version)
        if photo not in self._asked:
            self._wanted.add(photo)
            self._timer.start()
        return None

    def _ask(self) -> None:
        wanted, self._wanted = sorted(self._wanted), set()
        if wanted:
            asked = self._session.browsing.cards(wanted)
            self._asked.update(wanted)
            self._bridge.call(asked, partial(self._store_versions, wanted), self)

    def _store_versions(self, wanted: Sequence[int], cards: Mapping[int, Card]) -> None:
        for photo in wanted:  # also those that are gone, or each frame would ask for them again
            self._versions.store(photo, cards[photo].version if photo in cards else _GONE)
        self._asked.difference_update(wanted)
        self.arrived.emit()

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"photos", "folders"} or changes.gone:
            for photo in set(changes.photos) | set(changes.gone):
                self._versions.discard(photo)
            if not changes.photos:
                self._versions.clear()
