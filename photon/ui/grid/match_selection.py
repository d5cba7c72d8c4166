"""The photos that are meant if none is selected: the good matches of an answer or, without any, all photos."""

from PySide6.QtCore import QObject, Signal

from photon.language import counted, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.keys.key_texts import way_to


class MatchSelection(QObject):
    """Selects the good matches of the answer in a grid, which are its first section.

    Signals: ``said`` brings a message about what was selected.
    """

    message = Signal(str)

    def __init__(self, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid

    def meant(self) -> tuple[list[int], str]:
        """Return the photos that are meant, and a phrase that names them."""
        good, shown = self._count_good(), self._grid.grid_model.ids
        if good:
            return list(shown[:good]), counted(good, "good match", "good matches")
        return list(shown), tr_n("1 photo", "All {count:,} photos shown", len(shown))

    def select_all(self) -> None:
        """Select the good matches; if they are already selected, or there are none, select all photos."""
        good, count = self._count_good(), self._grid.grid_model.rowCount()
        if good and self._grid.selected_rows() != [(0, good - 1)]:
            self._grid.select_rows(0, good - 1)
            self.message.emit(
                tr_n(
                    "Selected {count:,} good match. To select all {all:,} photos, {press} again.",
                    "Selected {count:,} good matches. To select all {all:,} photos, {press} again.",
                    good,
                    all=count,
                    press=way_to("all"),
                )
            )
            return
        self._grid.selectAll()
        if count > max(self._grid.grid_model.matches, default=0):  # if there were also good matches
            self.message.emit(tr_n("Selected {count:,} photo.", "Selected all {count:,} photos.", count))

    def _count_good(self) -> int:
        """Return the number of rows in the first section; 0 if no other section follows."""
        first = next(iter(self._grid.grid_model.matches), 0)
        return first if first < self._grid.grid_model.rowCount() else 0
