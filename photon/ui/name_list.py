"""The taught names in the left panel: searched for by a click or Enter, renamed with F2, forgotten with Del."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QListWidget, QListWidgetItem, QMenu, QWidget

from photon.domain.concept import Concept, concept_key
from photon.ui import tokens
from photon.ui.folder_tree import LINE
from photon.ui.icons import icon, wear
from photon.ui.theme import theme
from photon.ui.words import counted

MOST_LINES = 6  # more are scrolled; the folders above need the room
_CONCEPT = Qt.ItemDataRole.UserRole + 1


class NameList(QListWidget):
    """Shows taught names.

    Signals: ``run_wanted`` brings a Concept, ``renamed`` one and its new name, ``forget_wanted`` one.
    """

    run_wanted = Signal(object)
    renamed = Signal(object, str)
    forget_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: frozenset[str] = frozenset()
        self.setAccessibleName("Names that you taught")
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setUniformItemSizes(True)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.run_wanted.emit(item.data(_CONCEPT)))
        self.itemChanged.connect(self._take_name)
        theme().changed.connect(self._dress)

    @property
    def names(self) -> list[Concept]:
        """What is shown, from the top."""
        return [self.item(row).data(_CONCEPT) for row in range(self.count())]

    def current(self) -> Concept | None:
        """The name whose line has the cursor."""
        item = self.currentItem()
        concept = item.data(_CONCEPT) if item is not None else None
        return concept if isinstance(concept, Concept) else None

    def show_names(self, concepts: Sequence[Concept]) -> None:
        """Show these."""
        if list(concepts) == self.names:
            return
        self.clear()
        for concept in concepts:
            item = QListWidgetItem(concept.name)
            item.setData(_CONCEPT, concept)
            learned = f"from {counted(len(concept.examples), 'photo')}"
            item.setToolTip(f"{concept.kind}, {learned}" if concept.kind else learned)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setSizeHint(QSize(0, LINE))
            self.addItem(item)
        self._dress()
        self.setFixedHeight(min(len(concepts), MOST_LINES) * LINE + 2 * self.frameWidth())

    def show_running(self, names: Collection[str]) -> None:
        """Mark the names that the shown answer was asked with, in any spelling."""
        running = frozenset(map(concept_key, names))
        if running != self._running:
            self._running = running
            self._dress()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what was put off while a name was being typed."""
        super().closeEditor(editor, hint)
        self._dress()

    def _dress(self) -> None:
        if self.state() == self.State.EditingState:
            return  # a line that changes takes back what was typed in it
        self.blockSignals(True)  # noqa: FBT003 - Qt's switch; an icon is no new name
        if not self.hasFocus():  # else somebody walks through the lines
            self.setCurrentRow(-1)
        for row in range(self.count()):
            item = self.item(row)
            is_running = concept_key(item.data(_CONCEPT).name) in self._running
            item.setIcon(icon("star", "accent" if is_running else "quiet"))
            font = item.font()
            font.setWeight(font.Weight.DemiBold if is_running else font.Weight.Normal)
            item.setFont(font)
        self.blockSignals(False)  # noqa: FBT003 - Qt's switch
        self.viewport().update()

    # -- changes -----------------------------------------------------------------------------------

    def _take_name(self, item: QListWidgetItem) -> None:
        concept: Concept = item.data(_CONCEPT)
        name = " ".join(item.text().split())
        self.blockSignals(True)  # noqa: FBT003 - Qt's switch
        item.setText(concept.name)  # until the library has it: another may be called so
        self.blockSignals(False)  # noqa: FBT003 - Qt's switch
        if name and name != concept.name:
            self.renamed.emit(concept, name)

    def actions_for(self, concept: Concept, parent: QWidget) -> list[QAction]:
        """What can be done with a name."""
        made = []
        for words, key, name, act in (
            ("Search", "", "magnifying-glass", lambda: self.run_wanted.emit(concept)),
            ("Rename", "F2", "pencil-simple", self._rename),
            ("Forget", "Del", "trash", lambda: self.forget_wanted.emit(concept)),
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
        menu.addActions(self.actions_for(item.data(_CONCEPT), menu))
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches, F2 renames, Del forgets."""
        concept, keys = self.current(), Qt.Key
        if concept is None or event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_F2, keys.Key_Delete):
            super().keyPressEvent(event)
        elif event.key() == keys.Key_F2:
            self._rename()
        elif event.key() == keys.Key_Delete:
            self.forget_wanted.emit(concept)
        else:
            self.run_wanted.emit(concept)
