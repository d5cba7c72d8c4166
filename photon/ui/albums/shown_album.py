"""The album that is shown, and what is done with photos in it."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.domain.metadata.album import album_text
from photon.domain.metadata.tag import tag_key
from photon.domain.query.filter_kinds.names import ALBUM
from photon.language import tr, tr_n
from photon.ui.albums.album_tree import AlbumTree
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.context import WindowContext

ORDINARY = tr("This is not a smart album: its photos stay in it anyway.")
OWN_ORDER = tr("The search of a smart album puts its photos in order. You can choose another order above the photos.")
OUT_OF, NEVER_IN = tr("Remove from album"), tr("Never in this album")  # a smart album keeps photos out
NO_ALBUM = tr("Show an album first: click it in the left panel.")


class ShownAlbum:
    """The album that the search names, if it names one alone."""

    def __init__(self, context: WindowContext, tree: AlbumTree) -> None:
        self._context, self._tree = context, tree
        self._kept, self._grid = context.session.albums, context.part(PhotoGrid)
        self._name = ""  # as it was typed: maybe the end of a path

    def follow(self, results: ResultsState | None) -> None:
        """Highlight the album that these results are of."""
        query = results.query if results is not None else None
        named = [part for part in query.parts if ALBUM.is_kind_of(part)] if query else []
        only = named[0] if len(named) == 1 and not named[0].unwanted else None
        self._name = only.value if only is not None else ""
        self.highlight()

    def highlight(self) -> None:
        """Highlight the album in the list, and name the command that takes photos out of it."""
        key = self._key()
        self._tree.light(key)
        is_smart = any(one.is_smart and tag_key(one.path) == key for one in self._tree.albums)
        self._context.action("out-of-album").setText(NEVER_IN if is_smart else OUT_OF)

    def keep_photos(self) -> None:
        """Keep the photos in the smart album that is shown, whatever its search finds."""
        photos = self._photos()
        if photos and not self._tree.is_smart(self._name):
            self._context.say(ORDINARY)
        elif photos:
            album = self._name
            future = self._kept.add(album, photos)
            report_done(self._context, future, lambda count: words_kept(album, count, len(photos)))

    def remove(self) -> None:
        """Take the photos out of the album that is shown; a smart album keeps them out. They stay in the library."""
        photos, album = self._photos(), self._name
        words = _words_left_out if self._tree.is_smart(album) else _words_removed
        if photos:
            report_done(self._context, self._kept.remove(album, photos), lambda count: words(album, count))

    def choose_cover(self) -> None:
        """Let the photo stand for the album that is shown."""
        if photos := self._photos():
            words = tr("Changed the cover of “{album}”.", album=self._name)
            report_done(self._context, self._kept.set_cover(self._name, photos[0]), lambda _: words)

    def shift(self, *, later: bool) -> None:
        """Move the photos one place earlier or later in the album that is shown."""
        chosen = set(self._photos())
        if not chosen or self._tree.is_smart(self._name):
            self._context.say(OWN_ORDER if chosen else NO_ALBUM)
            return
        shown = self._grid.grid_model.ids
        some = [photo for photo in shown if photo in chosen]
        places = [place for place, photo in enumerate(shown) if photo in chosen]
        if not some or (places[-1] + 1 >= len(shown) if later else places[0] == 0):
            return
        before = shown[places[-1] + 2] if later and places[-1] + 2 < len(shown) else None
        before = before if later else shown[places[0] - 1]
        words = tr("Moved later in “{album}”.", album=self._name)
        if not later:
            words = tr("Moved earlier in “{album}”.", album=self._name)
        report_done(self._context, self._kept.move_photos(self._name, some, before), lambda _: words)

    def _key(self) -> str | None:
        """The key of the line that is shown."""
        if not self._name:
            return None
        key = tag_key(tuple(self._name.split("/")))
        keys = [tag_key(album.path) for album in self._tree.albums]
        return next((one for one in keys if one == key or one.endswith(f"\x1f{key}")), None)

    def _photos(self) -> list[int]:
        """The photos that are meant while an album is shown; none, and a sentence, where none is."""
        key, photos = self._key(), list(self._context.targets())
        if key is None:
            self._context.say(NO_ALBUM)
            return []
        self._name = next(album_text(album.path) for album in self._tree.albums if tag_key(album.path) == key)
        return photos


def report_done(context: WindowContext, future: Future[int], words: Callable[[int], str]) -> None:
    """Say what a step did to how many photos, once it is done; it can be undone."""
    context.bridge.call(future, lambda count: context.say(words(count), undo=True), context.widget)


def words_kept(album: str, count: int, asked: int) -> str:
    """Say that a smart album keeps photos."""
    if not count and asked:
        return tr("“{album}” keeps these photos already.", album=album)
    return tr_n("Kept {count:,} photo in “{album}”.", "Kept {count:,} photos in “{album}”.", count, album=album)


def _words_removed(album: str, count: int) -> str:
    return tr_n(
        "Removed {count:,} photo from “{album}”.", "Removed {count:,} photos from “{album}”.", count, album=album
    )


def _words_left_out(album: str, count: int) -> str:
    return tr_n(
        "{count:,} photo is left out of “{album}” from now on.",
        "{count:,} photos are left out of “{album}” from now on.",
        count,
        album=album,
    )
