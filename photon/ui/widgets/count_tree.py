"""A tree of names with numbers on the right, as high as its lines; expanded lines and the cursor survive a refresh.

The selected line is what the window shows or, while the tree has the focus, the line with the cursor.
"""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QTreeView, QWidget

from photon.ui.kit.item_views import AnyIndex, reveal, show_whole
from photon.ui.widgets.line_model import LineModel, Lines
from photon.ui.widgets.line_tree import LineTree

T = TypeVar("T")


class CountTree(LineTree, Generic[T]):
    """A tree view of ``Lines``.

    Attributes:
        lines: The model.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.lines = self._make_model()
        self.setModel(self.lines)
        self.setObjectName("folders")  # the tree paints the background of its lines itself
        show_whole(self)
        self._lit: str | None = None

    def _make_model(self) -> LineModel[T]:
        made: LineModel[T] = LineModel(self.describe, self)
        made.named.connect(self.take_name)
        return made

    def take_name(self, thing: T, name: str) -> None:
        """Handle a name that was typed for a line; never called for trees without editing."""

    def describe(self, thing: T, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return an object's item data for a role of Qt."""
        raise NotImplementedError

    def show_lines(self, lines: Lines[T]) -> bool:
        """Show these lines without emitting a signal; return whether the lines differ from those before."""
        shown = self.lines.lines
        if shown.has_same_tree(lines):
            self.lines.show_lines(lines)
            self.viewport().update()
            return False
        is_open = {shown.keys[place] for place in shown.below if place >= 0 and self._is_open(shown.keys[place])}
        current = self.currentIndex()
        key = shown.keys[self.lines.place(current)] if current.isValid() else None
        with QSignalBlocker(self):
            self._replace_model(lines)
            for each in is_open & lines.places.keys():
                self.expand(self.lines.index_of(each))
            if key is not None:
                self.setCurrentIndex(self.lines.index_of(key))
            self._select_lit()
        self.updateGeometry()
        return True

    def _replace_model(self, lines: Lines[T]) -> None:
        """Show other lines in a new model: emptying a model of ten thousand lines in a tree takes 70 ms."""
        old = self.lines
        self.lines = self._make_model()
        self.lines.show_lines(lines)
        self.setModel(self.lines)
        old.deleteLater()  # with its selection

    # -- content -------------------------------------------------------------------------------------

    def light(self, key: str | None) -> None:
        """Select the line of what the window shows, or none; the cursor does not move."""
        if key != self._lit:
            self._lit = key
            self._select_lit()

    def _select_lit(self) -> None:
        index = self.lines.index_of(self._lit) if self._lit is not None else QModelIndex()
        self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def minimumSizeHint(self) -> QSize:
        """Return no size, so that a tree of one line is no higher."""
        return QSize(0, 0)

    def scrollTo(self, index: AnyIndex, hint: QTreeView.ScrollHint = QTreeView.ScrollHint.EnsureVisible) -> None:
        """Scroll the panel to the cursor while it is moved here."""
        super().scrollTo(index, hint)
        if self.hasFocus():
            reveal(self.viewport(), self.visualRect(index))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the line with the cursor."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Select the line of what the window shows, unless a menu took the focus only for a moment."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._select_lit()

    # -- the model -----------------------------------------------------------------------------------

    def _is_open(self, key: str) -> bool:
        return self.isExpanded(self.lines.index_of(key))

    def thing_at(self, index: AnyIndex) -> T | None:
        """Return the object that a line shows."""
        return self.lines.thing_at(index)
