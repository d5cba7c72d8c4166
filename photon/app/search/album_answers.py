"""Albums in answers: their order, messages about unknown names, and which albums may be shown."""

from collections.abc import Iterable, Sequence

import numpy as np

from photon.app.search.telling_parts import tells_of_hidden
from photon.domain import Filter, Part, Query
from photon.domain.arrays import Ids
from photon.domain.metadata.album import Album, AlbumPath
from photon.domain.query.filter_kinds.known_kinds import group_of
from photon.domain.query.filter_kinds.names import ALBUM, ALBUMS
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.albums.smart_albums import smart_queries
from photon.library.db.veil import lifted
from photon.library.searches.filters import FindSmart, no_smart_photos


def albums_shown(library: Library) -> list[Album]:
    """Return all albums by name, except those with hidden photos only and smart ones whose searches reveal such photos.

    What an album contains includes the albums below it. Searches are not run: if the number of photos depends on one,
    it is None.
    """
    found = albums.list_albums(library)
    if not len(library.veiled):
        return found
    with lifted(library):
        filled = {one.id for one in albums.list_albums(library) if one.own}
    telling = {one.id for one in found if one.is_smart and tells_of_hidden(library, one.query)}
    nonempty = _with_parents(one for one in found if one.id in filled | telling)
    known = _with_parents(one for one in found if one.own or (one.is_smart and one.id not in telling))
    return [one for one in found if one.id not in telling and (one.path in known or one.path not in nonempty)]


def _with_parents(some: Iterable[Album]) -> set[AlbumPath]:
    return {one.path[:depth] for one in some for depth in range(1, len(one.path) + 1)}


def album_of_order(query: Query | None) -> str:
    """Return the album that orders the answer to a query; empty if the query has other parts or other filters."""
    if query is None or not query.only_limits:
        return ""
    named = [part for part in query.parts if ALBUM.is_kind_of(part) and not part.unwanted]
    return named[0].value if len(named) == 1 else ""


def in_album_order(library: Library, query: Query, smart: FindSmart = no_smart_photos) -> Ids | None:
    """Return the photos of an album in its order, int64 (n,); None if no album orders the answer to the query."""
    album = album_of_order(query)
    return photos_of_albums(library, albums.matching_albums(library, album), smart) if album else None


def photos_of_albums(library: Library, some: Sequence[int], smart: FindSmart) -> Ids:
    """Return the photos of albums, album by album, each in its order and without repetitions: int64 (n,).

    In a smart album, photos that its search does not find come last.
    """
    queries, found = smart_queries(library.db), dict[int, None]()
    for album in some:
        if album in queries:
            found.update(dict.fromkeys(smart(library, album).tolist()))
        found.update(dict.fromkeys(album_content.photos_in_order(library, [album])))
    return np.array([*found], np.int64)


def asks_for_albums(query: Query) -> bool:
    """Return whether changes of albums may change an answer."""
    return any(isinstance(part, Filter) and group_of(part) == ALBUMS for part in flat_parts(query.parts))


def unknown_albums(library: Library, query: Query) -> tuple[str, ...]:
    """Return a sentence for each unknown album in a query, with the most similar name."""
    shown: list[Album] | None = None
    found: dict[str, None] = {}
    for value in album_names(query.parts):
        if albums.matching_albums(library, value):
            continue
        shown = albums_shown(library) if shown is None else shown
        text = tr("There is no album “{album}”.", album=value)
        near = albums.nearest_album([one.path for one in shown], value)
        found[f"{text} {tr('Did you mean “{album}”?', album=near)}" if near else text] = None
    return tuple(found)


def album_names(parts: Sequence[Part]) -> list[str]:
    """Return the albums that the parts of a query name, as typed."""
    return [part.value for part in flat_parts(parts) if ALBUM.is_kind_of(part)]
