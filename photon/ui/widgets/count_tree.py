"""A tree of names with numbers at the right; what is open and where one is stay when it is shown anew.

The selected line tells what the window shows, and while the tree has the keyboard where its cursor is.
"""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex
from photon.ui.widgets.line_model import LineModel, Lines
from photon.ui.widgets.line_tree import LineTree

T = TypeVar("T")


class CountTree(LineTree, Generic[T]):
    """Shows Lines.

    Attributes:
        lines: The model.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.lines = self._make_model()
        self.setModel(self.lines)
        self.setObjectName("folders")  # paints its lines itself
        self._lit: str | None = None

    def _make_model(self) -> LineModel[T]:
        made: LineModel[T] = LineModel(self.describe, self)
        made.named.connect(self.take_name)
        return made

    def take_name(self, thing: T, name: str) -> None:
        """A name was typed for a line; trees without editing get none."""

    def describe(self, thing: T, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """What the line of a thing shows for a role of Qt."""
        raise NotImplementedError

    def show_lines(self, lines: Lines[T]) -> bool:
        """Show these without a signal; tells whether there are other lines than before."""
        shown = self.lines.lines
        if shown.has_same_tree(lines):
            self.lines.show_lines(lines)
            self.viewport().update()
            return False
        is_open = {shown.keys[place] for place in shown.below if place >= 0 and self._is_open(shown.keys[place])}
        current, scrolled = self.currentIndex(), self.verticalScrollBar().value()
        key = shown.keys[self.lines.place(current)] if current.isValid() else None
        with QSignalBlocker(self):
            self._replace_model(lines)
            for each in is_open & lines.places.keys():
                self.expand(self.lines.index_of(each))
            if key is not None:
                self.setCurrentIndex(self.lines.index_of(key))
            self._select_lit()
            self.doItemsLayout()  # else nothing could be scrolled yet
            self.verticalScrollBar().setValue(scrolled)
        return True

    def _replace_model(self, lines: Lines[T]) -> None:
        """Show other lines in a new model: while a tree holds on to ten thousand, emptying theirs takes 70 ms."""
        old = self.lines
        self.lines = self._make_model()
        self.lines.show_lines(lines)
        self.setModel(self.lines)
        old.deleteLater()  # and with it its selection

    # -- what is shown -------------------------------------------------------------------------------

    def light(self, key: str | None) -> None:
        """Select the line of what the window shows, or none; the cursor stays where it is."""
        if key != self._lit:
            self._lit = key
            self._select_lit()

    def _select_lit(self) -> None:
        index = self.lines.index_of(self._lit) if self._lit is not None else QModelIndex()
        self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the cursor is."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what the window shows; a menu takes the keyboard for a moment only."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._select_lit()

    # -- the model -----------------------------------------------------------------------------------

    def _is_open(self, key: str) -> bool:
        return self.isExpanded(self.lines.index_of(key))

    def count_open_lines(self, most: int) -> int:
        """Count the lines that can be scrolled to, up to some."""
        index, lines = self.lines.index(0, 0), 0
        while index.isValid() and lines < most:
            index, lines = self.indexBelow(index), lines + 1
        return lines

    def height_of(self, lines: int) -> int:
        """Pixels that so many lines take."""
        return lines * tokens.LINE + 2 * self.frameWidth() + 2

    def thing_at(self, index: AnyIndex) -> T | None:
        """What a line shows."""
        return self.lines.thing_at(index)
