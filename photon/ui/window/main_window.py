"""The main window: arranges its parts and those of the features."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from photon.app.session import Session
from photon.domain import Folder
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.keys.current_keys import DAMAGED, FELL_BACK, current_keys
from photon.ui.kit.layouts import vbox
from photon.ui.kit.settings import settings
from photon.ui.kit.theme import WindowStyle
from photon.ui.kit.window_feature import shown_parts
from photon.ui.loupe.loupe import Loupe
from photon.ui.photos.drag_data import track_files
from photon.ui.preferences.first_run import FirstRun
from photon.ui.search.results import Gallery
from photon.ui.widgets.folder_dialog import folders_in
from photon.ui.widgets.notice import NoticeBar
from photon.ui.window.commands import WindowCommands, answer_key
from photon.ui.window.features import FEATURES
from photon.ui.window.full_screen import FullScreen
from photon.ui.window.inspector import Inspector
from photon.ui.window.navigation import Navigation
from photon.ui.window.panels import Panels
from photon.ui.window.results_page import ResultsPage
from photon.ui.window.screen_fit import ScreenFit
from photon.ui.window.sidebar import Sidebar
from photon.ui.window.status_line import StatusLine
from photon.ui.window.top_bar import TopBar
from photon.ui.window.window_parts import WindowParts
from photon.ui.window.window_state import StateKeeper


class MainWindow(QMainWindow):
    """The window of Photon for one session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        current_keys().recall(settings)  # first: all parts of the window name keys
        self.session = session
        self.parts = at = WindowParts(session, self)
        self.part, self.bridge, self.toast = at.part, at.bridge, at.toast
        self.pages, self.settings = at.pages, at.settings
        self.grid, self.gallery, self.loupe = self.part(PhotoGrid), self.part(Gallery), self.part(Loupe)
        self.results, self.inspector, self.notice = self.part(ResultsPage), self.part(Inspector), self.part(NoticeBar)
        self.commands, self.navigation = self.part(WindowCommands), self.part(Navigation)
        for feature in FEATURES:
            if not feature.is_late:
                self.part(feature.controller)
        self.top_bar, self.status = self.part(TopBar), self.part(StatusLine)
        self.sidebar = at.add_part(Sidebar(at, FEATURES))
        self.first_run = FirstRun(session, self.bridge)
        self.panels = at.add_part(Panels(self.sidebar, self.pages, self.inspector))
        self._compose()
        WindowStyle(self)
        self._connect()
        self.keeper = StateKeeper(at)
        self._begin()

    def _compose(self) -> None:
        at, search = self.parts, self.top_bar.search
        self.setWindowTitle("Photon")
        self.screen_fit = ScreenFit(self)
        for place in ("words", "details"):
            for section in shown_parts(at, FEATURES, place):
                self.inspector.add(section, is_first=place == "words")
        for line in shown_parts(at, FEATURES, "answer"):
            self.results.add(line)
        above = (self.top_bar, search.blend, search.hint, self.notice, *shown_parts(at, FEATURES, "bar"))
        self.full_screen = at.add_part(FullScreen(at, self.panels, (*above, self.status)))
        vbox(*above, (self.panels, 1), self.status, to=(frame := QWidget()), margins=0, spacing=0)
        at.outer.addWidget(frame)
        at.outer.addWidget(self.first_run)
        self.setCentralWidget(at.outer)
        self.commands.fill_view_menu(self.top_bar.view_menu)
        self.commands.fill_main_menu(self, self.top_bar.menu_button)
        self.setAcceptDrops(True)
        search.complete_by(self.session.searching, self.bridge)
        search.filter_by(self.session.searching, self.bridge, lambda: self.gallery.asked.folder)

    def _connect(self) -> None:
        self.parts.news.folders_counted.connect(self._show_first_run)
        self.first_run.started.connect(self.sidebar.add_all)
        self.grid.menu_wanted.connect(lambda place: self.commands.photo_menu().popup(place))

    def _begin(self) -> None:
        self.gallery.renew()  # first: with 100,000 photos, what the others count takes seconds
        self.sidebar.refresh()
        self.status.refresh()
        self.gallery.shown.emit(self.gallery.state)
        self.grid.setFocus()
        if current_keys().is_damaged:
            self.notice.show_problem(DAMAGED, FELL_BACK)

    def _show_first_run(self, folders: list[Folder]) -> None:
        """Show the first run while there is no folder."""
        outer, is_first = self.parts.outer, not folders
        if is_first != (outer.currentWidget() is self.first_run):
            outer.setCurrentIndex(1 if is_first else 0)
            (self.first_run.start if is_first else self.grid).setFocus()

    def late_parts(self) -> list[Callable[[], object]]:
        """Return functions that make parts which are not shown at first."""
        return [partial(getattr, self.part(one.controller), one.ahead) for one in FEATURES if one.ahead]

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
        """Accept folders and GPS tracks anywhere in the window."""
        if folders_in(event.mimeData()) or track_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped folders, and place photos by the dropped tracks."""
        event.acceptProposedAction()
        if folders := folders_in(event.mimeData()):
            self.sidebar.add_all(folders)
        if tracks := track_files(event.mimeData()):
            self.parts.news.tracks_dropped.emit(tracks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle keys that lists also handle, if no list accepted them."""
        if not answer_key(self.parts, event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the window to its screen, which is known only now."""
        super().showEvent(event)
        self.screen_fit.follow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the state and stop listening."""
        self.parts.news.closing.emit()
        self.keeper.save()
        self.bridge.close()
        for grid_model in self.findChildren(PhotoGridModel):
            grid_model.close()
        for timer in self.findChildren(QTimer):
            timer.stop()  # the session may end before the event loop does
        super().closeEvent(event)
