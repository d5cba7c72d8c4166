"""The loupe during a review: Y, N and U decide about the photo shown and undo."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.loupe.loupe import Loupe

DECISIONS = {Qt.Key.Key_Y: "confirmed", Qt.Key.Key_N: "rejected", Qt.Key.Key_U: ""}


class ReviewLoupe(QObject):
    """Works while the loupe was opened from the page of the review.

    Signals:
        decided: Brings the photo in a list, and a decision.
        undone: The last decision should be undone.
    """

    decided = Signal(list, str)
    undone = Signal()

    def __init__(self, context: WindowContext, page: Page, loupe: Loupe) -> None:
        super().__init__(page)
        self._context, self._page, self._loupe = context, page, loupe
        loupe.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the loupe was opened from the review."""
        return self._context.opened_from is self._page

    def set_ids(self, photos: Sequence[int]) -> None:
        """Go on with these photos."""
        if self.is_on:
            self._loupe.set_ids(photos)

    def leave(self) -> None:
        """Go back to the page."""
        if self.is_on:
            self._loupe.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Yes, no and undo, before the window's commands of the same keys."""
        if not self.is_on or watched is not self._loupe or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        decision = DECISIONS.get(Qt.Key(event.key())) if is_plain else None
        if decision is None or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif not decision:
            self.undone.emit()
        elif self._loupe.current:
            self.decided.emit([self._loupe.current], decision)
        return True
