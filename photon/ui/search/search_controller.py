"""Saved and recent searches, listed in the left panel and run again; what “here” and names stand for while typing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QListWidgetItem, QWidget

from photon.domain import Changes, Filter
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import PhotoPlace
from photon.domain.query.filter_kinds.places import put_here
from photon.domain.query.saved_search import SavedSearch
from photon.language import tr
from photon.search.filter_hints import name_people
from photon.search.query_language import format_query, parse
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import single_shot, start_once_sent
from photon.ui.search.chip_labels import spoken
from photon.ui.search.results import Gallery
from photon.ui.search.save_panel import LONGEST, SavePanel
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.editable_list import EditableList
from photon.ui.widgets.section import Section

_ANYWHERE = Coordinates(0.0, 0.0)
FAVOURITES = "is:favourite"
NAMING_MS = 3000  # names of places are read at most that often: it takes 0.1 s, and points are named in many steps
STAYED_MS = 3000  # a search whose answer is viewed this long counts as intended
NOTHING = tr("Search for something first, then {press} to save it.")


class SearchList(EditableList[SavedSearch]):
    """The saved searches; the cursor is on the one whose answer is shown."""

    line_icon = "magnifying-glass"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Saved searches"), parent)
        self._running = ("", "")

    def show_running(self, text: str, folder: str | None) -> None:
        """Mark the search whose answer is shown; an empty text marks none."""
        self._running = (text, folder or "")
        self._dress()

    def _details(self, kept: SavedSearch) -> str:
        return "\n".join([kept.text, tr("In {folder}", folder=kept.folder)]) if kept.folder else kept.text

    def _is_same(self, kept: SavedSearch, before: SavedSearch) -> bool:
        return kept.id == before.id

    def _is_running(self, kept: SavedSearch) -> bool:
        return bool(kept.text) and (kept.text, kept.folder or "") == self._running

    def _show_place(self, running: Sequence[QListWidgetItem]) -> None:
        self.clearSelection()
        for item in running:
            self.setCurrentItem(item)


class SearchController(QObject):
    """Manages the searches of a window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self._kept = context.session.searches
        self._bridge = context.bridge
        self._saved, self._names, self._places = (LatestRequest(context.bridge, self) for _ in range(3))
        self._bar, self._gallery = context.part(SearchBar), context.part(Gallery)
        self._grid = context.part(PhotoGrid)
        self.list = SearchList()
        self.section = Section(tr("Searches"), self.list, kept_as="Searches")
        self.naming = SavePanel(context.widget, self._bar)
        self._noted = ""
        self._targets: list[int] = []
        self._stay = single_shot(self, STAYED_MS, self._note)
        self._here = HereSearch(context)
        self._places_due = single_shot(self, NAMING_MS, self._ask_places)
        self._connect()
        self.refresh()
        start_once_sent(context.news.counted, single_shot(self, 0, self._ask_places))

    def _connect(self) -> None:
        self.naming.named.connect(self._save)
        self.naming.left.connect(self._grid.setFocus)
        self.list.run_wanted.connect(self.run)
        self.list.renamed.connect(self._rename)
        self.list.remove_wanted.connect(self._remove)
        self._gallery.shown.connect(self._follow)
        self._grid.opened.connect(self._note)
        self._grid.chosen.connect(self._note_if_chosen)
        self._context.news.followed.connect(self.follow)
        self._bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the saved searches, and the names of people, again."""
        self._names.ask(self._context.session.searching.people_names(), self._know_names)
        self._saved.ask(self._kept.saved(), self._show)

    def _ask_places(self) -> None:
        self._places.ask(self._context.session.searching.place_filters(), self._know_places)

    def ask_name(self) -> None:
        """Ask the user to name the current search."""
        query = self._bar.query()
        if query is None:
            self._context.say(with_way(NOTHING, "save-search"))
            return
        running = next((saved.name for saved in self.list.kept if saved.text == format_query(query)), "")
        names = [saved.name for saved in self.list.kept]
        self.naming.ask(running or (query.words or spoken(query.parts))[:LONGEST], names)

    def show_favourites(self) -> None:
        """Show the favourites among all photos."""
        self.run(SavedSearch(0, "", FAVOURITES))

    def run(self, saved: SavedSearch) -> None:
        """Run this search and show it in the bar."""
        query = parse(saved.text).query
        if saved.folder != self._gallery.asked.folder:
            self._context.show_folder(saved.folder)
        self._bar.recall(query)
        self._context.search(self._bar.query())

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Mark the saved search whose answer is shown.

        Args:
            page: The page that is shown.
            results: What the page shows if it is the results page.
        """
        del page
        if results is None or results.query is None:
            self.list.show_running("", None)
        else:
            self.list.show_running(format_query(results.query), results.folder)

    # -- changes -----------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"searches", "people"}:
            self.refresh()
        if "places" in changes.kinds and not self._places_due.isActive():
            self._places_due.start()

    def _know_names(self, names: list[str]) -> None:
        self._bar.editor.people = name_people(names)

    def _know_places(self, places: dict[str, tuple[Filter, ...]]) -> None:
        self._bar.editor.places = places

    def _show(self, searches: list[SavedSearch]) -> None:
        self.list.show_kept(searches)
        self.section.setVisible(bool(searches))

    def _save(self, name: str) -> None:
        query = self._bar.query()
        if query is None:
            return
        future = self._kept.save(name, format_query(query), self._gallery.asked.folder)
        self._bridge.call(future, lambda saved: self._say(tr("Saved the search “{name}”.", name=saved.name)), self)

    def _rename(self, saved: SavedSearch, name: str) -> None:
        future = self._kept.rename(saved.id, name)
        self._bridge.call(
            future, lambda now: self._say(tr("Renamed “{before}” to “{now}”.", before=saved.name, now=now.name)), self
        )

    def _remove(self, saved: SavedSearch) -> None:
        future = self._kept.remove(saved.id)
        self._bridge.call(future, lambda gone: self._say(tr("Deleted the search “{name}”.", name=gone.name)), self)

    def _say(self, words: str) -> None:
        self._context.say(words, undo=True)

    # -- recent searches ---------------------------------------------------------------------------

    def _follow(self, state: ResultsState) -> None:
        """Follow a new answer: a search counts as intended if its answer stays on the screen."""
        text = format_query(state.query) if state.query is not None else ""
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
        text = format_query(state.query) if state.query is not None else ""
        self._stay.stop()
        if text and text != self._noted and state.failed is None:
            self._noted = text
            self._bridge.call(self._kept.note(text), lambda _: None, self, lambda _: None)


