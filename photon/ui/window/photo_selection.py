"""The photos that commands act on: selected, implied, told to the panels, and gone once they are removed."""

from collections.abc import Sequence, Set

from PySide6.QtCore import QObject

from photon.language import counted, tr
from photon.ui.grid.match_selection import MatchSelection
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe import Loupe
from photon.ui.photos.file_actions import FileActions
from photon.ui.search.results import Gallery
from photon.ui.window.inspector import Inspector

TELL_SELECTION_MS = 40  # while a key is held, facts are requested only for the last photo


class PhotoSelection(QObject):
    """Follows the selection in the grids of all pages."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._grid = context, context.part(PhotoGrid)
        self._gallery, self._loupe = context.part(Gallery), context.part(Loupe)
        self._matches = MatchSelection(self._grid, self)
        self._matches.message.connect(context.say)
        self._tell_soon = single_shot(self, TELL_SELECTION_MS, self._tell_selection)
        context.pages.added.connect(self._follow_grid)
        context.pages.currentChanged.connect(lambda _: self._tell_soon.start())
        context.pages.details_wanted.connect(context.part(Inspector).show_photos)

    @property
    def grid(self) -> PhotoGrid:
        """The grid of the current page, or the grid of the results."""
        grid = self._context.pages.current.grid
        return grid if isinstance(grid, PhotoGrid) else self._grid

    def selection(self) -> tuple[list[int], str]:
        """Return the photo of a page without a grid, or the selected photos, or the default ones; and their name.

        The default ones are the good matches of an answer, otherwise all photos shown.
        """
        if self._context.pages.current.grid is None:
            return self._context.targets(), tr("This photo")
        grid = self.grid
        selected = grid.selected()
        if selected:
            return selected, counted(len(selected), "selected photo")
        return (self._matches if grid is self._grid else MatchSelection(grid)).meant()

    def select_all(self) -> None:
        """Select everything on the current page, if several things can be selected there; of answers, what matches."""
        page = self._context.pages.current
        if page.grid is self._grid:
            self._gallery.requests.await_all(self._matches.select_all)
        elif page.selectable is not None:
            page.selectable.selectAll()

    def select_none(self) -> None:
        """Clear the selection on the current page."""
        page = self._context.pages.current
        if page.selectable is not None:
            page.selectable.clearSelection()

    def enlarge(self, steps: int) -> None:
        """Enlarge the thumbnails by a number of steps; negative numbers shrink them."""
        self.grid.set_tile(round(self.grid.tile * 1.2**steps))

    def let_go(self, photos: Sequence[int]) -> None:
        """Prepare the removal of photos: the next one becomes the current one, in the grid and in the loupe."""
        going = frozenset(photos)
        if not going:
            return
        following = self._following(going)
        opened_from = self._context.opened_from
        if opened_from is not None and opened_from.grid is not self._grid:
            self._loupe.drop(going)
        self._gallery.rows.let_go(going)
        if following:
            self._grid.go_to(following)

    def _following(self, going: Set[int]) -> int:
        """Return the first photo of the grid after the last removed one, or the last one before; 0 if there is none."""
        ids = self._grid.grid_model.ids
        rows = [row for row in map(self._grid.grid_model.row_of, going) if row >= 0]
        if not rows:
            return 0
        after = (ids[row] for row in range(max(rows) + 1, len(ids)))
        before = (ids[row] for row in range(max(rows), -1, -1) if ids[row] not in going)
        return next(after, 0) or next(before, 0)

    def _follow_grid(self, page: Page) -> None:
        grid = page.grid
        if isinstance(grid, PhotoGrid):
            grid.chosen.connect(self._tell_soon.start)
            grid.seen.connect(self._context.session.work.set_visible)
            grid.drag_wanted.connect(lambda photos: self._drag(grid, photos))

    def _drag(self, grid: PhotoGrid, photos: list[int]) -> None:
        self._context.part(FileActions).start_drag(photos, grid, grid.drag_picture())

    def _tell_selection(self) -> None:
        """Send the selected photos to the panels."""
        page = self._context.pages.current
        rows = page.grid.selected_rows() if isinstance(page.grid, PhotoGrid) else ()
        self._context.news.selected.emit(sum(last - first + 1 for first, last in rows))
        if not page.has_own_details:
            self._context.part(Inspector).show_photos(self._context.targets())
