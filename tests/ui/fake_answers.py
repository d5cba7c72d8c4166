"""Answers of a fake session: photos whose colour a query names are strong, all others weak."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

import numpy as np

from photon.app.search.answer_rows import AnswerRows, whole_rows
from photon.app.search.stack_folding import fold_rows, puts_best_first
from photon.domain import Answer, Filter, Hit, Order, Photo, PhotonError, Query
from photon.domain.photo.date_span import DateSpan, Period
from photon.domain.photo.marks import FlagCounts
from photon.domain.query.answer_rest import AnswerRest
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.library.photos.photos import PhotoShapes
from photon.search.answer_summary import summarize_answer
from tests.ui.fake_stacks import FakeStacks

T = TypeVar("T")


def divided(photos: Sequence[Photo], order: Order, period: Period) -> tuple[DateSpan, ...]:
    """Return the months, days or events (one a day) of photos in order of date."""
    letters = {"month": 7, "day": 10, "event": 10}.get(period)
    if letters is None or order not in ("newest", "oldest"):
        return ()
    starts = [(photo.facts.taken or "2026-01-01")[:letters] for photo in photos]
    spans = tuple(DateSpan(start, len(list(some))) for start, some in groupby(starts))
    if period != "event":
        return spans
    return tuple(DateSpan(f"{span.start}T09:00", span.count, f"{span.start}T12:30") for span in spans)


class FakeAnswers:
    """Answers queries about photos of which the words for their colours are known."""

    _photos: dict[int, Photo]
    _words: dict[int, str]
    stacks: FakeStacks
    notices: tuple[str, ...] = ()  # of opening the library

    def __init__(self) -> None:
        self.searchable = 1.0  # share of the photos
        self.queries: list[Query] = []
        self.closer: list[Query] = []
        self.asked_hits: list[tuple[Query, list[int]]] = []
        self.page: int | None = None  # number of hits in the first page
        self._left: list[Hit] = []

    def _do(self, work: Callable[[], T]) -> Future[T]:
        raise NotImplementedError

    def shapes(self, ids: Sequence[int] | None) -> Future[PhotoShapes]:
        def ask() -> PhotoShapes:
            sizes = {p.id: p.facts for p in self._photos.values() if ids is None or p.id in ids}
            ratios = [facts.width / facts.height for facts in sizes.values()]
            return np.array(list(sizes), np.int64), np.array(ratios, np.float32)

        return self._do(ask)

    def event_of(self, photo: int) -> Future[str]:
        """The day of the photo."""

        def ask() -> str:
            found = self._photos.get(photo)
            day = (found.facts.taken or "2026-01-01")[:10] if found else ""
            return f"{day}T00:00..{day}T23:59" if day else ""

        return self._do(ask)

    def count_flags(self, ids: Sequence[int]) -> Future[FlagCounts]:
        def ask() -> FlagCounts:
            flags = [self._photos[photo].flag for photo in ids if photo in self._photos]
            return FlagCounts(flags.count(1), flags.count(-1), flags.count(0))

        return self._do(ask)

    def search(self, query: Query, *, closely: bool = False) -> Future[Answer]:
        """After a check, the strong photos are in reverse order."""

        def ask() -> Answer:
            (self.closer if closely else self.queries).append(query)
            if query.empty:
                raise PhotonError("Type what the photo shows.")
            words = query.words.split()
            inside = [p for p in self._photos.values() if p.path.startswith((query.folder or "") + "/")]
            strong = [p for p in inside if self._words[p.id] in words]
            strong = strong[::-1] if closely else strong
            weak = [p for p in inside if p not in strong][: query.top]
            hits = [Hit(p.id, 0.9, True, ("meaning",), p.path) for p in strong]
            hits += [Hit(p.id, 0.3, False, ("meaning",), p.path) for p in weak]
            sentence = summarize_answer(query, [hit.score for hit in hits], len(strong), self.searchable)
            notices = () if query.words.isascii() else ("This is not in English.",)
            page, stacks = tuple(hits[: self.page]), tuple(self.stacks.known())
            self._left = hits[len(page) :]
            many = min(len(strong), len(page))
            return Answer(
                page, many, self.searchable, sentence, notices, is_whole=len(page) == len(hits), stacks=stacks
            )

        return self._do(ask)

    def similar(self, query: Query, *, fold: bool = True) -> Future[Answer]:
        """Return photos of the example's colour as strong; the two after the first of them are folded behind it."""

        def ask() -> Answer:
            self.queries.append(query)
            own = {like.photo for like in query.likes}
            colours = {self._words.get(like.photo, "red") for like in query.likes}
            inside = [p for p in self._photos.values() if p.path.startswith((query.folder or "") + "/")]
            strong = [p for p in inside if self._words[p.id] in colours and p.id not in own]
            weak = [p for p in inside if p not in strong and p.id not in own]
            hits = [Hit(p.id, 0.9, True, ("look",), p.path) for p in strong]
            behind = tuple(hit.photo for hit in hits[1:3]) if fold else ()
            hits = [replace(hit, alike=behind if hit is hits[0] else ()) for hit in hits if hit.photo not in behind]
            hits += [Hit(p.id, 0.3, False, ("look",), p.path) for p in weak]
            return Answer(tuple(hits), len(strong) - len(behind), 1.0)

        return self._do(ask)

    def rows(
        self,
        query: Query,
        answer: Answer,
        order: Order,
        period: Period = "none",  # noqa: ARG002
        *,
        fold: bool = False,  # noqa: ARG002
        stacked: bool = False,
    ) -> Future[AnswerRows]:
        """Return the first page, followed by the other photos; weak ones among these hardly match."""

        def ask() -> AnswerRows:
            inside = [p for p in self._photos.values() if p.path.startswith((query.folder or "") + "/")]
            inside.sort(key=lambda p: p.path.casefold() if order == "name" else p.facts.taken or "")
            by = [p.id for p in inside][:: -1 if order == "newest" else 1]
            left = [] if answer.is_whole else self._left
            scores = np.array([hit.score if hit.strong else 0.05 for hit in left], np.float32)
            strong = sum(hit.strong for hit in left)
            rest = AnswerRest(
                np.array([hit.photo for hit in left], np.int64),
                scores,
                strong,
                answer.sentence,
                excluded=answer.excluded,
            )
            rows = whole_rows(answer, rest, None if order == "relevance" else by)
            is_best_first = puts_best_first(query, order)
            return fold_rows(rows, self.stacks.known(), best_first=is_best_first) if stacked else rows

        return self._do(ask)

    def hits(self, query: Query, some: Sequence[int]) -> Future[tuple[Hit, ...]]:
        def ask() -> tuple[Hit, ...]:
            self.asked_hits.append((query, list(some)))
            return tuple(Hit(i, 0.05, False, ("look",), self._photos[i].path) for i in some if i in self._photos)

        return self._do(ask)

    def filter_choices(self, group: FilterGroup, query: Query) -> Future[list[FilterChoice]]:
        def count() -> list[FilterChoice]:
            below = f"{query.folder}/" if query.folder else ""
            stars = [photo.rating for photo in self._photos.values() if photo.path.startswith(below)]
            least = [("5", 5), (">=4", 4), (">=3", 3), (">=2", 2), (">=1", 1)] if group.name == "rating" else []
            counts = [(value, sum(one >= at for one in stars)) for value, at in least]
            counts += [("0", stars.count(0))] if group.name == "rating" else []
            return [FilterChoice(Filter("rating", value), number) for value, number in counts if number]

        return self._do(count)
