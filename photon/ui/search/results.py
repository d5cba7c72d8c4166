"""The photos in the grid: a folder in order, or the answer to a query; late answers are never shown."""

from collections.abc import Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from photon.app.search.answer_rows import AnswerRows
from photon.app.session import Session
from photon.domain import Answer, Changes, Hit, Order, PhotonError, Query
from photon.domain.photo.date_span import DatedPhotos, Period
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.result_history import HistoryEntry
from photon.ui.grid.results_renewal import ResultsRenewal
from photon.ui.grid.results_state import ResultsState
from photon.ui.grid.shown_rows import ShownRows
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.search.answer_requests import AnswerRequests, Question
from photon.ui.search.chip_parsing import is_ranked, same_but_for_weights

PAGE = 400  # hits of the first page of an answer
PATIENCE_MS = 300  # an answer that takes longer is announced


class Gallery(QObject):
    """Decides what is shown, and shows the results in the grid; ``shown`` brings a ResultsState.

    Attributes:
        asked: What is to be shown.
        state: What is shown.
        rows: Its rows in the grid.
        requests: Requests them.
        renewal: Decides when they are requested again.
    """

    shown = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._model = session, grid.grid_model
        self.asked = Question(None, None, "newest", "month", is_stacked=True)
        self.state = ResultsState(is_waiting=True)  # nothing is known yet
        self.rows = ShownRows(grid)
        self.requests = AnswerRequests(session, bridge, self)
        self._has_new_weights = False  # since the answer that is awaited was asked for
        self.renewal = ResultsRenewal(self)
        self._patience = single_shot(self, PATIENCE_MS, self._announce_waiting)
        self.requests.listed.connect(self._show_photos)
        self.requests.answered.connect(self._take_answer)
        self.requests.completed.connect(self._show_answer)
        self.requests.looked_closer.connect(self._take_closer)
        self.requests.failed.connect(self._fail)
        self.renewal.due.connect(self.renew)
        self.renewal.aged.connect(self._answer_again)
        bridge.changed.connect(self._hear)

    @property
    def hits(self) -> Sequence[Hit]:
        """The hits of the answer shown; empty without a query, and while another answer is awaited."""
        return self.rows.hits if self.state.query is not None and not self.state.is_waiting else ()

    @property
    def continued(self) -> Query | None:
        """The query whose answer has more photos after ``hits``, or None."""
        return self.asked.whole_query if self.hits and self.rows.is_longer else None

    # -- what is to be shown -----------------------------------------------------------------------

    def show_folder(self, folder: str | None) -> None:
        """Limit the photos shown, and the search, to this folder."""
        if folder != self.asked.folder:
            self.asked = replace(self.asked, folder=folder)
            self.ask_again()

    def search(self, query: Query | None) -> None:
        """Show the answer to this query; None or an empty one shows the folder again."""
        query = None if query is None or query.empty else replace(query, top=PAGE)
        before, order = self.asked.query, self.asked.order
        if query == before:
            return
        if same_but_for_weights(query, before):
            self._adjust(query)
            return
        if is_ranked(query) and not is_ranked(before):
            order = "relevance"
        elif order not in replace(self.asked, query=query).orders:
            order = "newest"
        self.asked = replace(self.asked, query=query, order=order)
        self.ask_again()

    def _adjust(self, query: Query | None) -> None:
        """Change the weights of the query, keeping the place; while an answer is pending, only the newest one waits."""
        self.asked = replace(self.asked, query=query)
        if self.renewal.is_soon_answered:
            self._has_new_weights = True
        else:
            self.renew()

    def set_order(self, order: Order) -> None:
        """Show the same photos in this order."""
        if order in self.asked.orders and order != self.asked.order:
            self.asked = replace(self.asked, order=order)
            self.rows.await_new(self.rows.unfolded)
            self._ask()

    def set_period(self, period: Period) -> None:
        """Set the period by which photos in order of date are divided: months, days or none."""
        if period != self.asked.period:
            self.asked = replace(self.asked, period=period)
            self.renew()

    def set_stacked(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Set whether photos of a stack are shown behind its top, or each in its own place."""
        if on != self.asked.is_stacked:
            self.asked = replace(self.asked, is_stacked=on)
            self.renew()

    def visit(self) -> HistoryEntry:
        """Return the current content and the place in it."""
        asked = self.asked
        return HistoryEntry(asked.query, asked.folder, asked.order, self.rows.unfolded, self.rows.place)

    def revisit(self, visit: HistoryEntry) -> None:
        """Show earlier content again, at the same place."""
        self.asked = replace(self.asked, query=visit.query, folder=visit.folder, order=visit.order)
        self.rows.await_new(visit.unfolded, visit.place)
        self._ask()

    # -- asking ------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Request the same again, keeping the place."""
        self.rows.is_new = False
        self._ask()

    def ask_again(self) -> None:
        """Request the content from its top."""
        self.rows.await_new()
        self._ask()

    def stop(self) -> None:
        """Stop waiting for the answer to the query; ``ask_again`` requests it again."""
        if self.asked.query is None or not self.renewal.is_asking:
            return
        self.requests.stop()
        self._has_new_weights = False
        self._show_nothing(ResultsState(self.asked.query, self.asked.folder, is_stopped=True))

    def _ask(self) -> None:
        self.renewal.begin()
        self._has_new_weights = False
        self._session.browsing.choose_paths(query=self.asked.whole_query)
        if self.rows.is_new:
            self._model.outdate(None)  # a photo with several paths may have another name here
            self._patience.start()
        self.requests.ask(self.asked)

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self._forget(changes.gone)
            return
        if changes.kinds & {"marks", "photos"}:
            self._model.outdate(changes.photos or None)
        self.renewal.hear(changes, self.asked.query, self.asked.order)

    def _answer_again(self) -> None:
        """Renew the answer, but only while its top is shown and no photo of it is selected, or while it is replaced."""
        if self.state.is_stopped:
            return
        if self.rows.is_at_top or self._patience.isActive():  # a state set now would end the patience
            self.renewal.renew_slowly()
        elif not self.state.is_outdated:
            self._set_state(replace(self.state, is_outdated=True))

    # -- showing -----------------------------------------------------------------------------------

    def _forget(self, photos: Set[int]) -> None:
        """Drop everything about photos that were hidden, and request the rest again."""
        self.rows.forget(photos)
        asked = self.asked
        is_waiting = asked.query is not None
        self._set_state(ResultsState(asked.query, asked.folder, self._model.rowCount(), is_waiting=is_waiting))
        self.renew()

    def _take_closer(self, answer: Answer) -> None:
        """Show the checked answer, but only while the top of the first one is shown and no photo of it is selected."""
        if not self.rows.is_at_top:
            return
        if answer.is_whole:
            self._show_answer(answer, self.asked.first_rows(answer))
        else:
            self.requests.begin_with(answer)

    def _show_photos(self, listed: DatedPhotos) -> None:
        count = max(listed.listed, len(listed.photos))
        folded = (count - len(listed.photos), 0, 0)
        rows = AnswerRows(
            listed.photos, alike=listed.behind, stacked=listed.matching, folded=folded, spans=listed.spans
        )
        self.renewal.settle(self.rows.show(None, rows))
        self._set_state(ResultsState(folder=self.asked.folder, photos=count))

    def _take_answer(self, answer: Answer) -> None:
        """Show the first page, unless the place is further down in the answer, or it must be sorted first."""
        asked, is_first = self.asked, self.rows.is_new and not self.rows.returns
        if asked.is_in_order and (is_first or (answer.is_whole and not asked.is_divided)):
            self._show_answer(answer, asked.first_rows(answer))
        else:
            self.requests.complete()

    def _show_answer(self, answer: Answer, rows: AnswerRows) -> None:
        self.renewal.settle(self.rows.show(answer, rows))
        strong, _, other = rows.counts
        shown = ResultsState(self.asked.query, self.asked.folder, len(rows), strong, other)
        shown = replace(shown, is_whole=rows.is_whole, is_counted=rows.is_counted, sentence=rows.sentence)
        shown = replace(shown, searchable=answer.searchable, notices=answer.notices, ignored=answer.ignored)
        self._set_state(replace(shown, excluded=rows.excluded, hidden=len(self._session.hiding.away)))

    def _fail(self, error: PhotonError) -> None:
        self._show_nothing(ResultsState(self.asked.query, self.asked.folder, failed=(error.message, error.hint)))

    def _show_nothing(self, why: ResultsState) -> None:
        self.renewal.settle(self.rows.clear())
        self._set_state(why)

    def _announce_waiting(self) -> None:
        """Show that the answer is pending; the previous photos stay until the new ones are known."""
        self._set_state(ResultsState(self.asked.query, self.asked.folder, self.state.photos, is_waiting=True))

    def _set_state(self, state: ResultsState) -> None:
        self._patience.stop()
        self.state = state
        self.shown.emit(state)
        if self._has_new_weights and not self.renewal.is_asking:
            self.renew()
