"""The head of a page in the middle: back, what it is, how far one is, what can be done; and an empty page."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QToolButton, QVBoxLayout, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.icons import wear
from photon.ui.kit.layouts import hbox


class PageHeader(QFrame):
    """``left`` is emitted when the person wants the photos back."""

    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.summary = QLabel(title), QLabel()
        self.title.setProperty("role", "title")
        self.summary.setProperty("role", "quiet")
        self.summary.setWordWrap(True)
        self.back = QToolButton()
        wear(self.back, "arrow-left", "text")
        self.back.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.back.setToolTip("Back to the photos (Esc)")
        self.back.setAccessibleName("Back to the photos")
        self.back.clicked.connect(self.left)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self.title)
        self._words.addWidget(self.summary)
        hbox((self.back, 0, Qt.AlignmentFlag.AlignTop), (self._words, 1), to=self, margins=0, spacing=tokens.TIGHT)

    def add_row(self, row: QLayout) -> None:
        """What can be done, below the words: beside them there is no room in a small window."""
        self._words.addSpacing(tokens.TIGHT)
        self._words.addLayout(row)

    def say(self, summary: str) -> None:
        """How far one is."""
        self.summary.setText(summary)


def calm_page(sign: str, heading: str, more: str, colour: str = "quiet") -> QWidget:
    """A page that says why nothing is on it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(tokens.TIGHT)
    title, words = QLabel(heading), QLabel(more)
    title.setProperty("role", "heading")
    words.setProperty("role", "quiet")
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    for part in (IconLabel(sign, 40, colour, page), title):
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(words)  # over the whole width: an aligned label is given the height of a single line
    column.addStretch(3)
    return page
