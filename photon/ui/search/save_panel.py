"""The small field below the search bar in which a search gets its name."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.layouts import hbox

LONGEST = 80  # characters of a name
WIDE = 240  # pixels of the field


class SearchNaming(QFrame):
    """Lies over its parent, below the search bar, until a name is given.

    ``named`` brings the name; ``left`` when the keyboard is free again.
    """

    named = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent)
        self._below = below
        self._taken: frozenset[str] = frozenset()
        self.setProperty("role", "raised")
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST)
        self.name.setMinimumWidth(WIDE)
        self.name.setPlaceholderText("Name of the search")
        self.name.setAccessibleName("Name of the search")
        self.name.installEventFilter(self)
        self.name.returnPressed.connect(self._give)
        self.name.textChanged.connect(self._show_button)
        self.button = QPushButton("Save search", self)
        self.button.setProperty("role", "primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._give)
        hbox(
            QLabel("Save as", self),
            self.name,
            self.button,
            to=self,
            margins=(tokens.SPACE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT),
            spacing=tokens.TIGHT,
        )
        parent.installEventFilter(self)
        self.hide()

    def ask(self, proposed: str, taken: Collection[str]) -> None:
        """Ask for a name.

        Args:
            proposed: Stands in the field, selected.
            taken: Names of the saved searches; giving one of them replaces that search.
        """
        self._taken = frozenset(name.casefold() for name in taken)
        self.name.setText(proposed)
        self.name.selectAll()
        self._show_button()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_button(self) -> None:
        name = self._tidied()
        self.button.setText("Replace search" if name.casefold() in self._taken else "Save search")
        self.button.setEnabled(bool(name))

    def _tidied(self) -> str:
        return " ".join(self.name.text().split())

    def _give(self) -> None:
        if self._tidied():
            self._leave()
            self.named.emit(self._tidied())

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            place = self._below.mapTo(parent, QPoint(self._below.width() - self.width(), self._below.height() + 4))
            self.move(max(tokens.TIGHT, place.x()), place.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the field, and so does going elsewhere; it stays below the bar when the window changes."""
        if watched is self.name:
            return self._filter_name(event)
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _filter_name(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # else the window's own Esc would come first
            elif event.type() == QEvent.Type.KeyPress:
                self._leave()
            return True
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            kept = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            if event.reason() not in kept:
                self.hide()
        return False
