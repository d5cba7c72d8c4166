"""Loading an encoder from a file."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import Installing
from photon.language import tr
from photon.ui.encoders.encoder_file_form import EncoderFileForm
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.progress_row import ProgressBar

ABOUT = tr(
    "Use weights that are on this computer: a checkpoint (.pt, .pth, .bin, .safetensors) or an open_clip folder."
    " Nothing is downloaded, and your file is not changed."
)
KINDS = tr("Weights (*.pt *.pth *.bin *.ckpt *.safetensors);;All files (*)")


class EncoderFileTile(QFrame):
    """A tile with a button to choose a file, and then a small form.

    Signals: ``asked`` when the form has opened; ``given`` brings path, architecture and name, of which the last two
    may be empty; ``stop_wanted`` to stop the installation.
    """

    asked = Signal()
    given = Signal(str, str, str)
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tile")
        self._is_stopped = self._is_given = False
        self.choose_file = make_button(tr("Load from file…"), clicked=self._choose_file)
        self.choose_folder = make_button(tr("Load from folder…"), clicked=self._choose_folder)
        self.form = EncoderFileForm()
        self.stop = make_button(tr("Cancel"), clicked=self._stop)
        self.doing, self.progress = make_label(role="quiet", wraps=True), ProgressBar()
        self.mistake, self.hint = make_label(role="danger", wraps=True), make_label(role="quiet", wraps=True)
        self._compose()
        self.form.given.connect(self._give)
        self.form.left.connect(self.leave)
        self.form.hide()
        self.show_progress(None)
        self._say()

    def _compose(self) -> None:
        first = hbox(self.choose_file, self.choose_folder, self.stop, None, spacing=tokens.TIGHT)
        vbox(
            make_label(ABOUT, "quiet", wraps=True),
            self.form,
            self.doing,
            self.progress,
            self.mistake,
            self.hint,
            first,
            to=self,
            margins=(tokens.WIDE, tokens.SPACE),
            spacing=tokens.TIGHT,
        )

    def ask(self, path: str) -> None:
        """Ask what is in this file."""
        self.form.show_path(path)
        self._say()
        self._show_form(is_open=True)
        self.form.architecture.setFocus()
        self.asked.emit()

    def leave(self) -> None:
        """Close the form."""
        self._show_form(is_open=False)
        self._say()
        self.choose_file.setFocus()

    def finish(self, title: str) -> None:
        """Close the form after the installation."""
        self._is_given = False
        self.form.clear()
        self._show_form(is_open=False)
        self._say(hint=tr("Installed {model}.", model=title))

    def refuse(self, error: PhotonError) -> None:
        """Show why the encoder was not installed, and let the user try again; stopping is not an error."""
        self._is_given = False
        self._show_form(is_open=True)
        if self._is_stopped:
            self._say(hint=str(error))
        else:
            self._say(error.message, error.hint)

    def show_progress(self, going_on: Installing | None, busy: str = "") -> None:
        """Show the progress of installing from a file; ``busy`` explains why none can be started."""
        is_going = going_on is not None
        had_focus = self.has_focus
        self.progress.setVisible(is_going)
        self.doing.setVisible(is_going)
        if going_on is not None:
            self.progress.show_share(round(1000 * going_on.share), 1000)
            self.doing.setText(going_on.sentence or tr("Starting…"))
        # Otherwise, when the focused widget is hidden, a button far above would get the focus, and the page would jump
        # there.
        if is_going:
            self.stop.show()
            if had_focus:
                self.stop.setFocus()
            self.form.hide()
            self.choose_file.hide()
            self.choose_folder.hide()
        else:
            self._show_form(is_open=not self.form.isHidden())
            if self.stop.hasFocus():
                self.choose_file.setFocus()
            self.stop.hide()
        self.form.show_state(tr("Installing") if is_going else busy)

    @property
    def has_focus(self) -> bool:
        """Whether the focus is inside the tile."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the form on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.leave()
        else:
            super().keyPressEvent(event)

    # -- inside ------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose model weights"), str(Path.home()), KINDS)
        if path:
            self.ask(path)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Choose an open_clip folder"), str(Path.home()))
        if path:
            self.ask(path)

    def _stop(self) -> None:
        self._is_stopped = True
        self.stop_wanted.emit()

    def _give(self, path: str, architecture: str, name: str) -> None:
        if not self._is_given:
            self._is_given, self._is_stopped = True, False  # a second Enter does not install it again
            self._say()
            self.given.emit(path, architecture, name)

    def _show_form(self, *, is_open: bool) -> None:
        """Show the form, or the buttons that open it; the focus moves before its widget is hidden."""
        buttons: tuple[QWidget, ...] = (self.choose_file, self.choose_folder)
        coming, going = ((self.form,), buttons) if is_open else (buttons, (self.form,))
        for part in coming:
            part.show()
        focus = self.window().focusWidget()
        if focus is not None and any(part is focus or part.isAncestorOf(focus) for part in going):
            (self.form.architecture if is_open else self.choose_file).setFocus()
        for part in going:
            part.hide()

    def _say(self, mistake: str = "", hint: str = "") -> None:
        show_text(self.mistake, mistake)
        show_text(self.hint, hint)
