"""The left panel: all photos, the watched folders, the button that adds one, and sections of other packages."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, QUrl, Signal
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
from photon.ui.widgets.line_model import Lines
from photon.ui.widgets.section import Section
from photon.ui.widgets.section_column import SectionColumn
from photon.ui.window.folder_tree import FolderTree, Node, nodes_of

REFRESH_MS = 500


class Sidebar(QFrame):
    """The tree of folders, with the given sections below it.

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
            sections: Shown below the folders; hidden while they are empty.
            card: Shown above the button that adds a folder.
        """
        super().__init__()
        self._session = session
        self._bridge = bridge
        self.setProperty("role", "panel")
        self.tree = FolderTree(self)
        self.add_button = QPushButton(tr("Add folder…"), self)
        wear(self.add_button, "folder-plus")
        self.add_button.clicked.connect(self.ask_for_folder)
        shown_later = list(sections)
        for section in shown_later:
            section.hide()
        parts = ((self.tree, 1), SectionColumn(shown_later), card, self.add_button)
        vbox(*parts, to=self, margins=(tokens.TIGHT, tokens.SPACE), spacing=tokens.TIGHT)
        self._folders, self._nodes = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._refresh_timer = SpacedTimer(self, REFRESH_MS, self.refresh)
        self.tree.picked.connect(lambda path: self.folder_picked.emit(path or None))
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.tree.deleted.connect(self._delete)
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the folders and counts again."""
        folders = self._session.folders()
        below, counts = self._session.subfolders(), self._session.counts()
        # The total is less than the sum of the folders if the same photo lies in two of them.
        nodes = combined(lambda *found: nodes_of(found[0], found[1], found[2].photos), folders, below, counts)
        self._folders.ask(folders, lambda found: self.folders_changed.emit(len(found)), lambda _: None)
        self._nodes.ask(nodes, self._show_nodes)

    def add(self, path: str) -> None:
        """Add a folder and scan it for photos."""
        self._bridge.call(self._session.add_folder(path), lambda _: self.refresh(), self)

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

    def _show_nodes(self, nodes: Lines[Node]) -> None:
        self.tree.show_nodes(nodes)
        if not self.tree.currentIndex().isValid():
            self.tree.pick("")

    # -- menu --------------------------------------------------------------------------------------

    def _show_menu(self, place: QPoint) -> None:
        node = self.tree.node_at(self.tree.indexAt(place))
        open_menu(self, self.tree.viewport().mapToGlobal(place), partial(self.actions_for, node))

    def actions_for(self, node: Node | None, parent: QWidget) -> list[QAction]:
        """Return the actions for a line of the tree."""
        again = (tr("Rescan folders"), "arrows-clockwise", self._session.rescan)
        if node is None or not node.path:
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
            self.tree.setCurrentIndex(self.tree.top())
            self.refresh()
            self.said.emit(tr("Removed “{name}” from Photon. Its files are untouched.", name=node.name))

        self._bridge.call(self._session.remove_folder(node.watched), removed, self)
