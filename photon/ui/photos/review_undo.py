"""The button that undoes the last decision of a review."""

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton

from photon.language import tr
from photon.ui.keys.key_texts import KeyedText, show_tip
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest

_NOTHING = tr("There is no decision of this review to undo.")


class ReviewUndo:
    """Undoes steps that were made while the button was visible, unless another step followed."""

    def __init__(self, context: WindowContext, button: QPushButton, command: str, made: SignalInstance) -> None:
        """Take the window, the button, its command, and a signal that brings the number of each step."""
        self._context, self._button, self._command, self._own_steps = context, button, command, set[int]()
        self._request = LatestRequest(context.bridge, button)
        made.connect(self._take_step)

    def begin(self) -> None:
        """Forget the decisions of the review before."""
        self._own_steps.clear()

    def expect(self) -> None:
        """Offer to undo a decision that is being written."""
        self._request.forget()
        self._offer(is_on=True)

    def ask(self) -> None:
        """Find out whether the last step is of this review."""
        last = self._context.session.undoing.last_step()
        self._request.ask(last, lambda step: self._offer(is_on=step in self._own_steps))

    def take_back(self) -> bool:
        """Undo the last step if it is of this review; return whether it is."""
        if not self._button.isEnabled():
            self._context.say(_NOTHING)
            return False
        self._context.undo()
        self._offer(is_on=False)  # until it is known whether the step before belongs to this review
        self.ask()
        return True

    def _take_step(self, step: int) -> None:
        if self._button.isVisible():
            self._own_steps.add(step)
            self.ask()

    def _offer(self, *, is_on: bool) -> None:
        self._button.setEnabled(is_on)
        show_tip(self._button, KeyedText(tr("Undo the last decision"), self._command) if is_on else _NOTHING)
