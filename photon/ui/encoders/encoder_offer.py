"""The small card at the foot of the left panel that offers a stronger encoder, until somebody has seen it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from photon.domain import Activity, Counts
from photon.domain.encoders.encoder_info import STARTER, EncoderCard, EncoderState
from photon.domain.encoders.encoder_messages import size_words
from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.kit.theme import with_role

FEWEST = 50
"""Photos from which on searching well begins to matter."""
_KEY = "encoders/offer-seen"


class EncoderOffer(QFrame):
    """Offers the first encoder that Photon recommends; ``wanted`` when the person wants to see them."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "raised")
        self._was_seen = remembered_switch(_KEY, usual=False)
        self.words = QLabel("Photon can find more with a stronger encoder.", self)
        self.facts = with_role(QLabel(self), "quiet")
        self.show_button = QPushButton("Show encoders", self)
        self.later = with_role(QPushButton("Not now", self), "quiet")
        self.later.setToolTip("Encoders stay in the preferences (Ctrl+,)")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.setSpacing(tokens.TIGHT)
        for label in (self.words, self.facts):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(tokens.HAIR)
        for button in (self.show_button, self.later):  # beside each other they need more room than a narrow panel has
            column.addWidget(button)
        self.show_button.clicked.connect(self._show)
        self.later.clicked.connect(self.dismiss)
        self.hide()

    def consider(self, states: Sequence[EncoderState], counts: Counts, activity: Activity) -> None:
        """Come or go with what is known of encoders and of the work."""
        best = None if self._was_seen else offered(states, counts)
        if best is None:
            self.hide()
        elif activity.stage == "idle":  # not while photos are looked at; once shown it stays
            licence = f", {best.licence} licence" if best.licence else ""
            self.facts.setText(f"{best.title}: {size_words(best.megabytes)} to download{licence}.")
            self.show()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines need in this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def dismiss(self) -> None:
        """Go, and never come back."""
        self._was_seen = True
        settings().setValue(_KEY, self._was_seen)
        self.hide()

    def _show(self) -> None:
        self.dismiss()
        self.wanted.emit()


def offered(states: Sequence[EncoderState], counts: Counts) -> EncoderCard | None:
    """The encoder to offer; None where another than the starter is there already, or it is too early."""
    has_other = any(state.installed and state.card.name != STARTER for state in states)
    is_early = counts.photos < FEWEST or counts.searchable < counts.photos
    if has_other or is_early:
        return None
    return next((state.card for state in states if not state.installed), None)
