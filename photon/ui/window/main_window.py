"""The main window: creates its parts, arranges them and connects them."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from photon.app.session import Session
from photon.domain import Like, Query
from photon.domain.query.filter_kinds.times import TAKEN_ON_THIS_DAY
from photon.domain.query.saved_search import SavedSearch
from photon.language import tr
from photon.ui.albums.album_controller import AlbumController
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.compare.culling_controller import CullingController
from photon.ui.dates.date_controller import DateController
from photon.ui.encoders.encoder_controller import EncoderController
from photon.ui.export.export_controller import ExportController
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.grid.results_state import ResultsState
from photon.ui.help.help_controller import HelpController
from photon.ui.keys.command_table import COMMANDS, INTERVALS, PERIODS, SCHEMES
from photon.ui.keys.current_keys import DAMAGED, FELL_BACK, current_keys
from photon.ui.kit.layouts import vbox
from photon.ui.kit.settings import settings
from photon.ui.kit.theme import WindowStyle, recall_motion
from photon.ui.kit.timers import single_shot
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.photos.file_actions import FileActions
from photon.ui.preferences.preferences_controller import PreferencesController, WaysOut
from photon.ui.search.examples import ExampleController
from photon.ui.search.saved_searches import SearchController
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import TeachingController
from photon.ui.widgets.folder_dialog import folders_in
from photon.ui.widgets.notice import NoticeBar
from photon.ui.window.commands import Act, WindowCommands, late_shortcut_page
from photon.ui.window.delete_key import DeleteKey
from photon.ui.window.entry_list import FAVOURITES
from photon.ui.window.first_run import FirstRun
from photon.ui.window.full_screen import FullScreen
from photon.ui.window.loss_bar import LossBar
from photon.ui.window.navigation import Navigation
from photon.ui.window.panels import Panels
from photon.ui.window.screen_fit import ScreenFit
from photon.ui.window.sensitive_controller import SensitiveController
from photon.ui.window.sidebar import Sidebar
from photon.ui.window.status_line import StatusLine
from photon.ui.window.top_bar import TopBar
from photon.ui.window.window_state import StateKeeper

if TYPE_CHECKING:
    from photon.ui.window.command_palette import CommandPalette

TELL_SELECTION_MS = 40  # while a key is held, facts are requested only for the last photo


class MainWindow(QMainWindow):
    """The window of Photon for one session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        current_keys().recall(settings)  # first: all parts of the window name keys
        self.session = session
        self.navigation = at = Navigation(session, self)
        self.bridge, self.pages, self.settings, self.results = at.bridge, at.pages, at.settings, at.results
        self.toast, self.marks, self.loupe, self.inspector = at.toast, at.marks, at.loupe, at.inspector
        self.grid, self.gallery, thumbnails = at.grid, at.gallery, at.grid.grid_model.thumbnails
        self.files = FileActions(session, self.bridge, self)
        self.examples = ExampleController(session, self.bridge, at.bar, self)
        self.searches, self.encoders = SearchController(at, at.bar, self.gallery, self.grid), EncoderController(at)
        self.tags = TagController(at, at.bar, self.inspector.tags)
        self.albums = AlbumController(at, at.bar, self.grid, self.searches.naming)
        self.lessons, self.review = TeachingController(at, at.bar), Review(at, self.grid, self.loupe, self.files)
        self.captioning = CaptionController(at, self.inspector.captions, thumbnails)
        self.file_words, self.exports = MetadataController(at, thumbnails), ExportController(at)
        self.dates = DateController(at)
        self._make_bars()
        self.letting_go, self.deleting = SensitiveController(at, self.status, self.notice), DeleteKey(at, self.notice)
        self.selection_timer = single_shot(self, TELL_SELECTION_MS, self._tell_selection)
        self.culling = CullingController(at, self.marks, self.gallery, self.grid, self.loupe)
        switches = {**self.grid.switches, **self.culling.switches}
        self.commands = WindowCommands(self, {**self._photo_commands(), **self._window_commands()}, switches)
        self._compose()
        WindowStyle(self)
        self._connect_bars()
        self._connect_controllers()
        self._connect_photos()
        self.keeper = StateKeeper(self, self.panels, self.navigation, self.commands)
        self._begin()

    # -- assembly ----------------------------------------------------------------------------------

    @cached_property
    def palette_panel(self) -> "CommandPalette":
        """The panel that finds commands."""
        from photon.ui.window.command_palette import CommandPalette

        return CommandPalette(self, self.top_bar.search, lambda name: self.commands[name])

    def _make_bars(self) -> None:
        sections = (self.albums.section, self.tags.side, self.searches.section, self.lessons.section)
        self.sidebar = Sidebar(self.session, self.bridge, sections, self.encoders.offer)
        self.top_bar, self.status = TopBar(self.navigation.bar), StatusLine(self.session, self.bridge)
        self.notice, self.losses = NoticeBar(), LossBar(self.session, self.bridge)
        self.first_run = FirstRun(self.session, self.bridge)
        self.panels = Panels(self.sidebar, self.pages, self.inspector)
        search = self.navigation.bar
        bars = (self.top_bar, search.blend, search.hint, self.notice, self.losses, self.status)
        self.full_screen = FullScreen(self.navigation, self.panels, bars)
        self.shortcuts = late_shortcut_page()
        self.help = HelpController(self.navigation, self.navigation.outer, self.grid)
        self.settings.add_page(tr("Keyboard shortcuts"), "keyboard", self.shortcuts, "keys")

    def _make_preferences(self) -> PreferencesController:
        recall_motion()
        schemes: dict[str, QAction] = {scheme: self.commands[f"scheme-{scheme}"] for scheme in SCHEMES}
        switches = {COMMANDS[name].text: self.commands[name] for name in ("fill", "rows", "names", "stacked")}
        ways = WaysOut(self.file_words.decide, self.status.see_problems)
        return PreferencesController(self.navigation, self.tags.runs, (schemes, switches), ways)

    def _compose(self) -> None:
        self.preferences = self._make_preferences()
        self.setWindowTitle("Photon")
        self.screen_fit = ScreenFit(self)
        frame, search = QWidget(), self.top_bar.search
        above = (self.top_bar, search.blend, search.hint, self.notice, self.losses)
        vbox(*above, (self.panels, 1), self.status, to=frame, margins=0, spacing=0)
        self.navigation.outer.addWidget(frame)
        self.navigation.outer.addWidget(self.first_run)
        self.setCentralWidget(self.navigation.outer)
        self.commands.fill_view_menu(self.top_bar.view_menu)
        self.commands.fill_main_menu(self, self.top_bar.menu_button)
        self.setAcceptDrops(True)

    def _begin(self) -> None:
        self.commands["goes-on"].setChecked(self.culling.keys.goes_on)
        self.gallery.renew()  # first: with 100,000 photos, what the others count takes seconds
        self.sidebar.refresh()
        self.status.refresh()
        self._show_state(self.gallery.state)
        self.grid.setFocus()
        if current_keys().is_damaged:
            self.notice.show_problem(DAMAGED, FELL_BACK)

    def _photo_commands(self) -> dict[str, Act]:
        at, guard = self.navigation, self.deleting.missing.guard
        return {
            **self.albums.acts(),
            **self.culling.acts,
            "like": self._search_alike,
            "part": at.search_part,
            "event": at.show_event,
            **self.captioning.acts,
            **self.letting_go.acts,
            "dates": partial(self.gallery.await_all, self.dates.begin),
            "export": guard(partial(self.gallery.await_all, self.exports.begin)),
            "write-words": guard(partial(self.gallery.await_all, self.file_words.write)),
            "conflicts": self.file_words.decide,
            "teach": self.lessons.begin,
            "tag": self.tags.begin,
            "review": self.review.open,
            "alike": at.toggle_stack,
            "heat": at.show_heat,
            "loupe": at.open_loupe,
            "grid": at.show_grid,
            "all": at.select_all,
            "none": at.select_none,
            **self.deleting.acts,
            "larger": partial(at.enlarge, 1),
            "smaller": partial(at.enlarge, -1),
            **{f"group-{period}": partial(self.gallery.set_period, period) for period in PERIODS},
        }

    def _window_commands(self) -> dict[str, Act]:
        bar, leave_for = self.top_bar.search, self.full_screen.leave_for
        return {
            "back": self.navigation.go_back,
            "undo": self.file_words.undo,
            "redo": self.marks.redo,
            "rescan": self._rescan,
            "add-folder": self.sidebar.ask_for_folder,
            "problems": self.status.see_problems,
            "health": lambda: self.settings.open(self.preferences.health),
            "menu": partial(leave_for, self.top_bar.menu_button.showMenu),
            "palette": partial(leave_for, lambda: self.palette_panel.open()),  # noqa: PLW0108 - it is made then
            "help": self.help.explain,
            "guide": self.help.open,
            "about": lambda: self.settings.open(self.preferences.about),
            "keys": lambda: self.settings.open(self.shortcuts),
            "search": partial(leave_for, bar.focus),
            "filters": partial(leave_for, bar.open_filters),
            "search-text": partial(leave_for, bar.toggle_text),
            "save-search": partial(leave_for, self.searches.ask_name),
            "on-this-day": partial(bar.ask_query, Query((TAKEN_ON_THIS_DAY,))),
            "sidebar": partial(self.panels.toggle, left=True),
            "inspector": partial(self.panels.toggle, right=True),
            "panels": partial(self.panels.toggle, left=True, right=True),
            "full-screen": self.full_screen.toggle,
            "full-window": self.full_screen.toggle_window,
            "slideshow": self.full_screen.start_slideshow,
            **{f"slide-{seconds}": partial(self.loupe.slideshow.choose, seconds) for seconds in INTERVALS},
            "preferences": self.settings.open,
            "leave": self._leave,
            "quit": self.close,
        }

    def _connect_bars(self) -> None:
        at, search = self.navigation, self.top_bar.search
        self.bridge.problem.connect(self.notice.show_problem)
        self.bridge.bug.connect(self.notice.show_bug)
        self.notice.help_wanted.connect(self.help.open)
        self.bridge.activity.connect(lambda _: self._show_state(self.gallery.state))
        search.query_changed.connect(at.search)
        search.left.connect(at.focus_photos)
        search.folder_removed.connect(partial(at.show_folder, None))
        search.folder_dropped.connect(self.sidebar.add)
        search.words.textEdited.connect(self.gallery.expect)
        search.complete_by(self.session, self.bridge)
        search.filter_by(self.session, self.bridge, lambda: self.gallery.folder)
        self.top_bar.sidebar_toggled.connect(partial(self.panels.toggle, left=True))
        self.top_bar.order_picked.connect(self.gallery.set_order)
        self.sidebar.folder_picked.connect(at.pick_folder)
        self.sidebar.entries.opened.connect(self._act)
        self.sidebar.folders_changed.connect(self._count_folders)
        self.sidebar.export_wanted.connect(self.exports.begin_folder)
        self.first_run.started.connect(self.sidebar.add_all)
        at.folder_changed.connect(self.sidebar.tree.pick)
        for part in (self.sidebar.entries, self.sidebar.tree, self.albums, self.tags, self.searches, self.lessons):
            at.followed.connect(part.follow)
        self.albums.smart_shown.connect(self.commands.speak_of_smart_album)
        self.results.header.save_wanted.connect(self.searches.ask_name)
        self.results.act_through(self.gallery, at.search)
        self.results.empty.acted.connect(self._act)

    def _connect_controllers(self) -> None:
        status = self.status
        self.searches.folder_wanted.connect(self.navigation.show_folder)
        status.problems_wanted.connect(self.file_words.show_problems)
        status.conflicts_wanted.connect(self.file_words.decide)
        status.health_wanted.connect(self.preferences.open_health)
        for taker in (self.encoders.take_counts, self.results.header.show_counts, self.sidebar.entries.show_counts):
            status.counted.connect(taker)
        self.file_words.counted.connect(status.show_conflicts)
        self.file_words.lost.connect(self.notice.offer)
        self.culling.tally.counted.connect(status.show_flags)
        self.encoders.upgrading.connect(status.show_upgrade)
        self.encoders.replaced.connect(lambda: self.gallery.renew() if self.gallery.query is not None else None)
        self.tags.tree.review_wanted.connect(self.review.open)
        self.tags.taught.connect(self.lessons.ask_about)
        self.review.waiting.connect(self.tags.show_waiting)

    def _connect_grid(self, grid: PhotoGrid) -> None:
        grid.chosen.connect(self.selection_timer.start)
        grid.seen.connect(self.session.set_visible)
        grid.drag_wanted.connect(partial(self._drag, grid))
        self.top_bar.tile_picked.connect(grid.set_tile)

    def _connect_photos(self) -> None:
        at = self.navigation
        self.gallery.shown.connect(self._show_state)
        self.pages.currentChanged.connect(lambda _: self.selection_timer.start())
        self.pages.currentChanged.connect(lambda _: self.top_bar.fit_to(self.pages.current))
        self._connect_grid(self.grid)
        self.review.page_made.connect(self._connect_grid)
        self.grid.opened.connect(at.open_photo)
        self.grid.liked.connect(lambda photo: self.examples.replace([photo]))
        self.grid.stack_pressed.connect(self.gallery.toggle_stack)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.tile_changed.connect(self.top_bar.show_tile)
        self.loupe.crop.searched.connect(self._search_region)
        self.marks.done.connect(partial(at.say, undo=True))
        self.deleting.duplicates.compare_wanted.connect(self.culling.comparing.show)
        for teller in (self.sidebar, self.losses, self.marks, self.examples, self.loupe.heat, at.matches):
            teller.said.connect(at.say)
        for part in (self.grid, self.loupe, self.inspector):
            part.rated.connect(self.marks.rate)
            part.favoured.connect(self.marks.favour)

    # -- content -----------------------------------------------------------------------------------

    def _show_state(self, state: ResultsState) -> None:
        """Describe the content of the grid above it, beside it and in the bars."""
        self.results.show_state(state, self.status.activity)
        self.top_bar.search.editor.show_ignored(state.ignored)
        self.loupe.heat.set_query(state.query)
        self.inspector.show_hits(self.gallery.hits, self.gallery.continued, self.gallery.is_good)
        self.top_bar.show_orders(self.gallery.orders, self.gallery.order, is_album=self.gallery.is_album)

    def _count_folders(self, folders: int) -> None:
        """Show the first run while there is no folder."""
        outer, is_first = self.navigation.outer, folders == 0
        if is_first != (outer.currentWidget() is self.first_run):
            outer.setCurrentIndex(1 if is_first else 0)
            (self.first_run.start if is_first else self.grid).setFocus()

    def _act(self, action: str) -> None:
        """Perform the action that the empty state or a fixed entry of the left panel offers."""
        acts: dict[str, Act] = {
            "add": self.sidebar.ask_for_folder,
            "clear": self.top_bar.search.clear,
            "everything": partial(self.navigation.show_folder, None),
            "favourites": partial(self.searches.run, SavedSearch(0, "", FAVOURITES)),
            "albums": partial(self.sidebar.show_section, self.albums.section, self.albums.ask_new),
            "duplicates": self.deleting.duplicates.open,
            "bin": self.deleting.bin.open,
            "turn": self.results.header.turn_wanted.emit,
            "stop": self.gallery.stop,
            "again": self.gallery.ask_again,
        }
        acts[action]()

    def _tell_selection(self) -> None:
        """Send the selected photos to the panels."""
        grid = self.navigation.active_grid
        self.status.show_selection(len(grid.selected()) if self.pages.current.grid is grid else 0)
        if not self.pages.current.has_own_details:
            self.inspector.show_photos(self.navigation.targets())

    def _show_menu(self, place: QPoint) -> None:
        """Show the context menu of the selected photos."""
        targets, made = self.grid.targets(), self.commands.photo_menu
        has_stack = bool(self.grid.grid_model.stacks.front_of(targets[0]))
        is_missing = self.deleting.missing.are_missing(targets)
        made(self, self.files.menu_for(targets, self), has_stack=has_stack, is_missing=is_missing).popup(place)

    # -- commands ----------------------------------------------------------------------------------

    def _search_alike(self) -> None:
        """Search for photos like the selected ones and for nothing else; the previous results stay in the history."""
        targets = self.navigation.targets()
        if targets:
            self.examples.replace(targets)
            self.navigation.show_grid()

    def _search_region(self, like: Like) -> None:
        """Search by a part of a photo and by nothing else."""
        self.examples.replace_by([like])
        self.navigation.show_grid()

    def _drag(self, grid: PhotoGrid, photos: list[int]) -> None:
        self.files.start_drag(photos, grid, grid.drag_picture())

    def _rescan(self) -> None:
        self.session.rescan()
        self.navigation.say(tr("Rescanning all folders."))

    def _leave(self) -> None:
        """Go one step back; if there is none, leave full screen."""
        if not self.navigation.leave() and self.isFullScreen():
            self.full_screen.toggle_window()

    def come_to_front(self, folder: str = "") -> None:
        """Bring this window forward on a second start, and show the folder that was passed to it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if folder:
            self.sidebar.add(folder)

    # -- events ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept folders anywhere in the window."""
        if folders_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped folders."""
        self.sidebar.add_all(folders_in(event.mimeData()))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle keys that lists also handle, if no list accepted them."""
        if not self.deleting.answer_key(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the window to its screen, which is known only now."""
        super().showEvent(event)
        self.screen_fit.follow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the state and stop listening."""
        self.inspector.captions.flush()
        self.keeper.save()
        self.bridge.close()
        for grid_model in self.findChildren(PhotoGridModel):
            grid_model.close()
        for timer in self.findChildren(QTimer):
            timer.stop()  # the session may end before the event loop does
        super().closeEvent(event)
