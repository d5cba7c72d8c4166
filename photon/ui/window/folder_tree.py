"""The watched folders with their subfolders and counts, as a tree that is updated in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from photon.domain import Folder
from photon.ui.kit.formatting import number
from photon.ui.kit.item_views import AnyIndex, paint_row_ground
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.line_tree import LineTree


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree.

    Attributes:
        path: Folder, or "" for all photos.
        name: What is written.
        photos: Photos in it and below it.
        watched: Id of the watched folder if the line is one, else 0.
        offline: Its watched folder is away.
    """

    path: str
    name: str
    photos: int = 0
    watched: int = 0
    offline: bool = False


def nodes_of(folders: Iterable[Folder], below: Iterable[Folder], total: int) -> dict[str, tuple[str, Node]]:
    """Every line by its path, with the path of the line above it; parents come first.

    Args:
        folders: The watched folders.
        below: Folders that directly hold photos; their ids are those of the watched folders.
        total: Photos in the library.
    """
    nodes: dict[str, tuple[str, Node]] = {"": ("", Node("", "All photos", total))}
    watched = {folder.id: folder for folder in folders}
    for folder in sorted(watched.values(), key=lambda folder: folder.path.casefold()):
        name = PurePath(folder.path).name or folder.path
        nodes[folder.path] = ("", Node(folder.path, name, folder.photos, folder.id, folder.offline))
    counts: dict[str, tuple[int, bool]] = {}
    for folder in below:
        root = watched.get(folder.id)
        if root is None:
            continue
        for path in _path_to(folder.path, root.path):
            count = counts.get(path, (0, False))[0]
            counts[path] = (count + folder.photos, root.offline)
    for path in sorted(counts, key=str.casefold):
        above = PurePath(path)
        photos, offline = counts[path]
        nodes[path] = (str(above.parent), Node(path, above.name, photos, 0, offline))
    return nodes


def _path_to(path: str, root: str) -> list[str]:
    """The folder and those above it, up to but without ``root``."""
    steps = []
    at = PurePath(path)
    while str(at) != root and at != at.parent:
        steps.append(str(at))
        at = at.parent
    return steps if str(at) == root else []


class FolderTree(LineTree):
    """Shows the lines.

    Signals: ``picked`` brings the path of the line that was picked, "" for all photos; ``deleted`` the Node at which
    Del was pressed.
    """

    picked = Signal(str)
    deleted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Folders", parent=parent)
        self._items: dict[str, QStandardItem] = {}
        self.lines = QStandardItemModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(CountDelegate("folder", self, paints_ground=False))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setObjectName("folders")  # paints its lines itself

    def show_nodes(self, nodes: Mapping[str, tuple[str, Node]]) -> None:
        """Show these lines; what is open and what is picked stays so."""
        # Deepest first: with its parent an item would already be gone.
        for path in [path for path in reversed(self._items) if path not in nodes]:
            item = self._items.pop(path)
            (item.parent() or self.lines.invisibleRootItem()).removeRow(item.row())
        for path, (above, node) in nodes.items():
            if path not in self._items:
                self._insert(above, node)
                continue
            item = self._items[path]
            if item.data(CountRole.THING) != node:
                _fill(item, node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Del."""
        node = self.node_at(self.currentIndex())
        if event.key() == Qt.Key.Key_Delete and node is not None and node.path:
            self.deleted.emit(node)
        else:
            super().keyPressEvent(event)

    def top(self) -> QModelIndex:
        """The line of all photos."""
        return self.lines.index(0, 0)

    def node_at(self, index: QModelIndex) -> Node | None:
        """The line at this place."""
        node = index.data(CountRole.THING)
        return node if isinstance(node, Node) else None

    def pick(self, path: str) -> None:
        """Select the line of a path without a signal."""
        item = self._items.get(path)
        if item is not None:
            with QSignalBlocker(self):
                self.setCurrentIndex(item.index())
            self.viewport().update()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Picking works by mouse and by keyboard."""
        super().currentChanged(current, previous)
        node = current.data(CountRole.THING)
        if isinstance(node, Node):
            self.picked.emit(node.path)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Light up the whole line, whatever its depth."""
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
        """No line is lit up any more."""
        super().leaveEvent(event)
        self.viewport().update()

    def _insert(self, above: str, node: Node) -> None:
        root = self.lines.invisibleRootItem()
        parent = self._items.get(above, root) if node.path and not node.watched else root
        item = QStandardItem()
        _fill(item, node)
        names = [parent.child(row).text().casefold() for row in range(parent.rowCount())]
        if parent is root and names:
            names[0] = ""  # all photos stay first
        place = next((row for row, name in enumerate(names) if name > node.name.casefold()), len(names))
        parent.insertRow(place, item)
        self._items[node.path] = item
        if node.watched:
            self.expand(item.index())


def _fill(item: QStandardItem, node: Node) -> None:
    item.setText(node.name)
    item.setData(node, CountRole.THING)
    item.setData("offline" if node.offline and node.watched else number(node.photos), CountRole.COUNT)
    item.setData("image" if not node.path else "link-break" if node.offline else "folder", CountRole.ICON)
    item.setData(node.offline, CountRole.IS_QUIET)
    words = f"{node.path}\nOffline: the drive or share is not connected." if node.offline else node.path
    item.setToolTip(words)
