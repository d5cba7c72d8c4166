"""The use case of searching: turns a query into vectors and conditions, and these into hits with paths."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.album_answers import in_album_order, unknown_albums
from photon.app.search.answer_hits import hits_of
from photon.app.search.colour_check import FIRST, ColourCheck
from photon.app.search.example_search import SHORTLIST, ExampleSearch
from photon.app.search.examples import ExampleEncoder, ExamplePictures
from photon.app.search.missing_scope import index_for, without_quoted
from photon.app.search.notices import notices_for
from photon.app.search.query_composer import QueryComposer
from photon.app.search.query_translation import QueryTranslation, as_typed, read_query
from photon.app.search.smart_albums import SmartAlbums
from photon.app.search.tag_access import TagAccess
from photon.app.search.text_vectors import Keep, TextVectorCache
from photon.domain import Answer, AnyOf, Exact, Filter, Hit, Ignored, Like, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.query.answer_rest import AnswerRest
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import is_condition
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.duplicates.picture_pairs import copy_sets
from photon.library.photos import photos
from photon.library.searches import filters
from photon.library.stacks.stacks import stacks_of
from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, expand_alternatives, merge_answers
from photon.search.answer_summary import (
    summarize_all_excluded,
    summarize_answer,
    summarize_excluded,
    summarize_family,
    summarize_filter_matches,
    summarize_text_matches,
)
from photon.search.binding import binds_colours
from photon.search.filter_hints import prepare_hints
from photon.search.fusion import Fused, Meaning, fuse, fuse_all, limit_hits

_Rank = Callable[[Library, Query, Meaning, Ids | None], Fused]
_FUSE_POSSIBLE = partial(fuse_all, whole=False)
_NONE: Ids = np.zeros(0, np.int64)
_EMPTY = PhotonError(tr("The search is empty."), tr("Type what you are looking for, for example: a dog on the beach"))


def _fuse_some(library: Library, query: Query, meaning: Meaning, among: Ids | None) -> Fused:
    """Score some photos of an answer, without exchanging scores as second readings do that put photos in order."""
    return fuse(library, query, replace(meaning, reading=meaning.reading and meaning.reading.of_each), among)


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
        self._visible = tags.visible
        self._encoder = encoder
        self._index = index
        self._asking = TextVectorCache(encoder, keep)
        looking = ExampleEncoder(encoder, examples)
        self._binding = ColourCheck(encoder)
        self._composing = QueryComposer(encoder, self._asking, looking, tags.learned)
        self._similar = ExampleSearch(encoder, looking, index)
        self.smart = SmartAlbums(self._good_matches, lambda library: len(index(library)))

    def warm_up(self, library: Library) -> None:
        """Prepare what otherwise delays the first search, by photo and words for two seconds."""
        prepare_hints()
        if self._encoder.yardstick is None:
            self._asking.lexicon(library, self._index(library).sample)

    def search(self, library: Library, query: Query, *, closely: bool = False) -> Answer:
        """Answer a query with its best photos; parts that cannot be used are reported, and the rest is answered.

        Args:
            library: Where to look.
            query: What is asked.
            closely: Also look whether colours are where the words put them (``search.binding``), which takes a second
                or two the first time; only worth it where ``binds_colours`` says so.

        Raises:
            PhotonError: It is empty, its folder is unknown, or no part of it can be used.
        """
        return self._search(library, query, None, closely=closely)

    def hits(self, library: Library, query: Query, some: Sequence[int]) -> tuple[Hit, ...]:
        """Return those of some photos that answer a query, at any rank, with reasons; raises like ``search``.

        Their scores are those before second readings that exchange the scores of an answer's best photos.

        Args:
            library: Where to look.
            query: What is asked.
            some: Photo ids.
        """
        within = np.unique(np.array(some, np.int64))
        return self._search(library, replace(query, top=max(1, len(within))), within).hits

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
        whole, behind = self._whole(library, query, fold=fold)
        shown = {photo for hit in answer.hits for photo in (hit.photo, *hit.alike)}
        left = ~np.isin(whole.photos, list(shown))
        photos, scores = whole.photos[left], whole.scores[left]
        strong = int(left[: whole.strong].sum())
        if query.shows_excluded and query.unwanted:
            answer = replace(answer, sentence=summarize_excluded(query, len(answer.hits) + len(photos)))
        elif not answer.is_counted:
            total = replace(whole, confident_total=answer.strong + strong)
            answer = replace(answer, sentence=self._sentence(query, answer.hits, total, answer.searchable))
        excluded = max(answer.excluded, whole.excluded)
        return AnswerRest(photos, scores, strong, answer.sentence, not whole.is_cut, behind, excluded)

    def _whole(self, library: Library, query: Query, *, fold: bool) -> tuple[Fused, Mapping[int, tuple[int, ...]]]:
        """Return all photos of an answer, best first, without reasons; and which near-duplicates are folded."""
        query, _ = without_quoted(query)
        among = self._among(library, query)
        if query.only_limits:
            return self._fulfilling(library, query, among, None), {}
        if _is_by_example(query):
            similar, _ = self._similar.find(library, query, among, SHORTLIST if fold else 0)
            if similar is not None:
                return self._similar.go_on(library, query, similar, among), similar.behind
        read = read_query(self._encoder, library, query)
        answers, _ = self._variants(library, read, self._allowed(library, query, among), fuse_all)
        if not answers:
            return self._fulfilling(library, query, among, None), {}
        return merge_answers(answers, sum(len(each.photos) for each in answers)), {}

    def _good_matches(self, library: Library, query: Query) -> tuple[Ids, Sequence[Ignored]]:
        """Return all photos that clearly answer a query, best first, and its parts that cannot be used.

        Missing photos are left out, because smart albums have only photos that are there.
        """
        if asks_for_missing(query.parts):
            return _NONE, ()
        among = self._among(library, query)
        if query.only_limits:
            return self._fulfilling(library, query, among, None).photos, ()
        if _is_by_example(query):
            similar, ignored = self._similar.find(library, query, among, 0)
            found = None if similar is None else similar.fused
        else:
            read = read_query(self._encoder, library, query)
            answers, ignored = self._variants(library, read, self._allowed(library, query, among), _FUSE_POSSIBLE)
            found = merge_answers(answers, sum(len(each.photos) for each in answers)) if answers else None
        return (_NONE if found is None else found.photos[: found.strong]), (*_cut_off(query), *ignored)

    def _search(self, library: Library, query: Query, within: Ids | None, *, closely: bool = False) -> Answer:
        """Run ``search`` among some photos, or all of them."""
        if query.empty:
            raise _EMPTY
        query, quoted = without_quoted(query)
        if quoted:
            answer = self._search(library, query, within, closely=closely)
            return replace(answer, ignored=(*quoted, *answer.ignored))
        among = self._among(library, query, within)
        if query.only_limits:
            return self._listed(library, query, among)
        if _is_by_example(query):
            return self._alike(library, query, among, fold=False)
        read = read_query(self._encoder, library, query)
        is_checked = closely and binds_colours(read.english)
        top = max(query.top, FIRST) if is_checked else query.top  # the right ones may move up from below
        allowed = self._allowed(library, query, among, within)
        rank = fuse if within is None else _fuse_some
        answers, unused = self._variants(library, read.of_length(top), allowed, rank)
        ignored = (*_cut_off(query), *unused)
        if not answers:
            return self._unranked(library, query, among, ignored)
        together = merge_answers(answers, top)
        is_whole = len(together.photos) + len(together.removed) < query.top
        if is_checked:
            together = limit_hits(self._binding.check(library, read.english.words, together), query.top)
        answer = self._answer(library, read, together)
        return replace(answer, ignored=ignored, is_whole=is_whole, translation=read.words)

    def _variants(
        self, library: Library, read: QueryTranslation, allowed: Callable[[Query], Ids | None], rank: _Rank
    ) -> tuple[list[Fused], Sequence[Ignored]]:
        """Return the answers to the alternatives of a query, without unusable ones; and the unusable parts."""
        answers, ignored = [], dict[Ignored, None]()
        for variant in zip(expand_alternatives(read.typed), expand_alternatives(read.english), strict=True):
            fused, unused = self._fused(library, variant, allowed(variant[0]), rank)
            ignored.update(dict.fromkeys(unused))
            answers += [] if fused is None else [fused]
        return answers, tuple(ignored)

    def _fused(
        self, library: Library, variant: tuple[Query, Query], among: Ids | None, rank: _Rank
    ) -> tuple[Fused | None, Sequence[Ignored]]:
        """Return the answer to a query without alternatives (None if no part can be used), and the unusable parts.

        ``variant`` has the query as typed, for names and tags, and in English, for the encoder.
        """
        query, english = variant
        if among is not None and query.only_limits:
            return self._fulfilling(library, query, among, query.top if rank is fuse else None), ()
        index = index_for(library, query, among, self._encoder.id, self._index(library))
        meaning, unused = self._composing.compose(library, index, english, among)
        if meaning.terms or meaning.beside or any(isinstance(part, Exact) for part in query.parts):
            return rank(library, query, meaning, among), unused
        return None, unused

    def _unranked(self, library: Library, query: Query, among: Ids | None, ignored: Sequence[Ignored]) -> Answer:
        """Return the answer if only the conditions of a query can be used.

        Raises:
            PhotonError: The query has no conditions.
        """
        if among is None or not _conditions(query):
            raise _refusal(ignored)
        return replace(self._listed(library, query, among), ignored=tuple(ignored))

    def _among(self, library: Library, query: Query, within: Ids | None = None) -> Ids | None:
        """Return the photos that meet the conditions and are not hidden, ascending; None for all photos.

        Args:
            library: Where to look.
            query: What is asked.
            within: The photos to consider, ascending, or None for all.

        Raises:
            PhotonError: The searched folder has no photos.
        """
        conditions, today = _conditions(query), datetime.now().astimezone().date()
        found = filters.matching(library, conditions, today, self.smart.find) if conditions else None
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

    def _allowed(
        self, library: Library, query: Query, among: Ids | None, within: Ids | None = None
    ) -> Callable[[Query], Ids | None]:
        """Return ``_among`` for the alternatives of a query; ``among`` is that of the query itself."""
        own = _conditions(query)  # a condition may be one of several alternatives
        return lambda variant: among if _conditions(variant) == own else self._among(library, variant, within)

    def _listed(self, library: Library, query: Query, among: Ids | None) -> Answer:
        """Return the photos that meet the conditions of a query with nothing else, in the form of ``_fulfilling``."""
        fused = self._fulfilling(library, query, among, query.top)
        answer = replace(self._answer(library, as_typed(query), fused), is_whole=fused.confident_total <= query.top)
        if not fused.confident_total:
            return answer
        return replace(answer, sentence=summarize_filter_matches(fused.confident_total))

    def _fulfilling(self, library: Library, query: Query, among: Ids | None, top: int | None) -> Fused:
        """Return photos as an answer with equal scores: in the order of the requested album, or newest first.

        With ``top`` None, the answer has all photos.
        """
        with_missing = asks_for_missing(query.parts)
        ids = None if with_missing else in_album_order(library, query, self.smart.find)
        if ids is None:
            ids = np.array(photos.in_order(library, "newest", with_missing=with_missing), np.int64)
        ids = ids[np.isin(ids, _NONE if among is None else among)]
        shown = ids[:top]
        return Fused(shown, np.ones(len(shown), np.float32), len(shown), (("filter",),) * len(shown), len(ids))

    def similar(self, library: Library, query: Query, *, fold: bool) -> Answer:
        """Find photos similar in look and meaning to all examples of the query, without the examples themselves.

        With ``fold``, near-duplicates become one hit, with the others folded behind it.

        Raises:
            PhotonError: There is no example, or none is readable.
        """
        if not query.likes:
            raise _EMPTY
        return self._alike(library, query, self._among(library, query), fold=fold)

    def _alike(self, library: Library, query: Query, among: Ids | None, *, fold: bool) -> Answer:
        similar, ignored = self._similar.find(library, query, among, query.top if fold else 0)
        if similar is None:
            return self._unranked(library, query, among, ignored)
        answer = self._answer(library, as_typed(query), limit_hits(similar.fused, query.top))
        hits = tuple(replace(hit, alike=similar.behind.get(hit.photo, ())) for hit in answer.hits)
        is_whole = answer.is_whole and similar.is_whole
        is_counted = is_whole or similar.fused.strong < len(similar.fused.photos)
        return replace(answer, hits=hits, ignored=tuple(ignored), is_whole=is_whole, is_counted=is_counted)

    def _answer(self, library: Library, read: QueryTranslation, fused: Fused) -> Answer:
        query = read.typed
        # From the index: counting the vectors of 100,000 photos in the database takes 100 ms.
        present = photos.count(library)
        searchable = min(1.0, len(self._index(library).photos()) / present) if present else 1.0
        hits = hits_of(library, query, fused)
        return Answer(
            hits,
            sum(hit.strong for hit in hits),
            searchable,
            self._sentence(query, hits, fused, searchable),
            (
                *unknown_albums(library, query),
                *self.smart.notices(library, query),
                *notices_for(self._encoder, read.english, hits, read.sentence),
            ),
            is_whole=len(fused.photos) < query.top,
            is_counted=not fused.is_cut,
            excluded=fused.excluded,
            stacks=tuple(dict.fromkeys(stacks_of(library, [hit.photo for hit in hits]).values())),
            copies=() if query.only_limits else tuple(copy_sets(library, [hit.photo for hit in hits])),
        )

    def _sentence(self, query: Query, hits: Sequence[Hit], fused: Fused, searchable: float) -> str:
        if query.shows_excluded and query.unwanted:
            return summarize_excluded(query, len(hits))
        sentence = summarize_text_matches(
            query, hits, fused.filename_matches, fused.exact_matches, fused.confident_total
        )
        scores = [hit.score for hit in hits]
        sentence = sentence or summarize_family(query, fused.family)
        sentence = sentence or summarize_answer(query, scores, fused.confident_total, searchable, fused.presence)
        if not hits and _conditions(query):
            sentence = summarize_answer(query, (), 0, 1.0)  # whatever the other parts are, they leave no photo
        elif not hits and any(isinstance(part, Exact) and part.unwanted for part in query.parts):
            sentence = summarize_filter_matches(0)
        elif not hits and fused.excluded and query.unwanted:
            sentence = summarize_all_excluded(query)
        return sentence


def _conditions(query: Query) -> list[AnyOf | Filter]:
    return [part for part in query.parts if is_condition(part)]


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


def _is_by_example(query: Query) -> bool:
    """Return whether a query has only examples beside conditions."""
    return bool(query.likes) and all(
        is_condition(part) or (isinstance(part, Like) and not part.unwanted) for part in query.parts
    )


def _refusal(ignored: Sequence[Ignored]) -> PhotonError:
    """Return why nothing can be answered: the first reason."""
    return PhotonError(ignored[0].message, ignored[0].hint) if ignored else _EMPTY
