"""The dialog that exports photos: choices and a preview of the result, then progress and outcome.

During typing, a new plan is made on another thread, which changes nothing; the button exports. The photos behind the
dialog stay usable all the time.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QStackedWidget, QWidget

from photon.app.export.exporting import FileExport
from photon.app.export.training_plan import TrainingExport
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.export_recipe import Exported
from photon.language import counted, tr
from photon.ui.export.export_fields import ExportForm, show_note
from photon.ui.export.export_files_form import FilesForm
from photon.ui.export.export_kinds import ExportKinds
from photon.ui.export.export_messages import plan_words, reasons, training_words
from photon.ui.export.export_outcome import ExportOutcome
from photon.ui.export.export_planner import ExportPlanner, ExportRequest
from photon.ui.export.export_run import ExportRun
from photon.ui.export.export_table_form import TableForm
from photon.ui.export.export_training_form import TrainingForm
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.file_manager import open_folder, show_files
from photon.ui.kit.key_filter import press_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import dress, with_role
from photon.ui.widgets.late_widget import LateWidget

F = TypeVar("F", bound=ExportForm)
State = Literal["choosing", "exporting", "done"]
_SIZE = (720, 560)
_COUNTING = tr("Counting…")
_NOUNS = {"files": "file", "table": "row", "training": "photo"}
SAFE = tr("Your photos are not changed, and nothing is overwritten.")


class ExportDialog(QDialog):
    """Exports photos as files, a table or a training set.

    Attributes:
        state: The current step.
    """

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._photos: list[int] = []
        self._done: Exported | None = None
        self.state: State = "choosing"
        self.planner, self.run = ExportPlanner(session, bridge, self), ExportRun(session, bridge, self)
        self.title, self.safe, self.summary = make_label("", "title"), make_label(SAFE, "quiet"), make_label(wraps=True)
        self.segments, self.pages, self.busy = ExportKinds(), QStackedWidget(), self.run.row
        self.kinds = self.segments.buttons
        self._files = LateWidget(lambda: self._make_form(FilesForm()))
        self._table = LateWidget(lambda: self._make_form(TableForm()))
        self._training = LateWidget(lambda: self._make_form(TrainingForm()))
        self._outcome = LateWidget(self._make_outcome)
        self.export_button = make_button(tr("Export"), clicked=self.export, role="primary")
        self.close_button = make_button(tr("Cancel"), clicked=self.reject)
        self.again_button = make_button(tr("Export more…"), clicked=lambda: self._enter("choosing"))
        self._compose()
        self._connect()

    def _compose(self) -> None:
        self.setWindowTitle(tr("Export photos"))
        self.resize(*_SIZE)
        for button in (self.close_button, self.again_button):
            button.setAutoDefault(False)
        body = vbox(
            self.title,
            self.safe,
            tokens.WIDE,
            self.segments,
            tokens.WIDE,
            (self.pages, 1),
            margins=(tokens.LOOSE, tokens.LOOSE, tokens.LOOSE, tokens.WIDE),
            spacing=tokens.HAIR,
        )
        for page in (self._files, self._table, self._training, self._outcome):
            self.pages.addWidget(page)
        vbox((body, 1), self._composed_foot(), to=self, margins=0, spacing=0)
        self.export_button.setDefault(True)  # it belongs to this dialog only from here on

    def _composed_foot(self) -> QFrame:
        foot = with_role(QFrame(), "status")
        hbox(
            (self.summary, 1),
            (self.busy, 1),
            self.again_button,
            self.close_button,
            self.export_button,
            to=foot,
            margins=(tokens.LOOSE, tokens.SPACE),
            spacing=tokens.TIGHT,
        )
        return foot

    def _connect(self) -> None:
        self.segments.turned.connect(self._turn)
        self.planner.planned.connect(self._show_plan)
        self.planner.refused.connect(self._show_complaint)
        self.planner.named.connect(self._show_names)
        self.run.finished.connect(self._finish)
        self.run.failed.connect(self._fail)
        self._bridge.changed.connect(self._hear)

    @property
    def files(self) -> FilesForm:
        """The form for files; like the other pages, it is created when it is first shown."""
        return self._files.content

    @property
    def table(self) -> TableForm:
        """The form for a table."""
        return self._table.content

    @property
    def training(self) -> TrainingForm:
        """The form for a training set."""
        return self._training.content

    @property
    def outcome(self) -> ExportOutcome:
        """The page with the outcome."""
        return self._outcome.content

    def _make_form(self, form: F) -> F:
        form.changed.connect(self._change)
        return form

    def _make_outcome(self) -> ExportOutcome:
        outcome = ExportOutcome()
        outcome.show_wanted.connect(self._show_made)
        return outcome

    # -- choices -------------------------------------------------------------------------

    def begin(self, photos: Sequence[int], whose: str) -> None:
        """Ask how to export these photos."""
        if self.state == "exporting":
            return
        self._photos = list(photos)
        self.title.setText(_title(whose))
        self._enter("choosing")
        first = self.files.template if self.kind == "files" else self._form.place
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def kind(self) -> str:
        """What to export: ``files``, ``table`` or ``training``."""
        return self.segments.kind

    @property
    def _form(self) -> FilesForm | TableForm | TrainingForm:
        return self.table if self.kind == "table" else self._planned_form

    @property
    def _planned_form(self) -> FilesForm | TrainingForm:
        return self.training if self.kind == "training" else self.files

    def _turn(self, at: int) -> None:
        if self.state == "choosing":
            self.pages.setCurrentIndex(at)
            self._change()

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        """Show at the bottom what would be exported."""
        dress(self.summary, "role", "danger" if is_bad else "quiet")
        self.summary.setText(words)

    def _enter(self, state: State) -> None:
        self.state = state
        is_choosing = state == "choosing"
        self.pages.setCurrentIndex(self.segments.place if state != "done" else self.pages.count() - 1)
        self.pages.setEnabled(state != "exporting")
        for part in (self.segments, self.safe):
            part.setVisible(state != "done")
        self.segments.setEnabled(is_choosing)
        self.export_button.setVisible(is_choosing)
        self.again_button.setVisible(state == "done")
        self.close_button.setText(tr("Cancel") if is_choosing else tr("Close"))
        self.close_button.setVisible(state != "exporting")
        self.summary.setVisible(state != "exporting")
        if is_choosing:
            self._change()
        else:
            self.planner.forget()

    def _change(self) -> None:
        """Follow a change of the choices; the plan follows after a pause in typing."""
        if self.state != "choosing":
            return
        self.planner.forget()
        self.export_button.setEnabled(False)
        self.summary.setToolTip("")
        if self.kind == "table":
            self._show_table()
            return
        form = self._planned_form
        try:
            request = self._planned_request()
        except PhotonError as error:
            form.complain(error)
            self._say("")
            return
        form.complain(None)
        show_note(form.place.note, "")
        self._say(_COUNTING)
        self.planner.want(request)

    def _planned_request(self) -> ExportRequest:
        """Return the request according to the choices.

        Raises:
            PhotonError: The choices are invalid.
        """
        form = self._planned_form
        return ExportRequest(self._photos, form.place.place or ".", form.choice)

    def _hear(self, changes: Changes) -> None:
        """Leave out photos that must not be seen any more, and drop everything about them."""
        if changes.gone.isdisjoint(self._photos):
            return
        self._photos = [photo for photo in self._photos if photo not in changes.gone]
        if self.state == "choosing":
            self.summary.setToolTip("")
            self.files.show_names([])
            (self._change if self._photos else self.hide)()

    def _show_table(self) -> None:
        columns = self.table.choice.columns
        place = self.table.place.place
        is_taken = bool(place) and Path(place).is_file()
        sentence = tr("This file already exists; the new one gets a number.") if is_taken else ""
        show_note(self.table.place.note, sentence)
        if not columns:
            self._say(tr("Choose at least one column."), is_bad=True)
            return
        rows, named = counted(len(self._photos), "row"), counted(len(columns), "column")
        self._say(tr("{rows} with {columns}", rows=rows, columns=named))
        self.export_button.setEnabled(bool(place))

    def _show_names(self, names: list[str]) -> None:
        self.files.show_names(names)

    def _show_plan(self, export: FileExport | TrainingExport) -> None:
        plan, is_training = export.plan, isinstance(export, TrainingExport)
        words, is_bad = training_words(export) if isinstance(export, TrainingExport) else plan_words(plan)
        self._say(words, is_bad=is_bad)
        self.summary.setToolTip(reasons(plan))
        show_note(self._planned_form.place.note, _watched(plan.watched))
        # the texts of a training set may have changed although all of its pictures exist
        has_work = bool(plan.targets if is_training else plan.missing or plan.left_out)
        self.export_button.setEnabled(has_work and bool(self._planned_form.place.place))

    def _show_complaint(self, error: PhotonError) -> None:
        show_note(self._planned_form.place.note, str(error), is_bad=True)
        self._say("")

    # -- exporting ---------------------------------------------------------------------------------

    def export(self) -> None:
        """Export according to the choices."""
        if self.state != "choosing" or not self.export_button.isEnabled():
            return
        self.segments.remember()
        self._form.remember()
        if self.kind == "table":
            self.run.begin_table(self._photos, self.table.place.place, self.table.choice)
        else:
            self.run.begin(self._planned_request())
        self._enter("exporting")

    def _finish(self, done: Exported) -> None:
        self._done = done
        self.outcome.show_outcome(done, _NOUNS[self.kind])
        self._enter("done")
        self._say("")
        (
            self.outcome.show_button if self.outcome.show_button.isVisibleTo(self.outcome) else self.close_button
        ).setFocus()

    def _fail(self, error: PhotonError) -> None:
        self._enter("choosing")
        self.planner.forget()
        self._say(str(error), is_bad=True)
        self.export_button.setEnabled(True)

    def _show_made(self) -> None:
        done = self._done
        if done is None:
            return
        if self.kind == "table":
            show_files([done.folder], self, self._bridge.problem.emit)
        elif done.made:
            show_files([str(Path(done.folder, done.made[0]))], self, self._bridge.problem.emit)
        else:
            open_folder(done.folder, self._bridge.problem.emit)

    # -- leaving -----------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop a running export on Esc; close the dialog if none is running."""
        if not self.run.stop():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the dialog; a running export stops after the files in progress."""
        self.run.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export on Ctrl+Enter wherever the focus is, and on Enter unless a button has the focus."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.export()
        elif not press_button(event):
            super().keyPressEvent(event)


def _title(whose: str) -> str:
    """Return the title of the dialog.

    Args:
        whose: A phrase that names the photos, capitalized as at the start of a sentence.
    """
    if whose == tr("This photo"):
        return tr("Export this photo")
    title = tr("Export {photos}", photos=f"{whose[0].lower()}{whose[1:]}")
    return f"{title[0].upper()}{title[1:]}"


def _watched(folder: str) -> str:
    if not folder:
        return ""
    return tr("Photon watches {folder}, so the copies will appear among your photos, too.", folder=folder)
