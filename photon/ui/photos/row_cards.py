"""Cards for painting photos in long lists: requested when a row is seen, not for 10,000 rows at once."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Card
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot


class RowCards(QObject):
    """The cards of photos that were seen. ``arrived`` reports that more can be painted."""

    arrived = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._known: dict[int, Card | None] = {}  # None while it is pending, and for a hidden photo
        self._wanted: list[int] = []
        self._asking = single_shot(self, 0, self._ask)

    def clear(self) -> None:
        """Drop all cards, because another list is shown or photos were hidden."""
        self._known, self._wanted = {}, []

    def outdate(self, photos: Collection[int] | None) -> None:
        """Request the cards of some photos again, of all with None, when they are next painted."""
        left_out = self._known if photos is None else photos
        self._known = {one: card for one, card in self._known.items() if card is not None and one not in left_out}

    def card(self, photo: int) -> Card | None:
        """Return the card of a photo, or None; a missing card is requested."""
        if photo and photo not in self._known:
            self._known[photo] = None
            self._wanted.append(photo)
            self._asking.start()
        return self._known.get(photo)

    def _ask(self) -> None:
        known, some = self._known, self._wanted
        self._wanted = []

        def take(found: Mapping[int, Card]) -> None:
            if known is self._known:
                known.update(found)
            self.arrived.emit()  # also if they are outdated: what is painted again asks again

        if some:
            self._bridge.call(self._session.browsing.cards(some), take, self)
