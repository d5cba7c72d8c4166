"""The page of files that Photon could not use, and why."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QStackedWidget,
    QTreeView,
    QWidget,
)  # fmt: skip

from photon.app.session import Session
from photon.domain import Changes, Problem, ProblemKind
from photon.language import counted, tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.file_manager import open_folder, show_files
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.pages import Page
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.metadata.problem_delegate import ProblemDelegate
from photon.ui.metadata.problem_tree import KINDS, ProblemTree, line
from photon.ui.photos.photo_list_page import button_row
from photon.ui.widgets.page_header import PageHeader, calm_page

REFRESH_MS = 400
"""Delay of an update: while thousands of files are read, problems arrive one by one."""
FOLDED: frozenset[ProblemKind] = frozenset({"video"})
TITLE = tr("Files Photon could not use")
GOOD = tr("No problems")
GOOD_MORE = tr("Damaged and unsupported files are listed here with the reason.")


class ProblemList(Page):
    """Problems grouped by kind; ``files_kept`` reports that Del was pressed on some, which Photon does not delete."""

    files_kept = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._problems: list[Problem] = []
        self._folded: set[ProblemKind] = set(FOLDED)
        self._is_outdated = True
        self._question = LatestRequest(bridge, self)
        self.tree = ProblemTree(self)
        self.view = self.selectable = QTreeView()
        self.head = PageHeader(TITLE)
        self.show_button = make_button(tr("Show in folder"), "", self.show_in_folder, icon_name="folder-open")
        self.copy_button = make_button(tr("Copy list"), "", self.copy_list, icon_name="copy")
        self.again_button = make_button(tr("Rescan folders"), "", self.look_again, icon_name="arrows-clockwise")
        self.pages = QStackedWidget()
        self._timer = single_shot(self, REFRESH_MS, self.refresh)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.setProperty("role", "panel")
        self.head.add_row(button_row(self.show_button, self.copy_button, self.again_button))
        self._dress_view()
        self.pages.addWidget(self.view)
        self.pages.addWidget(calm_page("check-circle", GOOD, GOOD_MORE, colour="good"))
        vbox(
            self.head,
            (self.pages, 1),
            to=self,
            margins=(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, 0),
            spacing=tokens.WIDE,
        )

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.tree)
        view.setItemDelegate(ProblemDelegate(self.tree, view))
        view.setHeaderHidden(True)
        view.setRootIsDecorated(False)
        view.setIndentation(0)
        view.setMouseTracking(True)
        view.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setAccessibleName(TITLE)
        self.setFocusProxy(view)

    def _connect(self) -> None:
        self._bridge.changed.connect(self._hear)
        self._bridge.hidden.connect(self._forget)
        self.view.clicked.connect(self._fold_or_unfold)
        self.view.doubleClicked.connect(self._open)
        self.view.expanded.connect(lambda index: self._remember(index, is_folded=False))
        self.view.collapsed.connect(lambda index: self._remember(index, is_folded=True))
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())
        self.head.left.connect(self.closed)
        theme().changed.connect(self.view.viewport().update)

    # -- the list ----------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Problem]:
        """The selected problems."""
        found = map(self.tree.problem_at, self.view.selectedIndexes())
        return [problem for problem in found if problem is not None]

    def help_topic(self) -> str:
        """Return the guide's topic about the kind of problem at the cursor, or about problem files."""
        index = self.view.currentIndex()
        group = self.tree.group_at(index) or self.tree.group_at(index.parent())
        return (
            f"problems#{KINDS[group.kind].anchor}" if group is not None else "problems#files-that-photon-could-not-use"
        )

    def explain_delete(self) -> bool:
        """Report Del if files are selected."""
        if self.chosen:
            self.files_kept.emit()
        return bool(self.chosen)

    def refresh(self) -> None:
        """Request the list again."""
        self._is_outdated = False
        self._timer.stop()
        self._question.ask(self._session.problems(), self._show_problems)

    def _show_problems(self, problems: list[Problem]) -> None:
        if problems != self._problems:
            self._replace(problems)
        self._say(problems)

    def _replace(self, problems: list[Problem]) -> None:
        """Show other problems, keeping position, selection and folded groups."""
        chosen = set(self.chosen)
        scrolled = self.view.verticalScrollBar().value()
        folded = set(self._folded)
        self._problems = problems
        self.tree.set_problems(problems)
        for row, group in enumerate(self.tree.groups):
            self.view.setExpanded(self.tree.index(row, 0), group.kind not in folded)
        self._select(chosen)
        self.view.verticalScrollBar().setValue(scrolled)

    def _select(self, chosen: set[Problem]) -> None:
        if not chosen:
            return
        flag = self.view.selectionModel().SelectionFlag.Select
        for row, group in enumerate(self.tree.groups):
            for below, problem in enumerate(group.problems[: group.shown]):
                if problem in chosen:
                    index = self.tree.index(below, 0, self.tree.index(row, 0))
                    self.view.selectionModel().select(index, flag)

    def _say(self, problems: Sequence[Problem]) -> None:
        videos = sum(problem.kind == "video" for problem in problems)
        files, films = counted(len(problems) - videos, "file"), counted(videos, "video")
        things = files if not videos else films
        if 0 < videos < len(problems):
            things = tr("{files} and {videos}", files=files, videos=films)
        self.head.say(tr("{things}. Photon leaves them unchanged.", things=things) if problems else "")
        self.pages.setCurrentIndex(0 if problems else 1)
        self.copy_button.setVisible(bool(problems))
        self.show_button.setVisible(bool(problems))
        self._follow_selection()

    def _hear(self, changes: Changes) -> None:
        if "problems" not in changes.kinds:
            return
        self._is_outdated = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _forget(self, _: object) -> None:
        """Request the list again, because it is not known here which files belong to photos that were hidden."""
        if self._problems:
            self._replace([])
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Update what was not updated while the page was hidden."""
        super().showEvent(event)
        if self._is_outdated:
            self.refresh()

    # -- actions --------------------------------------------------------------------------

    def show_in_folder(self) -> None:
        """Show the selected files in the file manager."""
        problems = self.chosen
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
        QGuiApplication.clipboard().setText(self.tree.text())

    def copy_chosen(self) -> None:
        """Copy the selected lines to the clipboard as text."""
        QGuiApplication.clipboard().setText("\n".join(map(line, self.chosen)) or self.tree.text())

    def look_again(self) -> None:
        """Rescan all folders; repaired files leave the list."""
        self.again_button.setEnabled(False)
        QTimer.singleShot(2000, self, lambda: self.again_button.setEnabled(True))
        self._session.rescan()

    def _follow_selection(self) -> None:
        self.show_button.setEnabled(bool(self.chosen))

    def _fold_or_unfold(self, index: QModelIndex) -> None:
        if self.tree.group_at(index) is not None:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _remember(self, index: QModelIndex, *, is_folded: bool) -> None:
        group = self.tree.group_at(index)
        if group is not None:
            (self._folded.add if is_folded else self._folded.discard)(group.kind)

    def _open(self, index: QModelIndex) -> None:
        if self.tree.problem_at(index) is not None:
            self.show_in_folder()

    def _open_menu(self, at: QPoint) -> None:
        if not self.chosen:
            return
        rows = ((tr("Show in folder"), "folder-open", self.show_in_folder), (tr("Copy"), "copy", self.copy_chosen))
        place = self.view.viewport().mapToGlobal(at)
        open_menu(self, place, lambda menu: make_actions(menu, rows, "text"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (show the file or fold the group), copy, and Esc (leave)."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._fold_or_unfold(self.view.currentIndex())
            self._open(self.view.currentIndex())
        else:
            super().keyPressEvent(event)
