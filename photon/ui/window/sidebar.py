"""The left panel: fixed entries, the watched folders, sections of other packages, and the button that adds a folder."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFrame, QMessageBox, QPushButton, QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.icons import wear
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import MenuRow, make_actions, open_menu
from photon.ui.kit.timers import SpacedTimer
from photon.ui.widgets.folder_dialog import choose_folder, say_removal
from photon.ui.widgets.section import Section
from photon.ui.widgets.section_column import SectionColumn
from photon.ui.window.entry_list import EntryList
from photon.ui.window.folder_tree import FolderTree, Node, nodes_of

REFRESH_MS = 500


class Sidebar(QFrame):
    """Fixed entries, the folders and the given sections, in one column that scrolls.

    Signals: ``folder_picked`` brings a path or None for all photos; ``folders_changed`` the number of
    watched folders; ``said`` a message about a finished action; ``export_wanted`` the path and name of a folder.
    """

    folder_picked = Signal(object)
    folders_changed = Signal(int)
    said = Signal(str)
    export_wanted = Signal(str, str)

    def __init__(self, session: Session, bridge: Bridge, sections: Iterable[Section], card: QWidget) -> None:
        """Create the panel.

        Args:
            session: The opened library.
            bridge: Delivers answers and changes.
            sections: Shown below the folders; each is hidden while it is empty.
            card: Shown above the button that adds a folder.
        """
        super().__init__()
        self._session = session
        self._bridge = bridge
        self.setProperty("role", "panel")
        self.entries, self.tree = EntryList(self), FolderTree(self)
        self.folders = Section(tr("Folders"), self.tree, kept_as="Folders")
        self.add_button = QPushButton(tr("Add folder…"), self)
        wear(self.add_button, "folder-plus")
        self.add_button.clicked.connect(self.ask_for_folder)
        shown_later = list(sections)
        for section in shown_later:
            section.hide()
        self.column = SectionColumn(self.entries, [self.folders, *shown_later])
        parts, margins = ((self.column, 1), card, self.add_button), (tokens.TIGHT, tokens.SPACE)
        vbox(*parts, to=self, margins=margins, spacing=tokens.TIGHT)
        self._folders, self._nodes = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._refresh_timer = SpacedTimer(self, REFRESH_MS, self.refresh)
        self.tree.picked.connect(lambda path: self.folder_picked.emit(path or None))
        for part in (self.entries, self.folders.head, self.tree):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(partial(self._show_menu, part))
        self.tree.deleted.connect(self._delete)
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the folders and their counts again."""
        folders = self._session.folders()
        nodes = combined(nodes_of, folders, self._session.subfolders())
        self._folders.ask(folders, lambda found: self.folders_changed.emit(len(found)), lambda _: None)
        self._nodes.ask(nodes, self.tree.show_nodes)

    def show_section(self, section: Section, make_first: Callable[[], object]) -> None:
        """Unfold a section and show it at the top; if it is hidden because it is empty, call ``make_first``."""
        make_first() if section.isHidden() else self.column.open_section(section)

    def add(self, path: str) -> None:
        """Add a folder and scan it for photos."""
        self._bridge.call(self._session.add_folder(path), lambda _: self.refresh(), self)

    def add_all(self, paths: Iterable[str]) -> None:
        """Add folders."""
        for path in paths:
            self.add(path)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder and add it."""
        path = choose_folder(self)
        if path:
            self.add(path)

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
        again = (tr("Rescan folders"), "arrows-clockwise", self._session.rescan)
        if node is None:
            return make_actions(parent, ((tr("Add folder…"), "folder-plus", self.ask_for_folder), again))
        rows: list[MenuRow] = [
            (
                tr("Show in file manager"),
                "folder-open",
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(node.path)),
            ),
            (tr("Export…"), "export", lambda: self.export_wanted.emit(node.path, node.name)),
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
            self.said.emit(tr("Photon doesn't delete folders. Only folders that you added can be removed from Photon."))

    def _remove(self, node: Node) -> None:
        def removed(_: Changes) -> None:
            self.refresh()
            self.said.emit(tr("Removed “{name}” from Photon. Its files are untouched.", name=node.name))

        self._bridge.call(self._session.remove_folder(node.watched), removed, self)
