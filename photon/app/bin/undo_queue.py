"""Undo and redo in the order of the user's requests; a request waits for a step whose files are still being moved.

Whether files that earlier sessions moved can be moved back is looked up on the thread that moves files: on the writer
thread, all other edits would wait for a drive that doesn't answer.
"""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from photon.app.bin.move_steps import MoveSteps
from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.history import History, Meant
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library

Done = tuple[str | None, Changes]
Name = str | None
"""Name of the step that was undone or redone; None if there was none."""


class _Later(Exception):  # noqa: N818 - a signal, not an error
    """Files must be moved or looked up first; ``looks`` tells whether to look for files of earlier sessions."""

    def __init__(self, *, looks: bool) -> None:
        super().__init__(looks)
        self.looks = looks


class UndoQueue:
    """Undoes and redoes steps. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History, steps: MoveSteps, tell: Callable[[Done], Name]) -> None:
        """Create an empty queue.

        Args:
            store: The library's threads.
            history: The steps.
            steps: Moves the files that requests wait for.
            tell: Called with what was undone or redone, after it is written.
        """
        self._store, self._history, self._steps, self._tell = store, history, steps, tell
        # only the writer thread adds to these
        self._waiting: set[Future[Name]] = set()
        self._promised = 0  # request number of the latest step that one of them undoes

    def undo(self) -> Future[Name]:
        """Undo the last step requested before this call; the Future may raise what ``History.undo`` raises."""
        return self._ask(self._undo, self._history.expected())

    def _undo(self, library: Library, meant: Meant | None) -> Done:
        if meant is None and self._steps.must_look(library):
            raise _Later(looks=True)
        return self._history.undo(library, meant)

    def redo(self) -> Future[Name]:
        """Redo the last undone step, after all earlier undo requests."""
        return self._ask(lambda library, _: self._history.redo(library), frozenset())

    def _ask(self, act: Callable[[Library, Meant | None], Done], moved: frozenset[int]) -> Future[Name]:
        """Undo or redo now, or after the file moves that the user requested before.

        Args:
            act: Undoes or redoes a step.
            moved: Request numbers of unfinished moves.
        """
        meant, answer = Meant(self._history.asked, moved), Future[Name]()

        def pass_on(tried: Future[Name]) -> None:
            error = None if tried.cancelled() else tried.exception()
            if isinstance(error, _Later):
                wait(looks=error.looks)
            else:
                hand_on(tried, answer)

        def wait(*, looks: bool) -> None:
            try:
                waiting = self._steps.after(
                    lambda: self._edit(lambda library: act(library, meant)).result(), looks=looks
                )
            except RuntimeError as closed:  # Photon is being closed
                answer.set_exception(closed)
                return
            self._waiting.add(waiting)
            waiting.add_done_callback(self._waiting.discard)
            waiting.add_done_callback(lambda done: hand_on(done, answer))

        self._edit(partial(self._do_unless_early, act, max(moved, default=0))).add_done_callback(pass_on)
        return answer

    def _do_unless_early(self, act: Callable[[Library, Meant | None], Done], moved: int, library: Library) -> Done:
        """Undo or redo, unless it is too early.

        Raises:
            _Later: An earlier request is waiting, or the files of the step are still being moved.
        """
        done = self._history.done
        if (done[-1].asked if done else 0) < moved != self._promised and moved in self._history.expected():
            self._promised = moved
            raise _Later(looks=False)
        if self._waiting:
            raise _Later(looks=True)
        return act(library, None)

    def _edit(self, act: Callable[[Library], Done]) -> Future[Name]:
        return self._history.edit_and_tell(self._store, act, self._tell)
