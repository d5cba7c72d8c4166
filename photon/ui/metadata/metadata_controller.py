"""Metadata in files: saving it from the window, resolving conflicts, and files that could not be used."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from photon.app.indexing.file_losses import loss_sentence
from photon.domain import Changes, PhotonError
from photon.domain.metadata.conflict import CONFLICT_KINDS, Conflict
from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot, start_once_shown
from photon.ui.metadata.conflict_page import ConflictPage
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.metadata.write_page import WritePage
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.late_widget import is_made

REFRESH_MS = 1000  # during an import, changes arrive many times a second
NOTHING = tr("There are no photos here to save metadata for.")


class MetadataController(QObject):
    """Connects the pages about metadata in files.

    Signals:
        counted: Brings the number of conflicts.
        lost: Brings what was removed because files no longer have it, as a sentence; where to undo it later; and the
            text and the action of a button.
    """

    counted = Signal(int)
    lost = Signal(str, str, str, object)

    def __init__(self, context: WindowContext, thumbnails: Thumbnails) -> None:
        super().__init__(context.widget)
        self._context, self._thumbnails = context, thumbnails
        self._session, self._bridge = context.session, context.bridge
        self._waiting: Counter[int] = Counter()  # conflicts by photo
        self._told = 0  # losses
        self._stale: frozenset[int] | None = None  # photos to request again; None for all
        self._latest = LatestRequest(context.bridge, self)
        self._refresh = single_shot(self, REFRESH_MS, self.refresh)
        self._bridge.changed.connect(self._hear)
        start_once_shown(self._refresh)

    @cached_property
    def page(self) -> WritePage:
        """The page that shows what would be saved."""
        page = WritePage(self._session, self._bridge, self._thumbnails)
        page.done.connect(self._say)
        self._context.pages.add(page)
        return page

    @cached_property
    def conflicts(self) -> ConflictPage:
        """The page of metadata conflicts."""
        page = ConflictPage(self._session, self._bridge, self._thumbnails)
        page.done.connect(lambda words: self._context.say(words, undo=True))
        self._context.pages.add(page)
        return page

    @cached_property
    def problems(self) -> ProblemList:
        """The page of files that Photon could not use."""
        page = ProblemList(self._session, self._bridge, self._thumbnails)
        self._context.pages.add(page)
        return page

    def show_problems(self) -> None:
        """Show the files that Photon could not use."""
        self.problems.refresh()
        self._context.pages.enter(self.problems)

    def write(self) -> None:
        """Show what would be saved for the open photo, the selected ones, or all photos shown."""
        if self._context.pages.current is self.page:
            return
        photos, whose = self._context.selection()
        if not photos:
            self._context.say(NOTHING)
            return
        self.page.begin(photos, whose)
        self._context.pages.enter(self.page)

    def decide(self) -> None:
        """Show the metadata conflicts."""
        self.conflicts.begin()
        self._context.pages.enter(self.conflicts)

    def undo(self) -> None:
        """Undo the last step; saving to files is not such a step, so its page explains how to restore originals."""
        if is_made(self, "page") and self.page.way_back:
            self._context.say(self.page.way_back)
        else:
            self._context.undo()

    def refresh(self) -> None:
        """Count the conflicts again, only for photos whose conflicts may have changed."""
        if self._latest.is_awaited:
            self._refresh.start()
            return
        asked, self._stale = self._stale, frozenset()
        future = self._session.importing.conflicts.conflicts_for_photos(asked)
        self._latest.ask(future, partial(self._count, asked), self._fail)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & CONFLICT_KINDS:
            stale = self._stale
            self._stale = None if stale is None or not changes.photos else stale | changes.photos
            if not self._refresh.isActive():
                self._refresh.start()
        if "losses" in changes.kinds:
            self._tell_loss()

    def _tell_loss(self) -> None:
        losses = self._session.losses.told[self._told :]
        self._told += len(losses)
        if not losses:  # told with those before: changes are joined
            return
        hint = tr("You can also undo this later, under History in the preferences.")
        runs = [one.run for one in losses]
        self.lost.emit(" ".join(map(loss_sentence, losses)), hint, tr("Undo"), partial(self._give_back, runs))

    def _give_back(self, runs: Sequence[int]) -> None:
        done = tr("Restored the removed metadata.")
        for run in reversed(runs):
            self._bridge.call(self._session.runs.undo(run), lambda _: self._context.say(done, undo=True), self)

    def _count(self, asked: frozenset[int] | None, found: list[Conflict]) -> None:
        kept = {} if asked is None else {photo: n for photo, n in self._waiting.items() if photo not in asked}
        self._waiting = Counter(kept) + Counter(one.photo for one in found)
        self.counted.emit(self._waiting.total())

    def _fail(self, error: PhotonError) -> None:
        self._stale = None
        self._bridge.report_error(error)

    def _say(self, words: str) -> None:
        if not self.page.isVisible():
            self._context.say(words)
