"""The row of buttons for the kind of export: files, a table or a training set."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from photon.language import tr
from photon.ui.kit.layouts import hbox
from photon.ui.kit.settings import remembered_word, settings

KINDS = {"files": tr("Files"), "table": tr("Table"), "training": tr("Training set")}
_KEY = "export/what"
_WIDTH = 112


class ExportKinds(QWidget):
    """One button per kind, of which one is checked; ``turned`` brings the index of a newly chosen kind."""

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {name: QPushButton(words) for name, words in KINDS.items()}
        self._group = QButtonGroup(self)
        remembered = remembered_word(_KEY, "files", tuple(KINDS))
        for at, (name, button) in enumerate(self.buttons.items()):
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            button.setProperty("side", "left" if at == 0 else "right" if at == len(KINDS) - 1 else "middle")
            button.setChecked(name == remembered)
            button.setMinimumWidth(_WIDTH)
            self._group.addButton(button, at)
        hbox(*self.buttons.values(), None, to=self, margins=0, spacing=0)
        self._group.idToggled.connect(self._turn)

    @property
    def kind(self) -> str:
        """The chosen kind, one of ``KINDS``."""
        return list(KINDS)[self.place]

    @property
    def place(self) -> int:
        """Index of the chosen kind."""
        return max(0, self._group.checkedId())

    def remember(self) -> None:
        """Store the kind for the next start."""
        settings().setValue(_KEY, self.kind)

    def _turn(self, at: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's
        if is_on:
            self.turned.emit(at)
