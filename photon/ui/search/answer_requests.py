"""What the results are asked for with: photos of a folder, or an answer in steps.

The first page comes at once and has the reasons of its hits; then come the ids of all photos, to the last; then, where
colours are bound to things, a first page that was looked at more closely. An answer that was overtaken by another
question is dropped.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from photon.app.search.album_answers import album_of_order
from photon.app.search.answer_rows import AnswerRows, first_rows
from photon.app.search.stack_folding import fold_rows, puts_best_first
from photon.app.session import Session
from photon.domain import Answer, Order, PhotonError, Query
from photon.domain.photo.date_span import Period
from photon.search.binding import binds_colours
from photon.search.query_language import parse
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot

REST_MS = 150  # an answer that stands so long is worth all of its photos
CLOSER_MS = 400  # … a closer look


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        query: The query, with the folder that is searched; None for the photos of a folder.
        folder: Path shown or searched, or None for everything.
        order: In which order the photos stand.
        period: What photos in order of date are divided into.
        is_stacked: Whether photos of stacks stand behind others; those of an album never do, for each has its place.
    """

    query: Query | None
    folder: str | None
    order: Order
    period: Period = "none"
    is_stacked: bool = False

    @property
    def is_in_order(self) -> bool:
        """Whether the best photos are the first ones of the order; else only all of them can be put in order."""
        by_date = self.query is not None and self.query.only_limits and not album_of_order(self.query)
        return (by_date and self.order == "newest") or self.order == "relevance"

    @property
    def is_divided(self) -> bool:
        """Whether the photos are divided into months or days, which are only known of all of them."""
        is_by_date = self.order in ("newest", "oldest") and self.period != "none"
        return is_by_date and (self.query is None or self.query.only_limits)

    @property
    def stacked(self) -> bool:
        """Whether photos of stacks are to stand behind others."""
        return self.is_stacked and not album_of_order(self.query)

    def first_rows(self, answer: Answer) -> AnswerRows:
        """The rows of the hits of its answer alone."""
        rows = first_rows(answer)
        if self.query is None or not self.stacked:
            return rows
        return fold_rows(rows, answer.stacks, best_first=puts_best_first(self.query, self.order))

    @property
    def folds(self) -> bool:
        """Whether examples are all that is asked: then near-duplicates stand behind each other."""
        query = self.query
        plain = query and Query.build(likes=query.likes, folder=query.folder, top=query.top)
        return query is not None and bool(query.likes) and query == plain


class AnswerRequests(QObject):
    """Asks the session one question at a time.

    Signals: ``listed`` brings the DatedPhotos of a folder, ``answered`` an Answer, ``completed`` the Answer and its
    AnswerRows, ``looked_closer`` an Answer, ``failed`` a PhotonError.
    """

    listed = Signal(object)
    answered = Signal(object)
    completed = Signal(object, object)
    looked_closer = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest, self._closer = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._running: Future[Answer] | None = None
        self._question = Question(None, None, "newest")
        self._awaited: Answer | None = None  # of which not all photos are known
        self._then: list[Callable[[], object]] = []
        self._rest_timer = single_shot(self, REST_MS, self.complete)
        self._closer_timer = single_shot(self, CLOSER_MS, self._look_closer)

    def ask(self, question: Question) -> None:
        """Ask this and nothing else."""
        self.stop()
        self._question = question
        if question.query is None:
            asked = self._session.photos_by_date(
                question.order, question.folder, question.period, stacked=question.stacked
            )
            self._latest.ask(asked, self.listed.emit, self.failed.emit)
            return
        ask = self._session.similar if question.folds else self._session.search
        self._running = ask(question.query)
        self._latest.ask(self._running, self._receive_page, self.failed.emit)

    def stop(self) -> None:
        """Wait for nothing any more."""
        for request in (self._latest, self._closer):
            request.forget()
        for timer in (self._rest_timer, self._closer_timer):
            timer.stop()
        if self._running is not None:
            self._running.cancel()
        self._awaited, self._then = None, []

    def await_all(self, then: Callable[[], object]) -> None:
        """Call this when all photos are known: now, or as soon as they are."""
        if self._awaited is None:
            then()
            return
        self._then.append(then)
        if self._rest_timer.isActive():
            self.complete()

    def complete(self) -> None:
        """Ask for all photos of the answer at once, and not after a while."""
        self._rest_timer.stop()
        if self._awaited is not None:
            self.begin_with(self._awaited)

    def begin_with(self, answer: Answer) -> None:
        """Ask for all photos of the question, beginning with these hits."""
        question = self._question
        if question.query is None:
            return
        rows = self._session.rows(
            question.query, answer, question.order, question.period, fold=question.folds, stacked=question.stacked
        )
        self._latest.ask(rows, lambda whole: self._receive_all(answer, whole), lambda error: self._fail(answer, error))

    def _receive_page(self, answer: Answer) -> None:
        is_best_first = self._question.order == "relevance"
        query = parse(answer.translation).query if answer.translation else self._question.query
        if self._question.is_divided or not (answer.is_whole and self._question.is_in_order):
            self._awaited = answer
            self._rest_timer.start()
        if query is not None and is_best_first and binds_colours(query):
            self._closer_timer.start()
        self.answered.emit(answer)

    def _receive_all(self, answer: Answer, rows: AnswerRows) -> None:
        self.completed.emit(answer, rows)
        self._call_waiting()

    def _fail(self, answer: Answer, error: PhotonError) -> None:
        """Of an answer with the best photos first these are left."""
        if self._question.is_in_order:
            self.completed.emit(answer, self._question.first_rows(answer))
        else:
            self.failed.emit(error)
        self._call_waiting()

    def _call_waiting(self) -> None:
        waiting, self._awaited, self._then = self._then, None, []
        for then in waiting:
            then()

    def _look_closer(self) -> None:
        """Ask for the answer after a closer look, which takes a second: when the person has stopped typing."""
        if self._question.query is not None:
            future = self._session.search(self._question.query, closely=True)
            self._closer.ask(future, self.looked_closer.emit, lambda _: None)
