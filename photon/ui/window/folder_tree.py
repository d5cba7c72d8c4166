"""The watched folders with their subfolders and counts, in a tree that is updated in place."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from photon.domain import Folder
from photon.domain.unseen_characters import line_written_out
from photon.language import number, tr
from photon.quick_dataclass import dataclass
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.item_views import AnyIndex, paint_row_ground
from photon.ui.kit.pages import Page
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.count_tree import CountTree
from photon.ui.widgets.line_model import Lines


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree.

    Attributes:
        path: The folder.
        name: Text of the line.
        photos: Photos in it and below it.
        watched: Id of the watched folder if the line is one, else 0.
        offline: Whether its watched folder is offline.
        is_off: Whether that is because it came from elsewhere and was not switched on.
    """

    path: str
    name: str
    photos: int = 0
    watched: int = 0
    offline: bool = False
    is_off: bool = False


def nodes_of(folders: Iterable[Folder], below: Iterable[Folder]) -> Lines[Node]:
    """Return all lines, by path.

    Args:
        folders: The watched folders.
        below: Folders that contain photos, directly or below; their ids are those of the watched folders.
    """
    watched = {folder.id: folder for folder in folders}
    nodes = {
        folder.path: Node(folder.path, _name(folder.path), folder.photos, folder.id, folder.offline, folder.is_off)
        for folder in watched.values()
    }
    for folder in below:
        if folder.id in watched and folder.path not in nodes:
            root = watched[folder.id]
            nodes[folder.path] = Node(folder.path, _name(folder.path), folder.photos, 0, root.offline, root.is_off)
    # Parents before children, and sorted by name within a folder.
    depth = {node.path: 0 if node.watched else node.path.count(os.sep) for node in nodes.values()}
    ordered = sorted(nodes.values(), key=lambda node: (depth[node.path], node.name.casefold()))
    return Lines.build((node.path, None if node.watched else os.path.dirname(node.path), node) for node in ordered)  # noqa: PTH120


def _name(path: str) -> str:
    return os.path.basename(path) or path  # noqa: PTH119 - pathlib takes half a second for thousands of folders


class FolderTree(CountTree[Node]):
    """The tree of folders.

    Signals: ``picked`` brings the path of the picked line, also if it is already the current one, and "" when the
    picked folder is gone; ``deleted`` brings the Node at which Del was pressed.
    """

    picked = Signal(str)
    deleted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Folders"), parent)
        self.setItemDelegate(CountDelegate("folder", self, paints_ground=False))
        self._is_current_pressed = False
        self.clicked.connect(self._pick_again)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_nodes(self, nodes: Lines[Node]) -> None:
        """Show these lines, keeping what is expanded and selected; watched folders start with one level expanded."""
        before, was_picked = self.lines.lines, self.currentIndex().isValid()
        had_below = {before.keys[place] for place in before.below if place >= 0}
        if self.show_lines(nodes):
            for node in nodes.things:
                if node.watched and node.path not in had_below:
                    self.expand(self.lines.index_of(node.path))
        if was_picked and not self.currentIndex().isValid():
            self.picked.emit("")

    def describe(self, thing: Node, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return the display data of a line."""
        words = _WORDS.get(role)
        return words(thing) if words is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Report Del; Enter picks the current line again."""
        node = self.node_at(self.currentIndex())
        if event.key() == Qt.Key.Key_Delete and node is not None:
            self.deleted.emit(node)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and node is not None:
            self.picked.emit(node.path)
        else:
            super().keyPressEvent(event)

    def node_at(self, index: AnyIndex) -> Node | None:
        """Return the line at this index."""
        return self.thing_at(index)

    def pick(self, path: str) -> None:
        """Put the cursor on the line of a path without emitting a signal; "" is none."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.lines.index_of(path))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor on the first line, if it is on none, without picking it."""
        with QSignalBlocker(self):
            super().focusInEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Pick the new current line, for the mouse and the keyboard alike."""
        super().currentChanged(current, previous)
        node = self.node_at(current)
        if node is not None:
            self.picked.emit(node.path)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the current line again on a click; another line is picked when it becomes current."""
        self._is_current_pressed = self.indexAt(event.position().toPoint()) == self.currentIndex()
        super().mousePressEvent(event)

    def _pick_again(self, index: QModelIndex) -> None:
        node = self.node_at(index)
        if node is not None and self._is_current_pressed:
            self.picked.emit(node.path)

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Highlight the folder that the window shows or searches.

        Args:
            page: The current page.
            results: The content of the page if it is the page of results.
        """
        del page
        self.light(results.folder if results is not None else None)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Highlight the whole line, whatever its depth."""
        is_under = self.viewport().underMouse() and option.rect.contains(self.viewport().mapFromGlobal(QCursor.pos()))
        is_selected = self.selectionModel().isSelected(index)
        states = QStyle.StateFlag
        state = states.State_HasFocus if self.hasFocus() else states.State_None
        state |= states.State_Selected if is_selected else states.State_None
        state |= states.State_MouseOver if is_under else states.State_None
        painter.save()
        paint_row_ground(painter, option.rect, state)
        painter.restore()
        super().drawRow(painter, option, index)

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        super().leaveEvent(event)
        self.viewport().update()


def _state(node: Node) -> str:
    if not node.watched or not node.offline:
        return ""
    return tr("off") if node.is_off else tr("offline")


def _tip(node: Node) -> str:
    path = line_written_out(node.path)
    if node.is_off:
        return tr(
            "{path}\nOff: it came with a library or backup from elsewhere. To switch it on: Preferences, Folders.",
            path=path,
        )
    return tr("{path}\nOffline: the drive or share is not connected.", path=path) if node.offline else path


_WORDS: dict[int, Callable[[Node], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda node: node.name,
    Qt.ItemDataRole.ToolTipRole: _tip,
    CountRole.COUNT: lambda node: _state(node) or number(node.photos),
    CountRole.ICON: lambda node: "link-break" if node.offline else "folder",
    CountRole.IS_QUIET: lambda node: node.offline,
}
