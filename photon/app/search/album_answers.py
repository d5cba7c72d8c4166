"""Albums in answers: their order, messages about unknown names, and which albums may be shown."""

from collections.abc import Sequence

import numpy as np

from photon.domain import Filter, Part, Query
from photon.domain.arrays import Ids
from photon.domain.metadata.album import Album
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_photos, albums
from photon.library.tags import hidden_photos


def albums_shown(library: Library) -> list[Album]:
    """Return all albums by name, without those that contain only hidden photos."""
    found = albums.list_albums(library)
    if not len(library.veiled):
        return found
    with hidden_photos.lifted(library):
        really = {one.id: one.photos for one in albums.list_albums(library)}
    return [one for one in found if one.photos or not really.get(one.id)]


def album_of_order(query: Query | None) -> str:
    """Return the album that orders the answer to a query; empty if the query has other parts or other filters."""
    if query is None or not query.only_limits:
        return ""
    named = [part for part in query.parts if isinstance(part, Filter) and part.field == "album" and not part.unwanted]
    return named[0].value if len(named) == 1 else ""


def in_album_order(library: Library, query: Query) -> Ids | None:
    """Return the photos of an album in its order, int64 (n,); None if no album orders the answer to the query."""
    album = album_of_order(query)
    if not album:
        return None
    found = album_photos.photos_in_order(library, albums.matching_albums(library, album))
    return np.array(found, np.int64)


def asks_for_albums(query: Query) -> bool:
    """Return whether changes of albums may change an answer."""
    return any(
        isinstance(part, Filter) and (part.field == "album" or (part.field == "has" and part.value.startswith("album")))
        for part in flat_parts(query.parts)
    )


def unknown_albums(library: Library, query: Query) -> tuple[str, ...]:
    """Return a sentence for each unknown album in a query, with the most similar name."""
    shown: list[Album] | None = None
    told: dict[str, None] = {}
    for value in _named(query.parts):
        if albums.matching_albums(library, value):
            continue
        shown = albums_shown(library) if shown is None else shown
        said = tr("There is no album “{album}”.", album=value)
        near = albums.nearest_album([one.path for one in shown], value)
        told[f"{said} {tr('Did you mean “{album}”?', album=near)}" if near else said] = None
    return tuple(told)


def tells_of_hidden(library: Library, part: Part) -> bool:
    """Return whether a part of a query names an album that contains only hidden photos."""
    if not isinstance(part, Filter) or part.field != "album":
        return False
    found = albums.matching_albums(library, part.value)
    if not found or albums.has_any_photo(library, found):
        return False
    with hidden_photos.lifted(library):
        return albums.has_any_photo(library, found)


def _named(parts: Sequence[Part]) -> list[str]:
    return [part.value for part in flat_parts(parts) if isinstance(part, Filter) and part.field == "album"]
