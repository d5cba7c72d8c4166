"""The content of the grid: a folder in order, or the answer to a query; outdated answers are dropped."""

import time
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from photon.app.search.album_answers import album_of_order, asks_for_albums
from photon.app.search.answer_rows import AnswerRows, first_rows
from photon.app.session import Session
from photon.domain import Answer, Changes, Hit, Ignored, Order, PhotonError, Query
from photon.domain.photo.date_span import DatedPhotos, DateSpan, Period
from photon.ui.grid.cell_view import ScrollAnchor
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.grid.renewal_timer import RenewalTimer
from photon.ui.grid.stacks import Stacks
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.timers import single_shot
from photon.ui.search.answer_requests import AnswerRequests, Question
from photon.ui.search.chip_parsing import is_ranked, same_but_for_weights
from photon.ui.search.result_history import HistoryEntry

PAGE = 400  # hits on the first page of an answer
REFRESH_MS = 400  # minimum time between updates for arriving photos
PATIENCE_MS = 300  # a longer wait is announced
EXPECTED_S = 0.5  # delay between the last key and the search
LOST_S = 5.0  # after this time, a pending answer is dropped when the weights change
SEARCH_AGAIN_MS = 3000  # minimum time between renewals while more photos become searchable


@dataclass(frozen=True, slots=True)
class ResultsState:
    """The content of the grid, for the header above it and the empty state in its place.

    Attributes:
        query: The query, or None if a folder is shown.
        folder: Path shown or searched, or None for everything.
        photos: Number of photos shown.
        strong: Number of good matches among them.
        other: Number of poor matches among them.
        is_whole: Whether these are all photos of the answer; otherwise the others are still loading.
        is_counted: Whether ``strong`` counts all good matches.
        searchable: Share of the photos that are searchable.
        sentence: What the answer says about itself.
        is_outdated: Whether more photos became searchable since, without an update of the grid.
        is_waiting: Whether the answer to a new query takes longer than usual; the photos are still the old ones.
        is_stopped: Whether the user stopped waiting for the answer.
        failed: Message and hint if the search failed.
        notices: Further messages about the answer, one sentence each.
        ignored: Parts of the query that the answer could not use.
        hidden: Number of hidden photos, which are in no answer.
        excluded: Photos that may match but were excluded, because they seem to show something unwanted.
    """

    query: Query | None = None
    folder: str | None = None
    photos: int = 0
    strong: int = 0
    other: int = 0
    is_whole: bool = True
    is_counted: bool = True
    searchable: float = 1.0
    sentence: str = ""
    is_outdated: bool = False
    is_waiting: bool = False
    is_stopped: bool = False
    failed: tuple[str, str] | None = None
    notices: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    hidden: int = 0
    excluded: int = 0


