"""A tree model of thousands of lines that is shown within a few milliseconds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from photon.quick_dataclass import dataclass
from photon.ui.kit.item_views import AnyIndex

T = TypeVar("T")
TOP = -1
"""The place above the lines of the first level."""


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """Objects at the positions of a tree; can be built on any thread.

    Attributes:
        keys: Key of each position; it stays the same when the object changes.
        things: Object of each position, shown by the line.
        places: The position of each key.
        above: Position of the parent of each position, or TOP.
        below: Positions of the children, in order; lines without children are omitted.
    """

    keys: list[str] = field(default_factory=list)
    things: list[T] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    above: list[int] = field(default_factory=list)
    below: dict[int, list[int]] = field(default_factory=lambda: {TOP: []})

    @classmethod
    def build(cls, entries: Iterable[tuple[str, str | None, T]]) -> "Lines[T]":
        """Build the tree.

        Args:
            entries: Key, key of the parent, and object of each line; parents come before their children, and children
                in their order. If the parent is missing, the line is at the top level.
        """
        made = cls()
        for key, above, thing in entries:
            place = len(made.things)
            over = TOP if above is None else made.places.get(above, TOP)
            made.places[key] = place
            made.keys.append(key)
            made.things.append(thing)
            made.above.append(over)
            made.below.setdefault(over, []).append(place)
        return made

    def with_first(self, key: str, thing: T) -> "Lines[T]":
        """Return the same tree with an additional first line."""
        place = len(self.things)
        below = {**self.below, TOP: [place, *self.below[TOP]]}
        keys, things = [*self.keys, key], [*self.things, thing]
        return Lines(keys, things, {**self.places, key: place}, [*self.above, TOP], below)

    def has_same_tree(self, other: "Lines[T]") -> bool:
        """Return whether both have the same lines in the same order, regardless of what they show."""
        return self.keys == other.keys and self.below == other.below


class LineModel(QStandardItemModel, Generic[T]):
    """A model of ``Lines``. Qt holds the tree itself and requests data only for lines on the screen.

    Signals: ``named`` brings an object and the name that was typed for it.
    """

    named = Signal(object, str)

    def __init__(self, describe: Callable[[T, int], Any], parent: QObject | None = None) -> None:
        """Create it without lines.

        Args:
            describe: Returns an object's item data for a role of Qt.
            parent: The owner.
        """
        super().__init__(parent)
        self._describe = describe
        self.lines: Lines[T] = Lines()

    def show_lines(self, lines: Lines[T]) -> bool:
        """Show these lines; return whether the tree was rebuilt."""
        if self.lines.has_same_tree(lines):
            self.lines = lines
            return False
        with QSignalBlocker(self):  # one reset for all
            self.clear()
            self.lines = lines
            self._set_rows(self.invisibleRootItem(), lines.below[TOP])
        self.beginResetModel()
        self.endResetModel()
        return True

    def _set_rows(self, item: QStandardItem, places: Sequence[int]) -> None:
        """Set the number of rows below an item; Qt creates items without children when they are needed."""
        item.setColumnCount(1)
        item.setRowCount(len(places))
        for row, place in enumerate(places):
            below = self.lines.below.get(place)
            if below:
                child = QStandardItem()
                self._set_rows(child, below)
                item.setChild(row, child)

    def thing_at(self, index: AnyIndex) -> T | None:
        """Return the object that a line shows."""
        return self.lines.things[self.place(index)] if index.isValid() else None

    def index_of(self, key: str) -> QModelIndex:
        """Return the index of a key; invalid if there is none."""
        place = self.lines.places.get(key)
        return QModelIndex() if place is None else self._index(place)

    def _index(self, place: int) -> QModelIndex:
        above = self.lines.above[place]
        row = self.lines.below[above].index(place)
        return self.index(row, 0) if above == TOP else self.index(row, 0, self._index(above))

    def place(self, index: AnyIndex) -> int:
        """Return the position of a line."""
        above = index.parent()
        return self.lines.below[self.place(above) if above.isValid() else TOP][index.row()]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the data of a line."""
        return self._describe(self.lines.things[self.place(index)], role) if index.isValid() else None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Emit the typed name; the line changes once the library has stored it."""
        thing = self.thing_at(index)
        if role != Qt.ItemDataRole.EditRole or thing is None:
            return False
        self.named.emit(thing, str(value))
        return True
