"""The page of results: the grid with a header above it, or a sentence in its place when it is empty."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.domain import Activity, Query
from photon.language import tr
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.results_state import ResultsState
from photon.ui.grid.timeline_strip import TimelineStrip
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.search.result_header import ResultHeader
from photon.ui.search.results import Gallery
from photon.ui.window.empty_state import EmptyState

SECTIONS = ("", tr("Possible matches"), tr("Other photos"))


class ResultsPage(Page):
    """Shows a folder or the answer to a query."""

    grid: PhotoGrid
    takes_tags = takes_captions = takes_order = True

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__()
        self.setProperty("role", "photos")
        self.grid = grid
        self._is_answer = False
        grid.section_words = SECTIONS
        self.header, self.empty = ResultHeader(), EmptyState()
        self.timeline, self._photos = TimelineStrip(grid), QWidget()
        hbox((grid, 1), self.timeline, to=self._photos, margins=0, spacing=0)
        self.place = QStackedWidget()
        self.place.addWidget(self._photos)
        self.place.addWidget(self.empty)
        vbox(self.header, (self.place, 1), to=self, margins=0, spacing=0)
        self.setFocusProxy(grid)

    def act_through(self, gallery: Gallery, search: Callable[[Query | None], None]) -> None:
        """Let the buttons of the header act on the results of ``gallery``; ``search`` asks another query."""
        self.header.renew_wanted.connect(gallery.renew)
        self.header.turn_wanted.connect(lambda: search(gallery.turned))
        self.header.stopped.connect(gallery.stop)

    def help_topic(self) -> str:
        """About searching while there is an answer to a search, else about the grid."""
        return "search" if self._is_answer else "look"

    def photos(self) -> list[int]:
        """The selected photos."""
        return self.grid.targets()

    def point_at(self, photo: int) -> None:
        """Show the photo that was last shown in the loupe."""
        self.grid.come_back(photo)

    def show_state(self, state: ResultsState, activity: Activity) -> None:
        """Show what the grid holds; ``activity`` tells why it is empty."""
        self._is_answer = state.query is not None
        self.header.show_state(state)
        # Before the first search the old photos would stand there for half a minute without a word.
        is_preparing = state.query is not None and state.is_waiting and activity.stage == "preparing"
        is_empty = state.photos == 0 or is_preparing
        self.header.setVisible(not is_empty)
        if is_empty:
            self.empty.show_state(state, activity)
        self.place.setCurrentWidget(self.empty if is_empty else self._photos)
