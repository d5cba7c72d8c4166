"""The tree of words that may be suggested, with a check box for each word and branch."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.domain.metadata.tag import TagPath, tag_text
from photon.domain.unseen_characters import line_written_out
from photon.language import tr, tr_n
from photon.ui.kit.icons import icon
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.theme import theme
from photon.ui.tags.vocabulary_lines import Kind, VocabularyLines, same_lines
from photon.ui.widgets.line_tree import LineTree

FEW = 300  # up to this many matches are all expanded
NONE = QModelIndex()


class VocabularyModel(QAbstractItemModel):
    """The matching lines.

    Signals: ``switched`` brings TagPaths and whether they may be suggested; ``boxes_changed`` is emitted when check
    boxes changed, including those of parents and children.
    """

    switched = Signal(list, bool)
    boxes_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: VocabularyLines | None = None
        self._tree: dict[int, list[int]] = {}
        self._rows: dict[int, int] = {}
        self._wanted: tuple[str, Kind] = ("", "all")

    # -- display -------------------------------------------------------------------------------

    def show_lines(self, lines: VocabularyLines) -> bool:
        """Show these lines; return whether the entries differ, so that the tree was rebuilt."""
        is_same = same_lines(self.lines, lines)
        self.lines = lines
        if is_same and self._wanted[1] != "off":
            self.boxes_changed.emit()
        else:
            self.find(*self._wanted)
        return not is_same

    def find(self, text: str, kind: Kind) -> int:
        """Show the matches (see ``VocabularyLines.matching``); return how many lines there are."""
        self._wanted = (text, kind)
        self.beginResetModel()
        self._tree = self.lines.matching(text, kind) if self.lines is not None else {}
        self._rows = {place: row for those in self._tree.values() for row, place in enumerate(those)}
        self.endResetModel()
        return len(self._rows)

    def place(self, index: AnyIndex) -> int:
        """Return the position of a line's entry, -1 for none."""
        return int(index.internalId()) - 1 if index.isValid() else -1

    def index_of(self, place: int) -> QModelIndex:
        """Return the index of an entry."""
        return self.createIndex(self._rows[place], 0, place + 1) if place in self._rows else NONE

    def rowCount(self, parent: AnyIndex = NONE) -> int:
        """Return the number of direct children of a line."""
        return len(self._tree.get(self.place(parent), ()))

    def columnCount(self, parent: AnyIndex = NONE) -> int:  # noqa: ARG002 - Qt's signature
        """Return 1."""
        return 1

    def index(self, row: int, column: int, parent: AnyIndex = NONE) -> QModelIndex:
        """Return the index of a line."""
        below = self._tree.get(self.place(parent), [])
        return self.createIndex(row, column, below[row] + 1) if 0 <= row < len(below) else NONE

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override]
        """Return the parent of a line."""
        place = self.place(index)
        return self.index_of(self.lines.parents[place]) if self.lines is not None and place >= 0 else NONE

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Give every line a check box."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable if index.isValid() else flag(0)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return name, check state and tooltip."""
        lines, place = self.lines, self.place(index)
        if lines is None or place < 0:
            return None
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return line_written_out(lines.names[place])
        if role == roles.CheckStateRole:
            return self.state(place)
        if role == roles.ToolTipRole:
            return _tip(lines, place)
        if role == roles.ForegroundRole and self.state(place) == Qt.CheckState.Unchecked:
            return theme().colour("quiet")
        if role == roles.DecorationRole and place in lines.own:
            return icon("user", "accent")
        return None

    def state(self, place: int) -> Qt.CheckState:
        """Return whether all, some or none of a branch may be suggested."""
        if self.lines is None:
            return Qt.CheckState.Unchecked
        off = self.lines.off_below(place)
        if off == 0:
            return Qt.CheckState.Checked
        is_all = off == len(self.lines.below(place))
        return Qt.CheckState.Unchecked if is_all else Qt.CheckState.PartiallyChecked

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Switch a branch on or off; ``switched`` brings the words that changed."""
        lines, place = self.lines, self.place(index)
        if role != Qt.ItemDataRole.CheckStateRole or lines is None or place < 0:
            return False
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        changing = [each for each in lines.below(place) if (each in lines.off) == is_on]
        lines.switch(changing, on=is_on)
        self.boxes_changed.emit()
        if changing:
            self.switched.emit([lines.paths[each] for each in changing], is_on)
        return True


class VocabularyTree(LineTree):
    """A view of a VocabularyModel; ``remove_wanted`` is emitted on Del."""

    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Words that Photon may suggest"), 20, parent)
        self.words = VocabularyModel(self)
        self.setModel(self.words)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.words.boxes_changed.connect(self.viewport().update)

    def show_lines(self, lines: VocabularyLines) -> None:
        """Show these lines, keeping expanded lines and the cursor."""
        before = self._open_paths()
        scrolled = self.verticalScrollBar().value()
        self.words.show_lines(lines)
        for place, path in enumerate(lines.paths):
            if path in before:
                self.setExpanded(self.words.index_of(place), True)  # noqa: FBT003 - Qt's switch
        self.verticalScrollBar().setValue(scrolled)

    def show_matching(self, text: str, kind: Kind) -> int:
        """Show matches, expanded if there are few; return how many words there are."""
        found = self.words.find(text, kind)
        if (text.strip() or kind != "all") and found <= FEW:
            self.expandAll()
        return found

    @property
    def chosen_own(self) -> list[TagPath]:
        """The user's own words among the selected lines."""
        own = self.words.lines.own if self.words.lines is not None else {}
        places = map(self.words.place, self.selectedIndexes())
        return [own[place] for place in places if place in own]

    def _open_paths(self) -> set[TagPath]:
        lines = self.words.lines
        if lines is None:
            return set()
        indexes = ((path, self.words.index_of(place)) for place, path in enumerate(lines.paths))
        return {path for path, index in indexes if index.isValid() and self.isExpanded(index)}

    def keyboardSearch(self, search: str) -> None:
        """Do nothing, because words are found with the filter line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove own words on Del; Space switches, as in every tree."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


def _tip(lines: VocabularyLines, place: int) -> str:
    parts = [tag_text(lines.paths[place])]
    others = [word for word in lines.words[place].split("\n") if word and word != lines.names[place].casefold()]
    if others:
        parts.append(tr("Also: {words}", words=", ".join(others[:12])))
    if place in lines.own:
        parts.append(tr("One of your own words."))
    below = len(lines.below(place)) - lines.choosable[place]
    if below:
        parts.append(tr_n("{count:,} word below it", "{count:,} words below it", below))
    return "\n".join(parts)
