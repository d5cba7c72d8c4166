"""Kept things in the left panel, one a line: run by a click or Enter, renamed with F2, taken away with Del."""

from collections.abc import Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QListWidget, QListWidgetItem, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.theme import theme

_KEPT = Qt.ItemDataRole.UserRole + 1
_LOOK = Qt.ItemDataRole.UserRole + 2


class NamedItem(Protocol):
    """What has a name that a person gave it."""

    @property
    def name(self) -> str:
        """As the person wrote it."""


T = TypeVar("T", bound=NamedItem)


class EditableList(QListWidget, Generic[T]):
    """Shows kept things.

    Signals: ``run_wanted`` brings one, ``renamed`` one and its new name, ``remove_wanted`` one.

    Attributes:
        most_lines: More are scrolled; the folders above need the room.
        line_icon: Stands before each name.
        removal: The verb for taking one away.
    """

    run_wanted = Signal(object)
    renamed = Signal(object, str)
    remove_wanted = Signal(object)
    most_lines = 8
    line_icon = ""
    removal = tr("Delete")

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setUniformItemSizes(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.run_wanted.emit(item.data(_KEPT)))
        self.itemChanged.connect(self._take_name)
        self.limit_lines(0)
        theme().changed.connect(self._dress)

    @property
    def kept(self) -> list[T]:
        """What is shown, from the top."""
        return [self.item(row).data(_KEPT) for row in range(self.count())]

    def current(self) -> T | None:
        """The one whose line has the cursor."""
        item = self.currentItem()
        kept: T | None = item.data(_KEPT) if item is not None else None
        return kept

    def show_kept(self, things: Sequence[T]) -> None:
        """Show these; the line with the cursor keeps it as long as what it shows is there."""
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

    @property
    def wanted_lines(self) -> int:
        """How many lines it would show."""
        return min(self.count(), self.most_lines)

    @property
    def shown_lines(self) -> int:
        """How many lines it shows."""
        return self.maximumHeight() // tokens.LINE

    def limit_lines(self, lines: int) -> None:
        """Show so many lines; the others are scrolled to."""
        self.setFixedHeight(lines * tokens.LINE + 2 * self.frameWidth())

    # -- what the lists differ in --------------------------------------------------------------------

    def _details(self, kept: T) -> str:
        """What the tooltip says of one."""
        raise NotImplementedError

    def _is_same(self, kept: T, before: T) -> bool:
        """Whether two are one thing, which may have changed in between."""
        raise NotImplementedError

    def _is_running(self, kept: T) -> bool:
        """Whether the shown answer was asked with it."""
        raise NotImplementedError

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        """Put the cursor where it belongs while the list has no focus."""
        raise NotImplementedError

    # -- how they look -------------------------------------------------------------------------------

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what was put off while a name was being typed."""
        super().closeEditor(editor, hint)
        self._dress()

    def _dress(self) -> None:
        if self.state() == self.State.EditingState:
            return  # a line that changes takes back what was typed in it
        with QSignalBlocker(self):  # an icon is no new name
            running = self._mark_running()
            if not self.hasFocus():  # a focused list moves its own cursor
                self._show_place(running)
        self.viewport().update()

    def _mark_running(self) -> list[QListWidgetItem]:
        """Give each line its icon; most have the right one, and hundreds of new ones would be felt."""
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
            item.setText(kept.name)  # until the library has it: another may be called so
        if name and name != kept.name:
            self.renamed.emit(kept, name)

    def actions_for(self, kept: T, parent: QWidget) -> list[QAction]:
        """What can be done with one."""
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
        """Enter searches, F2 renames, Del takes away."""
        kept, keys = self.current(), Qt.Key
        if kept is None or event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_F2, keys.Key_Delete):
            super().keyPressEvent(event)
        elif event.key() == keys.Key_F2:
            self._rename()
        elif event.key() == keys.Key_Delete:
            self.remove_wanted.emit(kept)
        else:
            self.run_wanted.emit(kept)
