"""The person's tags in the left panel, as a tree with counts: looked for, renamed, deleted, given to dropped photos."""

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QWidget

from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.domain.wording import counted
from photon.ui.kit import tokens
from photon.ui.kit.formatting import number
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.theme import theme
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in
from photon.ui.tags.tag_labels import typed_path
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.line_tree import LineTree

MOST_LINES, LEAST_LINES = 9, 3
REVIEW = "Suggested tags"
_SEPARATES = re.compile(r"(?<!\\)([,;])")


class TagTree(LineTree):
    """Shows tags.

    Signals:
        search_wanted: A TagPath.
        review_wanted: A TagPath of which suggestions are to be decided, or None for all.
        renamed: A TagPath and the new one.
        refused: A PhotonError: what was typed cannot be the name of a tag.
        remove_wanted: A TagPath.
        teach_wanted: A TagPath to learn from the photos that have it.
        photos_dropped: A TagPath and the photos that were dropped on it.
    """

    search_wanted = Signal(object)
    review_wanted = Signal(object)
    renamed = Signal(object, object)
    refused = Signal(object)
    remove_wanted = Signal(object)
    teach_wanted = Signal(object)
    photos_dropped = Signal(object, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tags", parent=parent)
        self.lines = QStandardItemModel(self)
        self.suggested: frozenset[str] = frozenset()
        self._shown: list[tuple[TagPath, int]] = []
        self._items: dict[str, QStandardItem] = {}
        self._waiting = 0
        self._is_filling = False
        self._over = QPersistentModelIndex()
        self.setModel(self.lines)
        self._dress()
        self.clicked.connect(self._run)
        self.lines.itemChanged.connect(self._take_name)
        self.customContextMenuRequested.connect(self._show_menu)
        for signal in (self.expanded, self.collapsed):
            signal.connect(lambda _: self.updateGeometry())

    def _dress(self) -> None:
        self.setItemDelegate(CountDelegate("tag", self))
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)
        self.setObjectName("folders")  # its lines are painted as those of the folders

    # -- what is shown -------------------------------------------------------------------------------

    @property
    def paths(self) -> list[TagPath]:
        """The tags, in order."""
        return [path for path, _ in self._shown]

    def show_tags(self, tags: Sequence[tuple[TagPath, int]]) -> None:
        """Show these with their counts; what is open, and the line with the cursor, stay."""
        tags = sorted(tags, key=lambda each: tag_key(each[0]))
        if tags == self._shown or self.state() == self.State.EditingState:
            return
        is_same = [path for path, _ in tags] == self.paths
        self._shown = tags
        self._is_filling = True  # a count is no new name
        if is_same:
            for path, count in tags:
                _fill(self._items[tag_key(path)], path, count)
        self._is_filling = False
        if not is_same:
            self._build()
        self.viewport().update()

    def show_waiting(self, waiting: int) -> None:
        """So many tags are suggested for photos that wait for a decision."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._build()

    def tag_at(self, index: AnyIndex) -> TagPath | None:
        """The tag of a line; None for the line of suggested tags."""
        path = index.data(CountRole.THING)
        return tuple(path) if path else None

    def index_of(self, path: TagPath) -> QModelIndex:
        """The line of a tag."""
        item = self._items.get(tag_key(path))
        return item.index() if item is not None else QModelIndex()

    def _build(self) -> None:
        is_open = {key for key, item in self._items.items() if self.isExpanded(item.index())}
        current, scrolled = self.tag_at(self.currentIndex()), self.verticalScrollBar().value()
        self._is_filling = True
        self.lines.clear()
        self._items = {}
        root = self.lines.invisibleRootItem()
        if self._waiting:
            item = QStandardItem(REVIEW)
            item.setData(number(self._waiting), CountRole.COUNT)
            item.setData("checks", CountRole.ICON)
            item.setToolTip(f"{counted(self._waiting, 'tag')} to review (Ctrl+R)")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            root.appendRow(item)
        for path, count in self._shown:
            item = QStandardItem()
            _fill(item, path, count)
            self._items.get(tag_key(path[:-1]), root).appendRow(item)
            self._items[tag_key(path)] = item
        self._is_filling = False
        for key in is_open & self._items.keys():
            self.expand(self._items[key].index())
        if current is not None:
            self.setCurrentIndex(self.index_of(current))
        self.verticalScrollBar().setValue(scrolled)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its open lines, up to some; the folders above need the room."""
        return QSize(super().sizeHint().width(), self._high(min(self._open_lines(), MOST_LINES)))

    def minimumSizeHint(self) -> QSize:
        """Less where there is little room."""
        return QSize(0, self._high(min(self._open_lines(), LEAST_LINES)))

    def _high(self, lines: int) -> int:
        return lines * tokens.LINE + 2 * self.frameWidth() + 2

    def _open_lines(self) -> int:
        index, lines = self.lines.index(0, 0), 0
        while index.isValid() and lines < MOST_LINES:
            index, lines = self.indexBelow(index), lines + 1
        return lines

    def updateGeometry(self) -> None:
        """No higher than its lines."""
        self.setMaximumHeight(self.sizeHint().height())
        super().updateGeometry()

    # -- painting ------------------------------------------------------------------------------------

    def drawRow(self, painter: QPainter, option: object, index: AnyIndex) -> None:
        """A ring around the tag on which photos would be dropped."""
        super().drawRow(painter, option, index)  # type: ignore[arg-type]
        if self._over.isValid() and self._over == index:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(theme().colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.visualRect(index).adjusted(1, 1, -1, -1), 6, 6)
            painter.restore()

    # -- what can be done ----------------------------------------------------------------------------

    def _run(self, index: QModelIndex) -> None:
        path = self.tag_at(index)
        if path is not None:
            self.search_wanted.emit(path)
        elif index.isValid():
            self.review_wanted.emit(None)

    def _take_name(self, item: QStandardItem) -> None:
        path = self.tag_at(item.index())
        if path is None or self._is_filling:
            return
        text = item.text()
        self._is_filling = True
        item.setText(path[-1])  # until the library has it
        self._is_filling = False
        if text == path[-1]:
            return
        try:
            # One tag is meant: only the slash goes down the tree.
            named = typed_path(_SEPARATES.sub(r"\\\1", text))
        except PhotonError as error:
            self.refused.emit(error)
            return
        if named and (*path[:-1], *named) != path:
            self.renamed.emit(path, (*path[:-1], *named))

    def actions_for(self, path: TagPath, parent: QWidget) -> list[QAction]:
        """What can be done with a tag."""
        rows = [
            ("Search", "magnifying-glass", lambda: self.search_wanted.emit(path)),
            ("Rename…\tF2", "pencil-simple", lambda: self.edit(self.index_of(path))),
            ("Delete\tDel", "trash", lambda: self.remove_wanted.emit(path)),
            ("Teach from these photos", "graduation-cap", lambda: self.teach_wanted.emit(path)),
        ]
        if tag_key(path) in self.suggested:
            rows.insert(1, ("Review suggestions", "checks", lambda: self.review_wanted.emit(path)))
        return make_actions(parent, rows)

    def _show_menu(self, place: QPoint) -> None:
        path = self.tag_at(self.indexAt(place))
        if path is not None:
            self.setCurrentIndex(self.index_of(path))
            open_menu(self, self.viewport().mapToGlobal(place), partial(self.actions_for, path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches, F2 renames, Del deletes."""
        keys, index = Qt.Key, self.currentIndex()
        path = self.tag_at(index)
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._run(index)
        elif path is not None and event.key() == keys.Key_F2:
            self.edit(index)
        elif path is not None and event.key() == keys.Key_Delete:
            self.remove_wanted.emit(path)
        else:
            super().keyPressEvent(event)

    # -- photos that are dropped -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos."""
        if event.mimeData().hasFormat(PHOTOS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on which tag they would be dropped."""
        self._hover(self.indexAt(event.position().toPoint()))
        if self._over.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt's signature
        """On none."""
        self._hover(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Give the tag to the photos."""
        path = self.tag_at(self.indexAt(event.position().toPoint()))
        self._hover(QModelIndex())
        if path is not None and event.mimeData().hasFormat(PHOTOS_MIME):
            self.photos_dropped.emit(path, photos_in(event.mimeData()))
            event.acceptProposedAction()

    def _hover(self, index: QModelIndex) -> None:
        self._over = QPersistentModelIndex(index if self.tag_at(index) is not None else QModelIndex())
        self.viewport().update()


def _fill(item: QStandardItem, path: TagPath, count: int) -> None:
    item.setText(path[-1])
    item.setData(list(path), CountRole.THING)
    item.setData(number(count), CountRole.COUNT)
    words = f"{tag_text(path)}\n{counted(count, 'photo')}"
    item.setToolTip(words)
    item.setData(words.replace("\n", ", "), Qt.ItemDataRole.AccessibleTextRole)
