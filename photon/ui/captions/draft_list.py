"""Caption drafts as a Qt item model, most certain first; decisions do not change the order."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import partial

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.metadata.caption import PhotoCaption
from photon.ui.captions.draft_rows import DRAFTS, DraftRow
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.photos.photo_rows import DecisionRows

CHUNK = 500
"""Rows per request; the first ones are shown after some 10 ms, however many there are in total."""
REFRESH_MS = 300
"""Minimum time between refreshes: while drafts are made in the background, new ones arrive every few milliseconds."""


class DraftList(DecisionRows[DraftRow]):
    """The model of drafts."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge, DRAFTS)
        self.among: frozenset[int] | None = None
        self.is_loading = False
        self._at: dict[int, int] = {}
        self._question = LatestRequest(bridge, self)
        self._is_behind = False  # whether something changed since the pending request
        self._stale: set[int] = set()
        self._timer = single_shot(self, REFRESH_MS, self._look_for_more)
        bridge.changed.connect(self._hear)

    # -- changes ------------------------------------------------------------------------------

    def begin(self, among: Collection[int] | None) -> None:
        """List the undecided drafts of these photos or, with None, of all."""
        self.among = None if among is None else frozenset(among)
        self._question.forget()
        self.cards.clear()
        self._stale.clear()
        self.is_loading = True
        self._at = {}
        self._reset_rows([])
        self._look_for_more()

    def forget(self, photos: Set[int]) -> None:
        """Drop photos that were hidden, and request the drafts again."""
        self._stale.difference_update(photos)
        self._at = {row.photo: at for at, row in enumerate(row for row in self.rows if row.photo not in photos)}
        super().forget(photos)
        if self.rows or self.is_loading:
            self._look_for_more()

    def watch(self, is_watched: bool) -> None:  # noqa: FBT001 - a switch
        """Follow changes immediately, or once the rows are on the screen."""
        super().watch(is_watched)
        if is_watched and self._stale:
            self._timer.start(0)

    def choose(self, at: int, sentence: int) -> None:
        """Choose a sentence of a row."""
        row = self.rows[at]
        row.chosen, row.edited, row.is_anew = sentence % len(row.shown), "", False
        self._tell_change(at)

    def edit(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        """Keep a sentence that the user edited or replaced, without deciding."""
        row = self.rows[at]
        row.edited, row.is_anew = text.strip(), is_anew or row.is_anew
        self._tell_change(at)

    def decide(self, row: DraftRow, caption: str = "") -> None:
        """Show a decision at once: the accepted caption or, if empty, that the draft was declined; see ``settle``."""
        row.caption, row.is_declined, row.is_pending = caption, not caption, True
        self._tell_change(self._at[row.photo])

    def settle(self, photos: Collection[int]) -> None:
        """Note that decisions about these photos were written or failed, so that answers of the library count again."""
        for photo in photos:
            if photo in self._at:
                self.rows[self._at[photo]].is_pending = False
                self._stale.add(photo)
        if self._is_watched and not self._timer.isActive():
            self._timer.start(0)

    def _hear(self, changes: Changes) -> None:
        if "captions" in changes.kinds:
            self._stale |= (changes.photos & self._at.keys()) if changes.photos else set(self._at)
            if self._is_watched and not self._timer.isActive():
                self._timer.start(0 if self._stale else REFRESH_MS)

    def _look_for_more(self) -> None:
        """Request the changes, then new drafts, which are appended; one request at a time."""
        self._is_behind = self._question.is_awaited
        if not self._is_behind:
            stale, self._stale = sorted(self._stale), set()
            self._ask(stale, self._renew, self._look_for_new)

    def _look_for_new(self) -> None:
        self._question.ask(self._session.captions.waiting(), self._take_waiting)

    def _take_waiting(self, ids: Sequence[int]) -> None:
        new = [photo for photo in ids if photo not in self._at and (self.among is None or photo in self.among)]
        self.is_loading = bool(new)
        self._ask(new, self._append, self._end_look)

    def _end_look(self) -> None:
        self.is_loading = False
        self.counted.emit()
        if self._is_behind:
            self._look_for_more()

    def _ask(
        self,
        photos: Sequence[int],
        take: Callable[[Mapping[int, PhotoCaption]], None],
        then: Callable[[], None],
    ) -> None:
        """Deliver the first batch immediately and the rest as one: a list view lays out all rows after each change."""
        last = (len(photos) - 1) // CHUNK
        held: dict[int, PhotoCaption] = {}

        def collect(at: int, found: Mapping[int, PhotoCaption]) -> None:
            held.update(found)
            if at in (0, last):
                take(dict(held))
                held.clear()
                self.counted.emit()
            ask(at + 1)

        def ask(at: int) -> None:
            chunk = photos[at * CHUNK : (at + 1) * CHUNK]
            if chunk:
                self._question.ask(self._session.captions.captions_for_photos(chunk), partial(collect, at))
            else:
                then()

        ask(0)

    def _append(self, found: Mapping[int, PhotoCaption]) -> None:
        rows = [
            DraftRow(photo, drafts.draft)
            for photo, drafts in found.items()
            if drafts.draft is not None and photo not in self._at
        ]
        if rows:
            self._at.update((row.photo, at) for at, row in enumerate(rows, len(self.rows)))
            self.show_rows([*self._rows, *rows])

    def _renew(self, found: Mapping[int, PhotoCaption]) -> None:
        places = sorted((self._at[photo], photo) for photo in found if photo in self._at)
        places = [(at, photo) for at, photo in places if not self.rows[at].is_pending and photo not in self._stale]
        known = [(at, found[photo]) for at, photo in places]
        decided = [at for at, _ in known if not self.rows[at].is_open]
        for at, drafts in known:
            row = self.rows[at]
            row.caption = drafts.caption.text
            row.is_declined = drafts.draft is None and not row.caption
            if drafts.draft is not None and drafts.draft != row.draft:
                row.draft, row.chosen = drafts.draft, 0
        self.counted.emit()
        back = next((at for at in decided if self.rows[at].is_open), None)
        if back is not None:
            self.reopened.emit(back)
