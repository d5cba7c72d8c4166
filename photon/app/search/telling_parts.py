"""Which parts of a query would reveal hidden photos: examples, and names of tags and albums that only they have."""

from collections.abc import Sequence

from photon.app.search.examples import whole_path
from photon.domain import Like, Part
from photon.domain.query.filter_kinds.names import ALBUM, TAG
from photon.domain.query.query import flat_parts
from photon.library import Library
from photon.library.albums import albums, smart_albums
from photon.library.db.veil import lifted
from photon.library.photos import photos
from photon.library.tags import tags
from photon.search.query_language import parse


def telling_parts(library: Library, parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a query that name a hidden photo, or a tag or album of hidden photos only."""
    if not len(library.veiled):
        return []
    return [part for part in parts if _tells(library, [part], frozenset())]


def tells_of_hidden(library: Library, text: str) -> bool:
    """Return whether a query, as text, has a part that would reveal hidden photos."""
    return bool(len(library.veiled)) and bool(telling_parts(library, parse(text).query.parts))


def _tells(library: Library, parts: Sequence[Part], seen: frozenset[int]) -> bool:
    """Check parts, including the searches of smart albums; those in ``seen`` are already being checked."""
    return any(_is_telling(library, part, seen) for part in flat_parts(parts))


def _is_telling(library: Library, part: Part, seen: frozenset[int]) -> bool:
    if isinstance(part, Like):
        return photos.is_veiled(library, part.photo, whole_path(part.path))
    if ALBUM.is_kind_of(part):
        return _is_telling_album(library, part.value, seen)
    if not TAG.is_kind_of(part) or _has_photos(library, part.value):
        return False
    with lifted(library):
        return _has_photos(library, part.value)


def _is_telling_album(library: Library, text: str, seen: frozenset[int]) -> bool:
    found, queries = albums.matching_albums(library, text), smart_albums.smart_queries(library.db)
    for album in {*found} & queries.keys() - seen:
        if _tells(library, parse(queries[album]).query.parts, seen | {album}):
            return True
    if not found or queries.keys() & {*found} or albums.has_any_photo(library, found):
        return False
    with lifted(library):
        return albums.has_any_photo(library, found)


def _has_photos(library: Library, tag: str) -> bool:
    return tags.are_given(library, tags.matching_tags(library, tag))
