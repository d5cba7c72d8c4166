"""Requests for the results: the photos of a folder, or an answer in steps.

The first page arrives immediately and has the reasons of its hits. The ids of all photos follow. If the query assigns
colours to things, a first page whose pixels were checked comes last. Answers to earlier questions are dropped.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from photon.app.search.album_answers import album_of_order
from photon.app.search.answer_rows import AnswerRows, first_rows
from photon.app.search.stack_folding import fold_rows, puts_best_first
from photon.app.session import Session
from photon.domain import Answer, Order, PhotonError, Query
from photon.domain.photo.date_span import Period
from photon.quick_dataclass import dataclass
from photon.search.binding import binds_colours
from photon.search.query_language import parse
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.search.chip_parsing import is_ranked

REST_MS = 150  # delay after which all photos of an answer are requested
CLOSER_MS = 400  # delay after which the pixels of the first hits are checked


@dataclass(frozen=True, slots=True)
class Question:
    """A request for photos.

    Attributes:
        query: The query, which is answered within the folder; None for the photos of the folder.
        folder: Path shown or searched, or None for everything.
        order: Order of the photos.
        period: Period by which photos in order of date are divided.
        is_stacked: Whether photos of a stack are shown behind its top; not applied to albums, where each has its place.
    """

    query: Query | None
    folder: str | None
    order: Order
    period: Period = "none"
    is_stacked: bool = False

    @property
    def whole_query(self) -> Query:
        """The query with the folder that is searched."""
        return replace(self.query or Query(), folder=self.folder)

    @property
    def turned(self) -> Query | None:
        """The query that exchanges the shown and the excluded photos; None without a query."""
        return None if self.query is None else replace(self.query, shows_excluded=not self.query.shows_excluded)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that are available for the content."""
        usual: tuple[Order, ...] = ("newest", "oldest", "name", "sharpest")
        if self.query is not None:
            usual = (*usual, "varied")
        return ("relevance", *usual) if is_ranked(self.query) else usual

    @property
    def is_album(self) -> bool:
        """Whether an album is shown in its order."""
        return bool(album_of_order(self.query))

    @property
    def is_in_order(self) -> bool:
        """Whether the best photos are the first ones of the order; otherwise only the whole answer can be sorted."""
        by_date = self.query is not None and self.query.only_limits and not album_of_order(self.query)
        return (by_date and self.order == "newest") or self.order == "relevance"

    @property
    def is_divided(self) -> bool:
        """Whether the photos are divided into months or days, which are only known for the whole answer."""
        is_by_date = self.order in ("newest", "oldest") and self.period != "none"
        return is_by_date and (self.query is None or self.query.only_limits)

    @property
    def stacked(self) -> bool:
        """Whether photos of a stack are shown behind its top."""
        return self.is_stacked and not album_of_order(self.query)

    def first_rows(self, answer: Answer) -> AnswerRows:
        """Return the rows of an answer's hits alone."""
        rows = first_rows(answer)
        if self.query is None or not self.stacked:
            return rows
        return fold_rows(rows, answer.stacks, answer.copies, best_first=puts_best_first(self.query, self.order))

    @property
    def folds(self) -> bool:
        """Whether the query consists of examples only; then near-duplicates are folded."""
        query = self.query
        return query is not None and bool(query.likes) and query == Query(query.likes, query.folder, query.top)


class AnswerRequests(QObject):
    """Sends one question at a time to the session.

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
        self._awaited: Answer | None = None  # an answer whose photos are not all known
        self._then: list[Callable[[], object]] = []
        self._rest_timer = single_shot(self, REST_MS, self.complete)
        self._closer_timer = single_shot(self, CLOSER_MS, self._look_closer)

    def ask(self, question: Question) -> None:
        """Send a question, replacing the previous one."""
        self.stop()
        self._question = question
        if question.query is None:
            asked = self._session.browsing.photos_by_date(
                question.order, question.folder, question.period, stacked=question.stacked
            )
            self._latest.ask(asked, self.listed.emit, self.failed.emit)
            return
        ask = self._session.searching.similar if question.folds else self._session.searching.search
        self._running = ask(question.whole_query)
        self._latest.ask(self._running, self._receive_page, self.failed.emit)

    def stop(self) -> None:
        """Drop all pending requests."""
        for request in (self._latest, self._closer):
            request.forget()
        for timer in (self._rest_timer, self._closer_timer):
            timer.stop()
        if self._running is not None:
            self._running.cancel()
        self._awaited, self._then = None, []

    def await_all(self, then: Callable[[], object]) -> None:
        """Call a function once all photos are known, or now if they are."""
        if self._awaited is None:
            then()
            return
        self._then.append(then)
        if self._rest_timer.isActive():
            self.complete()

    def complete(self) -> None:
        """Request all photos of the answer now, without the delay."""
        self._rest_timer.stop()
        if self._awaited is not None:
            self.begin_with(self._awaited)

    def begin_with(self, answer: Answer) -> None:
        """Request all photos of the question, starting with these hits."""
        question = self._question
        if question.query is None:
            return
        rows = self._session.searching.rows(
            question.whole_query, answer, question.order, question.period, fold=question.folds, stacked=question.stacked
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
        """Show the hits alone if they are the first photos of the order; otherwise report the error."""
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
        """Request an answer with checked pixels, which takes a second; called once the user has stopped typing."""
        if self._question.query is not None:
            future = self._session.searching.search(self._question.whole_query, closely=True)
            self._closer.ask(future, self.looked_closer.emit, lambda _: None)
