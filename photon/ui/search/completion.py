"""Suggestions for the search bar: requests them during typing and decides when to show them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from photon.domain.query.query_suggestion import Suggestion
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.search.completion_popup import CompletionPopup
from photon.ui.search.search_line import SearchLine

PAUSE_MS = 60  # delay after the last key
_Spot = tuple[str, int]


class CompletionSource(Protocol):
    """Provides completions of a text."""

    def suggestions(self, text: str, cursor: int) -> Future[list[Suggestion]]:
        """Return suggestions for the text with the cursor at this position."""


class Completion(QObject):
    """Controls the popup of a line and handles its keys before the line does.

    Signals: ``accepted`` brings a Suggestion and the text it is for; ``passed`` is emitted when Down has no further
    row.
    """

    accepted = Signal(object, str)
    passed = Signal()

    def __init__(self, source: CompletionSource, bridge: Bridge, line: SearchLine, popup: CompletionPopup) -> None:
        super().__init__(line)
        self._source = source
        self._line = line
        self.popup = popup
        self._spot: _Spot | None = None  # the text of the newest known suggestions
        self._found: tuple[Suggestion, ...] = ()
        self._question = LatestRequest(bridge, self)
        self._is_dismissed = False
        self._dismissed_start = -1
        self._pause = single_shot(self, PAUSE_MS, lambda: self._ask(self._show_unasked))
        popup.chosen.connect(self._accept)
        line.first = self.take_key
        line.textEdited.connect(self.follow_typing)
        line.textChanged.connect(self._follow_emptying)
        line.focused.connect(self._follow_focus)

    def follow_typing(self) -> None:
        """Request new suggestions, because those shown are for an older text."""
        self._is_dismissed = False
        self._question.forget()
        self._pause.start()

    def _follow_emptying(self, text: str) -> None:
        if not text:
            self.close_up()

    def _follow_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Offer suggestions when the line gets the focus, and close the popup when it loses it."""
        if has_focus:
            self._is_dismissed = False
            self._dismissed_start = -1
        else:
            self.close_up()

    def close_up(self, *, is_done: bool = False) -> None:
        """Close the popup; with ``is_done``, the user closed it, and it stays closed until the next key."""
        self._pause.stop()
        self._question.forget()
        if is_done:
            self._is_dismissed = True
            shown = self.popup.suggestions if self.popup.isVisible() else ()
            self._dismissed_start = shown[0].start if shown else -1
        self.popup.hide()

    def forget(self) -> None:
        """Drop the suggestions, because they may name photos that were hidden."""
        self._spot, self._found = None, ()
        self.close_up()
        self.popup.offer((), self._line)

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key of the line; return whether it was for the popup."""
        key, keys = event.key(), Qt.Key
        if key == keys.Key_Down:
            return self._go_down(is_wanted=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        is_open = self.popup.isVisible()
        if key in (keys.Key_Return, keys.Key_Enter) and not (is_open and self.popup.selected):
            self.close_up(is_done=True)  # Enter starts the search; a pending answer must not open the list again
            self._dismissed_start = -1
            return False
        return is_open and self._take_popup_key(event)

    def _take_popup_key(self, event: QKeyEvent) -> bool:
        key, keys = event.key(), Qt.Key
        selected = self.popup.selected
        if key == keys.Key_Up:
            return self.popup.select(max(-1, self.popup.row - 1))
        if key == keys.Key_Escape:
            self.close_up(is_done=True)
            return True
        if key in (keys.Key_Return, keys.Key_Enter, keys.Key_Tab) and selected is not None:
            self._accept(selected)
            return True
        if key == keys.Key_Tab and self._line.text():
            self._accept(self.popup.suggestions[0])
            return True
        return False

    def _go_down(self, *, is_wanted: bool) -> bool:
        if self.popup.isVisible():
            if not self.popup.select(self.popup.row + 1):
                self.close_up(is_done=True)
                self.passed.emit()
            return True
        if is_wanted or not self._is_dismissed or not self._line.text():
            self._show_or_pass()
        else:
            self.passed.emit()
        return True

    def _show_or_pass(self) -> None:
        if self._spot == self._here() and self._line.text():  # without text there may be newer ones
            self._show_asked(self._found)
        else:
            self._ask(self._show_asked)

    def _here(self) -> _Spot:
        return self._line.text(), self._line.cursor_place

    def _ask(self, show: Callable[[Sequence[Suggestion]], None]) -> None:
        self._pause.stop()
        self._question.forget()
        spot = self._here()

        def take(found: Sequence[Suggestion]) -> None:
            if spot == self._here():
                self._spot, self._found = spot, tuple(found)
                show(found)

        self._question.ask(self._source.suggestions(*spot), take, lambda _: take(()))

    def _show_asked(self, found: Sequence[Suggestion]) -> None:
        if not self._line.hasFocus():
            return
        if found:
            self._open(found)
            self.popup.select(0)
        else:
            self.passed.emit()

    def _show_unasked(self, found: Sequence[Suggestion]) -> None:
        is_unwanted = self._is_dismissed or (bool(found) and found[0].start == self._dismissed_start)
        text, cursor = self._here()
        # Without text, or after a complete word, a list would only be in the way.
        is_news = any(one.insert.strip() != text[one.start : one.end].strip() for one in found)
        is_typed = bool(text[:cursor].strip())
        if self._line.hasFocus() and is_typed and is_news and not is_unwanted:
            self._dismissed_start = -1
            self._open(found)
        else:
            self.popup.hide()

    def _open(self, found: Sequence[Suggestion]) -> None:
        self.popup.offer(found, self._line.parentWidget() or self._line)

    def _accept(self, suggestion: Suggestion) -> None:
        text = self._line.text()
        self.close_up()
        self.accepted.emit(suggestion, text)
        if suggestion.insert.endswith(":"):
            QTimer.singleShot(0, self, partial(self._ask, self._show_unasked))
