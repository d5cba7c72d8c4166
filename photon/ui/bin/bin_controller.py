"""The bin in a window: Del moves photos there, undo brings them back, a page lists them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photon.app.bin.bin_plan import BinPlan, MoveScope
from photon.domain import Changes, PhotonError
from photon.language import tr, tr_n
from photon.ui.bin.bin_page import BinPage
from photon.ui.bin.bin_question import BinQuestion, is_asked
from photon.ui.kit.context import WindowContext
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.notice import NoticeBar

if TYPE_CHECKING:
    from photon.app.bin.file_moving import MoveOutcome, Obstacles

_LONG = 50
"""More photos than these take so long that the window says how far it is, and offers to stop."""


class BinController(QObject):
    """Moves photos to the bin, and shows what is there.

    Signals:
        renewed: Photos came back or stayed after all: what is shown is to be asked for again.
    """

    renewed = Signal()
    _told = Signal(int, int)
    _refused = Signal(object)

    def __init__(
        self,
        context: WindowContext,
        notice: NoticeBar,
        thumbnails: Thumbnails,
        let_go: Callable[[Sequence[int]], object],
    ) -> None:
        """Take the window.

        Args:
            context: The window.
            notice: Where it says how far it is, and what was refused.
            thumbnails: Pictures for the page.
            let_go: Called with photos that go, so that they leave what is shown at once.
        """
        super().__init__(context.widget)
        self._context, self._notice, self._let_go = context, notice, let_go
        self._session, self._bridge = context.session, context.bridge
        self.question: BinQuestion | None = None
        self._is_planning = self._is_moving = self._is_stopped = False
        self.page = BinPage(context.session, context.bridge, thumbnails)
        self.page.done.connect(context.say)
        context.pages.add(self.page)
        self._told.connect(self._show_progress)
        self._refused.connect(self._tell_refused)
        self._session.bin.hear_refused(self._refused.emit)
        self._bridge.changed.connect(self._hear)

    def open(self) -> None:
        """Show what is in the bin."""
        self.page.refresh()
        self._context.pages.enter(self.page)

    def move_to_bin(self, photos: Sequence[int]) -> None:
        """Move photos to the bin; asks first where they are many or belong to others."""
        if self._is_planning or self._is_moving:
            self._context.say(tr("Photos are being moved already."))
        elif photos and self.question is None:
            photos = list(photos)
            self._plan(self._session.bin.plan(photos), lambda plan: self._ask(photos, plan))

    def _plan(self, planned: Future[BinPlan], then: Callable[[BinPlan], object]) -> None:
        """Do nothing else until the plan is there: of two that are made at once, both would move the same files."""

        def go_on(plan: BinPlan) -> None:
            self._is_planning = False
            then(plan)

        def fail(error: PhotonError) -> None:
            self._is_planning = False
            self._bridge.report_error(error)

        self._is_planning = True
        self._bridge.call(planned, go_on, self, fail)

    def _ask(self, photos: Sequence[int], plan: BinPlan) -> None:
        if not plan.units:
            self._tell_refused(plan.obstacles)
        elif not is_asked(plan, gives_back=self._session.bin.gives_back):
            self._move(plan)
        else:
            self.question = BinQuestion(plan, self._context.widget, gives_back=self._session.bin.gives_back)
            self.question.finished.connect(lambda answer: self._answer(photos, plan, is_wanted=bool(answer)))
            self.question.open()

    def _answer(self, photos: Sequence[int], plan: BinPlan, *, is_wanted: bool) -> None:
        question, self.question = self.question, None
        if question is None or not is_wanted:
            return
        if question.scope == MoveScope():
            self._move(plan)
        else:
            self._plan(self._session.bin.plan(photos, question.scope), self._move)

    def _move(self, plan: BinPlan) -> None:
        self._is_moving, self._is_stopped = True, False
        going = dict.fromkeys(one.photo for unit in plan.units for one in unit if one.photo)
        self._let_go([photo for photo in going if photo not in plan.staying])  # the others are shown on
        if len(plan.units) > _LONG:
            self._show_progress(0, len(plan.units))
        future = self._session.bin.move_to_bin(plan, self._told.emit, lambda: self._is_stopped)
        self._bridge.call(future, self._report, self, self._fail)

    def _show_progress(self, done: int, among: int) -> None:
        if self._is_moving and not self._is_stopped and among > _LONG:
            words = tr("{done:,} of {count:,}", done=done, count=among)
            self._notice.offer(tr("Moving photos to the bin"), words, tr("Stop"), self._stop)

    def _stop(self) -> None:
        self._is_stopped = True

    def _report(self, outcome: "MoveOutcome") -> None:
        self._finish()
        if outcome.moved:
            words = tr_n("{count:,} photo moved to the bin.", "{count:,} photos moved to the bin.", outcome.photos)
            self._context.say(words, undo=self._session.bin.gives_back)
        if outcome.obstacles:
            self._tell_refused(outcome.obstacles)
        self.renewed.emit()

    def _fail(self, error: PhotonError) -> None:
        self._finish()
        self._bridge.report_error(error)
        self.renewed.emit()

    def _finish(self) -> None:
        if self._is_moving and not self._notice.isHidden():
            self._notice.clear()
        self._is_moving = False

    def _tell_refused(self, obstacles: "Obstacles") -> None:
        """Say why files were not moved: the first reason, and how many others there are."""
        if obstacles:
            error, more = obstacles[0][1], len(obstacles) - 1
            others = tr_n(
                "{count:,} other photo was not moved either.", "{count:,} other photos were not moved either.", more
            )
            self._notice.show_problem(error.message, f"{error.hint} {others}".strip() if more else error.hint)

    def _hear(self, changes: Changes) -> None:
        if "bin" in changes.kinds and not self._is_moving:
            self.renewed.emit()
