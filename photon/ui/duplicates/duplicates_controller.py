"""Opens the page of duplicates and carries out what is decided on it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.ui.duplicates.best_dialog import BestDialog
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.duplicates.set_rows import SetName
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.notice import NoticeBar

if TYPE_CHECKING:
    from photon.app.bin.file_moving import MoveOutcome

T = TypeVar("T")
_LONG = 50
"""More photos than these take so long that the window says how far it is, and offers to stop."""


class DuplicatesController(QObject):
    """Adds the page to the window.

    Signals:
        compare_wanted: Brings the photos of a set and the page to come back to.

    Attributes:
        page: The page.
        question: The preview of keeping the best of all; None while it is not open.
    """

    compare_wanted = Signal(list, object)
    _told = Signal(int, int)

    def __init__(self, context: WindowContext, notice: NoticeBar, thumbnails: Thumbnails) -> None:
        super().__init__(context.widget)
        self._context, self._notice = context, notice
        self._session, self._bridge = context.session, context.bridge
        self.question: BestDialog | None = None
        self._is_moving = self._is_stopped = False
        self.page = DuplicatesPage(context.session, context.bridge, thumbnails)
        context.pages.add(self.page)
        self.page.done.connect(context.say)
        self.page.decided.connect(self._decide)
        self.page.taken_apart.connect(self._keep_apart)
        self.page.all_wanted.connect(self._ask_all)
        self.page.compared.connect(lambda photos: self.compare_wanted.emit(photos, self.page))
        self._told.connect(self._show_progress)

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each command does, by its name."""
        return {"duplicates": self.open}

    def open(self) -> None:
        """Show the sets."""
        if self.page.isVisible():
            self.page.refresh()
        else:
            self._context.pages.enter(self.page)

    # -- one set -----------------------------------------------------------------------------------

    def _decide(self, choice: SetChoice) -> None:
        """Keep some files of a set."""
        name = self.page.last_decided
        self._follow(self._session.sets.decide(choice), name, partial(self._report, choice))

    def _keep_apart(self, photos: Sequence[int]) -> None:
        words = tr("Kept as no duplicates; Photon won't suggest this set again.")
        self._follow(
            self._session.sets.keep_apart([photos]),
            self.page.last_decided,
            lambda _: self._context.say(words, undo=True),
        )

    def _follow(self, future: Future[T], name: SetName | None, then: Callable[[T], object]) -> None:
        """Tell the page when a decision is written, or was not."""

        def done(result: T) -> None:
            self.page.follow(name, is_over=True)
            then(result)

        def failed(error: PhotonError) -> None:
            self.page.follow(name, is_over=True)
            self._bridge.report_error(error)

        self._bridge.call(future, done, self, failed)

    def _report(self, choice: SetChoice, outcome: "MoveOutcome") -> None:
        if outcome.moved:
            words = tr_n(
                "Kept {name}; {count:,} duplicate moved to the bin.",
                "Kept {name}; {count:,} duplicates moved to the bin.",
                outcome.photos,
                name=PurePath(choice.stays[0].path).name,
            )
            self._context.say(words, undo=self._session.bin.gives_back)
        self._tell_refused(outcome)

    def _tell_refused(self, outcome: "MoveOutcome") -> None:
        """Say why files were not moved: the first reason, and how many others there are."""
        if outcome.obstacles:
            error, more = outcome.obstacles[0][1], len(outcome.obstacles) - 1
            others = tr_n(
                "{count:,} other file was not moved either.", "{count:,} other files were not moved either.", more
            )
            self._notice.show_problem(error.message, f"{error.hint} {others}".strip() if more else error.hint)

    # -- all sets ----------------------------------------------------------------------------------

    def _ask_all(self, sets: Sequence[FoundSet]) -> None:
        if self._is_moving:
            self._context.say(tr("Photos are being moved already."))
        elif self.question is None:
            self.question = BestDialog(self._session, self._bridge, sets, self._context.widget)
            self.question.finished.connect(lambda answer: self._answer(is_wanted=bool(answer)))
            self.question.open()

    def _answer(self, *, is_wanted: bool) -> None:
        question, self.question = self.question, None
        plan = question.plan if question is not None else None
        if plan is None or not is_wanted:
            return
        self._is_moving, self._is_stopped = True, False
        self._show_progress(0, plan.photos)
        future = self._session.sets.carry_out(plan, self._told.emit, lambda: self._is_stopped)
        self._bridge.call(future, self._report_all, self, self._fail)

    def _show_progress(self, done: int, among: int) -> None:
        if self._is_moving and not self._is_stopped and among > _LONG:
            words = tr("{done:,} of {count:,}", done=done, count=among)
            self._notice.offer(tr("Moving photos to the bin"), words, tr("Stop"), self._stop)

    def _stop(self) -> None:
        self._is_stopped = True

    def _report_all(self, outcome: "MoveOutcome") -> None:
        self._finish()
        if outcome.moved:
            words = tr_n(
                "{count:,} duplicate moved to the bin.", "{count:,} duplicates moved to the bin.", outcome.photos
            )
            self._context.say(words, undo=self._session.bin.gives_back)
        self._tell_refused(outcome)
        self.page.refresh()

    def _fail(self, error: PhotonError) -> None:
        self._finish()
        self._bridge.report_error(error)
        self.page.refresh()

    def _finish(self) -> None:
        if self._is_moving and not self._notice.isHidden():
            self._notice.clear()
        self._is_moving = False
