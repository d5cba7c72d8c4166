"""Cards and previews of the photos around the one in the loupe."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from photon.domain import Card, Changes, PhotonError
from photon.ui.bridge import Bridge
from photon.ui.jpeg_picture import WIDEST, jpeg_picture

if TYPE_CHECKING:
    from photon.app.session import Session

PREVIEWS = 600
"""JPEG previews kept, about 70 kB each."""
CARDS = 1000


class PhotoShelf(QObject):
    """Keeps what was asked for lately, asks the session for the rest, and stays up to date.

    ``arrived`` brings a frozenset of the photos whose card or preview came or changed.
    """

    arrived = Signal(object)

    def __init__(self, session: "Session", bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._previews: OrderedDict[int, bytes] = OrderedDict()
        self._asked: set[int] = set()
        bridge.changed.connect(self._hear)

    def card(self, photo: int) -> Card | None:
        """The photo's card, or None as long as it has not come."""
        return self._cards.get(photo)

    def has_preview(self, photo: int) -> bool:
        """Whether the preview is here."""
        return photo in self._previews

    def preview(self, photo: int, height: int = 0) -> QImage | None:
        """The photo's preview as a picture, or None as long as it has not come.

        Args:
            photo: Which.
            height: Decode at about this many pixels, which is several times faster; 0 for all of it.
        """
        data = self._previews.get(photo)
        if data is None:
            return None
        self._previews.move_to_end(photo)
        return jpeg_picture(data, QSize(WIDEST, height) if height else None)

    def want(self, photos: Iterable[int]) -> None:
        """Fetch what is not here yet of these; ``arrived`` tells when it is."""
        missing = [
            photo
            for photo in photos
            if photo not in self._asked and not (photo in self._previews and photo in self._cards)
        ]
        if missing:
            self._asked.update(missing)
            self._bridge.call(self._session.cards(missing), self._take_cards, self, self._no_answer)
            self._bridge.call(
                self._session.previews(missing),
                lambda found: self._take_previews(missing, found),
                self,
                self._no_answer,
            )

    def _take_cards(self, cards: dict[int, Card]) -> None:
        for photo, card in cards.items():
            before = self._cards.get(photo)
            if before is not None and before.version != card.version:
                self._previews.pop(photo, None)
            self._cards[photo] = card
            self._cards.move_to_end(photo)
        while len(self._cards) > CARDS:
            self._cards.popitem(last=False)
        self.arrived.emit(frozenset(cards))

    def _take_previews(self, asked: list[int], previews: dict[int, bytes]) -> None:
        self._asked.difference_update(asked)
        for photo, data in previews.items():
            self._previews[photo] = data
            self._previews.move_to_end(photo)
        while len(self._previews) > PREVIEWS:
            self._previews.popitem(last=False)
        self.arrived.emit(frozenset(previews))

    def _no_answer(self, error: PhotonError) -> None:
        self._asked.clear()
        self._bridge.problem.emit(error.message, error.hint)

    def _hear(self, changes: Changes) -> None:
        if not changes.kinds & {"photos", "marks", "folders"}:
            return
        known = self._cards.keys() & changes.photos if changes.photos else set(self._cards)
        if known:
            self._bridge.call(self._session.cards(sorted(known)), self._take_cards, self, self._no_answer)
