"""The fields for a captioning server on this computer: its address, its model, a test."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QLineEdit,
    QWidget,
)

from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, make_form, vbox

ADDRESS = "http://localhost:11434/v1"
AWAY = tr("Photon will send previews of your photos to the other computer, and nothing anywhere else.")


class ServerForm(QWidget):
    """``try_wanted`` and ``use_wanted`` bring the CaptionServer as typed."""

    try_wanted = Signal(object)
    use_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address, self.network = QLineEdit(), QLineEdit()
        self.address.setPlaceholderText(ADDRESS)
        self.network.setPlaceholderText("llava")
        self.away = QCheckBox(tr("Runs on another computer"))
        self.warning, self.state = make_label(AWAY, "danger", wraps=True), make_label(wraps=True)
        self.try_button = make_button(tr("Test connection"), clicked=lambda: self.try_wanted.emit(self.server))
        self.use_button = make_button(tr("Use"), clicked=lambda: self.use_wanted.emit(self.server), role="primary")
        self._compose()
        self.away.toggled.connect(self.warning.setVisible)
        self.network.textChanged.connect(self._follow)
        self.warning.hide()
        self.say("")
        self._follow()

    def _compose(self) -> None:
        form = make_form(spacing=(tokens.WIDE, tokens.TIGHT))
        for name, field in ((tr("Address"), self.address), (tr("Model"), self.network)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        buttons = hbox(self.try_button, self.use_button, None)
        vbox(
            form,
            self.away,
            self.warning,
            buttons,
            self.state,
            to=self,
            margins=(tokens.LOOSE, 0, 0, 0),
            spacing=tokens.TIGHT,
        )

    @property
    def server(self) -> CaptionServer:
        """The server as typed."""
        address = self.address.text().strip() or ADDRESS
        return CaptionServer(address, self.network.text().strip(), self.away.isChecked())

    def show_server(self, server: CaptionServer | None) -> None:
        """Show the server in use."""
        if server is not None:
            self.address.setText(server.address)
            self.network.setText(server.network)
            self.away.setChecked(server.is_anywhere)

    def offer_networks(self, names: Sequence[str]) -> None:
        """Complete the field with the models that the server reports, and say so."""
        completer = QCompleter(list(names), self.network)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.network.setCompleter(completer)
        known = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
        self.say(
            tr("Connected. Available models: {models}", models=known)
            if names
            else tr("Connected, but no models are available yet.")
        )

    def say(self, words: str, *, is_bad: bool = False) -> None:
        """Show the result of a test."""
        show_text(self.state, words, "danger" if is_bad else "quiet")

    def set_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a switch
        """Disable the form during a test."""
        self.try_button.setEnabled(not is_busy)
        self.use_button.setEnabled(not is_busy and bool(self.network.text().strip()))

    def _follow(self) -> None:
        self.use_button.setEnabled(bool(self.network.text().strip()))
