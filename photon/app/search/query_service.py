"""The use case of finding: a query to vectors and conditions, these to hits with paths."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.colour_check import FIRST, ColourCheck
from photon.app.search.examples import ExampleEncoder, ExamplePictures, own_photos
from photon.app.search.notices import notices_for
from photon.app.search.query_composer import FindLearned, QueryComposer
from photon.app.search.text_vectors import Keep, TextVectorCache
from photon.domain import Answer, AnyOf, Exact, Filter, Hit, Ignored, Like, PhotonError, Query
from photon.domain.arrays import Ids
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.photos import photos
from photon.library.searches import filters
from photon.library.vectors import vectors
from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, expand_alternatives
from photon.search.answer_summary import summarize_answer, summarize_filter_matches, summarize_text_matches
from photon.search.binding import binds_colours
from photon.search.fusion import Fused, fuse, limit_hits, merge_answers
from photon.search.near_duplicates import fold_ranked
from photon.search.ranking import Ranked
from photon.search.similar import rank_similar

Visible = Callable[[Library], Ids | None]
"""The photos that are not hidden, ascending; None where none is."""

_SHORTLIST = 1000
_NONE: Ids = np.zeros(0, np.int64)
_EMPTY = PhotonError(tr("The search is empty."), tr("Type what you are looking for, for example: a dog on the beach"))


@dataclass(frozen=True, slots=True)
class TagAccess:
    """What searching asks of tags.

    Attributes:
        visible: Tells which photos may be in an answer.
        learned: Finds a learned tag by its name.
    """

    visible: Visible = lambda _: None
    learned: FindLearned = lambda *_: None


class QueryService:
    """Answers queries; one object per session, used from reader threads."""

    def __init__(
        self,
        encoder: EncoderClient,
        index: Callable[[Library], VectorIndex],
        examples: ExamplePictures,
        keep: Keep,
        tags: TagAccess = TagAccess(),
    ) -> None:
        """Take the tools.

        Args:
            encoder: Which made the vectors.
            index: Gives the index of a library.
            examples: Reads example pictures.
            keep: What to do with the vectors of new words.
            tags: What it asks of tags.
        """
        self._visible = tags.visible
        self._encoder = encoder
        self._index = index
        self._asking = TextVectorCache(encoder, keep)
        self._looking = ExampleEncoder(encoder, examples)
        self._binding = ColourCheck(encoder)
        self._composing = QueryComposer(encoder, self._asking, self._looking, tags.learned)

    def warm_up(self, library: Library) -> None:
        """Make ready what the first photo with words would wait two seconds for."""
        self._asking.lexicon(library, self._index(library).sample)

    def search(self, library: Library, query: Query, *, closely: bool = False) -> Answer:
        """Answer a query; parts that cannot be used are reported, and the rest is answered.

        Args:
            library: Where to look.
            query: What is asked.
            closely: Also look whether colours are where the words put them (``search.binding``), which takes a second
                or two the first time; only worth it where ``binds_colours`` says so.

        Raises:
            PhotonError: It is empty, its folder is unknown, or no part of it can be used.
        """
        if query.empty:
            raise _EMPTY
        among = self._among(library, query)
        if query.only_limits:
            return self._listed(library, query, among)
        if _is_by_example(query):
            return self.similar(library, query, fold=False)
        is_checked = closely and binds_colours(query)
        top = max(query.top, FIRST) if is_checked else query.top  # the right ones may come up from below
        answers, ignored = [], dict.fromkeys(_cut_off(query))
        for variant in expand_alternatives(replace(query, top=top)):
            # a condition may be one of several alternatives
            allowed = among if _conditions(variant) == _conditions(query) else self._among(library, variant)
            fused, unused = self._fused(library, variant, allowed)
            ignored.update(dict.fromkeys(unused))
            answers += [] if fused is None else [fused]
        if not answers:
            return self._rest(library, query, among, list(ignored))
        together = merge_answers(answers, top)
        if is_checked:
            together = limit_hits(self._binding.check(library, query.words, together), query.top)
        return replace(self._answer(library, query, together), ignored=tuple(ignored))

    def _fused(self, library: Library, query: Query, among: Ids | None) -> tuple[Fused | None, Sequence[Ignored]]:
        """The answer to a query without alternatives, None where no part can be used; and the parts that cannot."""
        if among is not None and query.only_limits:
            return self._fulfilling(library, among, query.top), ()
        index = self._index(library)
        meaning, unused = self._composing.compose(library, index, query, among)
        if meaning.terms or meaning.beside or any(isinstance(part, Exact) for part in query.parts):
            return fuse(library, query, meaning, among), unused
        return None, unused

    def _rest(self, library: Library, query: Query, among: Ids | None, ignored: Sequence[Ignored]) -> Answer:
        """The answer where nothing but the conditions of a query can be used.

        Raises:
            PhotonError: It has none.
        """
        if among is None or not _conditions(query):
            raise _refusal(ignored)
        return replace(self._listed(library, query, among), ignored=tuple(ignored))

    def _among(self, library: Library, query: Query) -> Ids | None:
        """The photos that fulfil the conditions and are not hidden, ascending; None where that is all of them.

        Raises:
            PhotonError: There are no photos in the folder where one looks.
        """
        conditions = _conditions(query)
        found = filters.matching(library, conditions, datetime.now().astimezone().date()) if conditions else None
        shown = self._visible(library)
        if shown is not None:
            found = shown if found is None else np.intersect1d(shown, found, assume_unique=True)
        if query.folder is None:
            return found
        below = np.array(sorted(photos.below(library, query.folder)), np.int64)
        if not len(below):
            raise PhotonError(
                tr("There are no photos in {folder}.", folder=query.folder),
                tr("Check the spelling, or add the folder."),
            )
        return below if found is None else np.intersect1d(below, found, assume_unique=True)

    def _listed(self, library: Library, query: Query, among: Ids | None) -> Answer:
        """The photos that fulfil the conditions of a query that asks nothing else, newest first."""
        fused = self._fulfilling(library, _NONE if among is None else among, query.top)
        answer = self._answer(library, query, fused)
        return (
            replace(answer, sentence=summarize_filter_matches(fused.confident_total))
            if fused.confident_total
            else answer
        )

    def _fulfilling(self, library: Library, among: Ids, top: int) -> Fused:
        """Photos as an answer, newest first, each as good as the others."""
        wanted = set(among.tolist())
        ids = [photo for photo in photos.in_order(library, "newest") if photo in wanted]
        shown = np.array(ids[:top], np.int64)
        return Fused(shown, np.ones(len(shown), np.float32), len(shown), (("filter",),) * len(shown), len(ids))

    def similar(self, library: Library, query: Query, *, fold: bool) -> Answer:
        """Photos that look and mean the same as all examples of the query together, without the examples themselves.

        With ``fold`` photos that are nearly the same become one hit, and the others stand behind it.

        Raises:
            PhotonError: There is no example, or none can be read.
        """
        if not query.likes:
            raise _EMPTY
        together, ignored = self._looking.together(library, query.likes)
        among = self._among(library, query)
        if together is None:
            return self._rest(library, query, among, ignored)
        own = own_photos(library, query.likes)
        count = max(_SHORTLIST, query.top + len(own))
        found, products = self._index(library).nearest(together.meaning, count, among)
        meanings = dict(zip(found.tolist(), products.tolist(), strict=True))
        ids, looks = vectors.looks_of(library, self._encoder.id, [photo for photo in meanings if photo not in own])
        if not len(ids):
            nothing = self._answer(library, query, Fused.from_channel(Ranked(ids, np.zeros(0, np.float32), 0, ())))
            return replace(nothing, ignored=tuple(ignored))
        near = np.array([meanings[photo] for photo in ids.tolist()], np.float32)
        ranked = rank_similar(ids, near, looks @ together.look, len(ids) if fold else query.top)
        if not fold:
            return replace(self._answer(library, query, Fused.from_channel(ranked)), ignored=tuple(ignored))
        rows = {photo: row for row, photo in enumerate(ids.tolist())}
        looks = looks[[rows[photo] for photo in ranked.photos.tolist()]]
        ranked, behind = fold_ranked(
            ranked, looks, query.top, lambda some: photos.merits(library, some), self._encoder.nearly_same
        )
        answer = self._answer(library, query, Fused.from_channel(ranked))
        hits = tuple(replace(hit, alike=behind.get(hit.photo, ())) for hit in answer.hits)
        return replace(answer, hits=hits, ignored=tuple(ignored))

    def _answer(self, library: Library, query: Query, fused: Fused) -> Answer:
        # From the index: counting the vectors of 100,000 photos in the database takes 100 ms.
        present = photos.count(library)
        searchable = min(1.0, len(self._index(library)) / present) if present else 1.0
        hits = _hits(fused, photos.places(library, fused.photos.tolist(), PathChoice(query=query)))
        strong = sum(hit.strong for hit in hits)
        sentence = summarize_text_matches(
            query, hits, fused.filename_matches, fused.exact_matches, fused.confident_total
        )
        scores = [hit.score for hit in hits]
        sentence = sentence or summarize_answer(query, scores, fused.confident_total, searchable, fused.presence)
        if not hits and _conditions(query):
            sentence = summarize_answer(query, (), 0, 1.0)  # whatever else was asked, they leave nothing
        elif not hits and any(isinstance(part, Exact) and part.unwanted for part in query.parts):
            sentence = summarize_filter_matches(0)
        return Answer(hits, strong, searchable, sentence, notices_for(self._encoder, query, hits))


def _hits(fused: Fused, places: dict[int, tuple[str, ...]]) -> tuple[Hit, ...]:
    """Hits with paths; a photo that went away since the index was asked is left out."""
    return tuple(
        Hit(photo, round(score, 4), place < fused.strong, why, places[photo][0], copies=places[photo][1:])
        for place, (photo, score, why) in enumerate(
            zip(fused.photos.tolist(), fused.scores.tolist(), fused.why, strict=True)
        )
        if photo in places
    )


def _conditions(query: Query) -> list[AnyOf | Filter]:
    return [part for part in query.parts if isinstance(part, AnyOf | Filter) and filters.is_condition(part)]


def _cut_off(query: Query) -> list[Ignored]:
    """What to tell where there are too many combinations of alternatives."""
    many = count_alternatives(query)
    if many <= MAX_ALTERNATIVES:
        return []
    part = next(part for part in query.parts if isinstance(part, AnyOf) and not filters.is_condition(part))
    return [
        Ignored(
            part,
            tr(
                "This query has {many:,} combinations; only the first {most} were searched.",
                many=many,
                most=MAX_ALTERNATIVES,
            ),
            tr("Use fewer alternatives."),
        )
    ]


def _is_by_example(query: Query) -> bool:
    """Whether examples are all that is asked beside conditions."""
    return bool(query.likes) and all(
        filters.is_condition(part) or (isinstance(part, Like) and not part.unwanted) for part in query.parts
    )


def _refusal(ignored: Sequence[Ignored]) -> PhotonError:
    """Why nothing can be answered: for the first reason."""
    return PhotonError(ignored[0].message, ignored[0].hint) if ignored else _EMPTY
