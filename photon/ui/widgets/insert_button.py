"""A button whose menu puts pieces of text into a line."""

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from photon.language import tr


class InsertButton(QPushButton):
    """Inserts what is chosen at the cursor of the line, and gives the line the keyboard."""

    def __init__(self, line: QLineEdit, pieces: Iterable[tuple[str, str]]) -> None:
        """Make a button.

        Args:
            line: Where pieces are inserted.
            pieces: What the menu says of each, and the piece itself.
        """
        super().__init__(tr("Insert"))
        self.setToolTip(tr("Insert a field"))
        self.setAutoDefault(False)
        self._line = line
        menu = QMenu(self)
        for words, piece in pieces:
            menu.addAction(words).triggered.connect(lambda _checked=False, text=piece: self._insert(text))
        self.setMenu(menu)

    def _insert(self, piece: str) -> None:
        self._line.insert(piece)
        QTimer.singleShot(0, self._line, self._line.setFocus)  # when the menu has given the keyboard back
