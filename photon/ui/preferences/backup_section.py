"""Backups in the preferences: the last one, their folder, and making, moving and restoring them."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QSpinBox, QWidget

from photon.app.backups.backups import BackupState
from photon.app.backups.reason_texts import moment_text
from photon.app.session import Session
from photon.domain import PhotonError
from photon.language import counted, exact_size, tr, tr_n
from photon.library.backups.backup_settings import DEFAULT
from photon.library.recovery.backup_making import BackupOutcome
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.preferences.decision_section import DecisionSection
from photon.ui.preferences.restore_dialog import RestoreDialog
from photon.ui.widgets.property_table import PropertyTable

ABOUT = tr("Photon backs up tags, captions and ratings once a day, and before big changes.")
SAME_DRIVE = tr("A folder on another drive would be safer.")
IS_OVER = tr("The oldest backups were deleted to save space.")
_GB = 1_000_000_000
_MOST_GB = 10_000


class BackupSection(QWidget):
    """Shows the state of backups; part of the library page."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self._latest = LatestRequest(bridge, self, of_photos=False)
        self._folder, self._shown_gb = session.store.directory / DEFAULT, 0
        self.facts, self.advice = PropertyTable(), make_label(wraps=True)
        self.message = make_label(wraps=True, is_selectable=True)
        self.decisions = DecisionSection(session, bridge)
        self.make_button = make_button(tr("Back up now"), clicked=self.back_up, icon_name="shield-check")
        self.folder_button = make_button(tr("Choose folder…"), clicked=self._ask_for_folder, icon_name="folder-open")
        self.restore_button = make_button(
            tr("Restore…"), clicked=self.ask_what_to_restore, icon_name="clock-counter-clockwise"
        )
        self.most = QSpinBox(minimum=1, maximum=_MOST_GB)
        self.most.setSuffix(" " + tr("GB"))
        for part in (self.most, self.most.lineEdit()):
            part.setAccessibleName(tr("Maximum size"))
        self.most.editingFinished.connect(self._limit)
        most_label = QLabel(tr("Maximum size"))
        most_label.setBuddy(self.most)
        vbox(
            make_label(tr("Backups"), "heading"),
            make_label(ABOUT, "quiet", wraps=True),
            self.facts,
            self.advice,
            self.message,
            hbox(self.make_button, self.folder_button, self.restore_button, None, spacing=tokens.TIGHT),
            hbox(most_label, self.most, None, spacing=tokens.TIGHT),
            tokens.TIGHT,
            self.decisions,
            to=self,
            margins=0,
            spacing=tokens.SPACE,
        )
        self.message.hide()
        self.advice.hide()

    def refresh(self) -> None:
        """Request the state again."""
        self._latest.ask(self._session.backups.state(), self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Update what was not updated while the section was hidden."""
        super().showEvent(event)
        self.refresh()

    def back_up(self) -> None:
        """Make a backup; the window stays usable."""
        self.make_button.setEnabled(False)
        show_text(self.message, tr("Backing up…"), "quiet")
        self._bridge.call(self._session.backups.back_up(), self._show_made, self, self._fail)

    def ask_what_to_restore(self) -> None:
        """Open the list of backups."""
        dialog = RestoreDialog(self._session, self._bridge, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose(self, folder: str) -> None:
        """Keep backups in this folder."""
        self._bridge.call(self._session.backups.choose_folder(Path(folder)), self._show_chosen, self, self._fail)

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder for backups"), str(self._folder.parent))
        if folder:
            self.choose(folder)

    def _limit(self) -> None:
        if self.most.value() == self._shown_gb:  # only the focus moved
            return
        wanted = self.most.value() * _GB
        self._bridge.call(self._session.backups.limit(wanted), self._show, self, self._fail)

    def _show(self, state: BackupState) -> None:
        self._folder = state.settings.folder
        rows = []
        if state.backups:
            last = state.backups[0]
            made = last.facts.made
            age = age_of(made, datetime.now(UTC))
            when = f"{age} ({moment_text(made)})"
            rows = [
                (tr("Last backup"), when),
                (tr("All backups"), f"{counted(len(state.backups), 'backup')}, {exact_size(state.size)}"),
            ]
        else:
            rows = [(tr("Last backup"), tr("none yet"))]
        self.facts.set_rows([*rows, (tr("Folder"), str(state.settings.folder))])
        is_same_drive = state.settings.folder == self._session.store.directory / DEFAULT
        show_text(self.advice, " ".join(([SAME_DRIVE] if is_same_drive else []) + ([IS_OVER] if state.is_over else [])))
        if not self.most.hasFocus():
            self.most.setValue(max(1, round(state.settings.most_bytes / _GB)))
            self._shown_gb = self.most.value()
        if state.failure is not None:
            show_text(self.message, in_window(state.failure), "danger")

    def _show_chosen(self, state: BackupState) -> None:
        show_text(self.message, tr("New backups go there. Older ones stay where they are."), "quiet")
        self._show(state)

    def _show_made(self, outcome: BackupOutcome) -> None:
        self.make_button.setEnabled(True)
        if outcome.backup is not None:
            show_text(self.message, tr("Backed up: {file}", file=outcome.backup.path.name), "quiet")
        self.refresh()

    def _fail(self, error: PhotonError) -> None:
        self.make_button.setEnabled(True)
        show_text(self.message, in_window(error), "danger")


def in_window(error: PhotonError) -> str:
    """Return an error without the command to type into a terminal."""
    return error.message if "photon " in error.hint else str(error)


def age_of(made: datetime, now: datetime) -> str:
    """Return roughly how long ago something was.

    Args:
        made: Its time.
        now: The current time.
    """
    minutes = max(0, round((now - made).total_seconds() / 60))
    if minutes < 2:
        return tr("just now")
    if minutes < 120:
        return tr_n("{count:,} minute ago", "{count:,} minutes ago", minutes)
    if minutes < 48 * 60:
        return tr_n("{count:,} hour ago", "{count:,} hours ago", minutes // 60)
    return tr_n("{count:,} day ago", "{count:,} days ago", minutes // 1440)
