"""The answer to words, alone or with examples and conditions; each alternative is ranked, the best score counts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from photon.app.search.colour_check import FIRST, ColourCheck
from photon.app.search.condition_answer import ConditionAnswer
from photon.app.search.query_composer import QueryComposer
from photon.app.search.query_translation import QueryTranslation, read_query
from photon.app.search.search_scope import ScopeFinder, SearchScope, WholeAnswer
from photon.domain import Answer, AnyOf, Exact, Ignored, Query
from photon.domain.arrays import Ids
from photon.domain.query.query import is_condition
from photon.language import tr
from photon.library import Library
from photon.library.searches.judging import library_shift
from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, merge_answers
from photon.search.binding import binds_colours
from photon.search.fusion import Fused, Meaning, fuse, fuse_all, limit_hits
from photon.search.text.unknown_words import is_all_unknown

_Rank = Callable[[Library, Query, Meaning, Ids | None], Fused]
_FUSE_POSSIBLE = partial(fuse_all, whole=False)


def _fuse_some(library: Library, query: Query, meaning: Meaning, among: Ids | None) -> Fused:
    """Score some photos of an answer, without exchanging scores as second readings do that put photos in order."""
    return fuse(library, query, replace(meaning, reading=meaning.reading and meaning.reading.of_each), among)


class WordAnswer:
    """Answers queries with words; used from reader threads."""

    def __init__(self, conditions: ConditionAnswer, composer: QueryComposer, scopes: ScopeFinder) -> None:
        """Create it from its dependencies.

        Args:
            conditions: Answers if only conditions can be used.
            composer: Makes the inputs of ranking.
            scopes: Finds the photos that may be in the answer to an alternative.
        """
        self._conditions, self._composer, self._scopes = conditions, composer, scopes
        self._encoder, self._colours = conditions.encoder, ColourCheck(conditions.encoder)

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
        answer = self._conditions.build(scope.library, read, together)
        return replace(answer, ignored=ignored, is_whole=is_whole, translation=read.words, is_checked=is_checked)

    def find_all(self, scope: SearchScope, query: Query) -> WholeAnswer:
        """Return all photos, best first; if only clear ones are asked for, those that may match."""
        read = read_query(self._encoder, scope.library, query)
        answers, unused = self._rank(scope, read, _FUSE_POSSIBLE if scope.is_clear else fuse_all)
        ignored = (*_cut_off(query), *unused)
        if not answers:
            return replace(self._conditions.find_all(scope, query), ignored=ignored)
        whole = merge_answers(answers, sum(len(each.photos) for each in answers))
        if scope.closely:
            whole = self._colours.check(scope.library, read.english.words, whole)
        return WholeAnswer(whole, ignored=ignored)

    def _rank(self, scope: SearchScope, read: QueryTranslation, rank: _Rank) -> tuple[list[Fused], Sequence[Ignored]]:
        """Return the answers to the alternatives of a query, without unusable ones; and the unusable parts."""
        answers, ignored = [], dict[Ignored, None]()
        shift = library_shift(scope.library, self._encoder.id)
        # as typed, for names and tags; in English, for the encoder
        for variant, english in read.variants():
            among = self._scopes.narrow(scope, read.typed, variant)
            narrowed = replace(scope, among=among)
            if among is not None and variant.only_limits:
                answers.append(self._conditions.list_photos(narrowed, variant, variant.top if rank is fuse else None))
                continue
            index = self._conditions.vectors_for(narrowed, variant)
            meaning, unused = self._composer.compose(scope.library, index, english, among)
            is_unknown = is_all_unknown(english, read.unknown)
            meaning = replace(meaning, shift=shift, is_unknown=is_unknown) if english.words else meaning
            ignored.update(dict.fromkeys(unused))
            if meaning.terms or meaning.beside or any(isinstance(part, Exact) for part in variant.parts):
                answers.append(rank(scope.library, variant, meaning, among))
        return answers, tuple(ignored)


def _cut_off(query: Query) -> list[Ignored]:
    """Return the message for too many combinations of alternatives."""
    many = count_alternatives(query)
    if many <= MAX_ALTERNATIVES:
        return []
    part = next(part for part in query.parts if isinstance(part, AnyOf) and not is_condition(part))
    message = tr(
        "This query has {many:,} combinations; only the first {most} were searched.", many=many, most=MAX_ALTERNATIVES
    )
    return [Ignored(part, message, tr("Use fewer alternatives."))]
