"""The page of results: the grid with a header above it, or the empty state in place of the grid."""

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.domain import Activity
from photon.language import tr
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.results_state import ResultsState
from photon.ui.grid.timeline_strip import TimelineStrip
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.search.result_header import ResultHeader
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.empty_state import EmptyState

SECTIONS = ("", tr("Possible matches"), tr("Other photos"))


class ResultsPage(Page):
    """Shows the photos of a folder or the answer to a query."""

    grid: PhotoGrid
    takes_tags = takes_captions = takes_order = takes_moves = True

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self.setProperty("role", "photos")
        self.grid = self.selectable = grid = context.part(PhotoGrid)
        self._context, self._gallery, self._activity = context, context.part(Gallery), context.session.work.activity
        self._is_answer = False
        grid.section_words = SECTIONS
        self.header, self.empty = ResultHeader(), EmptyState()
        self.timeline, self._photos = TimelineStrip(grid), QWidget()
        hbox((grid, 1), self.timeline, to=self._photos, margins=0, spacing=0)
        self.place = QStackedWidget()
        self.place.addWidget(self._photos)
        self.place.addWidget(self.empty)
        self._column = vbox(self.header, (self.place, 1), to=self, margins=0, spacing=0)
        self.hand_keyboard_to(grid)
        self._connect()

    def add(self, line: QWidget) -> None:
        """Add the line of a feature below the header."""
        self._column.insertWidget(self._column.indexOf(self.place), line)

    def _connect(self) -> None:
        context, gallery = self._context, self._gallery
        self.header.renew_wanted.connect(gallery.renew)
        self.header.turn_wanted.connect(self._turn)
        self.header.stopped.connect(gallery.stop)
        self.header.save_wanted.connect(context.action("save-search").trigger)
        self.empty.acted.connect(self._act)
        gallery.shown.connect(self._show_state)
        context.bridge.activity.connect(self._follow)
        context.news.counted.connect(self.header.show_counts)

    def _turn(self) -> None:
        self._context.search(self._gallery.asked.turned)

    def _act(self, action: str) -> None:
        """Perform the action that the empty state offers."""
        acts: dict[str, Act] = {
            "add": self._context.action("add-folder").trigger,
            "clear": self._context.part(SearchBar).clear,
            "everything": partial(self._context.show_folder, None),
            "turn": self._turn,
            "stop": self._gallery.stop,
            "again": self._gallery.ask_again,
        }
        acts[action]()

    def _follow(self, activity: Activity) -> None:
        """Explain an empty grid by what is going on."""
        self._activity = activity
        self._show_state(self._gallery.state)

    def help_topic(self) -> str:
        """Return the topic on searching while the answer to a search is shown, otherwise the one on the grid."""
        return "search" if self._is_answer else "look"

    def photos(self) -> list[int]:
        """Return the selected photos; none while the grid is not shown."""
        return self.grid.targets() if self.place.currentWidget() is self._photos else []

    def point_at(self, photo: int) -> None:
        """Make the photo that was last shown in the loupe the current one."""
        self.grid.come_back(photo)

    def _show_state(self, state: ResultsState) -> None:
        """Describe the content of the grid."""
        self._is_answer = state.query is not None
        self.header.show_state(state)
        # Before the first search, the old photos would otherwise stay for half a minute without an explanation.
        is_preparing = state.query is not None and state.is_waiting and self._activity.stage == "preparing"
        is_empty = state.photos == 0 or is_preparing
        self.header.setVisible(not is_empty)
        if is_empty:
            self.empty.show_state(state, self._activity)
        self.place.setCurrentWidget(self.empty if is_empty else self._photos)