class Gallery(QObject):
    """Requests photos and shows them in the grid; ``shown`` brings a ResultsState."""

    shown = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._grid = grid
        self.folder: str | None = None
        self.query: Query | None = None
        self.order: Order = "newest"
        self.period: Period = "month"
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
        bridge.hidden.connect(self._forget)

    @property
    def grid_model(self) -> PhotoGridModel:
        """The photos of the grid."""
        return self._grid.grid_model

    @property
    def hits(self) -> Sequence[Hit]:
        """The answer to the query that is shown; empty without a query, and while another answer is pending."""
        is_shown = self._answer is not None and self.state.query is not None and not self.state.is_waiting
        return self._answer.hits if self._answer is not None and is_shown else ()

    @property
    def continued(self) -> Query | None:
        """The query whose answer continues after ``hits``, or None."""
        is_longer = bool(self.hits) and len(self._rows) > len(self.hits)
        return self._asked() if is_longer else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that make sense for what is shown."""
        usual: tuple[Order, ...] = ("newest", "oldest", "name")
        return ("relevance", *usual) if is_ranked(self.query) else usual

    @property
    def is_album(self) -> bool:
        """Whether an album is shown in its own order."""
        return bool(album_of_order(self.query))

    def show_folder(self, folder: str | None) -> None:
        """Limit the photos shown and searched to this folder."""
        if folder != self.folder:
            self.folder = folder
            self._start()

    def search(self, query: Query | None) -> None:
        """Show the answer to this query; None or an empty query shows the folder again."""
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
        """Search with other weights and keep the position; while an answer is pending, only the newest query waits."""
        self.query = query
        if self._is_asking and time.monotonic() - self._asked_at < LOST_S:
            self._is_behind = True
        else:
            self.renew()

    @property
    def turned(self) -> Query | None:
        """The query that swaps the photos shown and those excluded; None if there is none."""
        return None if self.query is None else replace(self.query, shows_excluded=not self.query.shows_excluded)

    def set_order(self, order: Order) -> None:
        """Show the same photos in this order."""
        if order in self.orders and order != self.order:
            self.order = order
            self._start()
            self._unfolded = self.grid_model.stacks.unfolded

    def set_period(self, period: Period) -> None:
        """Divide photos in order of date into months or days, or not at all."""
        if period != self.period:
            self.period = period
            self.renew()

    def renew(self) -> None:
        """Request the same again, keeping the position."""
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
        """Return what is shown, with position and selection."""
        unfolded = frozenset(self.grid_model.stacks.unfolded)
        return HistoryEntry(self.query, self.folder, self.order, unfolded, self._grid.place())

    def revisit(self, visit: HistoryEntry) -> None:
        """Show an earlier result at the same position."""
        self.query, self.folder, self.order = visit.query, visit.folder, visit.order
        self._start()
        self._return_to, self._unfolded = visit.place, visit.unfolded

    def expect(self) -> None:
        """Prepare for another answer: a photo that is chosen from now on stays chosen."""
        self._left, self._left_at = self._grid.place(), time.monotonic()

    def await_all(self, then: Callable[[], object]) -> None:
        """Call ``then`` when all photos of the result are known."""
        self._requests.await_all(then)

    def toggle_stack(self, photo: int) -> None:
        """Unfold or fold the stack of near-duplicates around this photo."""
        front = self.grid_model.stacks.front_of(photo)
        if front:
            self._restack(self.grid_model.stacks.toggled(front))

    def fold_all(self) -> bool:
        """Fold all stacks; return whether one was unfolded."""
        was_open = bool(self.grid_model.stacks.unfolded)
        if was_open:
            self._restack(self.grid_model.stacks.folded())
        return was_open

    def _restack(self, stacks: Stacks) -> None:
        current = self._grid.current()
        front = self.grid_model.stacks.front_of(current)
        if self._answer is None:
            return
        self._lay_out(stacks)
        if front and current != front and not stacks.is_open(current):
            self._grid.go_to(front)  # the current photo moved behind it

    def let_go(self, photos: Set[int]) -> None:
        """Remove the rows of photos that go to the bin at once; all others keep their order and position."""
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
        if changes.kinds & {"marks", "photos"}:
            self.grid_model.outdate(changes.photos or None)
        if self.query is not None and "albums" in changes.kinds and asks_for_albums(self.query):
            self._renewal.soon(REFRESH_MS)  # the user did that and looks at the result
        elif self.query is not None and changes.kinds & {"vectors", "photos"}:
            self._answer_again()
        elif self.query is None and changes.kinds & {"photos", "folders"}:
            self._renewal.soon(REFRESH_MS)

    def _forget(self, photos: Set[int]) -> None:
        """Drop photos that were hidden, and request everything else again."""
        if self._answer is not None:
            hits = [hit for hit in self._answer.hits if hit.photo not in photos]
            strong = sum(hit.strong for hit in hits)
            hits = [replace(hit, alike=tuple(one for one in hit.alike if one not in photos)) for hit in hits]
            self._answer = replace(self._answer, hits=tuple(hits), strong=strong, sentence="", notices=(), ignored=())
            self._rows = self._rows.without(photos)
        self._left, self._return_to, self._unfolded = ScrollAnchor(None, frozenset(), 0), None, ()
        is_waiting = self.query is not None
        self._set_state(ResultsState(self.query, self.folder, self.grid_model.rowCount(), is_waiting=is_waiting))
        self.renew()

    def _answer_again(self) -> None:
        """Renew the answer only while it is scrolled to the top and none of its photos is selected."""
        if self.state.is_stopped:
            return
        if self._is_at_top():
            self._renewal.soon(SEARCH_AGAIN_MS)
        elif not self.state.is_outdated:
            self._set_state(replace(self.state, is_outdated=True))

    def _renew_when_idle(self) -> None:
        # Otherwise an answer that takes longer than the pause would be dropped again and again.
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
            self.grid_model.outdate(None)  # a photo of several paths may have another name here
            self._patience.start()
        self._requests.ask(self._question())

    def _question(self) -> Question:
        return Question(self._asked() if self.query is not None else None, self.folder, self.order, self.period)

    def _asked(self) -> Query:
        return replace(self.query or Query(), folder=self.folder)

    def _take_closer(self, answer: Answer) -> None:
        """Show the checked answer only while the first one is at its top and none of its photos is selected."""
        if not self._is_at_top():
            return
        if answer.is_whole:
            self._show_answer(answer, first_rows(answer))
        else:
            self._requests.begin_with(answer)

    def _is_at_top(self) -> bool:
        return self._grid.verticalScrollBar().value() == 0 and not self._grid.targets()

    def _show_photos(self, listed: DatedPhotos) -> None:
        self._answer, self._rows = None, AnswerRows()  # its sentence may name a tag of a photo that has been hidden
        self.grid_model.stacks = Stacks()
        self._set_photos(listed.photos, (len(listed.photos),), listed.spans)
        self._set_state(ResultsState(folder=self.folder, photos=len(listed.photos)))

    def _take_answer(self, answer: Answer) -> None:
        """Show the first page, unless the user is elsewhere in the answer or it must be sorted first."""
        asked, is_first = self._question(), self._is_new and self._return_to is None
        if asked.is_in_order and (is_first or (answer.is_whole and not asked.is_divided)):
            self._show_answer(answer, first_rows(answer))
        else:
            self._requests.complete()

    def _show_answer(self, answer: Answer, rows: AnswerRows) -> None:
        self._answer, self._rows = answer, rows
        self._lay_out(Stacks(rows.alike, self._unfolded if self._is_new else self.grid_model.stacks.unfolded))
        shown = ResultsState(self.query, self.folder, len(rows), len(rows.good), len(rows.other))
        shown = replace(shown, is_whole=rows.is_whole, is_counted=rows.is_counted, sentence=rows.sentence)
        shown = replace(shown, searchable=answer.searchable, notices=answer.notices, ignored=answer.ignored)
        self._set_state(replace(shown, excluded=answer.excluded, hidden=len(self._session.hiding.away)))

    def _lay_out(self, stacks: Stacks) -> None:
        """Put the rows into the grid, including those of unfolded stacks."""
        sections = [stacks.laid_out(some) for some in (self._rows.good, self._rows.possible, self._rows.other)]
        self.grid_model.stacks = stacks
        photos = [*sections[0], *sections[1], *sections[2]]
        self._set_photos(photos, tuple(map(len, sections)), self._rows.spans)
        self._grid.viewport().update()

    def _fail(self, error: PhotonError) -> None:
        self._answer, self._rows = None, AnswerRows()
        self._set_photos([], (0,))
        self._set_state(ResultsState(self.query, self.folder, failed=(error.message, error.hint)))

    def _set_photos(self, ids: Sequence[int], sections: tuple[int, ...], spans: tuple[DateSpan, ...] = ()) -> None:
        """Show photos in these sections or, if there are spans, in those instead."""
        if self._is_new and not self._was_chosen(ids):
            self._grid.to_top()
        began = time.monotonic()
        if sum(span.count for span in spans) != len(ids):  # unfolded stacks
            spans = ()
        self.grid_model.show_photos(ids, sections, spans)
        if self._return_to is not None:
            self._grid.return_to(self._return_to)
        self._return_to = None
        self._is_new = False
        self._is_asking = False
        self._renewal.settle(began)

    def _was_chosen(self, ids: Sequence[int]) -> bool:
        """Return whether a photo of the new result was clicked while it was pending; it then keeps its position."""
        now = self._grid.place()
        is_changed = (now.selected, now.current) != (self._left.selected, self._left.current)
        return is_changed and bool(now.current) and now.current in ids

    def _announce_waiting(self) -> None:
        """Announce the wait without text about the old answer, whose photos stay until the new ones arrive."""
        self._set_state(ResultsState(self.query, self.folder, self.state.photos, is_waiting=True))

    def _set_state(self, state: ResultsState) -> None:
        self._patience.stop()
        self.state = state
        self.shown.emit(state)
        if self._is_behind and not self._is_asking:
            self.renew()