class HereSearch(QObject):
    """Puts the coordinates of the selected photo in place of ``near:here`` in the search bar.

    Looks at what is typed once a blank ends the filter, or Enter is pressed.

    Without a selected photo that has a location, the text stays, and the mistake in it says what is missing.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bar = context, context.part(SearchBar)
        self._places = LatestRequest(context.bridge, self)
        self._photos: Sequence[int] = ()
        self._bar.words.focused.connect(self._keep_selection)
        self._bar.words.textEdited.connect(self._look_at_blank)
        for entered in (self._bar.words.returnPressed, self._bar.words.entered_hint):
            entered.connect(lambda: self._find_here(self._bar.submit))

    def _keep_selection(self, has_focus: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Remember what is selected, because what the words find meanwhile takes its place."""
        if has_focus:
            self._photos = self._context.targets()

    def _look_at_blank(self) -> None:
        if self._bar.words.text()[: self._bar.words.cursor_place].endswith(" "):
            self._find_here(self._bar.editor.follow_edit)

    def _find_here(self, follow: Callable[[], None]) -> None:
        text = self._bar.words.text()
        photo = next(iter(self._context.targets() or self._photos), None)
        if photo is not None and put_here(text, _ANYWHERE) != text:
            asked = self._context.session.places.places_of([photo])
            self._places.ask(asked, partial(self._replace_here, photo, follow))

    def _replace_here(self, photo: int, follow: Callable[[], None], known: Mapping[int, PhotoPlace]) -> None:
        place, words = known.get(photo), self._bar.words
        text, at = words.text(), words.cursor_place
        made = put_here(text, place.coordinates if place is not None else None)
        if made != text:
            words.show_text(made, max(0, len(made) - len(text) + at))
            follow()
