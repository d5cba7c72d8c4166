"""The header of a page (back button, title, progress, actions), and the content of an empty page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_back_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox


class PageHeader(QFrame):
    """``left`` is emitted when the user wants to return to the photos."""

    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.summary = make_label(title, "title"), make_label(role="quiet", wraps=True)
        self.back = make_back_button(self.left)
        self._words = vbox(self.title, self.summary, spacing=0)
        hbox((self.back, 0, Qt.AlignmentFlag.AlignTop), (self._words, 1), to=self, margins=0, spacing=tokens.TIGHT)

    def add_row(self, row: QLayout) -> None:
        """Add actions below the text: a small window has no space for them next to it."""
        self._words.addSpacing(tokens.TIGHT)
        self._words.addLayout(row)

    def say(self, summary: str) -> None:
        """Show the progress."""
        self.summary.setText(summary)


def calm_page(sign: str, heading: str, more: str, colour: str = "quiet") -> QWidget:
    """Make a page that explains why it is empty."""
    page = QWidget()
    middle = Qt.AlignmentFlag.AlignHCenter
    words = make_label(more, "quiet", wraps=True)
    words.setAlignment(middle)  # full width: a label aligned in its layout gets the height of one line
    icon = IconLabel(sign, 40, colour)
    column = vbox((icon, 0, middle), (make_label(heading, "heading"), 0, middle), words, to=page, spacing=tokens.TIGHT)
    column.insertStretch(0, 2)
    column.addStretch(3)
    return page
