"""A view of cells in sections that keeps its position: scroll position and selection belong to photos, not rows."""

from collections.abc import Callable, Collection, Iterator, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from photon.quick_dataclass import dataclass
from photon.ui.grid.grid_layout import HEADING, MARGIN, GridLayout, LayoutRequest, lay_out_squares
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.grid.row_layout import RowLayout, lay_out_rows
from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex, runs


@dataclass(frozen=True, slots=True)
class ScrollAnchor:
    """A position in the grid, given by photos, so that it stays valid when other photos appear or disappear.

    Attributes:
        anchor: A photo on the screen and its distance from the top in pixels; None at the very top.
        selected: The selected photos.
        current: The photo at the keyboard cursor, or 0.
    """

    anchor: tuple[int, int] | None
    selected: frozenset[int]
    current: int


class CellView(QAbstractItemView):
    """Geometry, cursor and selection of the grid; PhotoGrid handles painting and clicks.

    ``chosen`` reports that other photos are meant, ``settled`` that other photos may be on the screen.

    Attributes:
        tile: Approximate side of the cells in pixels.
        caption: Height in pixels of the names below photos, or 0.
        has_rows: Whether photos are laid out in rows that keep their aspect ratios, rather than in squares.
        cells: The present geometry.
    """

    chosen = Signal()
    settled = Signal()

    def __init__(self, grid_model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid_model = grid_model
        self.tile = tokens.TILE_USUAL
        self.caption = 0
        self.has_rows = False
        self.cells: GridLayout = lay_out_squares(LayoutRequest((), 1, self.tile))
        self._rows_of: Sequence[int] = ()  # the photos that rows were last laid out for, and with what
        self._rows_for: tuple[LayoutRequest, int] | None = None
        self._is_changing = False
        self._place: tuple[int, int] | None = None
        self._resize_place: tuple[int, int] | None = None
        self._remembered: tuple[set[int], int] = (set(), 0)
        self._is_relaying = False
        self.setModel(grid_model)
        grid_model.about_to_change.connect(self._keep_place)
        grid_model.settled.connect(self._take_place)
        grid_model.shapes.changed.connect(self._take_shapes)
        self.verticalScrollBar().valueChanged.connect(self._moved)

    # -- queries -----------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """Return the selected photos, in the order of the grid."""
        return [photo for top, bottom in self.selected_rows() for photo in self.grid_model.ids[top : bottom + 1]]

    def selected_rows(self) -> list[tuple[int, int]]:
        """Return the first and last row of each selected range, ascending."""
        return sorted(_parts(self.selectionModel().selection()))

    def select_rows(self, first: int, last: int) -> None:
        """Select these rows and no others."""
        selection = QItemSelection(self.grid_model.index(first), self.grid_model.index(last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def current(self) -> int:
        """Return the photo at the keyboard cursor, or 0."""
        row = self.currentIndex().row()
        return self.grid_model.ids[row] if 0 <= row < len(self.grid_model.ids) else 0

    def make_current(self, photo: int) -> None:
        """Move the cursor to this photo, which keeps its position when others appear or disappear; selection stays."""
        row = self.grid_model.row_of(photo)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.grid_model.index(row), flag)

    def on_screen(self) -> list[int]:
        """Return the photos that are currently on the screen."""
        rows = self.visible_rows()
        return list(self.grid_model.ids[rows.start : rows.stop])

    @property
    def covered(self) -> int:
        """Height in pixels at the top of the viewport that a heading covers."""
        return HEADING if self.grid_model.spans else 0

    # -- geometry ----------------------------------------------------------------------------------

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return the rectangle of a cell (with its caption) in the viewport."""
        if not index.isValid() or index.row() >= self.cells.count:
            return QRect()
        cell = self.cells.cell(index.row())
        top = cell.top - self.verticalOffset()
        return QRect(cell.left, top, cell.width, cell.height + self.cells.caption)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the index of the photo at this point of the viewport."""
        row = self.cells.row_at(point.x(), point.y() + self.verticalOffset())
        return self.grid_model.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll no further than needed to show the whole cell."""
        rect = self.visualRect(index)
        if not rect.isValid():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if hint == self.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < self.covered + MARGIN or rect.height() > height:
            bar.setValue(bar.value() + rect.top() - self.covered - MARGIN)
        elif rect.bottom() > height - MARGIN:
            bar.setValue(bar.value() + rect.bottom() - height + MARGIN)

    def horizontalOffset(self) -> int:
        """Return 0: the grid never scrolls horizontally."""
        return 0

    def verticalOffset(self) -> int:
        """Return the scroll position in pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: AnyIndex) -> bool:  # noqa: ARG002 - Qt's signature
        """Return False: no photo is hidden."""
        return False

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the region to repaint when this selection changes, limited to the screen."""
        rows, region = self.visible_rows(), QRegion()
        for top, bottom in _parts(selection):
            for row in range(max(rows.start, top), min(rows.stop - 1, bottom) + 1):
                region += self.painted(row)
        return region

    def updateGeometries(self) -> None:
        """Lay out the cells again and adjust the scroll bar."""
        width, has_line = self.viewport().width(), bool(self.grid_model.spans)
        request = LayoutRequest(self.grid_model.sections, width, self.tile, self.caption, has_line)
        if not self.has_rows:
            self.cells = lay_out_squares(request)
        elif not self._is_changing:  # between two runs of inserted photos, rows would be laid out for nothing
            self._lay_out_rows(request)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self.cells.height - height))
        bar.setPageStep(max(1, height - self.cells.step // 2))
        bar.setSingleStep(48)
        super().updateGeometries()

    def _lay_out_rows(self, request: LayoutRequest) -> None:
        """Lay out rows, unless nothing has changed: for a million photos it takes 0.2 s."""
        ids, shapes = self.grid_model.ids, self.grid_model.shapes
        made_for = (request, shapes.version)
        if self._rows_of is ids and self._rows_for == made_for and isinstance(self.cells, RowLayout):
            return
        self.cells = lay_out_rows(request, shapes.ratios(ids))
        self._rows_of, self._rows_for = ids, made_for

    def set_rows(self, has_rows: bool) -> None:  # noqa: FBT001 - a switch
        """Lay out the photos in rows that keep their aspect ratios, or in squares."""
        self.relay(lambda: setattr(self, "has_rows", has_rows))

    def _take_shapes(self) -> None:
        if self.has_rows:
            self.relay(lambda: None)

    def visible_rows(self) -> range:
        """Return the row numbers of the cells on the screen."""
        top = self.verticalOffset()
        return self.cells.rows_between(top, top + self.viewport().height())

    def painted(self, row: int) -> QRect:
        """Return the rectangle to repaint when this cell changes: the cell and the ring around it."""
        ring = tokens.SELECTION_RING
        return self.visualRect(self.grid_model.index(row)).adjusted(-ring, -ring, ring, ring)

    # -- keeping the position ----------------------------------------------------------------------

    def place(self) -> ScrollAnchor:
        """Return the current position, to return to it later."""
        return ScrollAnchor(self._anchor(), frozenset(self.selected()), self.current())

    def return_to(self, place: ScrollAnchor) -> None:
        """Return to a position, as far as its photos are still shown."""
        self.select_photos(place.selected, place.current)
        self._lay_out_at(place.anchor)

    def relay(self, change: Callable[[], None]) -> None:
        """Change the geometry without losing the position."""
        anchor = self._anchor()
        change()
        self._lay_out_at(anchor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the same photo in place through a whole series of resizes."""
        anchor = self._resize_place or self._anchor()
        self._is_relaying = True
        super().resizeEvent(event)
        self._is_relaying = False
        self._lay_out_at(anchor)
        self._resize_place = anchor

    def _anchor(self) -> tuple[int, int] | None:
        """Return a photo on the screen and its distance from the top; None if the grid must stay at the top."""
        rows = self.visible_rows()
        current = self.currentIndex().row()
        if not rows or (self.verticalOffset() == 0 and not self.selectionModel().hasSelection()):
            return None
        row = current if current in rows else rows.start
        return self.grid_model.ids[row], self.cells.cell(row).top - self.verticalOffset()

    def _lay_out_at(self, anchor: tuple[int, int] | None) -> None:
        self._is_relaying = True
        self.updateGeometries()
        row = self.grid_model.row_of(anchor[0]) if anchor else -1
        if anchor and row >= 0:
            self.verticalScrollBar().setValue(self.cells.cell(row).top - anchor[1])
        self._is_relaying = False
        self.viewport().update()
        self.settled.emit()

    def _moved(self) -> None:
        if not self._is_relaying:
            self._resize_place = None

    def _keep_place(self) -> None:
        self._place = self._anchor()
        self._is_changing = True
        self._remembered = (set(self.selected()), self.current())

    def _take_place(self, was_reset: bool) -> None:  # noqa: FBT001 - a slot
        self._is_changing = False
        if was_reset:
            self.updateGeometries()
            self.select_photos(*self._remembered)
            if any(self._remembered) and not self.selectionModel().hasSelection():
                self.chosen.emit()  # a reset forgets without a signal
        self._resize_place = None
        self._lay_out_at(self._place)

    def select_photos(self, photos: Collection[int], current: int) -> None:
        """Select these photos and no others, and move the cursor to one; those that are not shown are left out."""
        selection = QItemSelection()
        rows = self.grid_model.rows_of(photos)
        for first, last in runs(rows):
            selection.append(QItemSelectionRange(self.grid_model.index(first), self.grid_model.index(last)))
        flags = QItemSelectionModel.SelectionFlag
        row = self.grid_model.row_of(current)
        if row >= 0:
            self.selectionModel().setCurrentIndex(self.grid_model.index(row), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    # -- cursor and selection ------------------------------------------------------------------------

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002
    ) -> QModelIndex:
        """Return the index that an arrow key, Home, End, page up or page down leads to."""
        count = self.cells.count
        if not count:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            return self.grid_model.index(next(iter(self.visible_rows()), 0))
        page = max(1, self.viewport().height() // self.cells.step - 1)
        actions = QAbstractItemView.CursorAction
        moves: dict[QAbstractItemView.CursorAction, Callable[[], int]] = {
            actions.MoveLeft: lambda: row - 1,
            actions.MovePrevious: lambda: row - 1,
            actions.MoveRight: lambda: row + 1,
            actions.MoveNext: lambda: row + 1,
            actions.MoveUp: lambda: self.cells.below(row, -1),
            actions.MoveDown: lambda: self.cells.below(row, 1),
            actions.MovePageUp: lambda: self.cells.below(row, -page),
            actions.MovePageDown: lambda: self.cells.below(row, page),
            actions.MoveHome: lambda: 0,
            actions.MoveEnd: lambda: count - 1,
        }
        return self.grid_model.index(max(0, min(count - 1, moves[action]())))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rubber band touches or, with Shift, all photos from one to another."""
        selection = QItemSelection()
        if self.state() == self.State.DragSelectingState:
            for top, bottom in self._rows_in(rect.normalized()):
                selection.select(self.grid_model.index(top), self.grid_model.index(bottom))
        else:
            first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
            if first.isValid() and last.isValid():
                low, high = sorted((first.row(), last.row()))
                selection.select(self.grid_model.index(low), self.grid_model.index(high))
        self.selectionModel().select(selection, command)

    def _rows_in(self, rect: QRect) -> Iterator[tuple[int, int]]:
        top = rect.top() + self.verticalOffset()
        rows = self.cells.rows_between(top, top + rect.height())
        for row in rows:
            if self.visualRect(self.grid_model.index(row)).intersects(rect):
                yield row, row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Prevent Qt from making the first photo the current one: a key would act on a photo that was not chosen."""
        had_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_current:
            self.selectionModel().clearCurrentIndex()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Notify the window, after the view has processed the change."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Repaint the ring at its new position; without a selection, keys act on the photo there."""
        super().currentChanged(current, previous)
        if not self.selectionModel().hasSelection():
            self.chosen.emit()
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(self.painted(index.row()))


def _parts(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the first and last row of each range; requesting the indexes would take 0.1 s for 100,000 photos."""
    parts = (selection.at(number) for number in range(selection.count()))
    return [(part.top(), part.bottom()) for part in parts]
