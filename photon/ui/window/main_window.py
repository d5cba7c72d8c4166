"""The one window: puts the parts together and does what its commands say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from photon.domain import Like, Query
from photon.ui.captions.caption_controller import Captioning
from photon.ui.encoders.encoder_controller import EncoderController
from photon.ui.export.export_controller import Exports
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.page_navigation import Leafing
from photon.ui.loupe.loupe import Loupe
from photon.ui.metadata.metadata_controller import FileWords
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.photos.file_actions import FileActions
from photon.ui.search.examples import ExampleController
from photon.ui.search.result_header import ResultHeader
from photon.ui.search.result_history import ResultHistory
from photon.ui.search.results import Gallery, ResultsState
from photon.ui.search.saved_searches import SearchController
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import Lessons
from photon.ui.widgets.folder_picking import folders_in
from photon.ui.widgets.notice import NoticeBar, Toast
from photon.ui.window import wiring
from photon.ui.window.commands import WindowCommands
from photon.ui.window.delete_key import Deleting
from photon.ui.window.empty_state import EmptyState
from photon.ui.window.first_run import FirstRun
from photon.ui.window.inspector import Inspector
from photon.ui.window.loss_bar import LossBar
from photon.ui.window.panels import Panels
from photon.ui.window.rating_commands import Marks
from photon.ui.window.sensitive_controller import LettingGo
from photon.ui.window.sidebar import Sidebar
from photon.ui.window.status_line import StatusLine
from photon.ui.window.top_bar import TopBar
from photon.ui.window.window_state import StateKeeper, recall

if TYPE_CHECKING:
    from photon.app.session import Session

SECTIONS = ("", "Less sure below")
TELL_SELECTION_MS = 40  # moving through photos with a held key asks for the facts of the last only


class MainWindow(QMainWindow):
    """Photon's window over one session."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self.bridge = Bridge(session, self)
        self.grid = PhotoGrid(PhotoGridModel(session, self.bridge, self))
        self.gallery = Gallery(session, self.bridge, self.grid, self)
        self.marks = Marks(session, self.bridge, self.grid.grid_model, self)
        self.files = FileActions(session, self.bridge, self)
        self.top_bar = TopBar()
        self.examples = ExampleController(session, self.bridge, self.top_bar.search, self)
        self.trail, self.header, self.empty = ResultHistory(self.gallery.visit), ResultHeader(), EmptyState()
        self.sidebar = Sidebar(session, self.bridge)
        self.searches = SearchController(self)
        self.inspector = Inspector(session, self.bridge, self)
        self.loupe = Loupe(session, self.bridge, self)
        self.problem_list = ProblemList(session, self.bridge, self)
        self.status, self.notice, self.losses = (
            StatusLine(session, self.bridge),
            NoticeBar(),
            LossBar(session, self.bridge),
        )
        self.first_run = FirstRun(session.proposed_folders())
        self.photos_page, self.place = QFrame(), QStackedWidget()  # the latter holds grid or empty state
        # photos, loupe, problems or review; and around that: frame or first run
        self.middle, self.pages = QStackedWidget(), QStackedWidget()
        self.selection_timer = QTimer(self, singleShot=True, interval=TELL_SELECTION_MS)
        self.panels = Panels(self.sidebar, self.middle, self.inspector)
        self.toast = Toast(self, lambda: self.loupe.filmstrip.height() if self.loupe.filmstrip.isVisible() else 0)
        self.encoders = EncoderController(self)
        self.lessons, self.leafing = Lessons(self), Leafing(self)
        self.tags, self.review = TagController(self), Review(self)
        self.captioning, self.file_words, self.exports = Captioning(self), FileWords(self), Exports(self)
        self.commands, self.letting_go, self.deleting = WindowCommands(self), LettingGo(self), Deleting(self)
        self._compose()
        wiring.connect(self)
        self._begin()

    # -- putting together --------------------------------------------------------------------------

    def _compose(self) -> None:
        self.setWindowTitle("Photon")
        self.setMinimumSize(*tokens.WINDOW_LEAST)
        self.grid.section_words = SECTIONS
        self.place.addWidget(self.grid)
        self.place.addWidget(self.empty)
        self.photos_page.setProperty("role", "photos")
        _stack(self.photos_page, self.header, self.place)
        own_pages = (*self.leafing.pages, self.lessons.page)
        for page in (self.photos_page, self.loupe, self.problem_list, self.review.page, *own_pages):
            self.middle.addWidget(page)
        frame = QWidget()
        _stack(frame, self.top_bar, self.top_bar.search.blend, self.notice, self.losses, self.panels, self.status)
        self.pages.addWidget(frame)
        self.pages.addWidget(self.first_run)
        self.setCentralWidget(self.pages)
        self.commands.fill_view_menu(self.top_bar.view_menu)
        self.setAcceptDrops(True)

    def _begin(self) -> None:
        recall(self)
        self.keeper = StateKeeper(self)
        self.sidebar.refresh()
        self.status.refresh()
        self.gallery.renew()
        self.show_state(self.gallery.state)
        self.grid.setFocus()

    # -- what is shown -----------------------------------------------------------------------------

    def show_state(self, state: ResultsState) -> None:
        """Say what is shown above it, beside it and, where there is nothing, in its place."""
        self.header.show_state(state)
        self.top_bar.search.show_ignored(state.ignored)
        self.loupe.heat.set_query(state.query)
        self.inspector.show_hits(self.gallery.hits)
        # Before the first search the old photos would stand there for half a minute without a word.
        is_preparing = state.is_waiting and self.status.activity.stage == "preparing"
        is_empty = state.photos == 0 or is_preparing
        self.header.setVisible(not is_empty)
        if is_empty:
            self.empty.show_state(state, self.status.activity)
        self.place.setCurrentWidget(self.empty if is_empty else self.grid)
        self.top_bar.show_orders(self.gallery.orders, self.gallery.order)

    def count_folders(self, folders: int) -> None:
        """Without a folder the window is the first run."""
        is_first = folders == 0
        if is_first != (self.pages.currentWidget() is self.first_run):
            self.pages.setCurrentIndex(1 if is_first else 0)
            (self.first_run.start if is_first else self.grid).setFocus()

    def start_with(self, folders: Sequence[str]) -> None:
        """Add the folders of the first run."""
        for path in folders:
            self.sidebar.add(path)

    def pick_folder(self, folder: str | None) -> None:
        """Show this folder, None for all photos."""
        self.gallery.show_folder(folder)
        self.top_bar.search.show_folder(folder.rstrip("/\\").replace("\\", "/").split("/")[-1] if folder else None)
        self.show_page(self.photos_page)

    def search(self, query: Query | None) -> None:
        """Show the answer to this query."""
        self.show_page(self.photos_page)
        self.trail.leave(query)
        self.gallery.search(query)

    def act_on_empty(self, action: str) -> None:
        """Do what the empty state offers."""
        if action == "add":
            self.sidebar.ask_for_folder()
        elif action == "clear":
            self.top_bar.search.clear()
        elif action == "everything":
            self.sidebar.tree.setCurrentIndex(self.sidebar.tree.top())

    def tell_selection(self) -> None:
        """Tell the panels which photos are selected."""
        self.status.show_selection(len(self.active_grid.selected()))
        if self.middle.currentWidget() not in (self.loupe, *self.leafing.pages, self.lessons.page):
            self.inspector.show_photos(self.active_grid.targets())

    def follow_photos(self) -> None:
        """The loupe leafs through what the grid shows."""
        if self.is_loupe_open() and not (self.review.is_leafing or self.leafing.is_on):
            self.loupe.set_ids(self.grid.grid_model.ids)

    def show_page(self, page: QWidget) -> None:
        """Show a page of the middle."""
        if self.middle.currentWidget() is not page:
            self.middle.setCurrentWidget(page)
            self.selection_timer.start()

    def is_loupe_open(self) -> bool:
        """Whether one photo is looked at."""
        return self.middle.currentWidget() is self.loupe

    def targets(self) -> list[int]:
        """What a key acts on: the photo in the loupe, or else the selected ones."""
        if self.is_loupe_open():
            return [self.loupe.current] if self.loupe.current else []
        return self.active_grid.targets()

    @property
    def active_grid(self) -> PhotoGrid:
        """The grid that keys and panels are about: that of the review while it is shown."""
        return self.review.grid if self.review.is_shown else self.grid

    def open_photo(self, photo: int) -> None:
        """Look at this photo."""
        row = self.grid.grid_model.row_of(photo)
        self.show_page(self.loupe)
        self.loupe.open(self.grid.grid_model.ids, max(0, row))

    def show_menu(self, place: QPoint) -> None:
        """What can be done with the selected photos."""
        targets = self.grid.targets()
        has_stack = bool(self.grid.grid_model.stacks.front_of(targets[0]))
        menu = self.commands.photo_menu(self, self.files.menu_for(targets, self), has_stack=has_stack)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def focus_photos(self) -> None:
        """Give the photos the keyboard."""
        self.grid.setFocus()
        if not self.grid.current() and self.grid.grid_model.ids:
            self.grid.go_to(self.grid.grid_model.ids[0])

    def focus_middle(self) -> None:
        """Give the keyboard back to what is looked at."""
        page = self.middle.currentWidget()
        (self.grid if page is None or page is self.photos_page else page).setFocus()

    # -- commands ----------------------------------------------------------------------------------

    def rate(self, stars: int) -> None:
        """Give the selected photos this many stars."""
        self.marks.rate(self.targets(), stars)

    def toggle_favourite(self) -> None:
        """Make the selected photos favourites, or not."""
        self.marks.toggle_favourite(self.targets())

    def more_like_this(self) -> None:
        """Search for photos like the selected ones and for nothing else; what was shown can be gone back to."""
        if self.targets():
            self.examples.replace(self.targets())
            self.show_grid()

    def search_part(self) -> None:
        """Open the current photo with a rectangle over it, whose inside can be searched by."""
        self.open_loupe()
        if self.is_loupe_open():
            self.loupe.crop.begin()

    def search_region(self, like: Like) -> None:
        """Search for a part of a photo and for nothing else."""
        self.examples.replace_by([like])
        self.show_grid()

    def toggle_stack(self) -> None:
        """Unfold the nearly identical photos behind the current one, or fold them again."""
        if not self.is_loupe_open() and self.grid.targets():
            self.gallery.toggle_stack(self.grid.targets()[0])

    def go_back(self) -> None:
        """Show what was shown before the example, at the same place."""
        visit = self.trail.back()
        if visit is None:
            return
        self.show_page(self.photos_page)
        if visit.folder != self.gallery.folder:
            self.sidebar.tree.pick(visit.folder or "")
            self.pick_folder(visit.folder)
        self.top_bar.search.recall(visit.query)
        self.gallery.revisit(visit)
        self.grid.setFocus()

    def open_loupe(self) -> None:
        """Look at the current photo."""
        photo = self.grid.current() or next(iter(self.grid.on_screen()), 0)
        if photo and not self.is_loupe_open():
            self.open_photo(photo)

    def show_heat(self) -> None:
        """Open the current photo and show where it matches; the loupe's own key switches that off again."""
        if not self.loupe.heat.is_on:
            self.loupe.heat.toggle()
        if self.loupe.heat.is_on:
            self.open_loupe()

    def show_grid(self) -> None:
        """Back to the photos, with the one that was looked at as the current one."""
        if self.is_loupe_open() and self.review.take_back():
            return
        was_at = self.loupe.current if self.is_loupe_open() else None
        self.show_page(self.photos_page)
        if was_at:
            self.grid.go_to(was_at)
        self.grid.setFocus()

    def show_problems(self) -> None:
        """List what could not be used."""
        self.problem_list.refresh()
        self.show_page(self.problem_list)
        self.problem_list.setFocus()

    def look_again(self) -> None:
        """Look through all folders now."""
        self.session.rescan()
        self.toast.say("Looking through all folders again.")

    def focus_search(self) -> None:
        """Put the cursor into the search bar."""
        self.top_bar.search.focus()

    def enlarge(self, steps: int) -> None:
        """Show photos larger or smaller."""
        self.active_grid.set_tile(round(self.active_grid.tile * 1.2**steps))

    def toggle_sidebar(self) -> None:
        """Show or hide the left panel."""
        self.panels.toggle(left=True)

    def toggle_inspector(self) -> None:
        """Show or hide the right panel."""
        self.panels.toggle(right=True)

    def toggle_panels(self) -> None:
        """Show or hide both panels."""
        self.panels.toggle(left=True, right=True)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """One step back: from the loupe or the problems, a selection, open stacks, a search, full screen."""
        if self.middle.currentWidget() is not self.photos_page:
            self.show_grid()
        elif self.grid.selected():
            self.grid.clearSelection()
        elif self.gallery.fold_all():
            pass
        elif self.gallery.query is not None and self.gallery.query.likes and self.trail:
            self.go_back()
        elif self.top_bar.search.query() is not None:
            self.top_bar.search.clear()
        elif self.isFullScreen():
            self.toggle_full_screen()

    def come_to_front(self, folder: str = "") -> None:
        """A second start brings this window forward, with the folder it was started for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if folder:
            self.sidebar.add(folder)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders anywhere."""
        if folders_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped folders."""
        for path in folders_in(event.mimeData()):
            self.sidebar.add(path)
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del where no part of the window has an answer to it."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.deleting.explain()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember, and stop listening."""
        self.inspector.captions.flush()
        self.keeper.save()
        self.bridge.close()
        for grid in (self.grid, self.review.grid):
            grid.grid_model.close()
        for timer in self.findChildren(QTimer):
            timer.stop()  # the session may be gone before the event loop is
        super().closeEvent(event)


def _stack(holder: QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, QStackedWidget | Panels) else 0)
