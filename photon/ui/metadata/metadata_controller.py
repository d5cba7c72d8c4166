"""Metadata in files: saving it from the window, resolving conflicts, and files that could not be used."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject

from photon.app.indexing.file_losses import loss_sentence
from photon.domain import Changes, PhotonError
from photon.domain.metadata.conflict import CONFLICT_KINDS, Conflict
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot, start_once_sent
from photon.ui.metadata.conflict_page import ConflictPage
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.metadata.write_page import WritePage
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.notice import NoticeBar

REFRESH_MS = 1000  # during an import, changes arrive many times a second
NOTHING = tr("There are no photos here to save metadata for.")
FILES = tr("Photon doesn't delete these files.")
HOW_ONE = tr("Delete it in your file manager instead; Photon will notice.")


class MetadataController(QObject):
    """Connects the pages about metadata in files."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._thumbnails = context, context.part(Thumbnails)
        self._session, self._bridge = context.session, context.bridge
        self._waiting: Counter[int] = Counter()  # conflicts by photo
        self._shown_losses = 0  # losses
        self._stale: frozenset[int] | None = None  # photos to request again; None for all
        self._latest = LatestRequest(context.bridge, self)
        self._refresh = single_shot(self, REFRESH_MS, self.refresh)
        self._bridge.changed.connect(self._hear)
        start_once_sent(context.news.counted, self._refresh)

    @cached_property
    def page(self) -> WritePage:
        """The page that shows what would be saved."""
        page = self._context.pages.add(WritePage(self._session, self._bridge, self._thumbnails))
        page.done.connect(self._say)
        return page

    @cached_property
    def conflicts(self) -> ConflictPage:
        """The page of metadata conflicts."""
        page = self._context.pages.add(ConflictPage(self._session, self._bridge, self._thumbnails))
        page.done.connect(lambda words: self._context.say(words, undo=True))
        return page

    @cached_property
    def problems(self) -> ProblemList:
        """The page of files that Photon could not use."""
        page = ProblemList(self._session, self._bridge, self._context.part(Thumbnails))
        self._context.pages.add(page)
        page.files_kept.connect(partial(self._offer_folder, page))
        return page

    def _offer_folder(self, page: ProblemList) -> None:
        how = _how_files(len(page.chosen))
        self._context.part(NoticeBar).offer(FILES, how, tr("Show in folder"), page.show_in_folder)

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
        losses = self._session.work.losses.found[self._shown_losses :]
        self._shown_losses += len(losses)
        if not losses:  # told with those before: changes are joined
            return
        hint = tr("You can also undo this later, under History in the preferences.")
        runs = [one.run for one in losses]
        sentences = " ".join(map(loss_sentence, losses))
        self._context.part(NoticeBar).offer(sentences, hint, tr("Undo"), partial(self._give_back, runs))

    def _give_back(self, runs: Sequence[int]) -> None:
        done = tr("Restored the removed metadata.")
        for run in reversed(runs):
            undone = self._session.decisions.runs.undo(run)
            self._bridge.call(undone, lambda _: self._context.say(done, undo=True), self)

    def _count(self, asked: frozenset[int] | None, found: list[Conflict]) -> None:
        kept = {} if asked is None else {photo: n for photo, n in self._waiting.items() if photo not in asked}
        self._waiting = Counter(kept) + Counter(one.photo for one in found)
        self._context.news.conflicts_counted.emit(self._waiting.total())

    def _fail(self, error: PhotonError) -> None:
        self._stale = None
        self._bridge.report_error(error)

    def _say(self, words: str) -> None:
        if not self.page.isVisible():
            self._context.say(words)


def _how_files(many: int) -> str:
    if many == 1:
        return HOW_ONE
    return tr_n(
        "Delete the {count:,} file in your file manager instead; Photon will notice.",
        "Delete the {count:,} files in your file manager instead; Photon will notice.",
        many,
    )
