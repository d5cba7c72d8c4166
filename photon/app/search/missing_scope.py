"""Searches for missing photos: they are in no index and no table of texts, so their vectors are read when needed."""

from dataclasses import replace

from photon.domain import Exact, Ignored, Query
from photon.domain.arrays import Ids
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import flat_parts
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.vectors import vectors


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
    said = tr("Photon can't search for text in missing photos.")
    hint = tr("Use tag:, album:, folder: or date: beside is:missing.")
    kept = tuple(part for part in query.parts if part not in quoted)
    return replace(query, parts=kept), tuple(Ignored(part, said, hint) for part in quoted)
