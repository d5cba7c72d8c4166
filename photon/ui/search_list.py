"""The saved searches in the left panel: run by a click or Enter, renamed with F2, deleted with Del."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from photon.domain.saved_search import SavedSearch
from photon.ui import tokens
from photon.ui.folder_tree import LINE
from photon.ui.icons import icon, wear
from photon.ui.theme import theme

MOST_LINES = 8  # more are scrolled; the folders above need the room
_SAVED = Qt.ItemDataRole.UserRole + 1


class SearchList(QListWidget):
    """Shows saved searches.

    Signals: ``run_wanted`` brings a SavedSearch, ``renamed`` one and its new name, ``remove_wanted`` one.
    """

    run_wanted = Signal(object)
    renamed = Signal(object, str)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = ("", "")
        self.setAccessibleName("Saved searches")
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setUniformItemSizes(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.run_wanted.emit(item.data(_SAVED)))
        self.itemChanged.connect(self._take_name)
        theme().changed.connect(self._dress)

    @property
    def searches(self) -> list[SavedSearch]:
        """What is shown, from the top."""
        return [self.item(row).data(_SAVED) for row in range(self.count())]

    def current(self) -> SavedSearch | None:
        """The search whose line has the cursor."""
        item = self.currentItem()
        saved = item.data(_SAVED) if item is not None else None
        return saved if isinstance(saved, SavedSearch) else None

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Show these; the line with the cursor keeps it as long as its search is there."""
        if list(searches) == self.searches:
            return
        before = self.current()
        self.clear()
        for saved in searches:
            item = QListWidgetItem(saved.name)
            item.setData(_SAVED, saved)
            item.setToolTip(f"{saved.text}\nIn {saved.folder}" if saved.folder else saved.text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setSizeHint(QSize(0, LINE))
            self.addItem(item)
            if before is not None and saved.id == before.id:
                self.setCurrentItem(item)
        self._dress()
        self.setFixedHeight(min(len(searches), MOST_LINES) * LINE + 2 * self.frameWidth())

    def show_running(self, text: str, folder: str | None) -> None:
        """Mark the search whose answer is shown; an empty text: none."""
        self._running = (text, folder or "")
        self._dress()

    def _dress(self) -> None:
        self.blockSignals(True)  # noqa: FBT003 - Qt's switch; an icon is no new name
        if not self.hasFocus():  # else somebody walks through the lines
            self.clearSelection()
        for row in range(self.count()):
            item = self.item(row)
            saved: SavedSearch = item.data(_SAVED)
            is_running = bool(saved.text) and (saved.text, saved.folder or "") == self._running
            item.setIcon(icon("magnifying-glass", "accent" if is_running else "quiet"))
            font = item.font()
            font.setWeight(font.Weight.DemiBold if is_running else font.Weight.Normal)
            item.setFont(font)
            if is_running and not self.hasFocus():
                self.setCurrentItem(item)
        self.blockSignals(False)  # noqa: FBT003 - Qt's switch
        self.viewport().update()

    # -- changes -----------------------------------------------------------------------------------

    def _take_name(self, item: QListWidgetItem) -> None:
        saved: SavedSearch = item.data(_SAVED)
        name = " ".join(item.text().split())
        self.blockSignals(True)  # noqa: FBT003 - Qt's switch
        item.setText(saved.name)  # until the library has it: another search may be called so
        self.blockSignals(False)  # noqa: FBT003 - Qt's switch
        if name and name != saved.name:
            self.renamed.emit(saved, name)

    def actions_for(self, saved: SavedSearch, parent: QWidget) -> list[QAction]:
        """What can be done with a saved search."""
        made = []
        for words, key, name, act in (
            ("Search", "", "magnifying-glass", lambda: self.run_wanted.emit(saved)),
            ("Rename", "F2", "pencil-simple", self._rename),
            ("Delete", "Del", "trash", lambda: self.remove_wanted.emit(saved)),
        ):
            action = QAction(f"{words}\t{key}" if key else words, parent)
            action.triggered.connect(act)
            wear(action, name)
            made.append(action)
        return made

    def _rename(self) -> None:
        if self.currentItem() is not None:
            self.editItem(self.currentItem())

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item is None:
            return
        self.setCurrentItem(item)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions_for(item.data(_SAVED), menu))
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter runs, F2 renames, Del deletes."""
        saved, keys = self.current(), Qt.Key
        if saved is None or event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_F2, keys.Key_Delete):
            super().keyPressEvent(event)
        elif event.key() == keys.Key_F2:
            self._rename()
        elif event.key() == keys.Key_Delete:
            self.remove_wanted.emit(saved)
        else:
            self.run_wanted.emit(saved)
