"""The thin row under the search bar: it offers a filter for words that resemble one, and explains mistakes."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain import Mistake
from photon.language import tr
from photon.search.filter_hints import FilterHint
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.search.filter_labels import filter_words

HEIGHT = 30
LONGEST = 60  # characters of the search that are quoted
KEY = tr("Ctrl+Enter")


class HintRow(QFrame):
    """Shows one hint or one mistake.

    Signals: ``accepted`` when the user follows the hint, ``shown`` when the row is shown or hidden.
    """

    accepted = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        self.hint: FilterHint | None = None
        self.words = make_label(role="quiet", is_plain=True)
        self.button = make_button(clicked=self.accepted, role="link")
        self._others = hbox()
        self._row = hbox(self.words, self.button, self._others, None, to=self, margins=(tokens.WIDE, 0, tokens.WIDE, 4))
        self.hide()

    def show_hint(self, hint: FilterHint | None, mistake: Mistake | None = None) -> None:
        """Show a hint, else a mistake, or hide the row."""
        self.hint = hint
        self.button.setVisible(hint is not None)
        while (item := self._others.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        for other in hint.others if hint is not None else ():
            button = make_button(_offer(other), clicked=partial(self._accept_other, other), role="link")
            self._others.addWidget(button)
        if hint is not None:
            self.words.setText(tr("“{words}” is searched for as written.", words=_shorten(hint.words)))
            self.button.setText(f"{_offer(hint)} ({KEY})")
        elif mistake is not None:
            self.words.setText(f"{mistake.message} {mistake.hint}".strip())
        is_empty = hint is None and mistake is None
        if self.isHidden() != is_empty:
            self.setVisible(not is_empty)
            self.shown.emit()

    def _accept_other(self, hint: FilterHint) -> None:
        self.hint = hint
        self.accepted.emit()

    def stand_below(self, left: int) -> None:
        """Align the left edge with the widget above, in pixels of the window."""
        self._row.setContentsMargins(left, 0, tokens.WIDE, 4)

    def minimumSizeHint(self) -> QSize:
        """Keep the row from widening the window."""
        return QSize(0, HEIGHT)


def _offer(hint: FilterHint) -> str:
    if hint.part:
        return tr("Use the filter “{condition}”", condition=filter_words(hint.part))
    return tr("Search for “{words}”", words=_shorten(hint.text))


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
