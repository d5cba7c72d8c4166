"""The answer to words, alone or with examples and conditions; each alternative is ranked, the best score counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.answer_building import AnswerBuilder
from photon.app.search.colour_check import FIRST, ColourCheck
from photon.app.search.condition_answer import ConditionAnswer
from photon.app.search.query_composer import QueryComposer
from photon.app.search.query_translation import QueryTranslation, read_query
from photon.app.search.search_scope import ScopeFinder, SearchScope, index_for
from photon.domain import Answer, AnyOf, Exact, Ignored, Query
from photon.domain.arrays import Ids
from photon.domain.query.query import is_condition
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, expand_alternatives, merge_answers
from photon.search.binding import binds_colours
from photon.search.fusion import Fused, Meaning, fuse, fuse_all, limit_hits

_Rank = Callable[[Library, Query, Meaning, Ids | None], Fused]
_FUSE_POSSIBLE = partial(fuse_all, whole=False)
_NONE: Ids = np.zeros(0, np.int64)


def _fuse_some(library: Library, query: Query, meaning: Meaning, among: Ids | None) -> Fused:
    """Score some photos of an answer, without exchanging scores as second readings do that put photos in order."""
    return fuse(library, query, replace(meaning, reading=meaning.reading and meaning.reading.of_each), among)


class WordAnswer:
    """Answers queries with words; used from reader threads."""

    def __init__(  # noqa: PLR0913 - what answers, and what it is built with
        self,
        encoder: EncoderClient,
        index: Callable[[Library], VectorIndex],
        composer: QueryComposer,
        scopes: ScopeFinder,
        builder: AnswerBuilder,
        conditions: ConditionAnswer,
    ) -> None:
        """Create it from its dependencies.

        Args:
            encoder: The encoder that made the vectors.
            index: Returns the index of a library.
            composer: Makes the inputs of ranking.
            scopes: Finds the photos that may be in the answer to an alternative.
            builder: Builds answers.
            conditions: Answers if only conditions can be used.
        """
        self._encoder, self._index, self._composer, self._scopes = encoder, index, composer, scopes
        self._builder, self._conditions, self._colours = builder, conditions, ColourCheck(encoder)

    def page(self, scope: SearchScope, query: Query) -> Answer:
        """Return the best photos, with reasons.

        Raises:
            PhotonError: No part of the query can be used.
        """
        read, top = read_query(self._encoder, scope.library, query), query.top
        is_checked = scope.closely and binds_colours(read.english)
        if is_checked:  # the right ones may move up from below
            top = max(top, FIRST)
            read = read.of_length(top)
        answers, unused = self._rank(scope, read, fuse if scope.within is None else _fuse_some)
        ignored = (*_cut_off(query), *unused)
        if not answers:
            return self._conditions.page_without(scope, query, ignored)
        together = answers[0] if len(answers) == 1 else merge_answers(answers, top)
        is_whole = len(together.photos) + len(together.removed) < query.top
        if is_checked:
            together = limit_hits(self._colours.check(scope.library, read.english.words, together), query.top)
            read = read.of_length(query.top)
        answer = self._builder.build(scope.library, read, together)
        return replace(answer, ignored=ignored, is_whole=is_whole, translation=read.words)

    def everything(self, scope: SearchScope, query: Query) -> tuple[Fused, Mapping[int, tuple[int, ...]]]:
        """Return all photos, best first, without reasons; none is folded behind another."""
        read = read_query(self._encoder, scope.library, query)
        answers, _ = self._rank(scope, read, fuse_all)
        if not answers:
            return self._conditions.everything(scope, query)
        return merge_answers(answers, sum(len(each.photos) for each in answers)), {}

    def good(self, scope: SearchScope, query: Query) -> tuple[Ids, Sequence[Ignored]]:
        """Return the photos that clearly answer the query, best first, and its parts that cannot be used."""
        read = read_query(self._encoder, scope.library, query)
        answers, unused = self._rank(scope, read, _FUSE_POSSIBLE)
        found = merge_answers(answers, sum(len(each.photos) for each in answers)) if answers else None
        return (_NONE if found is None else found.photos[: found.strong]), (*_cut_off(query), *unused)

    def _rank(self, scope: SearchScope, read: QueryTranslation, rank: _Rank) -> tuple[list[Fused], Sequence[Ignored]]:
        """Return the answers to the alternatives of a query, without unusable ones; and the unusable parts."""
        answers, ignored = [], dict[Ignored, None]()
        # as typed, for names and tags; in English, for the encoder
        for variant, english in zip(expand_alternatives(read.typed), expand_alternatives(read.english), strict=True):
            among = self._scopes.narrow(scope, read.typed, variant)
            if among is not None and variant.only_limits:
                top = variant.top if rank is fuse else None
                answers.append(self._conditions.list_photos(replace(scope, among=among), variant, top))
                continue
            library = scope.library
            index = index_for(library, variant, among, self._encoder.id, self._index(library))
            meaning, unused = self._composer.compose(library, index, english, among)
            ignored.update(dict.fromkeys(unused))
            if meaning.terms or meaning.beside or any(isinstance(part, Exact) for part in variant.parts):
                answers.append(rank(library, variant, meaning, among))
        return answers, tuple(ignored)


def _cut_off(query: Query) -> list[Ignored]:
    """Return the message for too many combinations of alternatives."""
    many = count_alternatives(query)
    if many <= MAX_ALTERNATIVES:
        return []
    part = next(part for part in query.parts if isinstance(part, AnyOf) and not is_condition(part))
    said = tr(
        "This query has {many:,} combinations; only the first {most} were searched.", many=many, most=MAX_ALTERNATIVES
    )
    return [Ignored(part, said, tr("Use fewer alternatives."))]
