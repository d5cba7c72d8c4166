"""Albums in the window: shown, made and filled, and what can be done with photos while an album is shown."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject

from photon.app.albums.search_renaming import renamed_query
from photon.domain import Changes, Query
from photon.domain.metadata.album import Album, AlbumPath, album_text, read_album_path
from photon.domain.metadata.tag import tag_key
from photon.domain.query.filter_kinds.names import ALBUM
from photon.language import tr, tr_n
from photon.ui.albums.album_panel import AlbumPanel
from photon.ui.albums.album_tree import AlbumTree
from photon.ui.albums.cover_cache import CoverCache
from photon.ui.albums.smart_album_controller import SmartAlbumController
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.search.saved_searches import SearchController
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.section import Section
from photon.ui.widgets.section_column import SectionColumn

REFRESH_MS = 200
NOTHING = tr("Select a photo first, then {press} to add it to an album.")
SEARCHED = frozenset({"marks", "vectors", "tags", "captions", "stacks", "folders", "encoders", "suggestions"})
"""Kinds of changes that may change what searches find."""
ORDINARY = tr("This is not a smart album: its photos stay in it anyway.")
OWN_ORDER = tr("The search of a smart album puts its photos in order. You can choose another order above the photos.")
OUT_OF, NEVER_IN = tr("Remove from album"), tr("Never in this album")  # a smart album keeps photos out
NO_ALBUM = tr("Show an album first: click it in the left panel.")


class AlbumController(QObject):
    """Keeps the albums of a window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bridge = context, context.bridge
        self._kept = context.session.albums
        self._bar, self._grid = context.part(SearchBar), context.part(PhotoGrid)
        self.tree = AlbumTree()
        self.tree.show_covers(CoverCache(context.session, context.bridge, self))
        self.section = Section(tr("Albums"), self.tree, kept_as="Albums")
        self.naming = AlbumPanel(context.widget, self._bar)
        self.smart = SmartAlbumController(context, self._bar, self.tree, self.naming)
        self._photos: list[int] = []
        self._shown = ""
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
        query = results.query if results is not None else None
        named = [part for part in query.parts if ALBUM.is_kind_of(part)] if query else []
        only = named[0] if len(named) == 1 and not named[0].unwanted else None
        self._shown = only.value if only is not None else ""
        self._light()

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
        words = _kept if self._is_smart(album) else _added
        self._report(self._kept.add(album, photos), lambda count: words(album, count, len(photos)))

    def keep_photos(self) -> None:
        """Keep the photos in the smart album that is shown, whatever its search finds."""
        photos = self._of_shown()
        if photos and not self._is_smart(self._shown):
            self._context.say(ORDINARY)
        elif photos:
            self.add(self._shown, photos)

    def remove(self) -> None:
        """Take the photos out of the album that is shown; a smart album keeps them out. They stay in the library."""
        photos = self._of_shown()
        album = self._shown
        if photos and self._is_smart(album):
            self._report(self._kept.remove(album, photos), lambda count: _left_out(album, count))
        elif photos:
            self._report(
                self._kept.remove(album, photos),
                lambda count: tr_n(
                    "Removed {count:,} photo from “{album}”.",
                    "Removed {count:,} photos from “{album}”.",
                    count,
                    album=album,
                ),
            )

    def choose_cover(self) -> None:
        """Let the photo stand for the album that is shown."""
        photos = self._of_shown()
        if photos:
            words = tr("Changed the cover of “{album}”.", album=self._shown)
            self._report(self._kept.set_cover(self._shown, photos[0]), lambda _: words)

    def shift(self, *, later: bool) -> None:
        """Move the photos one place earlier or later in the album that is shown."""
        chosen = set(self._of_shown())
        if not chosen or self._is_smart(self._shown):
            self._context.say(OWN_ORDER if chosen else NO_ALBUM)
            return
        shown = self._grid.grid_model.ids
        some = [photo for photo in shown if photo in chosen]
        places = [place for place, photo in enumerate(shown) if photo in chosen]
        if not some or (places[-1] + 1 >= len(shown) if later else places[0] == 0):
            return
        before = shown[places[-1] + 2] if later and places[-1] + 2 < len(shown) else None
        before = before if later else shown[places[0] - 1]
        words = tr("Moved later in “{album}”.", album=self._shown)
        if not later:
            words = tr("Moved earlier in “{album}”.", album=self._shown)
        self._report(self._kept.move_photos(self._shown, some, before), lambda _: words)

    # -- what comes of it ------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        return [album_text(album.path) for album in self.tree.albums]

    def _is_smart(self, album: str) -> bool:
        found = self.tree.album(album)
        return found is not None and found.is_smart

    def _light(self) -> None:
        """Highlight the album that is shown."""
        key = self._key_shown()
        self.tree.light(key)
        is_smart = any(one.is_smart and tag_key(one.path) == key for one in self.tree.albums)
        self._context.action("out-of-album").setText(NEVER_IN if is_smart else OUT_OF)

    def _key_shown(self) -> str | None:
        """The key of the line that is shown: what was typed may be the end of a path."""
        if not self._shown:
            return None
        key = tag_key(tuple(self._shown.split("/")))
        keys = [tag_key(album.path) for album in self.tree.albums]
        return next((one for one in keys if one == key or one.endswith(f"\x1f{key}")), None)

    def _of_shown(self) -> list[int]:
        """The photos that are meant while an album is shown; none, and a sentence, where none is."""
        key, photos = self._key_shown(), list(self._context.targets())
        if key is None:
            self._context.say(NO_ALBUM)
            return []
        self._shown = next(album_text(album.path) for album in self.tree.albums if tag_key(album.path) == key)
        return photos

    def _take_name(self, album: str, photos: Sequence[int]) -> None:
        self._made = album
        if photos:
            future = self._kept.add(album, photos, make=True)
            self._report(future, lambda count: _added(album, count, len(photos)))
        else:
            self._report(self._kept.make(album), lambda _: tr("Made the album “{album}”.", album=album))

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
        self._report(self._kept.delete(album), lambda _: words)

    def _report(self, future: Future[int], words: Callable[[int], str]) -> None:
        self._bridge.call(future, lambda count: self._context.say(words(count), undo=True), self)

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
        self._light()
        self.section.setVisible(bool(albums))


def _kept(album: str, count: int, asked: int) -> str:
    if not count and asked:
        return tr("“{album}” keeps these photos already.", album=album)
    return tr_n("Kept {count:,} photo in “{album}”.", "Kept {count:,} photos in “{album}”.", count, album=album)


def _left_out(album: str, count: int) -> str:
    return tr_n(
        "{count:,} photo is left out of “{album}” from now on.",
        "{count:,} photos are left out of “{album}” from now on.",
        count,
        album=album,
    )


def _added(album: str, count: int, asked: int) -> str:
    if not count and asked:
        return tr("“{album}” has these photos already.", album=album)
    return tr_n("Added {count:,} photo to “{album}”.", "Added {count:,} photos to “{album}”.", count, album=album)
