"""Renews the results when the library changes: at once what the user did, with pauses what goes on by itself."""

import time

from PySide6.QtCore import QObject, Signal

from photon.app.search.album_answers import asks_for_albums
from photon.domain import Changes, Order, Query
from photon.domain.query.filter_kinds.states import asks_for_missing, asks_for_styles, asks_for_text
from photon.ui.grid.renewal_timer import RenewalTimer

REFRESH_MS = 400  # arriving photos are shown at most this often
SEARCH_AGAIN_MS = 3000  # an answer is renewed at most this often while more photos become searchable
LOST_S = 5.0  # an answer that takes longer is no longer awaited when weights change


class ResultsRenewal(QObject):
    """Decides when the results are requested again.

    Signals:
        due: Request them again now.
        aged: More photos became searchable than the answer knows.

    Attributes:
        is_asking: Whether an answer is awaited.
        timer: Keeps the pauses.
    """

    due = Signal()
    aged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_asking = False
        self._asked_at = 0.0
        self.timer = RenewalTimer(self)
        self.timer.due.connect(self._renew_when_idle)

    @property
    def is_soon_answered(self) -> bool:
        """Whether an answer is awaited that was asked for a short time ago."""
        return self.is_asking and time.monotonic() - self._asked_at < LOST_S

    def begin(self) -> None:
        """Note that an answer was asked for."""
        self.is_asking, self._asked_at = True, time.monotonic()

    def settle(self, began: float) -> None:
        """Note that rows are shown, so that no answer is awaited; that began at this monotonic time."""
        self.is_asking = False
        self.timer.settle(self._asked_at, began)

    def hear(self, changes: Changes, query: Query | None, order: Order) -> None:
        """Renew the photos of a query, or of a folder, in an order if changes concern them."""
        asked = query or Query()
        is_about_albums = "albums" in changes.kinds and asks_for_albums(asked)
        is_about_missing = "folders" in changes.kinds and asks_for_missing(asked.parts)
        is_judged = query is not None and bool(changes.kinds & {"vectors", "photos"})
        by_style = order == "sharpest" or asks_for_styles(asked.parts)
        by_text = asks_for_text(asked.parts)
        if is_about_albums or is_about_missing or changes.kinds & {"stacks", "answers"}:
            self.renew_soon()  # the user did that, and expects to see the result
        elif query is None and changes.kinds & {"photos", "folders"}:
            self.renew_soon()
        elif is_judged or ("styles" in changes.kinds and by_style) or ("texts" in changes.kinds and by_text):
            self.aged.emit()

    def renew_soon(self) -> None:
        """Renew the results at the pace at which arriving photos are shown."""
        self.timer.soon(REFRESH_MS)

    def renew_slowly(self) -> None:
        """Renew an answer whose top is shown, with long pauses."""
        self.timer.soon(SEARCH_AGAIN_MS)

    def _renew_when_idle(self) -> None:
        # Otherwise, an answer that takes longer than the pause would be dropped again and again.
        if self.is_asking:
            self.timer.again()
        else:
            self.due.emit()
