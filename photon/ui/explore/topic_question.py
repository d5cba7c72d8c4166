"""The question how a theme or a thing is called."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from photon.domain.decisions.explore import LONGEST_NAME
from photon.domain.explore.shelf_card import ShelfCard
from photon.language import tr
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import frame_dialog

_WIDTH = 400


class TopicQuestion(QDialog):
    """Asks for a name.

    Signals:
        named: Brings the name; empty for the one that Photon found.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget, card: ShelfCard) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.line = name_field(QLineEdit("" if card.asks_name else card.name), tr("Name"))
        self.line.setMaxLength(LONGEST_NAME)
        self.line.selectAll()
        title = card.name if card.asks_name else tr("Rename “{name}”", name=card.name)
        hint = make_label(tr("Leave it empty for the name that Photon found."), "quiet", wraps=True)
        leave = make_button(tr("Cancel"), clicked=self.reject)
        go = make_button(tr("Save name"), clicked=self._save, role="primary")
        frame_dialog(self, title, (self.line, hint), (leave, go))
        self.line.setFocus()

    def _save(self) -> None:
        self.named.emit(self.line.text())
        self.accept()
