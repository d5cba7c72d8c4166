"""Keeps out terms that would reveal hidden photos: tags that only they have, and searches and runs about them."""

from collections.abc import Callable

from photon.app.search.telling_parts import tells_of_hidden
from photon.domain import Answer, Hit, Query
from photon.domain.metadata.run import Run
from photon.domain.metadata.tag import TagPath, tag_key
from photon.domain.query.saved_search import SavedSearch
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.searches import searches
from photon.library.tags import runs, tags


def tags_shown(
    library: Library, count: Callable[[Library], list[tuple[TagPath, int]]] = tags.all_tags
) -> list[tuple[TagPath, int]]:
    """Return every tag with its number of photos, or another ``count``, without tags that only hidden photos have."""
    counted = count(library)
    if not len(library.veiled):
        return counted
    with lifted(library):
        really = {tag_key(path): number for path, number in count(library)}
    return [(path, number) for path, number in counted if number or not really.get(tag_key(path))]


def runs_shown(library: Library) -> list[Run]:
    """Return all runs that changed photos, latest first, without those about hidden photos only."""
    found = runs.all_runs(library)
    if not len(library.veiled):
        return found
    left = runs.with_photos(library)
    with lifted(library):
        gone = runs.with_photos(library) - left
    return [run for run in found if run.id not in gone]


def saved_shown(library: Library) -> list[SavedSearch]:
    """Return all saved searches by name, without those that name a hidden photo."""
    return [saved for saved in searches.all_searches(library) if not tells_of_hidden(library, saved.text)]


def recent_shown(library: Library) -> list[str]:
    """Return the texts of recent searches, newest first, without those that name a hidden photo."""
    return [text for text in searches.recent(library) if not tells_of_hidden(library, text)]


def left_out(library: Library, search: Callable[[Library, Query], Answer], query: Query) -> list[Hit]:
    """Return the hidden photos that a search would find if nothing were hidden."""
    away = set(library.veiled.tolist())
    if not away:
        return []
    with lifted(library):
        return [hit for hit in search(library, query).hits if hit.photo in away]
