"""Words in files: written into them from the window, and decided about where files say otherwise."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from photon.domain import Changes, PhotonError
from photon.domain.metadata.conflict import Conflict
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.metadata.conflict_list import HEARD
from photon.ui.metadata.conflict_page import ConflictPage
from photon.ui.metadata.write_page import WritePage
from photon.ui.window.selection import chosen_photos

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

REFRESH_MS = 1000  # while photos come in, news come many times a second
NOTHING = "There are no photos here whose words could be written."


class FileWords(QObject):
    """Brings the pages about words in files together."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session, self._bridge, self._toast = window.session, window.bridge, window.toast
        self.page = WritePage(window.session, window.bridge, window.grid.grid_model.thumbnails)
        self.page.done.connect(self._say)
        self.conflicts = ConflictPage(window.session, window.bridge, window.grid.grid_model.thumbnails)
        self.conflicts.done.connect(lambda words: self._toast.say(words, window.marks.undo))
        for page in (self.page, self.conflicts):
            window.leafing.follow(page, page)
        window.status.conflicts_wanted.connect(self.decide)
        self._waiting: Counter[int] = Counter()  # conflicts by photo
        self._stale: frozenset[int] | None = None  # photos to ask about again; None for all
        self._everything = LatestRequest(window.bridge, self)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._bridge.changed.connect(self._hear)
        self.refresh()

    def write(self) -> None:
        """Show what would be written for the photo that is open, the selected ones, or all that are shown."""
        window = self._window
        shown = window.middle.currentWidget()
        if shown is self.page:
            return
        photos, whose = chosen_photos(window)
        if not photos:
            self._toast.say(NOTHING)
            return
        self.page.begin(photos, whose)
        window.leafing.show_page(self.page)

    def decide(self) -> None:
        """Show what files say otherwise."""
        self.conflicts.begin()
        self._window.leafing.show_page(self.conflicts)

    def undo(self) -> None:
        """Undo the last step; but what files say is no such step: where the page tells of it, it says the way back."""
        if self.page.way_back:
            self._toast.say(self.page.way_back)
        else:
            self._window.marks.undo()

    def refresh(self) -> None:
        """Count again what files say otherwise, of those photos alone that may say something else by now."""
        if self._everything.is_awaited:
            self._refresh.start()
            return
        asked, self._stale = self._stale, frozenset()
        future = self._session.importing.conflicts.conflicts_for_photos(asked)
        self._everything.ask(future, partial(self._count, asked), self._fail)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & HEARD:
            stale = self._stale
            self._stale = None if stale is None or not changes.photos else stale | changes.photos
            if not self._refresh.isActive():
                self._refresh.start()

    def _count(self, asked: frozenset[int] | None, found: list[Conflict]) -> None:
        kept = {} if asked is None else {photo: n for photo, n in self._waiting.items() if photo not in asked}
        self._waiting = Counter(kept) + Counter(one.photo for one in found)
        self._window.status.show_conflicts(self._waiting.total())

    def _fail(self, error: PhotonError) -> None:
        self._stale = None
        self._bridge.problem.emit(error.message, error.hint)

    def _say(self, words: str) -> None:
        if not self.page.isVisible():
            self._toast.say(words)
