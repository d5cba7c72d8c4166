"""A page of tiles: what the pages of people have in common."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QKeyEvent

from photon.domain.changes import ChangeKind
from photon.ui.kit.context import WindowContext
from photon.ui.kit.menus import MenuRow
from photon.ui.people.person_acts import PersonActs
from photon.ui.people.tiles import Tile, TileGrid, TileRows
from photon.ui.photos.photo_list_page import RefreshedPage
from photon.ui.photos.row_spec import RowSpec
from photon.ui.photos.thumbnails import Thumbnails


class TilePage(RefreshedPage[Tile]):
    """Selects only what was clicked or walked to: without a selection, answers are about all."""

    takes_tags = False
    topic = "people"
    least_width = 560
    kinds = frozenset[ChangeKind]({"people", "photos"})
    list: TileGrid

    def __init__(self, context: WindowContext, spec: RowSpec[Tile]) -> None:
        self._context, self._acts = context, context.part(PersonActs)
        self._tiles = TileRows(context.session, context.bridge, spec)
        super().__init__(context.bridge, self._tiles, context.part(Thumbnails))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)

    def _make_list(self, _: Thumbnails) -> TileGrid:
        return TileGrid(self._tiles, self._context)

    def _return(self) -> None:
        """Put a cursor that got lost on a tile, without selecting it."""
        first = next((at for at, tile in enumerate(self._tiles.rows) if tile.kind == "tile"), -1)
        self.hand_keyboard_to(self.list if first >= 0 else None)
        if self.list.row < 0 and first >= 0:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.list.selectionModel().setCurrentIndex(self._tiles.index(first), flag)

    def _press(self, row: int, point: QPoint) -> None:  # noqa: ARG002 - as in every list
        """Fold or unfold what follows a line."""
        if 0 <= row < len(self._tiles.rows) and self._tiles.rows[row].kind == "fold":
            self._act(self._tiles.rows[row])

    def _leave(self) -> None:
        if self.list.selectedIndexes():
            self.list.clearSelection()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename the person on F2."""
        if event.key() == Qt.Key.Key_F2:
            self._rename()
        else:
            super().keyPressEvent(event)

    def _rename(self) -> None:
        """Ask for another name of the person."""
        raise NotImplementedError

    def _open_menu(self, place: QPoint) -> None:
        """Open the menu of the tile under the pointer or, from the keyboard, of the one at the cursor."""
        index = self.list.indexAt(place)
        index = index if index.isValid() else self.list.currentIndex()
        if index.isValid() and (rows := self._menu_rows(self._tiles.rows[index.row()])):
            self._acts.open_menu(rows, self.list.viewport().mapToGlobal(self.list.visualRect(index).center()))

    def _menu_rows(self, tile: Tile) -> Sequence[MenuRow]:
        """Return what the menu of a tile offers."""
        raise NotImplementedError
