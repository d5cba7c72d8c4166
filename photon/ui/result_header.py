"""The line above the grid: what is shown and, after a search, how sure Photon is of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from photon.ui import tokens
from photon.ui.gallery import Shown
from photon.ui.words import counted, number, percent


class ResultHeader(QFrame):
    """Says what is shown; ``renew_wanted`` when the person asks for the newest results."""

    renew_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE + 2, 10, tokens.WIDE, 2)
        row.setSpacing(tokens.TIGHT)
        self.first = QLabel(self)
        self.first.setProperty("role", "heading")
        self.second = QLabel(self)
        self.second.setProperty("role", "quiet")
        self.renew = QPushButton("Show newest results", self)
        self.renew.setProperty("role", "link")
        self.renew.clicked.connect(self.renew_wanted)
        self.renew.hide()
        for part in (self.first, self.second, self.renew):
            row.addWidget(part)
        row.addStretch(1)
        self.setMinimumHeight(42)

    def show_state(self, state: Shown) -> None:
        """Say what is shown now."""
        first, second = header_words(state)
        self.first.setText(first)
        self.second.setText(second)
        self.renew.setVisible(state.is_outdated)


def header_words(state: Shown) -> tuple[str, str]:
    """The strong and the quiet part of the header."""
    if state.query is None:
        name = state.folder.rstrip("/\\").replace("\\", "/").rpartition("/")[2] if state.folder else "All photos"
        return name, counted(state.photos, "photo")
    if state.failed is not None:
        return state.failed
    weak = state.photos - state.strong
    quiet = []
    if state.strong:
        verb = "clearly shows this" if state.strong == 1 else "clearly show this"
        first = f"{counted(state.strong, 'photo')} {verb}"
        if weak:
            quiet.append(f"{number(weak)} more {'is' if weak == 1 else 'are'} near")
    else:
        first = state.sentence or "No photo clearly shows this. The nearest:"
    if state.searchable < 1:
        quiet.append(f"{percent(state.searchable)} of your photos can be searched so far")
    return first, " · ".join(quiet)
