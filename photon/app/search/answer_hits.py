"""The hits of an answer: ranked photos with the paths that fit the query."""

from photon.domain import Hit, Query
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.filter_kinds.texts import TEXT
from photon.domain.query.query import flat_parts
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.photos import photos
from photon.library.text import texts
from photon.search.fusion import Fused
from photon.search.text.text_marks import asked_texts, telling_line


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
    lines = _telling_lines(library, query, fused)
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
            line=lines.get(photo, ""),
        )
        for place, (photo, score, why) in enumerate(zip(ids, fused.scores.tolist(), fused.why, strict=True))
        if photo in places
    )


def _telling_lines(library: Library, query: Query, fused: Fused) -> dict[int, str]:
    """Return the line of text that matches in each photo where one does."""
    asked, is_asked = asked_texts(query), any(map(TEXT.is_kind_of, flat_parts(query.parts)))
    some = [photo for photo, why in zip(fused.photos.tolist(), fused.why, strict=True) if is_asked or "text" in why]
    found = texts.pages(library, some) if some else {}
    return {photo: telling_line([line.text for line in page.lines], asked) for photo, page in found.items()}
