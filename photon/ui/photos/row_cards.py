"""What is painted of photos in long lists: asked for when a row is seen, not for 10,000 rows at once."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Card
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot


class RowCards(QObject):
    """Cards of the photos that were looked at. ``arrived`` tells that some can be painted now."""

    arrived = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._known: dict[int, Card | None] = {}  # None while it is on its way, and for a photo that is hidden
        self._wanted: list[int] = []
        self._asking = single_shot(self, 0, self._ask)
        bridge.hidden.connect(lambda _: self.clear())

    def clear(self) -> None:
        """Another list is shown: what is known may be old."""
        self._known, self._wanted = {}, []

    def card(self, photo: int) -> Card | None:
        """What is known of a photo; it is asked for if that is nothing yet."""
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
                self.arrived.emit()

        if some:
            self._bridge.call(self._session.cards(some), take, self)
