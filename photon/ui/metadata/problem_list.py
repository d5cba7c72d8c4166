"""The page of files that Photon could not use, and why."""

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from photon.app.session import Session
from photon.domain import Changes
from photon.language import counted, tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.file_manager import open_folder, show_files
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.metadata.problem_rows import KINDS, ProblemRow, ProblemRows, line
from photon.ui.photos.photo_list_page import RefreshedPage, button_row
from photon.ui.photos.thumbnails import Thumbnails


class ProblemList(RefreshedPage[ProblemRow]):
    """Problems below headings of their kinds, which can be folded.

    ``files_kept`` reports that Del was pressed on some, which Photon does not delete.
    """

    files_kept = Signal()

    has_own_details = takes_tags = False
    kinds = frozenset({"problems"})

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.problems = ProblemRows(session, bridge)
        super().__init__(bridge, self.problems, thumbnails)
        self._session = session
        self._question = LatestRequest(bridge, self)
        self.show_button = make_button(tr("Show in folder"), "", self.show_in_folder, icon_name="folder-open")
        self.copy_button = make_button(tr("Copy list"), "", self.copy_list, icon_name="copy")
        self.again_button = make_button(tr("Rescan folders"), "", self.look_again, icon_name="arrows-clockwise")
        self.head.add_row(button_row(self.show_button, self.copy_button, self.again_button))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change."""
        copy = " ".join(keys.toString() for keys in QKeySequence.keyBindings(QKeySequence.StandardKey.Copy))
        keys = {"Return": self._enter_row, "Left": self._step_out, "Right": self._step_in, copy: self.copy_chosen}
        return {**super().fixed_keys, **keys}

    # -- the list ----------------------------------------------------------------------------

    @property
    def chosen(self) -> list[ProblemRow]:
        """The selected problems."""
        return [row for row in super().chosen if row.problem is not None]

    def help_topic(self) -> str:
        """Return the guide's topic about the kind of problem at the cursor, or about problem files."""
        row = self.current
        return f"problems#{KINDS[row.kind].anchor if row is not None else 'files-that-photon-could-not-use'}"

    def explain_delete(self) -> bool:
        """Report Del if files are selected."""
        if self.chosen:
            self.files_kept.emit()
        return bool(self.chosen)

    def refresh(self) -> None:
        """Request the list again."""
        self._question.ask(self._session.browsing.problems(), self.problems.show_problems)

    def _say(self) -> None:
        things = counted(sum(map(len, self.problems.groups.values())), "file")
        words = tr("{things}. Photon leaves them unchanged.", things=things)
        self._show_list(words, self.show_button, self.copy_button)
        self.show_button.setEnabled(bool(self.chosen))

    def _hear(self, changes: Changes) -> None:
        if changes.gone and self.problems.rows:  # it is not known here which files belong to these photos
            self.problems.show_problems(())
            self.refresh()
        else:
            super()._hear(changes)

    # -- actions --------------------------------------------------------------------------

    def show_in_folder(self) -> None:
        """Show the selected files in the file manager."""
        problems = [row.problem for row in self.chosen if row.problem is not None]
        if not problems:
            return
        path = problems[0].path
        # If the file is gone, or its name was altered to be readable, only the folder can be opened.
        if problems[0].kind in ("vanished", "name") or "\\x" in path:
            open_folder(str(PurePath(path).parent), self._bridge.problem.emit)
        else:
            show_files([problem.path for problem in problems[:100]], self, self._bridge.problem.emit)

    def copy_list(self) -> None:
        """Copy the whole list to the clipboard as text."""
        QGuiApplication.clipboard().setText(self.problems.text())

    def copy_chosen(self) -> None:
        """Copy the selected lines to the clipboard as text."""
        QGuiApplication.clipboard().setText(
            "\n".join(line(row.problem) for row in self.chosen if row.problem is not None) or self.problems.text()
        )

    def look_again(self) -> None:
        """Rescan all folders; repaired files leave the list."""
        self.again_button.setEnabled(False)
        QTimer.singleShot(2000, self, lambda: self.again_button.setEnabled(True))
        self._session.work.rescan()

    def _press(self, row: int, _: QPoint) -> None:
        """Fold or unfold the heading that was clicked."""
        if row == self.list.row and self.current is not None and self.current.problem is None:
            self._enter_row()

    def _enter_row(self) -> None:
        """Show the file, or fold or unfold the heading."""
        row = self.current
        if row is not None and row.problem is None:
            self.problems.fold(row.kind, not row.is_folded)
        elif row is not None:
            self.show_in_folder()

    def _step_in(self) -> None:
        """Unfold the heading at the cursor; if it is unfolded, go on to the row below."""
        row = self.current
        if row is not None and row.is_folded:
            self._enter_row()
        elif row is not None and row.problem is None:
            self.list.go_to(self.list.row + 1)

    def _step_out(self) -> None:
        """Fold the heading at the cursor; from a file, go to its heading."""
        row = self.current
        if row is not None and row.problem is not None:
            self.list.go_to(self.problems.place_of(ProblemRow(row.kind)))
        elif row is not None and not row.is_folded:
            self._enter_row()

    def _open_menu(self, at: QPoint) -> None:
        if not self.chosen:
            return
        rows = ((tr("Show in folder"), "folder-open", self.show_in_folder), (tr("Copy"), "copy", self.copy_chosen))
        place = self.list.viewport().mapToGlobal(at)
        open_menu(self, place, lambda menu: make_actions(menu, rows, "text"))
