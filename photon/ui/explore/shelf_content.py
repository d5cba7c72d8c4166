"""What is on the shelves now, asked for again when something has changed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from photon.app.explore.shelves import SHELVES
from photon.domain import Changes
from photon.domain.explore.shelf_card import ShelfCard
from photon.ui.kit.bridge import SIGN_MS
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import SpacedTimer, single_shot

_REFRESH_MS = 500
_LOOKING = ("scanning", "reading")  # stages after which there may be enough photos
_KINDS = frozenset({"topics", "photos", "marks", "styles", "texts", "places", "hidden", "folders"})


class ShelfContent(QObject):
    """Knows the cards of each shelf as soon as they are found.

    Signals:
        changed: Something else is on a shelf.
        emptied: Nothing is on any shelf, or not yet; brings whether there are too few photos for that.

    Attributes:
        cards: The cards by shelf, those that a person hid too.
    """

    changed = Signal()
    emptied = Signal(bool)

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.cards: dict[str, Sequence[ShelfCard]] = {}
        self._requests = {shelf.key: LatestRequest(context.bridge, self, is_quiet=True) for shelf in SHELVES}
        self._count = LatestRequest(context.bridge, self, is_quiet=True)
        self._soon, self._is_outdated, self._is_followed = SpacedTimer(self, _REFRESH_MS, self._ask), True, False
        self._waiting, self._is_small = single_shot(self, SIGN_MS, self._tell_empty), False
        context.bridge.changed.connect(self._hear)
        context.bridge.activity.connect(self._hear_activity)

    @property
    def is_awaited(self) -> bool:
        """Whether the cards of a shelf are still asked for."""
        return any(one.is_awaited for one in self._requests.values())

    def follow(self, *, is_shown: bool) -> None:
        """Ask for what has changed from now on, or no longer."""
        self._is_followed = is_shown
        if is_shown and self._is_outdated:
            self._ask()
        elif not is_shown:
            self._soon.stop()

    def _ask(self) -> None:
        self._is_outdated = False
        self._waiting.start()
        for key, future in self._context.session.explore.shelves().items():
            self._requests[key].ask(future, partial(self._take_cards, key))

    def _take_cards(self, key: str, cards: Sequence[ShelfCard]) -> None:
        self.cards[key] = cards
        self.changed.emit()
        if not self.is_awaited and not any(self.cards.values()):
            self._count.ask(self._context.session.explore.is_small(), self._take_size)

    def _take_size(self, is_small: bool) -> None:  # noqa: FBT001 - an answer
        self._is_small = is_small
        self._tell_empty()

    def _tell_empty(self) -> None:
        if not any(self.cards.values()):
            is_looking = self._context.session.work.activity.stage in _LOOKING
            self.emptied.emit(self._is_small and not is_looking)

    def _hear_activity(self) -> None:
        if not self.is_awaited:
            self._tell_empty()

    def _hear(self, changes: Changes) -> None:
        if changes.gone:  # whatever shows them must drop them at once
            self.cards = {}
            self.changed.emit()
        if changes.gone or changes.kinds & _KINDS:
            self._is_outdated = True
            if self._is_followed:
                self._soon.request()
