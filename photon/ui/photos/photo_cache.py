"""Cards and previews of the photos around the one in the loupe."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from photon.app.session import Session
from photon.domain import Card, Changes, PhotonError
from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.jpeg_picture import WIDEST, jpeg_picture

PREVIEWS = 600
"""Number of cached JPEG previews, about 70 kB each."""
CARDS = 1000


class PhotoCache(QObject):
    """Caches what was requested recently, requests the rest from the session, and stays up to date.

    ``arrived`` brings a frozenset of the photos whose card or preview arrived or changed.
    """

    arrived = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._cards: BoundedCache[int, tuple[Card, int]] = BoundedCache(CARDS)  # with the number of the request
        self._previews: BoundedCache[int, bytes] = BoundedCache(PREVIEWS)
        self._numbers = count(1)  # of requests
        self._asked: dict[int, int] = {}  # photo -> the request that brings its preview
        bridge.changed.connect(self._hear)

    def card(self, photo: int) -> Card | None:
        """Return the photo's card, or None if it has not arrived."""
        held = self._cards.get(photo)
        return held[0] if held is not None else None

    def has_preview(self, photo: int) -> bool:
        """Return whether the preview is cached."""
        return photo in self._previews

    def preview(self, photo: int, height: int = 0) -> QImage | None:
        """Decode the photo's preview; return None if it has not arrived.

        Args:
            photo: The photo.
            height: Approximate height in pixels to decode at, which is several times faster; 0 for full size.
        """
        data = self._previews.get(photo)
        return jpeg_picture(data, QSize(WIDEST, height) if height else None) if data is not None else None

    def want(self, photos: Iterable[int]) -> None:
        """Request what is not cached for these photos; ``arrived`` reports when it is."""
        missing = [
            photo
            for photo in photos
            if photo not in self._asked and not (photo in self._previews and photo in self._cards)
        ]
        if missing:
            number = next(self._numbers)
            self._asked.update(dict.fromkeys(missing, number))
            take = partial(self._take_wanted_cards, number, missing)
            self._bridge.call(self._session.browsing.cards(missing), take, self, self._no_answer)

    def _take_wanted_cards(self, number: int, asked: Sequence[int], cards: Mapping[int, Card]) -> None:
        """Cache cards and request their previews.

        They are requested only now: a preview that was read before its card may be of the picture before a turn.
        """
        self._take_cards(number, cards)
        due = [photo for photo in asked if self._asked.get(photo) == number]
        if due:
            take = partial(self._take_previews, number, due)
            self._bridge.call(self._session.browsing.previews(due), take, self, self._no_answer)

    def _take_cards(self, number: int, cards: Mapping[int, Card]) -> None:
        """Cache cards, except where a newer one is cached: requests for different photos may overlap."""
        fresh = set()
        for photo, card in cards.items():
            before, newest = self._cards.get(photo) or (None, 0)
            is_wanted = photo in self._asked or before is not None  # it may have been forgotten meanwhile
            if newest > number or not is_wanted:
                continue
            if before is not None and before.version != card.version:
                self._previews.discard(photo)
                if self._asked.get(photo, number) < number:
                    del self._asked[photo]  # the pending answer may be the previous picture
            self._cards.store(photo, (card, number))
            fresh.add(photo)
        self.arrived.emit(frozenset(fresh))

    def _take_previews(self, number: int, asked: Sequence[int], previews: Mapping[int, bytes]) -> None:
        fresh = [photo for photo in asked if self._asked.get(photo) == number]
        for photo in fresh:
            del self._asked[photo]
            if photo in previews:
                self._previews.store(photo, previews[photo])
        self.arrived.emit(frozenset(previews.keys() & set(fresh)))

    def _no_answer(self, error: PhotonError) -> None:
        self._asked.clear()
        self._bridge.report_error(error)

    def _hear(self, changes: Changes) -> None:
        for photo in changes.gone:
            self._cards.discard(photo)
            self._previews.discard(photo)
            self._asked.pop(photo, None)
        if not changes.kinds & {"photos", "marks", "folders"}:
            return
        known = set(self._cards) & changes.photos if changes.photos else set(self._cards)
        if known:
            take = partial(self._take_cards, next(self._numbers))
            self._bridge.call(self._session.browsing.cards(sorted(known)), take, self, self._no_answer)
