"""Photos of a review looked at closer, one by one: the loupe, in which one decides as well."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from photon.ui.tags.review import Review
    from photon.ui.window.main_window import MainWindow

DECISIONS = {Qt.Key.Key_Y: "confirmed", Qt.Key.Key_N: "rejected", Qt.Key.Key_U: ""}


class ReviewLoupe(QObject):
    """Leafs through what waits; Y, N and U decide and undo there, too."""

    def __init__(self, review: "Review", window: "MainWindow") -> None:
        super().__init__(review)
        self._review, self._window, self._loupe = review, window, window.loupe
        self.is_on = False
        window.loupe.installEventFilter(self)

    def open(self, photo: int) -> None:
        """Look at a photo of the review."""
        state = self._review.state
        if state is not None and photo in state.certainties and photo in state.ids:
            self.is_on = True
            self._window.show_page(self._loupe)
            self._loupe.open(state.ids, state.ids.index(photo))

    def follow(self) -> None:
        """Go on with what waits now."""
        state = self._review.state
        if self.is_on and state is not None:
            self._loupe.set_ids(state.ids)

    def take_back(self) -> bool:
        """Come back to the page; tells whether one came from there."""
        was_on, self.is_on = self.is_on, False
        if not was_on:
            return False
        self._window.show_page(self._review.page)
        if self._loupe.current:
            self._review.grid.go_to(self._loupe.current)
        self._review.page.setFocus()
        return True

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
            self._review.undo()
        elif self._loupe.current:
            self._review.decide([self._loupe.current], decision)
        return True
