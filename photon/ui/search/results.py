"""The photos in the grid: a folder in order, or the answer to a query; late answers are never shown."""

import time
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from photon.app.search.album_answers import album_of_order, asks_for_albums
from photon.app.search.answer_rows import AnswerRows
from photon.app.session import Session
from photon.domain import Answer, Changes, Hit, Order, PhotonError, Query
from photon.domain.photo.date_span import DatedPhotos, DateSpan, Period
from photon.domain.query.filter_kinds.states import asks_for_missing, asks_for_styles
from photon.ui.grid.cell_view import ScrollAnchor
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.grid.renewal_timer import RenewalTimer
from photon.ui.grid.results_state import ResultsState
from photon.ui.grid.stacks import Stacks, laid_out_rows
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.search.answer_requests import AnswerRequests, Question
from photon.ui.search.chip_parsing import is_ranked, same_but_for_weights
from photon.ui.search.result_history import HistoryEntry

PAGE = 400  # hits of the first page of an answer
REFRESH_MS = 400  # arriving photos are shown at most this often
PATIENCE_MS = 300  # an answer that takes longer is announced
EXPECTED_S = 0.5  # maximum time between the last key and the search for the words
LOST_S = 5.0  # an answer that takes longer is no longer awaited when weights change
SEARCH_AGAIN_MS = 3000  # an answer is renewed at most this often while more photos become searchable


