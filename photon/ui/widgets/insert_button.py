"""A button whose menu inserts pieces of text into a line edit."""

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from photon.language import tr


class InsertButton(QPushButton):
    """A button that inserts the chosen text at the line's cursor and focuses the line."""

    def __init__(self, line: QLineEdit, pieces: Iterable[tuple[str, str]]) -> None:
        """Make a button.

        Args:
            line: The line edit that gets the text.
            pieces: Menu entry and text of each piece.
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
        QTimer.singleShot(0, self._line, self._line.setFocus)  # after the menu has returned the focus
