"""The dialog for restoring a backup: the content of each, and what restoring it would change."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QListWidgetItem, QWidget

from photon.app.backups.backups import BackupState
from photon.app.backups.reason_texts import KINDS, REASONS, content_sentence, left_off_lines, moment_text
from photon.app.session import Session
from photon.domain import PhotonError
from photon.language import exact_size, number, tr
from photon.library.recovery.restoring import RestorePlan
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.preferences.restart import RestoreRequest, restart_with
from photon.ui.widgets.property_table import PropertyTable

EFFECT = tr(
    "The present catalogue is kept as a backup first. Photon closes its window, restores the backup and opens again."
    " Watched folders stay watched, and newer photos in them are found again."
)
_FILES = "(*.gz *.db);;(*)"
_SIZE = (720, 560)


class RestoreDialog(QDialog):
    """Lists backups; the chosen one is examined, and restored when the user agrees."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._plans = LatestRequest(bridge, self, of_photos=False)
        self._states = LatestRequest(bridge, self, of_photos=False)
        self._plan: RestorePlan | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Backups"))
        self.list.currentItemChanged.connect(self._examine_current)
        self.changes, self.message = PropertyTable(), make_label(wraps=True, is_plain=True, is_selectable=True)
        self.file_button = make_button(tr("Other file…"), clicked=self._ask_for_file, icon_name="folder-open")
        self.restore_button = make_button(tr("Restore and restart"), clicked=self.agree, role="primary")
        self.cancel_button = make_button(tr("Cancel"), clicked=self.reject)
        for button in (self.file_button, self.restore_button):
            button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.setWindowTitle(tr("Restore a backup"))
        self.resize(*_SIZE)
        vbox(
            make_label(EFFECT, "quiet", wraps=True),
            (self.list, 1),
            self.message,
            self.changes,
            hbox(self.file_button, None, self.restore_button, self.cancel_button, spacing=tokens.TIGHT),
            to=self,
            margins=tokens.LOOSE,
            spacing=tokens.SPACE,
        )
        self.message.hide()
        self.restore_button.setEnabled(False)
        self._states.ask(session.backups.state(), self._show)

    def examine(self, path: Path) -> None:
        """Check a backup and show what it would change."""
        self._plans.forget()  # otherwise the previous backup's plan could arrive and be confirmed under another name
        self._plan = None
        self.restore_button.setEnabled(False)
        self.changes.set_rows([])
        show_text(self.message, tr("Checking…"), "quiet")
        self._plans.ask(self._session.backups.examine(path), self._show_plan, self._fail)

    def agree(self) -> None:
        """Restore the examined backup."""
        if self._plan is not None:
            self.accept()
            restart_with(RestoreRequest(self._plan.path, is_foreign=self._plan.is_foreign))

    def _show(self, state: BackupState) -> None:
        for one in state.backups:
            made = moment_text(one.facts.made)
            parts = (made, REASONS[one.facts.reason], content_sentence(one.facts.counts), exact_size(one.size))
            item = QListWidgetItem(" · ".join(parts))
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
            self.list.addItem(item)
        if state.failure is not None:
            show_text(self.message, state.failure.message, "danger")
        elif not state.backups:
            show_text(self.message, tr("There are no backups in {folder} yet.", folder=state.settings.folder), "quiet")

    def _examine_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.examine(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _ask_for_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a backup"), str(Path.home()), _FILES)
        if path:
            self.list.setCurrentItem(None)  # type: ignore[call-overload]
            self.examine(Path(path))

    def _show_plan(self, plan: RestorePlan) -> None:
        self._plan = plan
        self.restore_button.setEnabled(True)
        show_text(self.message, "\n".join(left_off_lines(plan)), "danger" if plan.is_foreign else "")
        self.changes.set_rows([(title, _changes(plan, name)) for name, title in KINDS.items() if _has(plan, name)])

    def _fail(self, error: PhotonError) -> None:
        show_text(self.message, error.message, "danger")


def _has(plan: RestorePlan, name: str) -> bool:
    """Return whether one of the two catalogues has any of these."""
    return any(getattr(counts, name) for counts in (plan.then, plan.now) if counts is not None)


def _changes(plan: RestorePlan, name: str) -> str:
    then = getattr(plan.then, name)
    if plan.now is None or plan.change is None:
        return number(then)
    return tr(
        "{then:,} in the backup, {now:,} now: {gained:,} gained, {lost:,} lost",
        then=then,
        now=getattr(plan.now, name),
        gained=getattr(plan.change.gained, name),
        lost=getattr(plan.change.lost, name),
    )
