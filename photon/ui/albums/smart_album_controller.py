"""Smart albums in the window: saving a search as one, changing its search, and counting photos at intervals."""

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from photon.domain.metadata.album import Album, album_text
from photon.language import tr
from photon.search.query_language import format_query, parse
from photon.ui.albums.album_panel import AlbumPanel
from photon.ui.albums.album_tree import AlbumTree, lines_of_albums
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import way_to, with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.search.chip_labels import spoken
from photon.ui.search.save_panel import LONGEST
from photon.ui.search.search_bar import SearchBar

REST_MS = 2000  # minimum pause between two counts
REST_FACTOR = 10  # the pause is at least this many times as long as the last count took
NOTHING = tr("Search for something first, then {press} to save it as a smart album.")


class SmartAlbumController(QObject):
    """Saves searches as smart albums and counts their photos; ``made`` emits the album that was saved."""

    made = Signal(str)

    def __init__(self, context: WindowContext, bar: SearchBar, tree: AlbumTree, naming: AlbumPanel) -> None:
        super().__init__(context.widget)
        self._context, self._bar, self._tree, self._naming = context, bar, tree, naming
        self._kept, self._bridge = context.session.albums, context.bridge
        self._listed: Sequence[Album] = ()
        self._counts: dict[int, int] = {}
        self._begun, self._is_behind = 0.0, False
        self._latest = LatestRequest(context.bridge, self, is_quiet=True)
        self._rest = single_shot(self, REST_MS, self._count_if_behind)
        self._rest.start()  # the first count loads all vectors: the first photos come before it
        self._query, self._changing = "", ""
        self._folder: str | None = None  # that is searched now
        self._within: str | None = None  # that ``_query`` is limited to
        naming.smart_named.connect(self.save)
        tree.change_wanted.connect(self.change)

    # -- saving --------------------------------------------------------------------------------------

    def follow(self, results: ResultsState | None) -> None:
        """Remember which folder is searched."""
        self._folder = results.folder if results is not None else None

    def ask_name(self, proposed: str = "") -> None:
        """Ask for the name of a smart album for the current search."""
        query = self._bar.query()
        if query is None:
            self._context.say(with_way(NOTHING, "smart-album"))
            return
        self._query, self._within = format_query(query), self._folder
        albums = self._tree.albums
        same = next((album_text(one.path) for one in albums if one.query == self._query), "")
        usual = (query.words or spoken(query.parts)).replace("/", " ")[:LONGEST]
        smart = [album_text(one.path) for one in albums if one.is_smart]
        by_hand = [album_text(one.path) for one in albums if not one.is_smart]
        self._naming.ask_smart(tr("Smart album"), proposed or same or self._changing or usual, smart, by_hand)

    def save(self, album: str) -> None:
        """Save the search that was current when the name was requested."""
        self._changing = ""
        future = self._kept.make_smart(album, self._query, self._within)
        self._bridge.call(future, lambda is_new: self._tell_saved(album, is_new=bool(is_new)), self)

    def _tell_saved(self, album: str, *, is_new: bool) -> None:
        words = tr("Made the smart album “{album}”.", album=album)
        self._context.say(words if is_new else tr("Changed the search of “{album}”.", album=album), undo=True)
        self.made.emit(album)

    def change(self, album: str) -> None:
        """Put the search of an album into the search bar, where it can be changed and saved again."""
        found = self._tree.album(album)
        if found is None:
            return
        self._changing = album
        self._bar.recall(parse(found.query).query)
        self._context.search(self._bar.query())
        self._context.say(
            tr("Change the search, then {press} to save it in “{album}”.", album=album, press=way_to("smart-album"))
        )

    # -- counting ------------------------------------------------------------------------------------

    def show(self, albums: Sequence[Album]) -> None:
        """List albums, with the last known counts of smart ones, and count them again."""
        self._listed = albums
        self._show()
        self.count()

    def count(self) -> None:
        """Count smart albums now, or after the current count and the pause that limits the load."""
        if not any(one.is_smart for one in self._listed):
            return
        if self._latest.is_awaited or self._rest.isActive():
            self._is_behind = True
            return
        self._begun, self._is_behind = time.monotonic(), False
        self._latest.ask(self._kept.counted_albums(), self._show_counts, lambda _: self._show_counts(()))

    def hurry(self) -> None:
        """End the pause and make an outstanding count now, because the person watches what comes of a decision."""
        self._rest.stop()
        self._count_if_behind()

    def _show_counts(self, albums: Sequence[Album]) -> None:
        self._counts |= {one.id: one.photos for one in albums if one.photos is not None}
        self._show()
        taken = (time.monotonic() - self._begun) * 1000
        self._rest.start(max(REST_MS, round(REST_FACTOR * taken)))

    def _count_if_behind(self) -> None:
        if self._is_behind:
            self.count()

    def _show(self) -> None:
        shown = [
            one if one.photos is not None else replace(one, photos=self._counts.get(one.id)) for one in self._listed
        ]
        self._tree.show_albums(lines_of_albums(shown))
