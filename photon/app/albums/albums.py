"""The use cases of albums: create, fill, sort, rename and delete them; all can be undone, also after a restart."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.app.albums.search_renaming import follow_renamed
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.engine_questions import EngineQuestions
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.album_answers import albums_shown, photos_of_albums
from photon.app.search.smart_albums import SmartAlbums, leads_back
from photon.domain import Changes, PhotonError
from photon.domain.metadata.album import Album, AlbumPath, album_text, read_album_path
from photon.domain.query.filter_kinds.names import FOLDER
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.albums import album_content, album_tree, albums, smart_albums
from photon.library.searches.smart_counts import count_smart_trees
from photon.search.query_language import format_query, parse


class AlbumEditor:
    """Lists and changes albums; every change is broadcast and can be undone. Methods never wait.

    Albums are named by their paths as text, such as ``Trips/Italy 2024``. The Futures may raise PhotonError: the album
    does not exist, or a name is invalid or taken.
    """

    def __init__(self, store: LibraryThreads, history: History, questions: EngineQuestions) -> None:
        """Create it from the library's threads, the history, and what fills smart albums."""
        self._store = store
        self._questions = questions
        self._history = history

    def all_albums(self) -> Future[list[Album]]:
        """List all albums by name, except those with hidden photos only; photos of smart albums are not counted."""
        return self._store.count(albums_shown)

    def counted_albums(self) -> Future[list[Album]]:
        """List the same albums, and count the photos of smart ones; each search with words takes a moment."""
        return self._questions.ask(_count_albums)

    def problems(self, album: str) -> Future[tuple[str, ...]]:
        """Describe the problems of an album's search, one sentence each."""
        return self._questions.ask(_describe_problems, album)

    def left_out(self, album: str) -> Future[list[int]]:
        """List the photos that are kept out of a smart album, ascending."""
        return self._store.read(_list_left_out, album)

    def albums_of_photos(self, photos: Sequence[int]) -> Future[dict[int, list[AlbumPath]]]:
        """List the albums that a person put photos into, by photo."""
        return self._store.read(album_content.albums_of_photos, photos)

    def photos(self, album: str) -> Future[list[int]]:
        """The photos of an album in its order, then those of the albums below it."""
        return self._questions.ask(_list_photos, album)

    def make(self, album: str, photos: Sequence[int] = ()) -> Future[int]:
        """Make an album with these photos; tells how many they are."""
        return self._history.edit_and_tell(self._store, _make_album, album, photos)

    def make_smart(self, album: str, query: str, folder: str | None = None) -> Future[int]:
        """Create a smart album, or change the search of one; the Future gives 1 if it was created, otherwise 0.

        Args:
            album: The album.
            query: The search as text.
            folder: The folder that the search is limited to, or None.
        """
        return self._history.edit_and_tell(self._store, _make_smart_album, album, query, folder)

    def add(self, album: str, photos: Sequence[int], *, make: bool = False) -> Future[int]:
        """Put photos at the end of an album; tells how many were not in it before. With ``make`` it may be new."""
        return self._history.edit_and_tell(self._store, _add_photos, album, photos, make=make)

    def remove(self, album: str, photos: Sequence[int]) -> Future[int]:
        """Take photos out of an album and all below it; the Future gives how many were in one. The photos stay.

        Smart albums among these keep the photos out until they are added again.
        """
        return self._history.edit_and_tell(self._store, _remove_photos, album, photos)

    def move_photos(self, album: str, photos: Sequence[int], before: int | None) -> Future[int]:
        """Put photos of an album before another one of it (None: at the end), in the order given."""
        return self._change(
            album,
            lambda library, found: album_content.move_photos(library, found, photos, before),
            lambda name: tr("moved photos within the album “{album}”", album=name),
        )

    def set_cover(self, album: str, photo: int | None) -> Future[int]:
        """Choose the photo that stands for an album; None for its first one."""
        return self._change(
            album,
            lambda library, found: album_content.set_cover(library, found, photo),
            lambda name: tr("changed the cover of the album “{album}”", album=name),
        )

    def move(self, album: str, to: str) -> Future[int]:
        """Rename an album, or move it into another one, with all below it.

        Saved searches and smart albums that name one of them follow, in the same step.
        """

        def change(library: Library, found: int) -> Changes:
            with library.transaction() as db:
                before = album_tree.album_paths(db)
                changes = albums.move_album(library, found, read_album_path(to))
                return changes | follow_renamed(library, before) if changes else changes

        return self._change(
            album,
            change,
            lambda name: tr("renamed the album “{album}” to “{name}”", album=name, name=to),
        )

    def delete(self, album: str) -> Future[int]:
        """Delete an album and those below it; no photo is deleted."""
        return self._change(album, albums.delete_album, lambda name: tr("deleted the album “{album}”", album=name))

    def _change(self, album: str, change: Callable[[Library, int], Changes], name: Callable[[str], str]) -> Future[int]:
        """Change an album; the Future gives the number of photos that it concerns."""

        def act(library: Library) -> tuple[int, Changes]:
            found = album_tree.existing_album(library.db, read_album_path(album))
            spelled = _spelled(library, found)
            changes = change(library, found)
            library.journal.name_step(name(spelled))
            return len(changes.photos), changes

        return self._history.edit_and_tell(self._store, act)


