"""The form about a file with an encoder: its architecture and name."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import hbox, make_form


class EncoderFileForm(QWidget):
    """Fields for what a file can't tell.

    Signals: ``given`` brings path, architecture and name, of which the last two may be empty; ``left`` cancels.
    """

    given = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._path, self._busy = "", ""
        self._names = QStringListModel(self)
        self.path = make_label(wraps=True)
        self.architecture = name_field(QLineEdit(), tr("Architecture"), "ViT-B-32")
        self.name = name_field(QLineEdit(), tr("Name"), "")
        self.install = make_button(tr("Install"), clicked=self._give, role="primary")
        self.cancel = make_button(tr("Cancel"), clicked=self.left.emit)
        margins = (0, tokens.HAIR, 0, tokens.HAIR)
        rows = make_form(self, margins=margins, spacing=(tokens.SPACE, tokens.TIGHT))
        rows.addRow(tr("File"), self.path)
        for field in (self.architecture, self.name):
            rows.addRow(field.accessibleName(), field)
            field.returnPressed.connect(self._give)
        rows.addRow("", hbox(self.install, self.cancel, None, spacing=tokens.TIGHT))
        self._offer_names()

    def _offer_names(self) -> None:
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        self.architecture.setCompleter(completer)
        self.architecture.textChanged.connect(lambda _: self.show_state(self._busy))

    def complete_by(self, architectures: Sequence[str]) -> None:
        """Set the names offered as completions of the architecture."""
        self._names.setStringList(list(architectures))

    def show_path(self, path: str) -> None:
        """Show the file or folder that is asked about."""
        self._path = path
        self.path.setText(path)
        self.path.setToolTip(path)
        is_folder = Path(path).is_dir()
        self.architecture.setPlaceholderText(
            tr("read from the folder") if is_folder else tr("open_clip name: ViT-B-32")
        )
        self.show_state(self._busy)

    def clear(self) -> None:
        """Empty the fields."""
        self.architecture.clear()
        self.name.clear()

    def show_state(self, busy: str) -> None:
        """Offer to install once the input is complete, unless ``busy`` says why nothing can be installed now."""
        self._busy = busy
        architecture = self.architecture.text().strip()
        self.name.setPlaceholderText((architecture or Path(self._path).stem).lower())
        # a folder of open_clip specifies its architecture itself
        is_enough = bool(self._path) and (bool(architecture) or Path(self._path).is_dir())
        self.install.setEnabled(not busy and is_enough)
        self.install.setToolTip(busy)

    def _give(self) -> None:
        if self.install.isEnabled():
            self.given.emit(self._path, self.architecture.text().strip(), self.name.text().strip())
