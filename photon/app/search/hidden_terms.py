"""Keeps out terms that would reveal hidden photos: tags that only they have, and searches and runs about them."""

from collections.abc import Callable, Sequence

from photon.app.search.album_answers import tells_of_hidden
from photon.app.search.examples import whole_path
from photon.domain import Answer, Filter, Hit, Like, Part, Query
from photon.domain.metadata.run import Run
from photon.domain.metadata.tag import TagPath, tag_key
from photon.domain.query.query import flat_parts
from photon.domain.query.saved_search import SavedSearch
from photon.library import Library
from photon.library.searches import searches
from photon.library.tags import hidden_photos, runs, tags
from photon.search.query_language import parse


def tags_shown(library: Library) -> list[tuple[TagPath, int]]:
    """Return every tag with its number of photos, without tags that only hidden photos have."""
    counted = tags.all_tags(library)
    if not len(library.veiled):
        return counted
    with hidden_photos.lifted(library):
        really = {tag_key(path): count for path, count in tags.all_tags(library)}
    return [(path, count) for path, count in counted if count or not really.get(tag_key(path))]


def runs_shown(library: Library) -> list[Run]:
    """Return all runs that changed photos, latest first, without those about hidden photos only."""
    found = runs.all_runs(library)
    if not len(library.veiled):
        return found
    left = runs.with_photos(library)
    with hidden_photos.lifted(library):
        gone = runs.with_photos(library) - left
    return [run for run in found if run.id not in gone]


def saved_shown(library: Library) -> list[SavedSearch]:
    """Return all saved searches by name, without those that name a hidden photo."""
    return [saved for saved in searches.all_searches(library) if not _tells(library, saved.text)]


def recent_shown(library: Library) -> list[str]:
    """Return the texts of recent searches, newest first, without those that name a hidden photo."""
    return [text for text in searches.recent(library) if not _tells(library, text)]


def telling_parts(library: Library, parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a query that name a hidden photo, or a tag or album of hidden photos only."""
    if not len(library.veiled):
        return []
    return [part for part in parts if any(_is_telling(library, one) for one in flat_parts([part]))]


def left_out(library: Library, search: Callable[[Library, Query], Answer], query: Query) -> list[Hit]:
    """Return the hidden photos that a search would find if nothing were hidden."""
    away = set(library.veiled.tolist())
    if not away:
        return []
    with hidden_photos.lifted(library):
        return [hit for hit in search(library, query).hits if hit.photo in away]


def _is_telling(library: Library, part: Part) -> bool:
    if isinstance(part, Like):
        return hidden_photos.holds(library, part.photo, whole_path(part.path))
    if tells_of_hidden(library, part):
        return True
    if not isinstance(part, Filter) or part.field != "tag" or _has_photos(library, part.value):
        return False
    with hidden_photos.lifted(library):
        return _has_photos(library, part.value)


def _has_photos(library: Library, tag: str) -> bool:
    return tags.are_given(library, tags.matching_tags(library, tag))


def _tells(library: Library, text: str) -> bool:
    return bool(len(library.veiled)) and bool(telling_parts(library, parse(text).query.parts))
