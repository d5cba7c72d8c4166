"""Thousands of lines below each other as a tree, shown within some milliseconds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from photon.ui.kit.item_views import AnyIndex

T = TypeVar("T")
TOP = -1
"""The place above the lines of the first level."""


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """Things in their places of a tree. It can be made on any thread.

    Attributes:
        keys: By place, what stays when the thing changes.
        things: By place, what the line shows.
        places: The place of each key.
        above: By place, the place of the line above, or TOP.
        below: The places below a place, in order; a line with none below is left out.
    """

    keys: list[str] = field(default_factory=list)
    things: list[T] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    above: list[int] = field(default_factory=list)
    below: dict[int, list[int]] = field(default_factory=lambda: {TOP: []})

    @classmethod
    def build(cls, entries: Iterable[tuple[str, str | None, T]]) -> "Lines[T]":
        """Make the tree.

        Args:
            entries: Of each line the key, the key of the line above, and the thing; those above come first, and those
                below the same one in their order. A line above that is missing is the top.
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
        """The same with one line more, before all others."""
        place = len(self.things)
        below = {**self.below, TOP: [place, *self.below[TOP]]}
        keys, things = [*self.keys, key], [*self.things, thing]
        return Lines(keys, things, {**self.places, key: place}, [*self.above, TOP], below)

    def has_same_tree(self, other: "Lines[T]") -> bool:
        """Whether both have the same lines in the same order, whatever they show."""
        return self.keys == other.keys and self.below == other.below


class LineModel(QStandardItemModel, Generic[T]):
    """Shows Lines. Qt holds the tree itself, and asks for what a line shows only when the line is on the screen.

    Signals: ``named`` brings a thing and the name that was typed for it.
    """

    named = Signal(object, str)

    def __init__(self, describe: Callable[[T, int], Any], parent: QObject | None = None) -> None:
        """Show nothing yet.

        Args:
            describe: Tells what the line of a thing shows for a role of Qt.
            parent: The owner.
        """
        super().__init__(parent)
        self._describe = describe
        self.lines: Lines[T] = Lines()

    def show_lines(self, lines: Lines[T]) -> bool:
        """Show these; tells whether the tree was built anew."""
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
        """Tell Qt how many lines are below an item; items of lines with none below are made by Qt when needed."""
        item.setColumnCount(1)
        item.setRowCount(len(places))
        for row, place in enumerate(places):
            below = self.lines.below.get(place)
            if below:
                child = QStandardItem()
                self._set_rows(child, below)
                item.setChild(row, child)

    def thing_at(self, index: AnyIndex) -> T | None:
        """What a line shows."""
        return self.lines.things[self.place(index)] if index.isValid() else None

    def index_of(self, key: str) -> QModelIndex:
        """The line of a key; invalid where there is none."""
        place = self.lines.places.get(key)
        return QModelIndex() if place is None else self._index(place)

    def _index(self, place: int) -> QModelIndex:
        above = self.lines.above[place]
        row = self.lines.below[above].index(place)
        return self.index(row, 0) if above == TOP else self.index(row, 0, self._index(above))

    def place(self, index: AnyIndex) -> int:
        """The place of a line."""
        above = index.parent()
        return self.lines.below[self.place(above) if above.isValid() else TOP][index.row()]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Ask the line."""
        return self._describe(self.lines.things[self.place(index)], role) if index.isValid() else None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the name that was typed; the line has it when the library has it."""
        thing = self.thing_at(index)
        if role != Qt.ItemDataRole.EditRole or thing is None:
            return False
        self.named.emit(thing, str(value))
        return True
