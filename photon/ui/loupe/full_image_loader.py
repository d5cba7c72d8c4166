"""Loads the sharp pictures of the loupe: the current photo first, then its neighbours."""

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, QSize, QSizeF, Signal

from photon.app.session import Session
from photon.domain import Card, Changes, PhotonError
from photon.ui.kit.bridge import Bridge
from photon.ui.loupe.photo_view import fitted_long_side
from photon.ui.photos.picture_cache import MEGABYTE, PaintablePicture, PictureCache, make_paintable

_SMALL = 60 * MEGABYTE  # at least, for pictures at screen size: those of the photo and its neighbours
Wish = tuple[int, bytes, int | None]
"""Photo, version of its picture, long side in pixels (None is all of it)."""


class FullImageLoader(QObject):
    """Requests pictures from the session and caches them.

    ``arrived`` brings a photo and its PaintablePicture (which may be too large for the cache), ``failed`` a photo and
    a message.
    """

    arrived = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._cache = PictureCache()
        self._running: dict[Wish, Future[PaintablePicture]] = {}
        self._broken: dict[tuple[int, bytes], str] = {}
        self._shown: dict[int, bytes] = {}  # photo -> version that was asked about last
        self._came: set[Wish] = set()  # full pictures that came since another photo was shown
        self.room = QSizeF(1, 1)
        bridge.changed.connect(self._hear)

    def best(self, card: Card) -> list[PaintablePicture]:
        """Return the loaded pictures of a photo: none, the one at screen size, the full one, or both."""
        self._shown[card.id] = card.version
        keys: list[Wish] = [self._wish(card), (card.id, card.version, None)]
        return [found for found in map(self._cache.get, dict.fromkeys(keys)) if found is not None]

    def complaint(self, card: Card) -> str:
        """Return why the photo's picture could not be read; empty if it was read or not tried."""
        return self._broken.get((card.id, card.version), "")

    def want(self, card: Card, *, full: bool = False) -> None:
        """Request a photo at screen size or in full, unless it is loaded, requested or damaged."""
        self._shown[card.id] = card.version
        wish = (card.id, card.version, None) if full else self._wish(card)
        known = wish in self._cache or wish in self._running
        if known or card.is_away or self.complaint(card):
            return
        future = make_paintable(self._session.work.rendering.picture(card.id, wish[2], card.version))
        self._running[wish] = future
        self._bridge.call(
            future, lambda picture: self._receive(wish, picture), self, lambda error: self._note(wish, error)
        )

    def want_full(self, cards: Sequence[Card]) -> None:
        """Request the full pictures of photos that may be enlarged: one at a time, as many as the memory has room for.

        None is requested twice before another photo is shown: a file that was replaced may be larger than its card
        says, even too large for the cache, and would be read without end.

        Args:
            cards: The photos, the most likely first; called again when one has arrived.
        """
        if any(wish[2] is None for wish in self._running):
            return
        # on a large screen, more than these would drive each other out of the cache, and be read again without end
        room = self._cache.budget - max(_SMALL, sum(map(self._small_size, cards)))
        for card in cards:
            room -= 4 * card.width * card.height
            if room < 0:
                return
            wish = (card.id, card.version, None)
            known = self._cache.get(wish) or wish in self._came
            if not (known or card.is_away or self.complaint(card)):
                self.want(card, full=True)
                return

    def keep_only(self, photos: Sequence[int]) -> None:
        """Cancel the requests for all other photos that have not started, because another one is shown."""
        self._came.clear()
        for wish, future in list(self._running.items()):
            if wish[0] not in photos and future.cancel():
                del self._running[wish]

    def needs_full(self, card: Card, zoom: float) -> bool:
        """Return whether the picture at screen size has too few pixels for this zoom."""
        long_side = self._wish(card)[2]
        return long_side is not None and max(card.width, card.height) * zoom > long_side * 1.02

    @property
    def bytes(self) -> int:
        """Memory used by the pictures, in bytes."""
        return int(self._cache.weight)

    def forget(self) -> None:
        """Release the memory."""
        self.keep_only(())
        self._cache.clear()
        self._shown.clear()

    def _wish(self, card: Card) -> Wish:
        return card.id, card.version, fitted_long_side(QSize(card.width, card.height), self.room)

    def _small_size(self, card: Card) -> int:
        """Return the bytes of the picture at screen size; 0 if that is the full one."""
        long_side = self._wish(card)[2]
        if long_side is None or not card.width:
            return 0
        return 4 * long_side**2 * min(card.width, card.height) // max(card.width, card.height)

    def _hear(self, changes: Changes) -> None:
        """Drop the pictures and the pending requests of photos that must not be seen any more."""
        for wish in [wish for wish in self._running if wish[0] in changes.gone]:
            self._running.pop(wish).cancel()
        for key in self._cache:
            if isinstance(key, tuple) and key[0] in changes.gone:
                self._cache.discard(key)
        self._broken = {key: words for key, words in self._broken.items() if key[0] not in changes.gone}

    def _receive(self, wish: Wish, picture: PaintablePicture) -> None:
        if self._running.pop(wish, None) is None:
            return
        self._cache.store(wish, picture)
        if wish[2] is None:
            self._came.add(wish)
        if self._shown.get(wish[0]) == wish[1]:  # otherwise the photo was turned or edited meanwhile
            self.arrived.emit(wish[0], picture)

    def _note(self, wish: Wish, error: PhotonError) -> None:
        if self._running.pop(wish, None) is None:
            return
        self._broken[wish[0], wish[1]] = str(error)
        self.failed.emit(wish[0], str(error))
