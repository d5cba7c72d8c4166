"""Moves files for a window: one task at a time, with a progress message and a way to stop it."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Signal

from photon.app.bin.file_moving import MoveOutcome, Obstacles, Stop, Tell
from photon.domain import Changes, PhotonError
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass
from photon.ui.kit.context import WindowContext
from photon.ui.widgets.notice import NoticeBar

P = TypeVar("P")
_LONG = 50
"""Above this number of photos, a task takes so long that the window shows progress and offers to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class MoveTask:
    """A task that moves files.

    Attributes:
        title: Title of the progress message, such as ``Renaming photos``.
        count: Number of photos.
        begin: Starts the task; gets a function that receives progress, and one that returns whether to stop.
        done: Called with the outcome; refused files are reported by the runner.
        failed: Called instead if the task fails without an outcome.
        joins: Whether it may wait for other tasks with ``joins``: decisions about sets are small and made quickly.
    """

    title: str
    count: int
    begin: Callable[[Tell, Stop], Future[MoveOutcome]]
    done: Callable[[MoveOutcome], object]
    failed: Callable[[], object] = lambda: None
    joins: bool = False


class MoveRunner(QObject):
    """Moves files for all parts of a window. If the window is closed meanwhile, it stays open until they are moved."""

    _told = Signal(object, int, int)
    _refused = Signal(object)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._notice, self._bridge = context, context.part(NoticeBar), context.bridge
        self._tasks: list[MoveTask] = []
        self._is_planning = self._is_stopped = self._is_closing = False
        self._line = 0  # number of the progress message
        self._far = 0, 0  # photos done and their total
        self._told.connect(self._show_progress)
        self._refused.connect(self.tell_refused)
        context.session.bin.moving.on_refused = self._refused.emit
        self._bridge.changed.connect(self._hear)
        context.widget.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Whether files are being moved, or a move is being planned."""
        return self._is_planning or bool(self._tasks)

    def refuses(self, *, joins: bool = False) -> bool:
        """Return whether nothing can be moved now; if so, show a message.

        Args:
            joins: As for ``MoveTask``.
        """
        is_alone = self._is_stopped or any(not (joins and task.joins) for task in self._tasks)
        is_refused = self._is_planning or is_alone
        if is_refused:
            self._context.say(tr("Photos are still being moved."))
        return is_refused

    def plan(self, planned: Future[P], then: Callable[[P], object]) -> None:
        """Call ``then`` with a plan; until it is ready, refuse tasks: two plans at once might move the same files."""

        def go_on(plan: P) -> None:
            self._is_planning = False
            then(plan)

        def fail(error: PhotonError) -> None:
            self._is_planning = False
            self._bridge.report_error(error)

        self._is_planning = True
        self._bridge.call(planned, go_on, self, fail)

    def run(self, task: MoveTask) -> bool:
        """Start a task, unless another one excludes it; return whether it was started."""
        if self.refuses(joins=task.joins):
            return False
        self._tasks.append(task)
        if task is self._tasks[0]:
            self._show_progress(task, 0, task.count)
        future = task.begin(partial(self._told.emit, task), lambda: self._is_stopped)
        self._bridge.call(future, partial(self._report, task), self, partial(self._fail, task))
        return True

    def tell_refused(self, obstacles: Obstacles) -> None:
        """Show why files were not moved: the first reason, and the number of other files."""
        if obstacles:
            error, more = obstacles[0][1], len(obstacles) - 1
            others = tr_n(
                "{count:,} other file was not moved either.", "{count:,} other files were not moved either.", more
            )
            self._notice.show_problem(error.message, f"{error.hint} {others}".strip() if more else error.hint)

    def _show_progress(self, task: MoveTask, done: int, among: int) -> None:
        """Show progress, unless another message is open: that one is more important."""
        self._far = done, among
        if task not in self._tasks or self._is_stopped or (among <= _LONG and not self._is_closing):
            return
        words = tr("{done:,} of {count:,}", done=done, count=among)
        if not self._notice.follow_up(self._line, words) and self._notice.is_free:
            title = tr("Photon closes once the photos are moved") if self._is_closing else task.title
            self._line = self._notice.offer(title, words, tr("Stop"), self._stop)

    def _stop(self) -> None:
        self._is_stopped = True

    def _report(self, task: MoveTask, outcome: MoveOutcome) -> None:
        self._tasks.remove(task)
        task.done(outcome)
        self.tell_refused(outcome.obstacles)
        self._end(is_read=not outcome.obstacles)

    def _fail(self, task: MoveTask, error: PhotonError) -> None:
        self._tasks.remove(task)
        self._bridge.report_error(error)
        task.failed()
        self._end(is_read=False)

    def _end(self, *, is_read: bool) -> None:
        """Clean up after a task; a window that is closing stays open if there is a message to read."""
        self._notice.withdraw(self._line)
        self._is_closing = self._is_closing and is_read
        if self._tasks:
            return
        self._is_stopped = False
        self._context.renew()
        if self._is_closing:
            self._context.widget.close()

    def _hear(self, changes: Changes) -> None:
        if "bin" in changes.kinds and not self._tasks:  # an undo moves files back portion by portion
            self._context.renew_soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open until all tasks are done; a second close stops them after a few more photos."""
        if event.type() != QEvent.Type.Close or watched is not self._context.widget or not self._tasks:
            return super().eventFilter(watched, event)
        if self._is_closing:
            self._stop()
            return False
        self._is_closing = True
        self._notice.withdraw(self._line)
        self._show_progress(self._tasks[0], *self._far)
        event.ignore()
        return True
