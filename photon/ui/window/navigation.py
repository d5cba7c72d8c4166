"""Navigation in a window: the page, the photos that commands act on, and the ways between grid, loupe and pages."""

from collections.abc import Sequence, Set

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.app.session import Session
from photon.domain import Query
from photon.domain.query.filter_kinds.times import EVENT
from photon.language import counted, tr
from photon.ui.grid.match_selection import MatchSelection
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings_pages import SettingsPages
from photon.ui.loupe.loupe import Loupe
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.search.result_history import ResultHistory
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import Toast
from photon.ui.window.inspector import Inspector
from photon.ui.window.results_page import ResultsPage


class Navigation(QObject):
    """The ``WindowContext`` of a window: provides what the controllers need and moves between the pages.

    Signals:
        folder_changed: Brings the path of the current folder; empty for all photos.
        followed: Brings the current page, for the loupe the page it was opened from, and its ResultsState or None.

    Attributes:
        outer: Holds the frame with all pages, the first run and the preferences.
        history: Previous results that can be restored.
        opened_from: The page that the loupe was opened from; None while the loupe is closed.
    """

    folder_changed = Signal(str)
    followed = Signal(Page, object)

    def __init__(self, session: Session, widget: QWidget) -> None:
        super().__init__(widget)
        self.session, self.widget = session, widget
        self.bridge = Bridge(session, widget)
        self.grid = PhotoGrid(PhotoGridModel(session, self.bridge, widget))
        self.gallery = Gallery(session, self.bridge, self.grid, widget)
        self.matches = MatchSelection(self.grid, widget)
        self.history = ResultHistory(self.gallery.visit)
        self.marks = MarkCommands(session, self.bridge, self.grid.grid_model, widget)
        self.bar = SearchBar()
        self.bar.words.focused.connect(lambda has_focus: session.expect_words() if has_focus else None)
        self.results = ResultsPage(self.grid)
        self.loupe = Loupe(session, self.bridge, widget)
        self.inspector = Inspector(session, self.bridge, widget)
        self.pages, self.outer = PageStack(), QStackedWidget()
        self.settings = SettingsPages(self.outer, self.grid)
        self.toast = Toast(widget, self.pages.kept_clear)
        self.opened_from: Page | None = None
        for page in (self.results, self.loupe):
            self.pages.add(page)
        self.pages.left.connect(self.show_grid)
        self.pages.opened.connect(self.open_photos)
        self.pages.details_wanted.connect(self.inspector.show_photos)
        self.pages.currentChanged.connect(lambda _: self._follow_page())
        self.outer.currentChanged.connect(lambda _: self._settle_toast())
        self.gallery.shown.connect(lambda _: self._tell_place())
        self.grid.grid_model.settled.connect(self._follow_grid)

    # -- interface for controllers -----------------------------------------------------------------

    def say(self, words: str, *, undo: bool = False) -> None:
        """Show a message for some seconds, with a button that undoes the last step if ``undo`` is set."""
        self.toast.say(words, self.marks.undo if undo else None)

    def enlarge(self, steps: int) -> None:
        """Enlarge the thumbnails by a number of steps; negative numbers shrink them."""
        self.active_grid.set_tile(round(self.active_grid.tile * 1.2**steps))

    def undo(self) -> None:
        """Undo the last step."""
        self.marks.undo()

    def targets(self) -> list[int]:
        """Return the photos that a command acts on: the one in the loupe, or those selected on the current page."""
        return self.pages.current.photos()

    def selection(self) -> tuple[list[int], str]:
        """Return the photo of a page without a grid, or the selected photos, or the default ones; and their name.

        The default ones are the good matches of an answer, otherwise all photos shown.
        """
        if self.pages.current.grid is None:
            return self.targets(), tr("This photo")
        grid = self.active_grid
        selected = grid.selected()
        if selected:
            return selected, counted(len(selected), "selected photo")
        return (self.matches if grid is self.grid else MatchSelection(grid)).meant()

    def select_all(self) -> None:
        """Select everything on the current page, if several things can be selected there; of answers, what matches."""
        if self.pages.current is self.results:
            self.gallery.await_all(self.matches.select_all)
        elif self.pages.current.selectable is not None:
            self.pages.current.selectable.selectAll()

    def select_none(self) -> None:
        """Clear the selection on the current page."""
        if self.pages.current.selectable is not None:
            self.pages.current.selectable.clearSelection()

    def inspect(self, photos: Sequence[int], at: QWidget | None = None) -> None:
        """Show the details of photos; with ``at``, reveal this part of the panel."""
        self.inspector.setHidden(self.inspector.isHidden() and at is None)
        self.inspector.show_photos(photos)
        if at is not None:
            self.inspector.reveal(at)

    def search(self, query: Query | None) -> None:
        """Show the answer to a query; None shows the current folder."""
        self.pages.setCurrentWidget(self.results)
        self.history.leave(query)
        self.gallery.search(query)

    def open_photos(self, page: Page, photos: Sequence[int], at: int) -> None:
        """Open the photo at index ``at`` of a list in the loupe; leaving the loupe leads back to the page."""
        self.opened_from = page
        self.pages.setCurrentWidget(self.loupe)
        self.loupe.open(photos, at)

    def focus_page(self) -> None:
        """Give the keyboard focus to the current page."""
        self.pages.current.setFocus()

    def let_go(self, photos: Sequence[int]) -> None:
        """Prepare the removal of photos: the next one becomes the current one, in the grid and in the loupe."""
        going = frozenset(photos)
        if not going:
            return
        following = self._following(going)
        if self.is_loupe_open and self.opened_from is not self.results:
            self.loupe.drop(going)
        self.gallery.let_go(going)
        if following:
            self.grid.go_to(following)

    def _following(self, going: Set[int]) -> int:
        """Return the first photo of the grid after the last removed one, or the last one before; 0 if there is none."""
        ids = self.grid.grid_model.ids
        rows = [row for row in map(self.grid.grid_model.row_of, going) if row >= 0]
        if not rows:
            return 0
        after = (ids[row] for row in range(max(rows) + 1, len(ids)))
        before = (ids[row] for row in range(max(rows), -1, -1) if ids[row] not in going)
        return next(after, 0) or next(before, 0)

    # -- moving between pages ----------------------------------------------------------------------

    @property
    def is_loupe_open(self) -> bool:
        """Whether the loupe is open."""
        return self.pages.current is self.loupe

    @property
    def is_frame_shown(self) -> bool:
        """Whether the pages are shown, and neither the first run nor the preferences."""
        return self.outer.currentIndex() == 0

    @property
    def active_grid(self) -> PhotoGrid:
        """The grid of the current page, or the grid of the results."""
        grid = self.pages.current.grid
        return grid if isinstance(grid, PhotoGrid) else self.grid

    def open_photo(self, photo: int) -> None:
        """Open a photo of the grid in the loupe."""
        ids = self.grid.grid_model.ids
        self.open_photos(self.results, ids, max(0, self.grid.grid_model.row_of(photo)))

    def open_loupe(self) -> None:
        """Open the current photo of the page in the loupe."""
        grid = self.active_grid
        photo = grid.current() or next(iter(grid.on_screen()), 0)
        if photo and not self.is_loupe_open:
            grid.opened.emit(photo)

    def show_grid(self) -> None:
        """Return to the page that the loupe was opened from, or to the results."""
        photo, page = self.loupe.current if self.is_loupe_open else None, self.opened_from
        page = page if page is not None and self.is_loupe_open else self.pages.current.comes_from or self.results
        self.pages.enter(page)
        if photo:
            page.point_at(photo)

    def show_heat(self) -> None:
        """Open the current photo and show where it matches; in the loupe, the same key hides the matches again."""
        if not self.loupe.heat.is_on:
            self.loupe.heat.toggle()
        if self.loupe.heat.is_on:
            self.open_loupe()

    def search_part(self) -> None:
        """Open the current photo with a rectangle over it, whose content can be used for a search."""
        self.open_loupe()
        if self.is_loupe_open:
            self.loupe.crop.begin()

    def show_event(self) -> None:
        """Search for the event of the current photo."""
        photo = next(iter(self.targets()), 0)
        if photo:
            self.bridge.call(self.session.event_of(photo), self._search_event, self)
        else:
            self.say(tr("Select a photo first, then search for its event."))

    def _search_event(self, value: str) -> None:
        if value:
            self.bar.ask_query(Query((EVENT.filter_by(value),)))
        else:
            self.say(tr("No photos of this event are available."))

    def focus_photos(self) -> None:
        """Give the keyboard focus to the grid."""
        self.grid.setFocus()
        if not self.grid.current() and self.grid.grid_model.ids:
            self.grid.go_to(self.grid.grid_model.ids[0])

    def show_folder(self, folder: str | None) -> None:
        """Show a folder; None shows all photos."""
        self.folder_changed.emit(folder or "")
        self.pick_folder(folder)

    def pick_folder(self, folder: str | None) -> None:
        """Show the folder picked in the tree, None for all photos; end the search if the folder is already shown."""
        if folder == self.gallery.folder:
            self.bar.clear()
        self.gallery.show_folder(folder)
        self.bar.show_folder(folder.rstrip("/\\").replace("\\", "/").split("/")[-1] if folder else None)
        self.pages.setCurrentWidget(self.results)

    def go_back(self) -> None:
        """Restore the results from before the example, at the same position."""
        visit = self.history.back()
        if visit is None:
            return
        self.pages.setCurrentWidget(self.results)
        if visit.folder != self.gallery.folder:
            self.show_folder(visit.folder)
        self.bar.recall(visit.query)
        self.gallery.revisit(visit)
        self.grid.setFocus()

    def toggle_stack(self) -> None:
        """Unfold the near-duplicates behind the current photo, or fold them again."""
        if self.pages.current is self.results and self.grid.targets():
            self.gallery.toggle_stack(self.grid.targets()[0])

    def leave(self) -> bool:
        """Go one step back: from a page, a selection, open stacks or a search; return False if there is none."""
        query = self.gallery.query
        if self.pages.current is not self.results:
            self.show_grid()
        elif self.grid.selected():
            self.grid.clearSelection()
        elif self.gallery.fold_all():
            pass
        elif query is not None and query.likes and self.history:
            self.go_back()
        elif self.bar.query() is not None:
            self.bar.clear()
        else:
            return False
        return True

    def _follow_grid(self) -> None:
        """Let the loupe follow the photos of the grid, unless it was opened from another page."""
        if self.is_loupe_open and self.opened_from is self.results:
            self.loupe.set_ids(self.grid.grid_model.ids)

    def _follow_page(self) -> None:
        if not self.is_loupe_open:
            self.opened_from = None
        self._settle_toast()
        self._tell_place()

    def _tell_place(self) -> None:
        page = self.opened_from or self.pages.current
        self.followed.emit(page, self.gallery.state if page is self.results else None)

    def _settle_toast(self) -> None:
        """Hide the message when another page is opened; keep it for the photos."""
        if self.is_frame_shown and self.pages.current in (self.results, self.loupe):
            self.toast.place()
        else:
            self.toast.clear()