class Gallery(QObject):
    """Decides what is shown, and shows the results in the grid; ``shown`` brings a ResultsState."""

    shown = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._grid = grid
        self.folder: str | None = None
        self.query: Query | None = None
        self.order: Order = "newest"
        self.period: Period = "month"
        self.is_stacked = True
        self.state = ResultsState(is_waiting=True)  # nothing is known yet
        self._answer: Answer | None = None
        self._rows = AnswerRows()
        self._requests = AnswerRequests(session, bridge, self)
        self._is_new = True
        self._left, self._left_at = ScrollAnchor(None, frozenset(), 0), 0.0
        self._return_to: ScrollAnchor | None = None
        self._unfolded: Collection[int] = ()
        self._renewal = RenewalTimer(self)
        self._is_asking = False
        self._is_behind = False
        self._asked_at = 0.0
        self._patience = single_shot(self, PATIENCE_MS, self._announce_waiting)
        self._connect(bridge)

    def _connect(self, bridge: Bridge) -> None:
        self._requests.listed.connect(self._show_photos)
        self._requests.answered.connect(self._take_answer)
        self._requests.completed.connect(self._show_answer)
        self._requests.looked_closer.connect(self._take_closer)
        self._requests.failed.connect(self._fail)
        self._renewal.due.connect(self._renew_when_idle)
        bridge.changed.connect(self._hear)

    @property
    def grid_model(self) -> PhotoGridModel:
        """The photos of the grid."""
        return self._grid.grid_model

    @property
    def hits(self) -> Sequence[Hit]:
        """The hits of the answer shown; empty without a query, and while another answer is awaited."""
        is_shown = self._answer is not None and self.state.query is not None and not self.state.is_waiting
        return self._answer.hits if self._answer is not None and is_shown else ()

    @property
    def continued(self) -> Query | None:
        """The query whose answer has more photos after ``hits``, or None."""
        is_longer = bool(self.hits) and len(self._rows) > len(self.hits)
        return self._asked() if is_longer else None

    def is_good(self, photo: int) -> bool:
        """Return whether a photo, or the one in front of it in a stack, is among the good matches of the answer."""
        return (self.grid_model.stacks.front_of(photo) or photo) in self._rows.good

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that are available for the current content."""
        usual: tuple[Order, ...] = ("newest", "oldest", "name", "sharpest")
        return ("relevance", *usual) if is_ranked(self.query) else usual

    @property
    def is_album(self) -> bool:
        """Whether an album is shown in its order."""
        return bool(album_of_order(self.query))

    def show_folder(self, folder: str | None) -> None:
        """Limit the photos shown, and the search, to this folder."""
        if folder != self.folder:
            self.folder = folder
            self._start()

    def search(self, query: Query | None) -> None:
        """Show the answer to this query; None or an empty one shows the folder again."""
        query = None if query is None or query.empty else replace(query, top=PAGE)
        if query == self.query:
            return
        if same_but_for_weights(query, self.query):
            self._adjust(query)
            return
        was_ranked = is_ranked(self.query)
        self.query = query
        if is_ranked(query) and not was_ranked:
            self.order = "relevance"
        elif not is_ranked(query) and self.order == "relevance":
            self.order = "newest"
        self._start()

    def _adjust(self, query: Query | None) -> None:
        """Change the weights of the query, keeping the place; while an answer is pending, only the newest one waits."""
        self.query = query
        if self._is_asking and time.monotonic() - self._asked_at < LOST_S:
            self._is_behind = True
        else:
            self.renew()

    @property
    def turned(self) -> Query | None:
        """The query that exchanges the shown and the excluded photos; None without a query."""
        return None if self.query is None else replace(self.query, shows_excluded=not self.query.shows_excluded)

    def set_order(self, order: Order) -> None:
        """Show the same photos in this order."""
        if order in self.orders and order != self.order:
            self.order = order
            self._start()
            self._unfolded = self.grid_model.stacks.unfolded

    def set_period(self, period: Period) -> None:
        """Set the period by which photos in order of date are divided: months, days or none."""
        if period != self.period:
            self.period = period
            self.renew()

    def set_stacked(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Set whether photos of a stack are shown behind its top, or each in its own place."""
        if on != self.is_stacked:
            self.is_stacked = on
            self.renew()

    def renew(self) -> None:
        """Request the same again, keeping the place."""
        self._is_new = False
        self._ask()

    def stop(self) -> None:
        """Stop waiting for the answer to the query; ``ask_again`` requests it again."""
        if self.query is None or not self._is_asking:
            return
        self._requests.stop()
        self._answer, self._is_behind = None, False
        self._set_photos([], (0,))
        self._set_state(ResultsState(self.query, self.folder, is_stopped=True))

    def ask_again(self) -> None:
        """Search again after a stop."""
        self._start()

    def visit(self) -> HistoryEntry:
        """Return the current content and the place in it."""
        unfolded = frozenset(self.grid_model.stacks.unfolded)
        return HistoryEntry(self.query, self.folder, self.order, unfolded, self._grid.place())

    def revisit(self, visit: HistoryEntry) -> None:
        """Show earlier content again, at the same place."""
        self.query, self.folder, self.order = visit.query, visit.folder, visit.order
        self._start()
        self._return_to, self._unfolded = visit.place, visit.unfolded

    def expect(self) -> None:
        """Expect another answer soon: a photo that the user selects from now on stays selected."""
        self._left, self._left_at = self._grid.place(), time.monotonic()

    def await_all(self, then: Callable[[], object]) -> None:
        """Call a function once all photos of the content are known."""
        self._requests.await_all(then)

    def toggle_stack(self, photo: int) -> None:
        """Unfold the stack of this photo, or fold it."""
        front = self.grid_model.stacks.front_of(photo)
        if front:
            if self.grid_model.stacks.front_of(self._grid.current()) != front:
                self._grid.make_current(front)  # the top, which keeps its place
            self._lay_out(self.grid_model.stacks.toggled(front))

    def fold_all(self) -> bool:
        """Fold every stack; return whether one was unfolded."""
        was_open = bool(self.grid_model.stacks.unfolded)
        if was_open:
            self._lay_out(self.grid_model.stacks.folded())
        return was_open

    def let_go(self, photos: Set[int]) -> None:
        """Remove the rows of photos that are moved to the bin at once; all others keep their order and place."""
        if self._answer is not None:
            hits = tuple(hit for hit in self._answer.hits if hit.photo not in photos)
            self._answer = replace(self._answer, hits=hits, strong=sum(hit.strong for hit in hits))
        self._rows = self._rows.without(photos)
        self.grid_model.forget(photos)

    def _start(self) -> None:
        self._is_new = True
        self._return_to, self._unfolded = None, ()
        if time.monotonic() - self._left_at > EXPECTED_S:
            self.expect()
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self._forget(changes.gone)
            return
        if changes.kinds & {"marks", "photos"}:
            self.grid_model.outdate(changes.photos or None)
        asked = self.query or Query()
        is_about_albums = "albums" in changes.kinds and asks_for_albums(asked)
        is_about_missing = "folders" in changes.kinds and asks_for_missing(asked.parts)
        is_judged = self.query is not None and bool(changes.kinds & {"vectors", "photos"})
        is_measured = "styles" in changes.kinds and (self.order == "sharpest" or asks_for_styles(asked.parts))
        if is_about_albums or is_about_missing or "stacks" in changes.kinds:
            self.renew_soon()  # the user did that, and expects to see the result
        elif self.query is None and changes.kinds & {"photos", "folders"}:
            self.renew_soon()
        elif is_judged or is_measured:
            self._answer_again()

    def _forget(self, photos: Set[int]) -> None:
        """Drop everything about photos that must not be seen any more, and request the rest again."""
        self._answer = None
        self._rows = self._rows.without(photos)
        self._left, self._return_to, self._unfolded = ScrollAnchor(None, frozenset(), 0), None, ()
        is_waiting = self.query is not None
        self._set_state(ResultsState(self.query, self.folder, self.grid_model.rowCount(), is_waiting=is_waiting))
        self.renew()

    def renew_soon(self) -> None:
        """Request the photos again, at the pace of renewals while photos arrive."""
        self._renewal.soon(REFRESH_MS)

    def _answer_again(self) -> None:
        """Renew the answer, but only while its top is shown and no photo of it is selected."""
        if self.state.is_stopped:
            return
        if self._is_at_top():
            self._renewal.soon(SEARCH_AGAIN_MS)
        elif not self.state.is_outdated:
            self._set_state(replace(self.state, is_outdated=True))

    def _renew_when_idle(self) -> None:
        # Otherwise, an answer that takes longer than the pause would be dropped again and again.
        if self._is_asking:
            self._renewal.again()
        else:
            self.renew()

    def _ask(self) -> None:
        self._is_asking = True
        self._is_behind = False
        self._asked_at = time.monotonic()
        self._session.choose_paths(query=self._asked())
        if self._is_new:
            self.grid_model.outdate(None)  # a photo with several paths may have another name here
            self._patience.start()
        self._requests.ask(self._question())

    def _question(self) -> Question:
        query = self._asked() if self.query is not None else None
        return Question(query, self.folder, self.order, self.period, self.is_stacked)

    def _asked(self) -> Query:
        return replace(self.query or Query(), folder=self.folder)

    def _take_closer(self, answer: Answer) -> None:
        """Show the checked answer, but only while the top of the first one is shown and no photo of it is selected."""
        if not self._is_at_top():
            return
        if answer.is_whole:
            self._show_answer(answer, self._question().first_rows(answer))
        else:
            self._requests.begin_with(answer)

    def _is_at_top(self) -> bool:
        return self._grid.verticalScrollBar().value() == 0 and not self._grid.targets()

    def _show_photos(self, listed: DatedPhotos) -> None:
        self._answer = None  # its sentence may name a tag of a photo that is now hidden
        count = max(listed.listed, len(listed.photos))
        folded = (count - len(listed.photos), 0, 0)
        self._rows = AnswerRows(
            listed.photos, alike=listed.behind, stacked=listed.matching, folded=folded, spans=listed.spans
        )
        self._lay_out(self._stacks())
        self._set_state(ResultsState(folder=self.folder, photos=count))

    def _take_answer(self, answer: Answer) -> None:
        """Show the first page, unless the place is further down in the answer, or it must be sorted first."""
        asked, is_first = self._question(), self._is_new and self._return_to is None
        if asked.is_in_order and (is_first or (answer.is_whole and not asked.is_divided)):
            self._show_answer(answer, asked.first_rows(answer))
        else:
            self._requests.complete()

    def _show_answer(self, answer: Answer, rows: AnswerRows) -> None:
        self._answer, self._rows = answer, rows
        self._lay_out(self._stacks())
        strong, _, other = rows.counts
        shown = ResultsState(self.query, self.folder, len(rows), strong, other)
        shown = replace(shown, is_whole=rows.is_whole, is_counted=rows.is_counted, sentence=rows.sentence)
        shown = replace(shown, searchable=answer.searchable, notices=answer.notices, ignored=answer.ignored)
        self._set_state(replace(shown, excluded=rows.excluded, hidden=len(self._session.hiding.away)))

    def _stacks(self) -> Stacks:
        """Return the stacks of the rows; unfolded ones stay unfolded, or are unfolded again when the user goes back."""
        unfolded = self._unfolded if self._is_new else self.grid_model.stacks.unfolded
        return Stacks(self._rows.alike, unfolded, self._rows.stacked)

    def _lay_out(self, stacks: Stacks) -> None:
        """Show the rows in the grid, with the photos of unfolded stacks."""
        current, was_new = self._grid.current(), self._is_new
        self.grid_model.stacks = stacks
        self._set_photos(*laid_out_rows(self._rows, stacks))
        if current and not was_new and self.grid_model.row_of(current) < 0:
            front = stacks.folded_over(current)
            if front:
                self._grid.go_to(front)  # the current photo was folded behind it
        self._grid.viewport().update()

    def _fail(self, error: PhotonError) -> None:
        self._answer, self._rows = None, AnswerRows()
        self._set_photos([], (0,))
        self._set_state(ResultsState(self.query, self.folder, failed=(error.message, error.hint)))

    def _set_photos(self, ids: Sequence[int], sections: tuple[int, ...], spans: tuple[DateSpan, ...] = ()) -> None:
        """Show photos, divided into spans if there are any, else into sections."""
        if self._is_new and not self._was_chosen(ids):
            self._grid.to_top()
        began = time.monotonic()
        self.grid_model.show_photos(ids, sections, spans)
        if self._return_to is not None:
            self._grid.return_to(self._return_to)
        self._return_to = None
        self._is_new = False
        self._is_asking = False
        self._renewal.settle(self._asked_at, began)

    def _was_chosen(self, ids: Sequence[int]) -> bool:
        """Return whether the user selected a remaining photo while the answer was pending; it keeps its place, too."""
        now = self._grid.place()
        is_changed = (now.selected, now.current) != (self._left.selected, self._left.current)
        return is_changed and bool(now.current) and now.current in ids

    def _announce_waiting(self) -> None:
        """Show that the answer is pending; the previous photos stay until the new ones are known."""
        self._set_state(ResultsState(self.query, self.folder, self.state.photos, is_waiting=True))

    def _set_state(self, state: ResultsState) -> None:
        self._patience.stop()
        self.state = state
        self.shown.emit(state)
        if self._is_behind and not self._is_asking:
            self.renew()
