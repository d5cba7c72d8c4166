"""The card of an encoder: its description, what it is doing, and its actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderState
from photon.ui.encoders.encoder_messages import BUTTONS, ConfirmText, facts_line, name_line, spoken, title_line
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.progress_row import ProgressBar
from photon.ui.kit.theme import dress


class EncoderPanel(QFrame):
    """Shows an encoder and asks questions in place of its buttons.

    Signals: ``acted`` brings an action of ``BUTTONS`` when its button is pressed, ``agreed`` brings it when the
    question was answered with yes.
    """

    acted = Signal(str)
    agreed = Signal(str)

    def __init__(self, state: EncoderState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tile")
        self.state = state
        self.question: ConfirmText | None = None
        self.title, self.tier = make_label(role="strong", is_plain=True), make_label(role="quiet", is_plain=True)
        self._sign = IconLabel("check-circle", 16, "good", self)
        roles = ("", "quiet", "quiet", "quiet", "danger", "quiet", "")
        labels = (make_label(role=role, wraps=True, is_plain=True) for role in roles)
        self.standing, self.about, self.facts, self.doing, self.mistake, self.hint, self.asking = labels
        self.progress = ProgressBar()
        self.agree, self.decline = make_button(clicked=self._agree), make_button(clicked=self.withdraw)
        self.buttons = {action: QPushButton(words, self) for action, words in BUTTONS.items()}
        self._compose()
        self._connect()
        self._show_parts()

    def _compose(self) -> None:
        head = hbox(self.title, (self.tier, 1), spacing=tokens.TIGHT)
        now = hbox((self._sign, 0, Qt.AlignmentFlag.AlignTop), (self.standing, 1), spacing=6)
        buttons = self.buttons.values()
        vbox(
            head,
            self.about,
            self.facts,
            now,
            self.doing,
            self.progress,
            self.mistake,
            self.hint,
            self.asking,
            hbox(self.agree, self.decline, *buttons, None, margins=(0, tokens.HAIR, 0, 0), spacing=tokens.TIGHT),
            to=self,
            margins=(tokens.WIDE, tokens.SPACE),
            spacing=6,
        )

    def _connect(self) -> None:
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _=False, action=action: self.acted.emit(action))
            button.setAccessibleName(spoken(action, self.state.card.title))

    # -- content -----------------------------------------------------------------------------------

    def show_state(self, state: EncoderState, standing: str, actions: Sequence[str], blocked: str = "") -> None:
        """Show the encoder and what it is doing.

        Args:
            state: The encoder.
            standing: What it is doing, as text.
            actions: The possible actions of ``BUTTONS``.
            blocked: Why no long task can start; empty if one can.
        """
        self.state = state
        card = state.card
        for label, words in (
            (self.title, title_line(card)),
            (self.tier, name_line(card)),
            (self.about, card.about),
            (self.facts, facts_line(state)),
            (self.standing, standing),
        ):
            show_text(label, words)
        is_used = state.role == "answering"
        self._sign.setVisible(bool(standing))
        self._sign.show_icon(_SIGNS[state.role], "good" if is_used else "quiet")
        dress(self, "current", "true" if is_used else "false")
        self._offer(actions, blocked)

    def show_progress(self, share: float | None, words: str = "") -> None:
        """Show the progress of a task; None hides it."""
        self.progress.setVisible(share is not None)
        self.progress.show_share(round(1000 * (share or 0)), 1000)
        show_text(self.doing, words)

    def ask(self, question: ConfirmText) -> None:
        """Ask a question in place of the buttons."""
        is_here = self._has_focus()
        self.question = question
        self.show_progress(None)
        self.clear_mistake()
        self._show_parts()
        if is_here:
            (self.agree if question.is_safe else self.decline).setFocus()

    def withdraw(self) -> None:
        """Withdraw the question."""
        action = self.question.action if self.question is not None else ""
        is_here = self._has_focus()
        self.question = None
        self._show_parts()
        if is_here:
            self._focus_a_button(action)

    def refuse(self, error: PhotonError) -> None:
        """Show an error."""
        self.show_progress(None)
        show_text(self.mistake, error.message)
        show_text(self.hint, error.hint)

    def note(self, words: str) -> None:
        """Show a message that is not an error."""
        self.clear_mistake()
        show_text(self.hint, words)

    def clear_mistake(self) -> None:
        """Hide the error."""
        show_text(self.mistake, "")
        show_text(self.hint, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decline the question on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.question is not None:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    # -- inside ------------------------------------------------------------------------------------

    def _offer(self, actions: Sequence[str], blocked: str) -> None:
        is_here = self._has_focus()
        for action, button in self.buttons.items():
            button.setProperty("wanted", action in actions)
            is_blocked = bool(blocked) and action in _LONG
            button.setEnabled(not is_blocked)
            button.setToolTip(blocked if is_blocked else "")
        self._show_parts()
        if is_here and not self._has_focus():
            self._focus_a_button()

    def _show_parts(self) -> None:
        question = self.question
        for button in self.buttons.values():
            button.setVisible(question is None and bool(button.property("wanted")))
        for button in (self.agree, self.decline):
            button.setVisible(question is not None)
        show_text(self.asking, question.words if question is not None else "")
        for label in (self.doing, self.mistake, self.hint):
            label.setVisible(bool(label.text()))
        if not self.progress.value() and not self.doing.text():
            self.progress.hide()
        if question is not None:
            self.agree.setText(question.agree)
            self.decline.setText(question.decline)
            dress(self.agree, "role", "primary" if question.is_safe else "")

    def _agree(self) -> None:
        question = self.question
        self.withdraw()
        if question is not None:
            self.agreed.emit(question.action)

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus) and not focus.isHidden()

    def _focus_a_button(self, action: str = "") -> None:
        wanted = [button for button in self.buttons.values() if button.property("wanted") and button.isEnabled()]
        own = self.buttons.get(action)
        if wanted and self.question is None:
            (own if own in wanted and own is not None else wanted[0]).setFocus()


_SIGNS = {"answering": "check-circle", "coming": "arrows-clockwise", "": "hard-drives"}
_LONG = frozenset({"install", "measure", "remove"})
