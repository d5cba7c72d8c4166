"""Answers queries: by conditions alone, by examples, or by words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.condition_answer import EMPTY, ConditionAnswer, summarize
from photon.app.search.example_answer import ExampleAnswer
from photon.app.search.examples import ExampleEncoder, ExamplePictures
from photon.app.search.found_moments import shown_moments
from photon.app.search.query_composer import QueryComposer
from photon.app.search.search_scope import ScopeFinder, without_quoted
from photon.app.search.smart_albums import SmartAlbums
from photon.app.search.tag_access import TagAccess
from photon.app.search.text_vectors import Keep, TextVectorCache
from photon.app.search.word_answer import WordAnswer
from photon.domain import Answer, Hit, Ignored, Query
from photon.domain.arrays import Ids
from photon.domain.query.answer_rest import AnswerRest
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import is_condition
from photon.index import VectorIndex
from photon.library import Library
from photon.search.answer_summary import summarize_excluded
from photon.search.filter_hints import prepare_hints

_NONE: Ids = np.zeros(0, np.int64)
_SOME_WORDS = "an animal in the snow"


class QueryService:
    """Answers queries; one object per session, used from reader threads.

    Attributes:
        smart: Fills smart albums.
    """

    def __init__(
        self,
        encoder: EncoderClient,
        index: Callable[[Library], VectorIndex],
        examples: ExamplePictures,
        keep: Keep,
        tags: TagAccess = TagAccess(),  # noqa: B008 - it is frozen
    ) -> None:
        """Create it from its dependencies.

        Args:
            encoder: The encoder that made the vectors.
            index: Returns the index of a library.
            examples: Reads example pictures.
            keep: Called with the vectors of new words.
            tags: The tag functions it needs.
        """
        self._encoder, self._index = encoder, index
        self._texts = TextVectorCache(encoder, keep)
        self.smart = SmartAlbums(self.good_matches, lambda library: len(index(library)))
        self._scopes = ScopeFinder(tags.visible, self.smart.find)
        self._conditions, example_encoder = (
            ConditionAnswer(encoder, index, self.smart),
            ExampleEncoder(encoder, examples),
        )
        self._examples = ExampleAnswer(self._conditions, example_encoder)
        composer = QueryComposer(encoder, self._texts, example_encoder, tags.learned)
        self._words = WordAnswer(self._conditions, composer, self._scopes)

    def warm_up(self, library: Library) -> None:
        """Answer some words, so that the first search does not wait for what is read once; raises like ``search``.

        That are lists of words (.15 s), what is known of captions (.1 s) and the vectors (1 s of a million photos). By
        photo and words, it is two seconds with an encoder that has no everyday photos.
        """
        prepare_hints()
        if self._encoder.yardstick is None:
            self._texts.lexicon(library, self._index(library).sample)
        self.search(library, Query.build(_SOME_WORDS))

    def search(self, library: Library, query: Query, *, closely: bool = False, within: Ids | None = None) -> Answer:
        """Answer a query with its best photos; parts that cannot be used are reported, and the rest is answered.

        Args:
            library: Where to look.
            query: What is asked.
            closely: Also look whether colours are where the words put them (``search.binding``), which takes a second
                or two the first time; only worth it where ``binds_colours`` says so.
            within: The photos to look at, int64 (n,), ascending; None for all.

        Raises:
            PhotonError: It is empty, its folder is unknown, or no part of it can be used.
        """
        if query.empty:
            raise EMPTY
        query, quoted = without_quoted(query)
        scope = self._scopes.find(library, query, within, closely=closely)
        answer = self._way(query).page(scope, query)
        return replace(answer, ignored=(*quoted, *answer.ignored)) if quoted else answer

    def hits(self, library: Library, query: Query, some: Sequence[int]) -> tuple[Hit, ...]:
        """Return those of some photos that answer a query, at any rank, with reasons; raises like ``search``.

        Their scores are those before second readings that exchange the scores of an answer's best photos.

        Args:
            library: Where to look.
            query: What is asked.
            some: Photo ids.
        """
        within = np.unique(np.array(some, np.int64))
        return self.search(library, replace(query, top=max(1, len(within))), within=within).hits

    def rest(self, library: Library, query: Query, answer: Answer, *, fold: bool = False) -> AnswerRest:
        """Return all photos after the hits of an answer, best first; raises like ``search``.

        Args:
            library: Where to look.
            query: What is asked.
            answer: Result of ``search`` or ``similar``.
            fold: The same value as for ``similar``.
        """
        if answer.is_whole:
            return AnswerRest(sentence=answer.sentence, is_counted=answer.is_counted, excluded=answer.excluded)
        asked, _ = without_quoted(query)
        scope = self._scopes.find(library, asked, folds=fold, closely=answer.is_checked)
        found = self._way(asked).find_all(scope, asked)
        whole = found.fused
        shown = {photo for hit in answer.hits for photo in (hit.photo, *hit.alike)}
        left = ~np.isin(whole.photos, list(shown))
        photos, scores = whole.photos[left], whole.scores[left]
        strong = int(left[: whole.strong].sum())
        if query.shows_excluded and query.unwanted:
            answer = replace(answer, sentence=summarize_excluded(query, len(answer.hits) + len(photos)))
        elif not answer.is_counted:
            total = replace(whole, confident_total=answer.strong + strong)
            answer = replace(answer, sentence=summarize(query, answer.hits, total, answer.searchable))
        excluded = max(answer.excluded, whole.excluded)
        moments = shown_moments(library, whole.items, photos)
        return AnswerRest(photos, scores, strong, answer.sentence, not whole.is_cut, found.behind, moments, excluded)

    def similar(self, library: Library, query: Query, *, fold: bool) -> Answer:
        """Find photos similar in look and meaning to all examples of the query, without the examples themselves.

        With ``fold``, near-duplicates become one hit, with the others folded behind it.

        Raises:
            PhotonError: There is no example, or none is readable.
        """
        if not query.likes:
            raise EMPTY
        return self._examples.page(self._scopes.find(library, query, folds=fold), query)

    def good_matches(self, library: Library, query: Query) -> tuple[Ids, Sequence[Ignored]]:
        """Return all photos that clearly answer a query, best first, and its parts that cannot be used.

        Missing photos are left out, because smart albums have only photos that are there.
        """
        if asks_for_missing(query.parts):
            return _NONE, ()
        whole = self._way(query).find_all(self._scopes.find(library, query, is_clear=True), query)
        return whole.fused.photos[: whole.fused.strong], whole.ignored

    def _way(self, query: Query) -> ConditionAnswer | ExampleAnswer | WordAnswer:
        """Return what answers a query."""
        if query.only_limits:
            return self._conditions
        has_only_examples = query.likes and all(is_condition(part) or part in query.likes for part in query.parts)
        return self._examples if has_only_examples else self._words
