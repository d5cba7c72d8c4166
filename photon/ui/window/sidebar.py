"""The left panel: fixed entries, the watched folders, sections of other packages, and the button that adds a folder."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFrame, QMessageBox, QPushButton, QWidget

from photon.domain import Changes
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.icons import wear
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import MenuRow, make_actions, open_menu
from photon.ui.kit.timers import SpacedTimer
from photon.ui.kit.window_feature import WindowFeature, shown_parts
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.folder_dialog import choose_folder, say_removal
from photon.ui.widgets.section import Section
from photon.ui.widgets.section_column import SectionColumn
from photon.ui.window.entry_list import EntryList
from photon.ui.window.folder_tree import FolderTree, Node, nodes_of
from photon.ui.window.navigation import Navigation

REFRESH_MS = 500


class Sidebar(QFrame):
    """Fixed entries, the folders and sections of features, in one column that scrolls."""

    def __init__(self, context: WindowContext, features: Sequence[WindowFeature]) -> None:
        """Create the panel with the entries, sections (each hidden while it is empty) and cards of features."""
        super().__init__()
        self._context, self._session, self._bridge = context, context.session, context.bridge
        bridge = self._bridge
        self.setProperty("role", "panel")
        self.entries, self.tree = EntryList(context, features, self), FolderTree(self)
        self.folders = Section(tr("Folders"), self.tree, kept_as="Folders")
        self.add_button = QPushButton(tr("Add folder…"), self)
        wear(self.add_button, "folder-plus")
        self.add_button.clicked.connect(self.ask_for_folder)
        shown_later = shown_parts(context, features, "side")
        for section in shown_later:
            section.hide()
        self.column = context.add_part(SectionColumn(self.entries, [self.folders, *shown_later]))
        cards = shown_parts(context, features, "card")
        parts, margins = ((self.column, 1), *cards, self.add_button), (tokens.TIGHT, tokens.SPACE)
        vbox(*parts, to=self, margins=margins, spacing=tokens.TIGHT)
        self._folders, self._nodes = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._refresh_timer = SpacedTimer(self, REFRESH_MS, self.refresh)
        at = context.part(Navigation)
        self.tree.picked.connect(lambda path: at.pick_folder(path or None))
        at.folder_changed.connect(self.tree.pick)
        context.news.followed.connect(self.tree.follow)
        context.part(SearchBar).folder_dropped.connect(self.add)
        for part in (self.entries, self.folders.head, self.tree):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(partial(self._show_menu, part))
        self.tree.deleted.connect(self._delete)
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the folders and their counts again."""
        folders = self._session.browsing.folders()
        nodes = combined(nodes_of, folders, self._session.browsing.subfolders())
        self._folders.ask(folders, self._context.news.folders_counted.emit, lambda _: None)
        self._nodes.ask(nodes, self.tree.show_nodes)

    def add(self, path: str) -> None:
        """Add a folder and scan it for photos."""
        self._bridge.call(self._session.work.add_folder(path), lambda _: self.refresh(), self)

    def add_all(self, paths: Iterable[str]) -> None:
        """Add folders."""
        for path in paths:
            self.add(path)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder and add it."""
        path = choose_folder(self)
        if path:
            self.add(path)

    def rescan(self) -> None:
        """Look through all folders again."""
        self._session.work.rescan()
        self._context.say(tr("Rescanning all folders."))

    def _hear(self, changes: Changes) -> None:
        if "folders" in changes.kinds:
            self.refresh()
        elif "photos" in changes.kinds:
            self._refresh_timer.request()

    # -- menu --------------------------------------------------------------------------------------

    def _show_menu(self, part: QWidget, place: QPoint) -> None:
        node = self.tree.node_at(self.tree.indexAt(place)) if part is self.tree else None
        open_menu(self, part.mapToGlobal(place), partial(self.actions_for, node))

    def actions_for(self, node: Node | None, parent: QWidget) -> list[QAction]:
        """Return the actions for a folder, or those for all photos."""
        again = (tr("Rescan folders"), "arrows-clockwise", self._session.work.rescan)
        if node is None:
            return make_actions(parent, ((tr("Add folder…"), "folder-plus", self.ask_for_folder), again))
        rows: list[MenuRow] = [
            (
                tr("Show in file manager"),
                "folder-open",
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(node.path)),
            ),
            (tr("Export…"), "export", lambda: self._context.news.export_wanted.emit(node.path, node.name)),
            again,
        ]
        if node.watched:
            rows.append((tr("Remove folder…"), "minus-circle", lambda: self._ask_to_remove(node)))
        actions = make_actions(parent, rows)
        actions[0].setEnabled(not node.offline)
        return actions

    def _ask_to_remove(self, node: Node) -> None:
        """Ask before removing a watched folder."""
        box = QMessageBox(self.window())
        box.setWindowTitle(tr("Remove folder"))
        box.setText(tr("Remove “{name}” from Photon?", name=node.name))
        box.setInformativeText(say_removal(node.photos))
        remove = box.addButton(tr("Remove folder"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Keep folder"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.finished.connect(lambda: self._remove(node) if box.clickedButton() is remove else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _delete(self, node: Node) -> None:
        """Handle Del on a line of the tree."""
        if node.watched:
            self._ask_to_remove(node)
        else:
            self._context.say(
                tr("Photon doesn't delete folders. Only folders that you added can be removed from Photon.")
            )

    def _remove(self, node: Node) -> None:
        def removed(_: Changes) -> None:
            self.refresh()
            self._context.say(tr("Removed “{name}” from Photon. Its files are untouched.", name=node.name))

        self._bridge.call(self._session.work.remove_folder(node.watched), removed, self)
