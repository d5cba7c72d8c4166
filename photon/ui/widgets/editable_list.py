"""A list of kept items in the left panel: click or Enter runs one, F2 renames it, Del removes it."""

from collections.abc import Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QListWidget, QListWidgetItem, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.item_views import AnyIndex, reveal, show_whole
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.theme import theme

_KEPT = Qt.ItemDataRole.UserRole + 1
_LOOK = Qt.ItemDataRole.UserRole + 2


class NamedItem(Protocol):
    """An item with a name that the user gave it."""

    @property
    def name(self) -> str:
        """The name as the user wrote it."""


T = TypeVar("T", bound=NamedItem)


class EditableList(QListWidget, Generic[T]):
    """A list of kept items.

    Signals: ``run_wanted`` and ``remove_wanted`` bring an item, ``renamed`` brings an item and its new name.

    Attributes:
        line_icon: Icon before each name.
        removal: The verb for removing an item.
    """

    run_wanted = Signal(object)
    renamed = Signal(object, str)
    remove_wanted = Signal(object)
    line_icon = ""
    removal = tr("Delete")

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setUniformItemSizes(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        show_whole(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.run_wanted.emit(item.data(_KEPT)))
        self.itemChanged.connect(self._take_name)
        theme().changed.connect(self._dress)

    @property
    def kept(self) -> list[T]:
        """The items shown, from the top."""
        return [self.item(row).data(_KEPT) for row in range(self.count())]

    def current(self) -> T | None:
        """The item whose line has the cursor."""
        item = self.currentItem()
        kept: T | None = item.data(_KEPT) if item is not None else None
        return kept

    def show_kept(self, things: Sequence[T]) -> None:
        """Show these items; the cursor stays on its item as long as the item is there."""
        if list(things) == self.kept:
            return
        before = self.current()
        self.clear()
        for kept in things:
            item = QListWidgetItem(kept.name)
            item.setData(_KEPT, kept)
            item.setToolTip(self._details(kept))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setSizeHint(QSize(0, tokens.LINE))
            self.addItem(item)
            if before is not None and self._is_same(kept, before):
                self.setCurrentItem(item)
        self._dress()
        self.updateGeometry()

    def viewportSizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(0, self.count() * tokens.LINE)

    def minimumSizeHint(self) -> QSize:
        """Return no size, so that a list of one line is no higher."""
        return QSize(0, 0)

    def scrollTo(self, index: AnyIndex, hint: QListWidget.ScrollHint = QListWidget.ScrollHint.EnsureVisible) -> None:
        """Scroll the panel to the cursor while it is moved here."""
        super().scrollTo(index, hint)
        if self.hasFocus():
            reveal(self.viewport(), self.visualRect(index))

    # -- what subclasses define --------------------------------------------------------------------

    def _details(self, kept: T) -> str:
        """Return the tooltip of an item."""
        raise NotImplementedError

    def _is_same(self, kept: T, before: T) -> bool:
        """Return whether two items are the same one, possibly changed in between."""
        raise NotImplementedError

    def _is_running(self, kept: T) -> bool:
        """Return whether the results shown come from this item."""
        raise NotImplementedError

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        """Put the cursor on the right line while the list has no focus."""
        raise NotImplementedError

    # -- appearance -------------------------------------------------------------------------------

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Apply the update that was postponed while a name was being typed."""
        super().closeEditor(editor, hint)
        self._dress()

    def _dress(self) -> None:
        if self.state() == self.State.EditingState:
            return  # updating a line would discard what was typed in it
        with QSignalBlocker(self):  # a new icon is not a new name
            running = self._mark_running()
            if not self.hasFocus():  # a focused list moves its cursor itself
                self._show_place(running)
        self.viewport().update()

    def _mark_running(self) -> list[QListWidgetItem]:
        """Give each line its icon; lines that have the right one are skipped, since hundreds of changes are slow."""
        icons, font = (
            {is_on: icon(self.line_icon, "accent" if is_on else "quiet") for is_on in (True, False)},
            self.font(),
        )
        running = []
        for row in range(self.count()):
            item = self.item(row)
            is_running = self._is_running(item.data(_KEPT))
            running += [item] if is_running else []
            look = (is_running, theme().colours)
            if item.data(_LOOK) != look:
                item.setData(_LOOK, look)
                item.setIcon(icons[is_running])
                font.setWeight(font.Weight.DemiBold if is_running else font.Weight.Normal)
                item.setFont(font)
        return running

    # -- changes -------------------------------------------------------------------------------------

    def _take_name(self, item: QListWidgetItem) -> None:
        kept: T = item.data(_KEPT)
        name = " ".join(item.text().split())
        with QSignalBlocker(self):
            item.setText(kept.name)  # until the library has renamed it: the name may be taken
        if name and name != kept.name:
            self.renamed.emit(kept, name)

    def actions_for(self, kept: T, parent: QWidget) -> list[QAction]:
        """Return the actions for an item."""
        rows = (
            (tr("Search"), "magnifying-glass", lambda: self.run_wanted.emit(kept)),
            (tr("Rename\tF2"), "pencil-simple", self._rename),
            (tr("{remove}\tDel", remove=self.removal), "trash", lambda: self.remove_wanted.emit(kept)),
        )
        return make_actions(parent, rows)

    def _rename(self) -> None:
        if self.currentItem() is not None:
            self.editItem(self.currentItem())

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item is not None:
            self.setCurrentItem(item)
            actions_for = partial(self.actions_for, item.data(_KEPT))
            open_menu(self, self.viewport().mapToGlobal(place), actions_for)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (run), F2 (rename) and Del (remove)."""
        kept, keys = self.current(), Qt.Key
        if kept is None or event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_F2, keys.Key_Delete):
            super().keyPressEvent(event)
        elif event.key() == keys.Key_F2:
            self._rename()
        elif event.key() == keys.Key_Delete:
            self.remove_wanted.emit(kept)
        else:
            self.run_wanted.emit(kept)
