"""Albums in the window: shown, made and filled, and what can be done with photos while an album is shown."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from photon.app.albums.search_renaming import renamed_query
from photon.domain import Changes, Query
from photon.domain.metadata.album import Album, AlbumPath, album_text, read_album_path
from photon.domain.query.filter_kinds.names import ALBUM
from photon.language import tr, tr_n
from photon.ui.albums.album_panel import AlbumPanel
from photon.ui.albums.album_tree import AlbumTree
from photon.ui.albums.cover_cache import CoverCache
from photon.ui.albums.shown_album import ShownAlbum, report_done, words_kept
from photon.ui.albums.smart_album_controller import SmartAlbumController
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.search.search_bar import SearchBar
from photon.ui.search.search_controller import SearchController
from photon.ui.widgets.section import Section
from photon.ui.widgets.section_column import SectionColumn

REFRESH_MS = 200
NOTHING = tr("Select a photo first, then {press} to add it to an album.")
SEARCHED = frozenset({
    "marks", "vectors", "tags", "captions", "facts", "people", "stacks", "folders", "encoders", "suggestions",
    "answers",
})  # fmt: skip
"""Kinds of changes that may change what searches find."""


class AlbumController(QObject):
    """Keeps the albums of a window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bridge = context, context.bridge
        self._kept = context.session.albums
        self._bar = context.part(SearchBar)
        self.tree = AlbumTree()
        self.tree.show_covers(CoverCache(context.session, context.bridge, self))
        self.section = Section(tr("Albums"), self.tree, kept_as="Albums")
        self.naming = AlbumPanel(context.widget, self._bar)
        self.shown = ShownAlbum(context, self.tree)
        self.smart = SmartAlbumController(context, self._bar, self.tree, self.naming)
        self._photos: list[int] = []
        self._made = ""
        self._latest = LatestRequest(context.bridge, self)
        self._refresh = SpacedTimer(self, REFRESH_MS, self.refresh)
        self._connect()
        context.part(SearchController).naming.album_wanted.connect(self.smart.ask_name)
        self.refresh()

    def _connect(self) -> None:
        self.naming.named.connect(lambda album: self._take_name(album, self._photos))
        self.naming.empty_named.connect(lambda album: self._take_name(album, []))
        self.smart.made.connect(self._unfold_when_listed)
        self.naming.left.connect(self._context.focus_page)
        self.tree.search_wanted.connect(self.show_album)
        self.tree.new_wanted.connect(self.ask_new)
        self.tree.renamed.connect(self._rename)
        self.tree.remove_wanted.connect(self._delete)
        self.tree.photos_dropped.connect(self.add)
        self._context.news.followed.connect(self.follow)
        self._bridge.changed.connect(self._hear)

    def show_all(self) -> None:
        """Unfold the list of albums, or ask for the name of the first one."""
        if self.section.isHidden():
            self.ask_new()
        else:
            self._context.part(SectionColumn).open_section(self.section)

    def refresh(self) -> None:
        """Ask for the albums again."""
        self._latest.ask(self._kept.all_albums(), self._show)

    def show_album(self, album: str) -> None:
        """Show the photos of an album, and the filter in the bar."""
        self._bar.recall(Query(parts=(ALBUM.filter_by(album),)))
        self._context.search(self._bar.query())

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Light up the album that is shown.

        Args:
            page: What is shown.
            results: What the page shows if it is that of the results.
        """
        del page
        self.smart.follow(results)
        self.shown.follow(results)

    # -- asked for -----------------------------------------------------------------------------------

    def ask_album(self) -> None:
        """Let the person name the album that the photos are added to."""
        photos = self._context.targets()
        if not photos:
            self._context.say(with_way(NOTHING, "album"))
            return
        self._photos = list(photos)
        title = tr_n("Add {count:,} photo to", "Add {count:,} photos to", len(photos))
        self.naming.ask(title, self._names(), adds=True)

    def ask_new(self, within: str = "") -> None:
        """Let the person name a new album for the photos, in another one or on the top level."""
        self._photos = photos = list(self._context.targets())
        title = tr_n("New album with {count:,} photo", "New album with {count:,} photos", len(photos))
        title = title if photos else tr("New album")
        self.naming.ask(title, self._names(), f"{within}/" if within else "", adds=False, takes=bool(photos))

    def add(self, album: str, photos: Sequence[int]) -> None:
        """Add photos to an album that is there."""
        words = words_kept if self.tree.is_smart(album) else _words_added
        report_done(self._context, self._kept.add(album, photos), lambda count: words(album, count, len(photos)))

    # -- what comes of it ------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        return [album_text(album.path) for album in self.tree.albums]

    def _take_name(self, album: str, photos: Sequence[int]) -> None:
        self._made = album
        if photos:
            future = self._kept.add(album, photos, make=True)
            report_done(self._context, future, lambda count: _words_added(album, count, len(photos)))
        else:
            words = tr("Made the album “{album}”.", album=album)
            report_done(self._context, self._kept.make(album), lambda _: words)

    def _rename(self, album: str, to: str) -> None:
        before = {one.id: one.path for one in self.tree.albums}

        def done(_: int) -> None:
            self._context.say(tr("Renamed “{before}” to “{now}”.", before=album, now=to), undo=True)
            self._follow_renamed(before, read_album_path(album), read_album_path(to))

        self._bridge.call(self._kept.move(album, to), done, self)

    def _follow_renamed(self, before: Mapping[int, AlbumPath], old: AlbumPath, new: AlbumPath) -> None:
        """Let the search that is shown name a renamed album as saved searches now do."""
        after = {one: (*new, *path[len(old) :]) if path[: len(old)] == old else path for one, path in before.items()}
        query = self._bar.query()
        if query is not None and (renamed := renamed_query(query, before, after)) != query:
            self._bar.recall(renamed)
            self._context.search(self._bar.query())

    def _delete(self, album: str) -> None:
        words = tr("Deleted the album “{album}”. Its photos are untouched.", album=album)
        report_done(self._context, self._kept.delete(album), lambda _: words)

    # -- changes -------------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "albums" in changes.kinds or changes.gone:
            self.smart.hurry()
        if changes.kinds & {"albums", "photos"}:
            self._refresh.request()
        elif changes.kinds & SEARCHED:
            self.smart.count()

    def _unfold_when_listed(self, album: str) -> None:
        self._made = album
        self.refresh()

    def _show(self, albums: list[Album]) -> None:
        self.smart.show(albums)
        if self._made and self.tree.index_of(self._made).isValid():
            self.tree.unfold(self._made)
            self._made = ""
        self.shown.highlight()
        self.section.setVisible(bool(albums))


def _words_added(album: str, count: int, asked: int) -> str:
    if not count and asked:
        return tr("“{album}” has these photos already.", album=album)
    return tr_n("Added {count:,} photo to “{album}”.", "Added {count:,} photos to “{album}”.", count, album=album)
