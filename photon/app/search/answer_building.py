"""Answers as the window and the terminal show them, from ranked photos."""

from collections.abc import Callable, Sequence

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.album_answers import unknown_albums
from photon.app.search.notices import notices_for
from photon.app.search.query_translation import QueryTranslation
from photon.app.search.search_scope import conditions_of
from photon.app.search.smart_albums import SmartAlbums
from photon.domain import Answer, Exact, Hit, Query
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.index import VectorIndex
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.duplicates.picture_pairs import copy_sets
from photon.library.photos import photos
from photon.library.stacks.stacks import stacks_of
from photon.search.answer_summary import (
    summarize_all_excluded,
    summarize_answer,
    summarize_excluded,
    summarize_filter_matches,
    summarize_text_matches,
)
from photon.search.fusion import Fused


class AnswerBuilder:
    """Builds answers; used from reader threads."""

    def __init__(self, encoder: EncoderClient, index: Callable[[Library], VectorIndex], smart: SmartAlbums) -> None:
        """Take the encoder that made the vectors, what returns the index of a library, and the smart albums."""
        self._encoder, self._index, self._smart = encoder, index, smart

    def build(self, library: Library, read: QueryTranslation, fused: Fused) -> Answer:
        """Return the answer to a query that shows these photos."""
        query = read.typed
        # From the index: counting the vectors of 100,000 photos in the database takes 100 ms.
        present = photos.count(library)
        searchable = min(1.0, len(self._index(library).photos()) / present) if present else 1.0
        hits = hits_of(library, query, fused)
        return Answer(
            hits,
            sum(hit.strong for hit in hits),
            searchable,
            summarize(query, hits, fused, searchable),
            (
                *unknown_albums(library, query),
                *self._smart.notices(library, query),
                *notices_for(self._encoder, read.english, hits, read.sentence),
            ),
            is_whole=len(fused.photos) < query.top,
            is_counted=not fused.is_cut,
            excluded=fused.excluded,
            stacks=tuple(dict.fromkeys(stacks_of(library, [hit.photo for hit in hits]).values())),
            copies=() if query.only_limits else tuple(copy_sets(library, [hit.photo for hit in hits])),
        )


def summarize(query: Query, hits: Sequence[Hit], fused: Fused, searchable: float) -> str:
    """Return the sentence above an answer."""
    if query.shows_excluded and query.unwanted:
        return summarize_excluded(query, len(hits))
    sentence = summarize_text_matches(query, hits, fused.filename_matches, fused.exact_matches, fused.confident_total)
    scores = [hit.score for hit in hits]
    sentence = sentence or summarize_answer(query, scores, fused.confident_total, searchable, fused.presence)
    if not hits and conditions_of(query):
        sentence = summarize_answer(query, (), 0, 1.0)  # whatever the other parts are, they leave no photo
    elif not hits and any(isinstance(part, Exact) and part.unwanted for part in query.parts):
        sentence = summarize_filter_matches(0)
    elif not hits and fused.excluded and query.unwanted:
        sentence = summarize_all_excluded(query)
    return sentence


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
