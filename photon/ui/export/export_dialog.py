"""The dialog that exports photos: what, how, how many that makes; then how far it is, and what came of it.

While something is typed it is planned anew, on another thread, and nothing is touched; the button exports. The photos
behind it stay usable all the time.
"""

from collections.abc import Sequence, Set
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QPushButton,
    QStackedWidget,
    QWidget,
)  # fmt: skip

from photon.app.export.exporting import FileExport
from photon.app.export.training_plan import TrainingExport
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import Exported, FileChoice, TrainingChoice
from photon.language import counted, tr
from photon.ui.export.export_fields import show_note
from photon.ui.export.export_files_form import FilesForm
from photon.ui.export.export_messages import plan_words, reasons, training_words
from photon.ui.export.export_outcome import ExportOutcome
from photon.ui.export.export_table_form import TableForm
from photon.ui.export.export_training_form import TrainingForm
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.file_manager import open_folder, show_files
from photon.ui.kit.key_filter import press_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.progress_row import Job, ProgressRow
from photon.ui.kit.settings import remembered_word, settings
from photon.ui.kit.theme import dress, with_role
from photon.ui.kit.timers import single_shot

State = Literal["choosing", "exporting", "done"]
_WHAT = "export/what"
_KINDS = {"files": tr("Files"), "table": tr("Table"), "training": tr("Training set")}
_PAUSE_MS = 250
_SIZE = (720, 560)
_COUNTING = tr("Counting…")
SAFE = tr("Your photos are not changed, and nothing is overwritten.")


