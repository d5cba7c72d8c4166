"""Searches that are kept: saved under a name, shown in the left panel, run again, noted as recent."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from photon.domain import Changes, Query
from photon.domain.query.saved_search import SavedSearch
from photon.search import format_query, parse
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.chip_labels import spoken
from photon.ui.search.results import ResultsState
from photon.ui.search.save_panel import LONGEST, SearchNaming

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

STAYED_MS = 3000  # who looks at an answer so long meant the question
NOTHING = "Search for something first; then Ctrl+S saves the search."


class SearchController(QObject):
    """Keeps the searches of a window.

    Signals: ``asked`` brings a Query and ``folder_wanted`` a path or None when a saved search is run; ``done`` a
    sentence about what can be undone, ``said`` any other.
    """

    asked = Signal(object)
    folder_wanted = Signal(object)
    done = Signal(str)
    said = Signal(str)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._kept = window.session.searches
        self._bridge = window.bridge
        self._saved = LatestRequest(window.bridge, self)
        self._bar = window.top_bar.search
        self._gallery = window.gallery
        self._grid = window.grid
        self._tree = window.sidebar.tree
        self.list = window.sidebar.searches
        self._section = window.sidebar.search_section
        self.naming = SearchNaming(window, self._bar)
        self._noted = ""
        self._targets: list[int] = []
        self._stay = QTimer(self, singleShot=True, interval=STAYED_MS)
        self._stay.timeout.connect(self._note)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.naming.named.connect(self._save)
        self.naming.left.connect(self._grid.setFocus)
        self.list.run_wanted.connect(self.run)
        self.list.renamed.connect(self._rename)
        self.list.remove_wanted.connect(self._remove)
        self._gallery.shown.connect(self._follow)
        self._grid.opened.connect(self._note)
        self._grid.chosen.connect(self._note_if_chosen)
        self._bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Ask for the saved searches again."""
        self._saved.ask(self._kept.saved(), self._show)

    def ask_name(self) -> None:
        """Let the person give the present search a name."""
        query = self._bar.query()
        if query is None:
            self.said.emit(NOTHING)
            return
        running = next((saved.name for saved in self.list.kept if saved.text == text_of(query)), "")
        names = [saved.name for saved in self.list.kept]
        self.naming.ask(running or (query.words or spoken(query.parts))[:LONGEST], names)

    def run(self, saved: SavedSearch) -> None:
        """Search for this, and show it in the bar."""
        query = parse(saved.text).query
        if saved.folder != self._gallery.folder:
            self._tree.pick(saved.folder or "")
            self.folder_wanted.emit(saved.folder)
        self._bar.recall(query)
        self.asked.emit(self._bar.query())

    # -- changes -----------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "searches" in changes.kinds:
            self.refresh()

    def _show(self, searches: list[SavedSearch]) -> None:
        self.list.show_kept(searches)
        self._section.setVisible(bool(searches))

    def _save(self, name: str) -> None:
        query = self._bar.query()
        if query is None:
            return
        future = self._kept.save(name, text_of(query), self._gallery.folder)
        self._bridge.call(future, lambda saved: self.done.emit(f"Saved the search “{saved.name}”."), self)

    def _rename(self, saved: SavedSearch, name: str) -> None:
        future = self._kept.rename(saved.id, name)
        self._bridge.call(future, lambda now: self.done.emit(f"“{saved.name}” is called “{now.name}” now."), self)

    def _remove(self, saved: SavedSearch) -> None:
        future = self._kept.remove(saved.id)
        self._bridge.call(future, lambda gone: self.done.emit(f"Deleted the search “{gone.name}”."), self)

    # -- recent searches ---------------------------------------------------------------------------

    def _follow(self, state: ResultsState) -> None:
        """Another answer is shown: from now on it counts how long somebody stays."""
        text = text_of(state.query) if state.query is not None else ""
        self.list.show_running(text, state.folder)
        if not text or state.is_waiting or state.failed is not None or not state.photos:
            self._stay.stop()
        elif text != self._noted:
            self._targets = self._grid.targets()
            self._stay.start()

    def _note_if_chosen(self) -> None:
        if self._grid.targets() and self._grid.targets() != self._targets:
            self._note()

    def _note(self) -> None:
        state = self._gallery.state
        text = text_of(state.query) if state.query is not None else ""
        self._stay.stop()
        if text and text != self._noted and state.failed is None:
            self._noted = text
            self._bridge.call(self._kept.note(text), lambda _: None, self, lambda _: None)


def text_of(query: Query) -> str:
    """A query in its text form."""
    return format_query(query)
