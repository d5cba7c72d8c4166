"""A list with one photo per row, used with the keyboard; rows are painted, so ten thousand of them are cheap."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QMetaMethod, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView

from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.theme import theme
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_painting import RowDelegate
from photon.ui.photos.thumbnails import Thumbnails

_LOWEST = 32  # minimum height of a row in pixels


class PhotoList(QListView):
    """A list of photos. The keys of the grid have no effect here, so that they cannot rate photos that are off screen.

    Signals:
        pressed: Brings row and position in the viewport of a click.
        tabbed: Tab was pressed in the list.
        current_changed: Brings the new current row; -1 for none.

    Attributes:
        delegate: Paints the rows.
    """

    pressed_at = Signal(int, QPoint)
    tabbed = Signal()
    current_changed = Signal(int)

    def __init__(self, rows: PhotoRows[Any], thumbnails: Thumbnails) -> None:
        super().__init__()
        self._keys = KeyFilter()
        self.setModel(rows)
        self.delegate = RowDelegate(rows, thumbnails, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(rows.spec.title)
        self.setUniformItemSizes(not rows.spec.batch)
        if rows.spec.batch:
            self.setLayoutMode(QListView.LayoutMode.Batched)
            self.setBatchSize(rows.spec.batch)
        self.setMouseTracking(True)
        modes = QListView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if rows.spec.takes_many else modes.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._going = QPersistentModelIndex()  # a row to scroll to as soon as it has a position
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._arrive())
        rows.cards.arrived.connect(self.viewport().update)
        thumbnails.arrived.connect(lambda _: self.viewport().update() if self.isVisible() else None)
        theme().changed.connect(self.viewport().update)

    def set_keys(self, keys: Mapping[str, Act], commands: Mapping[str, Act] | None = None) -> None:
        """Set the actions of keys that never change, by their names, and of commands; see ``KeyFilter``."""
        self._keys = KeyFilter(keys, commands)

    @property
    def row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Make a row the current one and scroll to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self._going = QPersistentModelIndex(index)
        self._arrive()

    def _arrive(self) -> None:
        if self._going.isValid() and not self.visualRect(self._going).isEmpty():
            self.scrollTo(self._going)
            self._going = QPersistentModelIndex()

    def shown_rows(self) -> range:
        """Return the rows on the screen."""
        count = self.model().rowCount() if self.model() else 0
        first = max(0, self.indexAt(QPoint(4, 4)).row())
        last = self.indexAt(QPoint(4, self.viewport().height() - 4)).row()
        if last < 0:  # there is space below the last row, or rows have no positions yet
            last = min(count - 1, first + self.viewport().height() // _LOWEST)
        return range(first, last + 1)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Emit ``current_changed``."""
        super().currentChanged(current, previous)
        self.current_changed.emit(current.row())

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Move the focus into the row on Tab, if there is a target; on Shift+Tab, to the widgets above the list."""
        if not is_next or self.row < 0 or not self.isSignalConnected(QMetaMethod.fromSignal(self.tabbed)):
            return super().focusNextPrevChild(is_next)
        self.tabbed.emit()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Emit ``pressed`` on a click."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.pressed_at.emit(index.row(), event.position().toPoint())

    def event(self, event: QEvent) -> bool:
        """Claim keys before they become shortcuts for photos."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Perform the action of a key; ignore letters without an action."""
        if not self._keys.act(event):
            super().keyPressEvent(event)
