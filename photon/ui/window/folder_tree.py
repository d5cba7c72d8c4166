"""The watched folders with their subfolders and counts, as a tree that is updated in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from photon.domain import Folder
from photon.ui.kit import tokens
from photon.ui.kit.formatting import number
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import figures_font, theme


class NodeRole(IntEnum):
    """What a line of the tree can be asked for."""

    NODE = Qt.ItemDataRole.UserRole + 1


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


class FolderTree(QTreeView):
    """Shows the lines.

    Signals: ``picked`` brings the path of the line that was picked, "" for all photos; ``deleted`` the Node at which
    Del was pressed.
    """

    picked = Signal(str)
    deleted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}
        self.lines = QStandardItemModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setRootIsDecorated(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Folders")
        self.setObjectName("folders")  # paints its lines itself
        theme().changed.connect(self.viewport().update)

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
            if item.data(NodeRole.NODE) != node:
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
        node = index.data(NodeRole.NODE)
        return node if isinstance(node, Node) else None

    def pick(self, path: str) -> None:
        """Mark this line as the one that is shown, without telling anybody."""
        item = self._items.get(path)
        if item is not None:
            with QSignalBlocker(self):
                self.setCurrentIndex(item.index())
            self.viewport().update()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Picking works by mouse and by keyboard."""
        super().currentChanged(current, previous)
        node = current.data(NodeRole.NODE)
        if isinstance(node, Node):
            self.picked.emit(node.path)

    def drawRow(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Light up the whole line, whatever its depth."""
        in_use = theme()
        is_picked = self.selectionModel().isSelected(index)
        is_under = self.viewport().underMouse() and option.rect.contains(self.viewport().mapFromGlobal(QCursor.pos()))
        line = option.rect.adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(in_use.colour("accent") if is_picked and self.hasFocus() else Qt.PenStyle.NoPen)
        if is_picked or is_under:
            painter.setBrush(in_use.colour("hover" if is_picked else "raised"))
            painter.drawRoundedRect(line, tokens.RADIUS, tokens.RADIUS)
        painter.restore()
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """A quiet arrow where there is something below."""
        if self.lines.hasChildren(index):
            name = "caret-down" if self.isExpanded(index) else "caret-right"
            picture = icon(name).pixmap(QSize(12, 12))
            painter.drawPixmap(rect.right() - 12, rect.center().y() - 5, picture)

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
    item.setData(node, NodeRole.NODE)
    words = f"{node.path}\nOffline: the drive or share is not connected." if node.offline else node.path
    item.setToolTip(words)


class _LineDelegate(QStyledItemDelegate):
    """Paints a line: icon, name, and the count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All lines are as high."""
        return QSize(super().sizeHint(option, index).width(), tokens.LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line."""
        node = index.data(NodeRole.NODE)
        if not isinstance(node, Node):
            return
        is_picked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_words(painter, option.rect, node, is_picked=is_picked)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, node: Node, *, is_picked: bool) -> None:
        in_use = theme()
        name = "image" if not node.path else "link-break" if node.offline else "folder"
        side = tokens.ICON
        picture = icon(name, "accent" if is_picked else "quiet").pixmap(QSize(side, side))
        painter.drawPixmap(rect.left() + 6, rect.center().y() - side // 2 + 1, picture)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(in_use.colour("quiet"))
        count = "offline" if node.offline and node.watched else number(node.photos)
        right = rect.adjusted(0, 0, -8, 0)
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, count)
        taken = painter.fontMetrics().horizontalAdvance(count) + 14
        painter.setFont(figures_font(painter.font(), tokens.TEXT))
        painter.setPen(in_use.colour("quiet" if node.offline else "text"))
        place = rect.adjusted(6 + side + 8, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(node.name, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, middle, text)