class ExportDialog(QDialog):
    """Exports photos in one way or another.

    Attributes:
        state: Where it is.
    """

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._photos: list[int] = []
        self._job: Job | None = None
        self._done: Exported | None = None
        self._plans, self._examples = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._is_stale = False
        self.state: State = "choosing"
        self.title, self.safe, self.summary = make_label("", "title"), make_label(SAFE, "quiet"), make_label(wraps=True)
        self.kinds = {name: QPushButton(words) for name, words in _KINDS.items()}
        self.group, self.pages, self.busy = QButtonGroup(self), QStackedWidget(), ProgressRow()
        self.files, self.table, self.training = FilesForm(), TableForm(), TrainingForm()
        self.outcome = ExportOutcome()
        self.export_button = make_button(tr("Export"), clicked=self.export, role="primary")
        self.close_button = make_button(tr("Cancel"), clicked=self.reject)
        self.again_button = make_button(tr("Export more…"), clicked=lambda: self._enter("choosing"))
        self._pause = single_shot(self, _PAUSE_MS, self._plan)
        self._compose()
        self._connect()
        bridge.hidden.connect(self._forget)

    def _compose(self) -> None:
        self.setWindowTitle(tr("Export photos"))
        self.resize(*_SIZE)
        for button in (self.close_button, self.again_button):
            button.setAutoDefault(False)
        self.segments = self._composed_kinds()
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
        for page in (self.files, self.table, self.training, self.outcome):
            self.pages.addWidget(page)
        vbox((body, 1), self._composed_foot(), to=self, margins=0, spacing=0)
        self.export_button.setDefault(True)  # only now is it this dialog's

    def _composed_kinds(self) -> QWidget:
        holder = QWidget()
        for at, (name, button) in enumerate(self.kinds.items()):
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            button.setProperty("side", "left" if at == 0 else "right" if at == len(self.kinds) - 1 else "middle")
            button.setChecked(name == remembered_word(_WHAT, "files", tuple(_KINDS)))
            button.setMinimumWidth(112)
            self.group.addButton(button, at)
        hbox(*self.kinds.values(), None, to=holder, margins=0, spacing=0)
        return holder

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
        for form in (self.files, self.table, self.training):
            form.changed.connect(self._change)
        self.group.idToggled.connect(self._turn)
        self.outcome.show_wanted.connect(self._show_made)

    # -- what is asked for -------------------------------------------------------------------------

    def begin(self, photos: Sequence[int], whose: str) -> None:
        """Ask how to export these photos."""
        if self.state == "exporting":
            return
        self._photos = list(photos)
        self.title.setText(_title(whose))
        self._enter("choosing")
        first = {"files": self.files.template, "table": self.table.place, "training": self.training.place}[self.kind]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def kind(self) -> str:
        """What is made, ``files``, ``table`` or ``training``."""
        return list(_KINDS)[max(0, self.group.checkedId())]

    def _turn(self, at: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's
        if is_on and self.state == "choosing":
            self.pages.setCurrentIndex(at)
            self._change()

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        """What would be made, at the foot."""
        dress(self.summary, "role", "danger" if is_bad else "quiet")
        self.summary.setText(words)

    def _enter(self, state: State) -> None:
        self.state = state
        is_choosing = state == "choosing"
        self.pages.setCurrentIndex(self.group.checkedId() if state != "done" else self.pages.count() - 1)
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

    def _change(self) -> None:
        """Follow a change of the choices; the plan follows after a pause in typing."""
        if self.state != "choosing":
            return
        self._is_stale = True
        self._examples.forget()  # a late one would stand in place of what is wrong now
        self.export_button.setEnabled(False)
        self.summary.setToolTip("")
        if self.kind == "table":
            self._show_table()
            return
        form = self._planned_form()
        try:
            choice = form.choice
        except PhotonError as error:
            form.complain(error)
            self._say("")
            self._pause.stop()
            return
        form.complain(None)
        show_note(form.place.note, "")
        self._say(_COUNTING)
        if isinstance(choice, FileChoice):
            self._show_examples(choice)
        self._pause.start()

    def _forget(self, photos: Set[int]) -> None:
        """These photos were hidden: they are left out, and nothing of them stays."""
        if photos.isdisjoint(self._photos):
            return
        self._photos = [photo for photo in self._photos if photo not in photos]
        if self.state != "choosing":
            return
        self.summary.setToolTip("")
        self.files.show_names([])
        if self._photos:
            self._change()
        else:
            self.hide()

    def _planned_form(self) -> FilesForm | TrainingForm:
        return self.training if self.kind == "training" else self.files

    def _show_examples(self, choice: FileChoice) -> None:
        def show(names: list[str]) -> None:
            if self.state == "choosing":
                self.files.show_names(names)

        self._examples.ask(self._session.exporting.examples(self._photos, choice), show, lambda _: None)

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

    # -- planning ----------------------------------------------------------------------------------

    def _plan(self) -> None:
        """Work out what would be made; one plan at a time, the last wish counts."""
        if self._plans.is_awaited or self.state != "choosing" or self.kind == "table":
            return
        try:
            plan = self._planned(self._planned_form().choice)
        except PhotonError:
            return
        self._is_stale = False
        self._plans.ask(plan, self._take_plan, self._take_complaint)

    def _planned(self, choice: FileChoice | TrainingChoice) -> Future[Any]:
        place = self._planned_form().place.place or "."
        if isinstance(choice, TrainingChoice):
            return self._session.exporting.plan_training(self._photos, place, choice)
        return self._session.exporting.plan_files(self._photos, place, choice)

    def _take_plan(self, export: FileExport | TrainingExport) -> None:
        if self._is_over():
            return
        plan, is_training = export.plan, isinstance(export, TrainingExport)
        words, is_bad = training_words(export) if isinstance(export, TrainingExport) else plan_words(plan)
        self._say(words, is_bad=is_bad)
        self.summary.setToolTip(reasons(plan))
        show_note(self._planned_form().place.note, _watched(plan.watched))
        # words of a training set may be others although all of its pictures are there
        has_work = bool(plan.targets if is_training else plan.missing or plan.left_out)
        self.export_button.setEnabled(has_work and bool(self._planned_form().place.place))

    def _take_complaint(self, error: PhotonError) -> None:
        if self._is_over():
            return
        show_note(self._planned_form().place.note, str(error), is_bad=True)
        self._say("")

    def _is_over(self) -> bool:
        """Whether a plan came too late, because something else is asked for by now."""
        if self.state == "choosing" and self._is_stale:
            self._plan()
            return True
        return self.state != "choosing"

    # -- exporting ---------------------------------------------------------------------------------

    def export(self) -> None:
        """Do it."""
        if self.state != "choosing" or not self.export_button.isEnabled():
            return
        settings().setValue(_WHAT, self.kind)
        self._job = job = self.busy.begin(tr("Exporting"), "photo")
        exporting = self._session.exporting
        if self.kind == "table":
            self.table.remember()
            place, table = self.table.place.place, self.table.choice
            self._enter("exporting")
            self._await(exporting.write_table(self._photos, place, table, job.report, job.is_stopped))
            return
        form = self._planned_form()
        form.remember()
        plan = self._planned(form.choice)
        self._enter("exporting")
        self._bridge.call(plan, self._carry_out, self, self._fail)

    def _carry_out(self, export: FileExport | TrainingExport) -> None:
        exporting, job = self._session.exporting, self._job
        if job is None:
            return
        if isinstance(export, TrainingExport):
            self._await(exporting.write_training(export, job.report, job.is_stopped))
        else:
            self._await(exporting.write_files(export, job.report, job.is_stopped))

    def _await(self, done: "Future[Exported]") -> None:
        self._bridge.call(done, self._finish, self, self._fail)

    def _finish(self, done: Exported) -> None:
        self._end()
        self._done = done
        self.outcome.show_outcome(done, {"table": "row", "training": "photo"}.get(self.kind, "file"))
        self._enter("done")
        self._say("")
        (
            self.outcome.show_button if self.outcome.show_button.isVisibleTo(self.outcome) else self.close_button
        ).setFocus()

    def _fail(self, error: PhotonError) -> None:
        self._end()
        self._enter("choosing")
        self._say(str(error), is_bad=True)
        self._pause.stop()
        self.export_button.setEnabled(True)

    def _end(self) -> None:
        self.busy.end()
        self._job = None

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
        """Esc: what is going on is stopped first; then the dialog goes."""
        if self._job is not None:
            self._job.stop()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes away, and what is going on stops after the files that are under way."""
        if self._job is not None:
            self._job.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter exports, from wherever the keyboard is, and so does Enter, but on a button that it presses."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.export()
        elif not press_button(event):
            super().keyPressEvent(event)


def _title(whose: str) -> str:
    """What is asked, about photos that are named as where a sentence begins, which a title is and its middle is not."""
    if whose == tr("This photo"):
        return tr("Export this photo")
    title = tr("Export {photos}", photos=f"{whose[0].lower()}{whose[1:]}")
    return f"{title[0].upper()}{title[1:]}"


def _watched(folder: str) -> str:
    if not folder:
        return ""
    return tr("Photon watches {folder}, so the copies will appear among your photos, too.", folder=folder)
