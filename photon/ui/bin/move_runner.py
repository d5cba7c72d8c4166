"""What moves files for a window: one thing at a time, with a line that says how far it is, and a way to stop it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, Signal

from photon.app.bin.file_moving import Stop, Tell
from photon.domain import Changes, PhotonError
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.widgets.notice import NoticeBar

if TYPE_CHECKING:
    from photon.app.bin.file_moving import MoveOutcome, Obstacles

P = TypeVar("P")
_LONG = 50
"""More photos than these take so long that the window says how far it is, and offers to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class MoveTask:
    """Files that are to be moved.

    Attributes:
        title: What is done, such as ``Renaming photos``.
        count: How many photos.
        begin: Starts it; gets what is told of how far it is, and what is asked whether to stop.
        done: Called with what came of it; what was refused is told without it.
        failed: Called instead when nothing can be said of what came of it.
        joins: Whether it may wait for others that do: each decision about a set is small, and keys are quick.
    """

    title: str
    count: int
    begin: Callable[[Tell, Stop], "Future[MoveOutcome]"]
    done: Callable[["MoveOutcome"], object]
    failed: Callable[[], object] = lambda: None
    joins: bool = False


class MoveRunner(QObject):
    """Moves files for all parts of a window. A window that is closed meanwhile waits until they are moved.

    Signals:
        renewed: Files were moved, moved back, or stayed after all: what is shown is to be asked for again.
    """

    renewed = Signal()
    _told = Signal(object, int, int)
    _refused = Signal(object)

    def __init__(self, context: WindowContext, notice: NoticeBar) -> None:
        """Take the window.

        Args:
            context: The window.
            notice: Where it says how far it is, and what was refused.
        """
        super().__init__(context.widget)
        self._context, self._notice, self._bridge = context, notice, context.bridge
        self._tasks: list[MoveTask] = []
        self._is_planning = self._is_stopped = self._is_closing = False
        self._line = 0  # the number of the message that says how far it is
        self._far = 0, 0  # photos done and their total
        self._told.connect(self._show_progress)
        self._refused.connect(self.tell_refused)
        context.session.bin.hear_refused(self._refused.emit)
        self._bridge.changed.connect(self._hear)
        context.widget.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Whether files are being moved, or it is being worked out which."""
        return self._is_planning or bool(self._tasks)

    def refuses(self, *, joins: bool = False) -> bool:
        """Whether nothing can be moved now, which the person is told.

        Args:
            joins: As for ``MoveTask``.
        """
        is_alone = self._is_stopped or any(not (joins and task.joins) for task in self._tasks)
        is_refused = self._is_planning or is_alone
        if is_refused:
            self._context.say(tr("Photos are still being moved."))
        return is_refused

    def plan(self, planned: Future[P], then: Callable[[P], object]) -> None:
        """Begin nothing else until a plan is there: of two that are made at once, both would move the same files."""

        def go_on(plan: P) -> None:
            self._is_planning = False
            then(plan)

        def fail(error: PhotonError) -> None:
            self._is_planning = False
            self._bridge.report_error(error)

        self._is_planning = True
        self._bridge.call(planned, go_on, self, fail)

    def run(self, task: MoveTask) -> bool:
        """Move files, unless others are being moved; return whether it was begun."""
        if self.refuses(joins=task.joins):
            return False
        self._tasks.append(task)
        if task is self._tasks[0]:
            self._show_progress(task, 0, task.count)
        future = task.begin(partial(self._told.emit, task), lambda: self._is_stopped)
        self._bridge.call(future, partial(self._report, task), self, partial(self._fail, task))
        return True

    def tell_refused(self, obstacles: "Obstacles") -> None:
        """Say why files were not moved: the first reason, and how many others there are."""
        if obstacles:
            error, more = obstacles[0][1], len(obstacles) - 1
            others = tr_n(
                "{count:,} other file was not moved either.", "{count:,} other files were not moved either.", more
            )
            self._notice.show_problem(error.message, f"{error.hint} {others}".strip() if more else error.hint)

    def _show_progress(self, task: MoveTask, done: int, among: int) -> None:
        """Say how far it is, unless another message is open: that one is more important."""
        self._far = done, among
        if task not in self._tasks or self._is_stopped or (among <= _LONG and not self._is_closing):
            return
        words = tr("{done:,} of {count:,}", done=done, count=among)
        if not self._notice.follow_up(self._line, words) and self._notice.is_free:
            title = tr("Photon closes once the photos are moved") if self._is_closing else task.title
            self._line = self._notice.offer(title, words, tr("Stop"), self._stop)

    def _stop(self) -> None:
        self._is_stopped = True

    def _report(self, task: MoveTask, outcome: "MoveOutcome") -> None:
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
        """A task is over; the window stays open for what is to be read."""
        self._notice.withdraw(self._line)
        self._is_closing = self._is_closing and is_read
        if self._tasks:
            return
        self._is_stopped = False
        self.renewed.emit()
        if self._is_closing:
            self._context.widget.close()

    def _hear(self, changes: Changes) -> None:
        if "bin" in changes.kinds and not self._tasks:
            self.renewed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window be open until what was asked for is moved; closed again, it stops after a few photos more."""
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