def _checked_search(query: str, folder: str | None) -> str:
    """Return the text of a search, limited to a folder.

    Raises:
        PhotonError: A part of it cannot be used.
    """
    parsed = parse(query)
    if parsed.mistakes:
        wrong = parsed.mistakes[0]
        raise PhotonError(tr("This search can't fill an album: {problem}", problem=wrong.message), wrong.hint)
    if folder is None or parsed.query.empty:
        return query
    return format_query(replace(parsed.query, parts=(*parsed.query.parts, FOLDER.filter_by(folder))))


def _first(smart: SmartAlbums, library: Library, album: Album) -> int | None:
    """Return the first photo that the search of an album finds."""
    if not album.is_smart:
        return None
    found = smart.find(library, album.id)
    return int(found[0]) if len(found) else None


def _spelled(library: Library, album: int) -> str:
    return album_text(album_tree.existing_path(library.db, album))


def _count_albums(engine: EncoderEngine, library: Library) -> list[Album]:
    smart = engine.finding.smart
    counts = count_smart_trees(library, smart.find)
    return [
        replace(one, photos=counts.get(one.id, one.photos), cover=one.cover or _first(smart, library, one))
        for one in albums_shown(library)
    ]


def _describe_problems(engine: EncoderEngine, library: Library, album: str) -> tuple[str, ...]:
    return engine.finding.smart.problems(library, album_tree.existing_album(library.db, read_album_path(album)))


def _list_left_out(library: Library, album: str) -> list[int]:
    return smart_albums.vetoed_photos(library.db, album_tree.existing_album(library.db, read_album_path(album)))


def _list_photos(engine: EncoderEngine, library: Library, album: str) -> list[int]:
    found = album_tree.existing_album(library.db, read_album_path(album))
    below = album_tree.albums_below(library.db, [found])
    return [int(photo) for photo in photos_of_albums(library, below, engine.finding.smart.find)]


def _make_album(library: Library, album: str, photos: Sequence[int]) -> tuple[int, Changes]:
    made, changes = albums.make_album(library, read_album_path(album))
    added, more = album_content.add_photos(library, made, photos)
    library.journal.name_step(tr("made the album “{album}”", album=_spelled(library, made)))
    return added, changes | more


def _make_smart_album(library: Library, album: str, query: str, folder: str | None) -> tuple[int, Changes]:
    text = _checked_search(query, folder)
    with library.transaction():
        found, is_new, changes = smart_albums.store_smart_album(library, read_album_path(album), text)
        if leads_back(library, found):
            raise PhotonError(
                tr("The search of “{album}” leads back to the album itself.", album=_spelled(library, found)),
                tr("Leave out the filter album: that names it, or another album whose search does."),
            )
    name = tr("made the smart album “{album}”", album=_spelled(library, found))
    if not is_new:
        name = tr("changed the search of the smart album “{album}”", album=_spelled(library, found))
    library.journal.name_step(name)
    return int(is_new), changes


def _add_photos(library: Library, album: str, photos: Sequence[int], *, make: bool) -> tuple[int, Changes]:
    path, changes = read_album_path(album), Changes()
    if make and album_tree.find_album(library.db, path) is None:
        _, changes = albums.make_album(library, path)
    found = album_tree.existing_album(library.db, path)
    count, more = album_content.add_photos(library, found, photos)
    name = tr_n(
        "added {count:,} photo to the album “{album}”",
        "added {count:,} photos to the album “{album}”",
        count,
        album=_spelled(library, found),
    )
    library.journal.name_step(name)
    return count, changes | more


def _remove_photos(library: Library, album: str, photos: Sequence[int]) -> tuple[int, Changes]:
    found = album_tree.existing_album(library.db, read_album_path(album))
    count, changes = album_content.remove_photos(library, found, photos)
    name = tr_n(
        "removed {count:,} photo from the album “{album}”",
        "removed {count:,} photos from the album “{album}”",
        count,
        album=_spelled(library, found),
    )
    library.journal.name_step(name)
    return count, changes
