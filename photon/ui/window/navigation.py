"""The ways in a window: between the grid, the loupe and the other pages, and between results."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from photon.domain import Query
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.result_history import ResultHistory
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Page
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import Toast
from photon.ui.window.inspector import Inspector
from photon.ui.window.photo_selection import PhotoSelection
from photon.ui.window.results_page import ResultsPage


class Navigation(QObject):
    """Moves between pages and between results, and tells the parts of the window what is shown.

    Signals:
        folder_changed: Brings the path of the current folder; empty for all photos.

    Attributes:
        history: Previous results that can be restored.
    """

    folder_changed = Signal(str)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._pages = context, context.pages
        self._grid, self._loupe, self._results = context.part(PhotoGrid), context.part(Loupe), context.part(ResultsPage)
        self._bar, self._gallery = context.part(SearchBar), context.part(Gallery)
        self.history = context.add_part(ResultHistory(self._gallery.visit))
        self._pages.left.connect(self.show_grid)
        self._pages.opened.connect(self.open_photos)
        self._pages.currentChanged.connect(lambda _: self._follow_page())
        context.outer.currentChanged.connect(lambda _: self._settle_toast())
        self._gallery.shown.connect(self._describe)
        self._grid.grid_model.settled.connect(self._follow_grid)
        self._grid.opened.connect(self.open_photo)
        self._grid.stack_pressed.connect(self._gallery.rows.toggle_stack)
        searching = context.session.searching
        self._bar.words.focused.connect(lambda has_focus: searching.expect_words() if has_focus else None)
        self._bar.words.textEdited.connect(lambda _: self._gallery.rows.expect())
        self._bar.query_changed.connect(self.search)
        self._bar.left.connect(self.focus_photos)
        self._bar.folder_removed.connect(lambda: self.show_folder(None))

    # -- pages -------------------------------------------------------------------------------------

    @property
    def is_loupe_open(self) -> bool:
        """Whether the loupe is open."""
        return self._pages.current is self._loupe

    @property
    def is_frame_shown(self) -> bool:
        """Whether the pages are shown, and neither the first run nor the preferences."""
        return self._context.outer.currentIndex() == 0

    def open_photos(self, page: Page, photos: Sequence[int], at: int) -> None:
        """Open the photo at index ``at`` of a list in the loupe; leaving the loupe leads back to the page."""
        self._context.opened_from = page
        self._pages.setCurrentWidget(self._loupe)
        self._loupe.open(photos, at)

    def open_photo(self, photo: int) -> None:
        """Open a photo of the grid in the loupe."""
        model = self._grid.grid_model
        self.open_photos(self._results, model.ids, max(0, model.row_of(photo)))

    def open_loupe(self) -> None:
        """Open the current photo of the page in the loupe."""
        grid = self._context.part(PhotoSelection).grid
        photo = grid.current() or next(iter(grid.on_screen()), 0)
        if photo and not self.is_loupe_open:
            grid.opened.emit(photo)

    def show_grid(self) -> None:
        """Return to the page that the loupe was opened from, or to the results."""
        photo, page = self._loupe.current if self.is_loupe_open else None, self._context.opened_from
        page = page if page is not None and self.is_loupe_open else self._pages.current.comes_from or self._results
        self._pages.enter(page)
        if photo:
            page.point_at(photo)

    def leave(self) -> bool:
        """Go one step back: from a page, a selection, open stacks or a search; return False if there is none."""
        query = self._gallery.asked.query
        if self._pages.current is not self._results:
            self.show_grid()
        elif self._grid.selected():
            self._grid.clearSelection()
        elif self._gallery.rows.fold_all():
            pass
        elif query is not None and query.likes and self.history:
            self.go_back()
        elif self._bar.query() is not None:
            self._bar.clear()
        else:
            return False
        return True

    def _follow_grid(self) -> None:
        """Let the loupe follow the photos of the grid, unless it was opened from another page."""
        if self.is_loupe_open and self._context.opened_from is self._results:
            self._loupe.set_ids(self._grid.grid_model.ids)

    def _follow_page(self) -> None:
        if not self.is_loupe_open:
            self._context.opened_from = None
        self._settle_toast()
        self._tell_place()

    def _tell_place(self) -> None:
        page = self._context.opened_from or self._pages.current
        self._context.news.followed.emit(page, self._gallery.state if page is self._results else None)

    def _settle_toast(self) -> None:
        """Hide the message when another page is opened; keep it for the photos."""
        toast = self._context.part(Toast)
        if self.is_frame_shown and self._pages.current in (self._results, self._loupe):
            toast.place()
        else:
            toast.clear()

    # -- results -----------------------------------------------------------------------------------

    def search(self, query: Query | None) -> None:
        """Show the answer to a query; None shows the current folder."""
        self._pages.setCurrentWidget(self._results)
        self.history.leave(query)
        self._gallery.search(query)

    def show_folder(self, folder: str | None) -> None:
        """Show a folder; None shows all photos."""
        self.folder_changed.emit(folder or "")
        self.pick_folder(folder)

    def pick_folder(self, folder: str | None) -> None:
        """Show the folder picked in the tree, None for all photos; end the search if the folder is already shown."""
        if folder == self._gallery.asked.folder:
            self._bar.clear()
        self._gallery.show_folder(folder)
        self._bar.show_folder(folder.rstrip("/\\").replace("\\", "/").split("/")[-1] if folder else None)
        self._pages.setCurrentWidget(self._results)

    def go_back(self) -> None:
        """Restore the results from before the example, at the same position."""
        visit = self.history.back()
        if visit is None:
            return
        self._pages.setCurrentWidget(self._results)
        if visit.folder != self._gallery.asked.folder:
            self.show_folder(visit.folder)
        self._bar.recall(visit.query)
        self._gallery.revisit(visit)
        self._grid.setFocus()

    def focus_photos(self) -> None:
        """Give the keyboard focus to the grid."""
        self._grid.setFocus()
        if not self._grid.current() and self._grid.grid_model.ids:
            self._grid.go_to(self._grid.grid_model.ids[0])

    def _describe(self, state: ResultsState) -> None:
        """Describe the content of the grid in the search bar, in the loupe and beside the photos."""
        self._tell_place()
        self._bar.editor.show_ignored(state.ignored)
        self._loupe.heat.set_query(state.query)
        gallery = self._gallery
        self._context.part(Inspector).show_hits(gallery.hits, gallery.continued, gallery.rows.is_good)
