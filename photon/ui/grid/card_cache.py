"""The cards of the photos in a grid: those that are missing or outdated are collected, and requested in one read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Card
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot


class CardCache(QObject):
    """Cards by photo. ``arrived`` brings a list of the photos whose cards have arrived or changed."""

    arrived = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._cards: dict[int, Card] = {}
        self._stale, self._absent = set[int](), set[int]()
        self._missed: dict[int, None] = {}
        self._asked: dict[int, int] = {}
        self._generation = 0
        self._timer = single_shot(self, 0, self._ask)
        self._is_closed = False

    def find(self, photo: int) -> Card | None:
        """Return the card in memory, if any; a missing or outdated card is requested."""
        is_needed = photo in self._stale or (photo not in self._cards and photo not in self._absent)
        if is_needed and photo not in self._asked and not self._is_closed:
            self._missed[photo] = None
            if not self._timer.isActive():
                self._timer.start()
        return self._cards.get(photo)

    def find_known(self, photo: int) -> Card | None:
        """Return the card in memory, if any, without requesting it."""
        return self._cards.get(photo)

    def outdate(self, photos: Collection[int] | None) -> None:
        """Mark the cards of photos (None: of all) as outdated; they stay until the new ones arrive."""
        self._absent.clear()
        for photo in list(self._asked) if photos is None else self._asked.keys() & photos:
            del self._asked[photo]
        self._stale.update(self._cards if photos is None else self._cards.keys() & photos)

    def forget(self, photos: Collection[int]) -> None:
        """Remove photos completely."""
        for known in (self._cards, self._asked, self._missed):
            for photo in photos:
                known.pop(photo, None)
        self._stale.difference_update(photos)

    def mark(self, photos: Collection[int], **marks: Any) -> None:  # noqa: ANN401 - as the fields of a card
        """Show marks of photos whose cards are known; the session's answer confirms them."""
        for photo in photos:
            self._asked.pop(photo, None)  # an earlier answer would briefly remove the mark
            self._cards[photo] = replace(self._cards[photo], **marks)
        self.arrived.emit(list(photos))

    def close(self) -> None:
        """Stop requesting cards."""
        self._is_closed = True
        self._timer.stop()

    def _ask(self) -> None:
        missed, self._missed = self._missed, {}
        if not missed:
            return
        self._generation += 1
        generation = self._generation
        self._asked.update(dict.fromkeys(missed, generation))
        asked = self._session.browsing.cards(list(missed))
        self._bridge.call(asked, lambda cards: self._store(generation, missed, cards), self)

    def _store(self, generation: int, asked: Iterable[int], cards: Mapping[int, Card]) -> None:
        """Cache the cards of the latest request; an answer from before the photo changed is dropped."""
        fresh = [photo for photo in asked if self._asked.get(photo) == generation]
        for photo in fresh:
            del self._asked[photo]
            self._stale.discard(photo)
            if photo in cards:
                self._cards[photo] = cards[photo]
            else:
                self._absent.add(photo)
        self.arrived.emit([photo for photo in fresh if photo in self._cards])
