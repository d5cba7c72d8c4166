"""The hits of an answer: ranked photos with the paths that fit the query."""

from photon.domain import Hit, Query
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.photos import photos
from photon.search.fusion import Fused


def hits_of(library: Library, query: Query, fused: Fused) -> tuple[Hit, ...]:
    """Return hits with paths, without photos that were removed since the index was queried.

    Args:
        library: The library.
        query: The query; only if it asks for missing photos, these are hits, with their last paths.
        fused: The ranked photos.
    """
    ids, choice = fused.photos.tolist(), PathChoice(query=query)
    last = photos.last_places(library, ids, choice) if asks_for_missing(query.parts) else {}
    places = photos.places(library, ids, choice) | last
    return tuple(
        Hit(
            photo,
            round(score, 6),
            place < fused.strong,
            why,
            places[photo][0],
            copies=places[photo][1:],
            missing=photo in last,
            part=min(0, fused.items.get(photo, 0)),
        )
        for place, (photo, score, why) in enumerate(zip(ids, fused.scores.tolist(), fused.why, strict=True))
        if photo in places
    )
