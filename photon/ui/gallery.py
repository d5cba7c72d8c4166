"""What the grid shows: a folder in order, or the answer to a query; never an answer that came too late."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from photon.domain import Answer, Changes, Order, PhotonError, Query
from photon.ui.bridge import Bridge
from photon.ui.photo_grid import PhotoGrid
from photon.ui.photo_grid_model import PhotoGridModel

if TYPE_CHECKING:
    from photon.app.session import Session

TOP = 400  # hits of one answer
NEAR, LEAST_NEAR = 0.15, 24  # less sure hits are shown from this score on, but never fewer than a screen of them
REFRESH_MS = 400  # arriving photos are shown at most this often
PATIENCE_MS = 400  # an answer that takes longer is announced
SEARCH_AGAIN_MS = 3000  # an answer is renewed at most this often while more photos become searchable


@dataclass(frozen=True, slots=True)
class Shown:
    """What the grid shows, for the header above it and the empty state in its place.

    Attributes:
        query: What was asked, or None when a folder is shown.
        folder: Path shown or searched, or None for everything.
        photos: Photos shown.
        strong: How many of them clearly show what was asked.
        searchable: Share of the photos that can be searched so far.
        sentence: What the search says about the answer.
        is_outdated: More photos became searchable since, and the grid was left in peace.
        is_waiting: The answer to a new query takes longer than usual; the photos are still the old ones.
        failed: Message and hint when the search could not answer.
        notices: What else to know about the answer, a sentence each.
    """

    query: Query | None = None
    folder: str | None = None
    photos: int = 0
    strong: int = 0
    searchable: float = 1.0
    sentence: str = ""
    is_outdated: bool = False
    is_waiting: bool = False
    failed: tuple[str, str] | None = None
    notices: tuple[str, ...] = ()


class Gallery(QObject):
    """Asks the session for what is to be shown and gives it to the grid; ``shown`` brings a Shown."""

    shown = Signal(object)

    def __init__(self, session: "Session", bridge: Bridge, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._grid = grid
        self.folder: str | None = None
        self.query: Query | None = None
        self.order: Order = "newest"
        self.state = Shown()
        self._answer: Answer | None = None
        self._generation = 0
        self._is_new = True
        self._refresh = QTimer(self, singleShot=True)
        self._refresh.timeout.connect(self._renew_when_idle)
        self._is_asking = False
        self._settled_at = 0.0
        self._cost = 0  # milliseconds to show the rows last time
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._announce_waiting)
        bridge.changed.connect(self._hear)

    @property
    def grid_model(self) -> PhotoGridModel:
        """The photos of the grid."""
        return self._grid.grid_model

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that make sense for what is shown."""
        usual: tuple[Order, ...] = ("newest", "oldest", "name")
        return ("relevance", *usual) if self.query else usual

    def show_folder(self, folder: str | None) -> None:
        """Limit what is shown, and what is searched, to this folder."""
        if folder != self.folder:
            self.folder = folder
            self._start()

    def search(self, query: Query | None) -> None:
        """Show the answer to this query; None or an empty one shows the folder again."""
        query = None if query is None or query.empty else replace(query, top=TOP)
        if query == self.query:
            return
        was_searching = self.query is not None
        self.query = query
        if query is not None and not was_searching:
            self.order = "relevance"
        elif query is None and self.order == "relevance":
            self.order = "newest"
        self._start()

    def set_order(self, order: Order) -> None:
        """Show the same photos in this order."""
        if order in self.orders and order != self.order:
            self.order = order
            self._start()

    def renew(self) -> None:
        """Ask again for the same, keeping the place."""
        self._is_new = False
        self._ask()

    def _start(self) -> None:
        self._is_new = True
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"marks", "photos"}:
            self.grid_model.outdate(changes.photos or None)
        if self.query is not None and changes.kinds & {"vectors", "photos"}:
            self._answer_again()
        elif self.query is None and changes.kinds & {"photos", "folders"}:
            self._refresh_soon(REFRESH_MS)

    def _answer_again(self) -> None:
        """Renew the answer only where nobody looks at a particular photo of it."""
        is_at_top = self._grid.verticalScrollBar().value() == 0 and not self._grid.targets()
        if is_at_top:
            self._refresh_soon(SEARCH_AGAIN_MS)
        elif not self.state.is_outdated:
            self._tell(replace(self.state, is_outdated=True))

    def _refresh_soon(self, pause: int) -> None:
        """At once when nothing was shown lately, else when the pause is over."""
        if not self._refresh.isActive():
            past = int((time.monotonic() - self._settled_at) * 1000)
            # Of a very large library the rows alone take a while: they get a twentieth of the time.
            self._refresh.setInterval(max(0, pause - past, 20 * self._cost - past))
            self._refresh.start()

    def _renew_when_idle(self) -> None:
        # An answer that takes longer than the pause would else be thrown away again and again.
        if self._is_asking:
            self._refresh.start()
        else:
            self.renew()

    def _ask(self) -> None:
        self._is_asking = True
        self._generation += 1
        generation = self._generation
        if self.query is None:
            future = self._session.photos(self.order, self.folder)
            self._bridge.call(
                future,
                lambda ids: self._show_photos(generation, ids),
                self,
                lambda error: self._fail(generation, error),
            )
            return
        if self._is_new:
            self._patience.start()
        self._bridge.call(
            self._session.search(replace(self.query, folder=self.folder)),
            lambda answer: self._take_answer(generation, answer),
            self,
            lambda error: self._fail(generation, error),
        )

    def _show_photos(self, generation: int, ids: Sequence[int]) -> None:
        if generation != self._generation:
            return
        self._put(ids, (len(ids),))
        self._tell(Shown(folder=self.folder, photos=len(ids)))

    def _take_answer(self, generation: int, answer: Answer) -> None:
        if generation != self._generation:
            return
        self._answer = answer
        if self.order == "relevance":
            self._show_answer(generation, {})
            return
        future = self._session.photos(self.order, self.folder)
        self._bridge.call(
            future,
            lambda ids: self._show_answer(generation, {photo: place for place, photo in enumerate(ids)}),
            self,
            lambda error: self._fail(generation, error),
        )

    def _show_answer(self, generation: int, places: dict[int, int]) -> None:
        answer = self._answer
        if generation != self._generation or answer is None:
            return
        strong = [hit.photo for hit in answer.hits[: answer.strong]]
        near = answer.hits[answer.strong :]
        weak = [hit.photo for place, hit in enumerate(near) if hit.score >= NEAR or len(strong) + place < LEAST_NEAR]
        if places:
            strong.sort(key=lambda photo: places.get(photo, len(places)))
            weak.sort(key=lambda photo: places.get(photo, len(places)))
        self._put([*strong, *weak], (len(strong), len(weak)))
        shown = Shown(self.query, self.folder, len(strong) + len(weak), len(strong), answer.searchable, answer.sentence)
        self._tell(replace(shown, notices=answer.notices))

    def _fail(self, generation: int, error: PhotonError) -> None:
        if generation != self._generation:
            return
        self._put([], (0,))
        self._tell(Shown(self.query, self.folder, failed=(error.message, error.hint)))

    def _put(self, ids: Sequence[int], sections: tuple[int, ...]) -> None:
        if self._is_new:
            self._grid.to_top()
        began = time.monotonic()
        self.grid_model.show_photos(ids, sections)
        self._is_new = False
        self._is_asking = False
        self._settled_at = time.monotonic()
        self._cost = int((self._settled_at - began) * 1000)

    def _announce_waiting(self) -> None:
        self._tell(replace(self.state, query=self.query, folder=self.folder, is_waiting=True))

    def _tell(self, state: Shown) -> None:
        self._patience.stop()
        self.state = state
        self.shown.emit(state)
