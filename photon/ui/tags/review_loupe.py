"""The loupe during a review: the keys of the review decide about the photo, and undo that."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.pages import Page
from photon.ui.loupe.loupe import Loupe


class ReviewLoupe(QObject):
    """Handles the keys of a review while the loupe is open from its page.

    Signals:
        decided: Brings the photo in a list, and a decision.
        undone: The last decision should be undone.
    """

    decided = Signal(list, str)
    undone = Signal()

    def __init__(self, context: WindowContext, page: Page) -> None:
        super().__init__(page)
        self._context, self._page, self._loupe = context, page, context.part(Loupe)
        commands: dict[str, Act] = {
            "review.yes": partial(self._decide, "confirmed"),
            "review.no": partial(self._decide, "rejected"),
            "review.undo": self.undone.emit,
        }
        own = KeyFilter(commands=commands, blocks_letters=False, ignores_shift=True)
        self._loupe.first_keys = lambda: own if self.is_on else None

    @property
    def is_on(self) -> bool:
        """Whether the loupe was opened from the review."""
        return self._context.opened_from is self._page

    def set_ids(self, photos: Sequence[int]) -> None:
        """Continue with these photos."""
        if self.is_on:
            self._loupe.set_ids(photos)

    def leave(self) -> None:
        """Return to the page."""
        if self.is_on:
            self._loupe.closed.emit()

    def _decide(self, decision: str) -> None:
        if self._loupe.current:
            self.decided.emit([self._loupe.current], decision)
