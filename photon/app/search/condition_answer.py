"""The answer to conditions alone: all photos that meet them, in the order of an album or newest first.

Answers to words and examples are built here, too.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.album_answers import in_album_order, unknown_albums
from photon.app.search.found_moments import find_moments
from photon.app.search.notices import notices_for, things_notices, unknown_topics
from photon.app.search.query_translation import QueryTranslation
from photon.app.search.search_scope import SearchScope, WholeAnswer, conditions_of, index_for
from photon.app.search.smart_albums import SmartAlbums
from photon.domain import Answer, Exact, Hit, Ignored, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.photo.page_text import TextLine
from photon.domain.query.filter_kinds.people import named_people
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.filter_kinds.texts import TEXT
from photon.domain.query.query import Moment, wanted_parts
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.duplicates.picture_pairs import copy_sets
from photon.library.people.people_filters import seconds_of_people
from photon.library.photos import photos
from photon.library.stacks.stacks import stacks_of
from photon.library.text import texts
from photon.search.answer_summary import (
    summarize_all_excluded,
    summarize_answer,
    summarize_excluded,
    summarize_family,
    summarize_filter_matches,
    summarize_text_matches,
)
from photon.search.fusion import Fused
from photon.search.text.text_marks import asked_texts, telling_line
from photon.search.text.unknown_words import unknown_words_notices

EMPTY = PhotonError(tr("The search is empty."), tr("Type what you are looking for, for example: a dog on the beach"))
_NONE: Ids = np.zeros(0, np.int64)
_WHOLE: tuple[int, tuple[Moment, ...]] = (0, ())


class ConditionAnswer:
    """Answers queries without words and examples, and builds all answers; used from reader threads.

    Attributes:
        encoder: The encoder that made the vectors.
        index: Returns the index of a library.
    """

    def __init__(self, encoder: EncoderClient, index: Callable[[Library], VectorIndex], smart: SmartAlbums) -> None:
        """Take the encoder that made the vectors, what returns the index of a library, and the smart albums."""
        self.encoder, self.index, self._smart = encoder, index, smart

    def page(self, scope: SearchScope, query: Query) -> Answer:
        """Return the first photos."""
        fused = self.list_photos(scope, query, query.top)
        answer = self.build(scope.library, QueryTranslation(query, query), fused)
        answer = replace(answer, is_whole=fused.confident_total <= query.top)
        if not fused.confident_total:
            return answer
        return replace(answer, sentence=summarize_filter_matches(query, fused.confident_total))

    def page_without(self, scope: SearchScope, query: Query, ignored: Sequence[Ignored]) -> Answer:
        """Return the first photos for a query none of whose other parts can be used.

        Raises:
            PhotonError: It has no conditions.
        """
        if scope.among is None or not conditions_of(query):
            raise PhotonError(ignored[0].message, ignored[0].hint) if ignored else EMPTY
        return replace(self.page(scope, query), ignored=tuple(ignored))

    def find_all(self, scope: SearchScope, query: Query) -> WholeAnswer:
        """Return all photos."""
        return WholeAnswer(self.list_photos(scope, query, None))

    def list_photos(self, scope: SearchScope, query: Query, top: int | None) -> Fused:
        """Return the first ``top`` photos, or all, as an answer with equal scores."""
        with_missing = asks_for_missing(query.parts)
        ids = None if with_missing else in_album_order(scope.library, query, self._smart.find)
        if ids is None:
            ids = photos.newest_first(scope.library, with_missing=with_missing)
        ids = ids[np.isin(ids, _NONE if scope.among is None else scope.among)]
        shown = ids[:top]
        return Fused(shown, np.ones(len(shown), np.float32), len(shown), (("filter",),) * len(shown), len(ids))

    def vectors_for(self, scope: SearchScope, query: Query) -> VectorIndex:
        """Return the vectors that a query is answered from."""
        return index_for(scope.library, query, scope.among, self.encoder.id, self.index(scope.library))

    def build(self, library: Library, read: QueryTranslation, fused: Fused) -> Answer:
        """Return the answer to a query that shows these photos."""
        query = read.typed
        # From the index: counting the vectors of 100,000 photos in the database takes 100 ms.
        index, present = self.index(library), photos.count(library)
        # whose photos the parts are is only asked if whole photos are too few: a video has a dozen
        is_all = (index.labels() > 0).sum() >= present
        searchable = 1.0 if is_all else min(1.0, len(index.photos()) / present)
        hits = hits_of(library, query, fused)
        return Answer(
            hits,
            sum(hit.strong for hit in hits),
            searchable,
            summarize(query, hits, fused, searchable),
            (
                *unknown_albums(library, query),
                *unknown_topics(library, query),
                *things_notices(library, query),
                *self._smart.notices(library, query),
                *notices_for(self.encoder, read.english, hits, read.sentence),
                *unknown_words_notices(read.unknown),
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
    sentence = sentence or summarize_family(query, fused.family)
    sentence = sentence or summarize_answer(query, scores, fused.confident_total, searchable, fused.presence)
    if not hits and conditions_of(query):
        sentence = summarize_answer(query, (), 0, 1.0)  # whatever the other parts are, they leave no photo
    elif not hits and any(isinstance(part, Exact) and part.unwanted for part in query.parts):
        sentence = summarize_filter_matches(query, 0)
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
    last = photos.last_paths_of_photos(library, ids, choice) if asks_for_missing(query.parts) else {}
    paths = photos.paths_of_photos(library, ids, choice) | last
    lines = _telling_lines(library, query, fused)
    told = seconds_of_people(library, named_people(query.parts), ids) | {
        photo: line.seconds for photo, line in lines.items() if line.seconds
    }
    # a typed file name means the whole video
    found = find_moments(library, fused.items, fused.photos[fused.filename_matches :])
    return tuple(
        Hit(
            photo,
            round(score, 6),
            place < fused.strong,
            why,
            paths[photo][0],
            copies=paths[photo][1:],
            missing=photo in last,
            line=lines[photo].text if photo in lines else "",
            told=told.get(photo),
            part=found.get(photo, _WHOLE)[0],
            moments=found.get(photo, _WHOLE)[1],
        )
        for place, (photo, score, why) in enumerate(zip(ids, fused.scores.tolist(), fused.why, strict=True))
        if photo in paths
    )


def _telling_lines(library: Library, query: Query, fused: Fused) -> dict[int, TextLine]:
    """Return the line of text that matches in each photo where one does."""
    asked = asked_texts(query)
    is_asked = any(map(TEXT.is_kind_of, wanted_parts(query.parts)))
    some = [photo for photo, why in zip(fused.photos.tolist(), fused.why, strict=True) if is_asked or "text" in why]
    found = texts.pages(library, some) if some else {}
    told = {photo: telling_line(page.lines, asked) for photo, page in found.items()}
    return {photo: line for photo, line in told.items() if line is not None}
