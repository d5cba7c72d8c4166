"""Saved searches and smart albums that name an album, when it gets another name or place.

A search names an album by its name, or by the end of its path. What a search named before must be what it names
afterwards, so the filters of a renamed album are rewritten. Everything else in a search stays as it was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from photon.domain import AnyOf, ChangeKind, Changes, Option, Part, Query, changed
from photon.domain.metadata.album import LONGEST_QUERY
from photon.domain.query.filter_kinds.names import ALBUM
from photon.library import Library
from photon.library.albums import albums, smart_albums
from photon.library.albums.album_tree import album_paths
from photon.library.searches import searches
from photon.search.query_language import format_query, parse, part_text

Paths = Mapping[int, Sequence[str]]
"""The paths of all albums by id."""


def follow_renamed(library: Library, before: Paths) -> Changes:
    """Rewrite all searches that name albums whose paths have changed; part of the transaction that changed them.

    Args:
        library: Open for writing.
        before: The paths of all albums before the change.
    """
    kinds: set[ChangeKind] = set()
    with library.transaction() as db:
        after = album_paths(db)
        for saved in searches.all_searches(library):
            text = renamed_in(saved.text, before, after)
            if text != saved.text:
                searches.store_search(library, replace(saved, text=text))
                kinds.add("searches")
        for album, query in smart_albums.smart_queries(db).items():
            text = renamed_in(query, before, after)
            if text != query and len(text) <= LONGEST_QUERY:
                smart_albums.set_query_within(db, album, text)
                kinds.add("albums")
    return changed(*kinds) if kinds else Changes()


def renamed_in(text: str, before: Paths, after: Paths) -> str:
    """Return a search that names the same albums after they got other paths; unchanged if it does so already.

    Args:
        text: The search as text.
        before: The former paths of albums.
        after: Their paths now.
    """
    if "album" not in text.casefold():
        return text
    parsed = parse(text)
    query = renamed_query(parsed.query, before, after)
    if query.parts == parsed.query.parts:
        return text
    new = text
    for was, part, (start, end) in reversed(list(zip(parsed.query.parts, query.parts, parsed.spans, strict=False))):
        if part != was:
            new = f"{new[:start]}{part_text(part)}{new[end:]}"
    return new if parse(new).query.parts == query.parts else format_query(query)


def renamed_query(query: Query, before: Paths, after: Paths) -> Query:
    """Return a query that names the same albums after they got other paths.

    Args:
        query: The query.
        before: The former paths of albums.
        after: Their paths now.
    """
    return replace(query, parts=tuple(_renamed_part(part, before, after) for part in query.parts))


def _renamed_part(part: Part, before: Paths, after: Paths) -> Part:
    if isinstance(part, AnyOf):
        options = [renamed for option in part.options for renamed in _renamed_option(option, before, after)]
        return replace(part, options=tuple(dict.fromkeys(options)))
    if not ALBUM.is_kind_of(part):
        return part
    names = _names_now(part.value, before, after)
    if len(names) == 1:
        return replace(part, value=names[0])
    return AnyOf(tuple(map(ALBUM.filter_by, names)), unwanted=part.unwanted)


def _renamed_option(option: Option, before: Paths, after: Paths) -> list[Option]:
    if not ALBUM.is_kind_of(option):
        return [option]
    names = _names_now(option.value, before, after)
    if option.unwanted and len(names) > 1:  # neither of both can't be said within brackets
        return [option]
    return [replace(option, value=name) for name in names]


def _names_now(name: str, before: Paths, after: Paths) -> list[str]:
    """Return names that together stand for the albums that ``name`` stood for; itself if it still does."""
    meant = albums.albums_named(before, name)
    left = set(albums.albums_named(after, name))
    lost = [album for album in meant if album not in left and album in after]
    if not lost:
        return [name]
    length = len([part for part in name.split("/") if part.strip()])
    kept = [name] if left.intersection(meant) else []
    return list(dict.fromkeys([*kept, *(_shortest_name(album, length, after) for album in lost)]))


def _shortest_name(album: int, length: int, paths: Paths) -> str:
    """Return the end of an album's path, of at least this length if possible, that names no other album."""
    path = paths[album]
    ends = ("/".join(path[-size:]) for size in range(min(length, len(path)), len(path) + 1))
    return next((end for end in ends if list(albums.albums_named(paths, end)) == [album]), "/".join(path))
