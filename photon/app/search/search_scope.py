"""What a query is answered from: which photos may be in its answer, and their vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

import numpy as np

from photon.app.search.tag_access import Visible
from photon.domain import AnyOf, Exact, Filter, Ignored, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import flat_parts, is_condition
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.photos import photos
from photon.library.searches import filters
from photon.library.searches.filters import FindSmart
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search.fusion import Fused


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """All photos of an answer, without reasons.

    Attributes:
        fused: The photos, best first.
        behind: Near-duplicates by the photo that they are folded behind.
        ignored: The parts of the query that cannot be used.
    """

    fused: Fused
    behind: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    ignored: Sequence[Ignored] = ()


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Where a query is answered, and how closely.

    Attributes:
        library: The library.
        among: The photos that meet the conditions and are not hidden, int64 (n,), ascending; None for all photos.
        within: The photos that are asked about, int64 (n,), ascending; None for all photos.
        closely: Whether the colours of the best photos are looked at.
        folds: Whether near-duplicates of examples are folded behind the best of them.
        is_clear: Whether only photos are asked for that clearly answer the query; others may follow.
    """

    library: Library
    among: Ids | None
    within: Ids | None = None
    closely: bool = False
    folds: bool = False
    is_clear: bool = False


class ScopeFinder:
    """Finds the photos that may be in an answer; used from reader threads."""

    def __init__(self, visible: Visible, find_smart: FindSmart) -> None:
        """Take what determines which photos may be in an answer, and what finds the photos of a smart album."""
        self._visible, self._find_smart = visible, find_smart

    def find(self, library: Library, query: Query, within: Ids | None = None, **how: bool) -> SearchScope:
        """Return the scope of a query; see ``SearchScope`` for the arguments.

        Raises:
            PhotonError: The searched folder has no photos.
        """
        return SearchScope(library, self._find_photos(library, query, within), within, **how)

    def narrow(self, scope: SearchScope, query: Query, variant: Query) -> Ids | None:
        """Return the photos that may be in the answer to one of the alternatives of a query."""
        if conditions_of(variant) == conditions_of(query):  # a condition may be one of several alternatives
            return scope.among
        return self._find_photos(scope.library, variant, scope.within)

    def _find_photos(self, library: Library, query: Query, within: Ids | None) -> Ids | None:
        conditions, today = conditions_of(query), datetime.now().astimezone().date()
        found = filters.matching(library, conditions, today, self._find_smart) if conditions else None
        shown = self._visible(library)
        with_missing = asks_for_missing(query.parts)
        if shown is not None and (found is None or not with_missing):  # ``matching`` finds no hidden photos anyway
            found = shown if found is None else np.intersect1d(shown, found, assume_unique=True)
        if within is not None:
            found = within if found is None else np.intersect1d(within, found, assume_unique=True)
        if query.folder is None:
            return found
        below = np.array(sorted(photos.below(library, query.folder, with_missing=with_missing)), np.int64)
        if not len(below):
            raise PhotonError(
                tr("There are no photos in {folder}.", folder=query.folder),
                tr("Check the spelling, or add the folder."),
            )
        return below if found is None else np.intersect1d(below, found, assume_unique=True)


def conditions_of(query: Query) -> list[AnyOf | Filter]:
    """Return the parts of a query that photos meet or not."""
    return [part for part in query.parts if is_condition(part)]


def index_for(library: Library, query: Query, among: Ids | None, encoder: str, index: VectorIndex) -> VectorIndex:
    """Return the vectors that a query is answered from.

    Args:
        library: The library.
        query: The query.
        among: The photos that may be in the answer, int64 (n,), or None for all that are there.
        encoder: Id of the encoder that made the vectors.
        index: The vectors of all photos that are there.

    Returns:
        ``index``, or the vectors of ``among`` if the query asks for missing photos and one of them has a vector.
    """
    if among is None or not asks_for_missing(query.parts):
        return index
    found, meanings = vectors.meanings_of(library, encoder, among.tolist(), with_missing=True)
    return VectorIndex.exact(found, meanings) if len(found) else index


def without_quoted(query: Query) -> tuple[Query, tuple[Ignored, ...]]:
    """Return a query without quoted texts if it asks for missing photos, and a message for each of them.

    Args:
        query: The query.

    Returns:
        The query that can be answered, and the parts that it leaves out.
    """
    if not asks_for_missing(query.parts):
        return query, ()
    quoted = [part for part in query.parts if any(isinstance(one, Exact) for one in flat_parts([part]))]
    message = tr("Photon can't search for text in missing photos.")
    hint = tr("Use tag:, album:, folder: or date: beside is:missing.")
    kept = tuple(part for part in query.parts if part not in quoted)
    return replace(query, parts=kept), tuple(Ignored(part, message, hint) for part in quoted)
