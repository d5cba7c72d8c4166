"""Undo and redo in the order of what the user asked for: a step that is still being made is waited for."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from photon.app.bin.file_moving import FileMoving
from photon.app.runtime.history import History, Meant
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library

Done = tuple[str | None, Changes]
Name = str | None
"""Of the step that was undone or redone; None where there was none."""


class _Later(Exception):  # noqa: N818 - it says when, and nobody sees it
    """It is too early: files are still being moved; ``step`` is what the step that is meant was asked as, or 0."""

    def __init__(self, step: int) -> None:
        super().__init__(step)
        self.step = step


class UndoQueue:
    """Undoes and redoes steps. Methods never wait."""

    def __init__(
        self, store: LibraryThreads, history: History, moving: FileMoving, tell: Callable[[Done], Name]
    ) -> None:
        """Take the library.

        Args:
            store: The library.
            history: The steps.
            moving: Moves the files that are waited for.
            tell: Called with what was undone or redone when it is written.
        """
        self._store, self._history, self._moving, self._tell = store, history, moving, tell
        # only the writer thread adds to these
        self._waiting: set[Future[Name]] = set()
        self._promised = 0  # the latest step that one of them is about

    def undo(self) -> Future[Name]:
        """Undo the last step that the user asked for by now; the Future may raise what ``History.undo`` raises."""
        return self._ask(self._history.undo, max(self._history.expected(), default=0))

    def redo(self) -> Future[Name]:
        """Do the last undone step again, after all undoing that was asked for before."""
        return self._ask(lambda library, _: self._history.redo(library), 0)

    def _ask(self, act: Callable[[Library, Meant | None], Done], moved: int) -> Future[Name]:
        """Undo or redo now, or else when the files are moved that the user asked for before.

        Args:
            act: What does it.
            moved: As what that was asked; 0 for nothing.
        """
        asked, answer = self._history.asked, Future[Name]()

        def pass_on(tried: Future[Name]) -> None:
            error = None if tried.cancelled() else tried.exception()
            if isinstance(error, _Later):
                wait(error.step)
            else:
                _answer(answer, tried)

        def wait(step: int) -> None:
            meant = Meant(asked, step)
            try:
                waiting = self._moving.after(lambda: self._edit(lambda library: act(library, meant)).result())
            except RuntimeError as closed:  # Photon is being closed
                answer.set_exception(closed)
                return
            self._waiting.add(waiting)
            waiting.add_done_callback(self._waiting.discard)
            waiting.add_done_callback(partial(_answer, answer))

        self._edit(partial(self._do_unless_early, act, moved)).add_done_callback(pass_on)
        return answer

    def _do_unless_early(self, act: Callable[[Library, Meant | None], Done], moved: int, library: Library) -> Done:
        """Undo or redo.

        Raises:
            _Later: Something waits already, or the files that are meant are still being moved.
        """
        done = self._history.done
        if (done[-1].asked if done else 0) < moved != self._promised and moved in self._history.expected():
            self._promised = moved
            raise _Later(moved)
        if self._waiting:
            raise _Later(0)
        return act(library, None)

    def _edit(self, act: Callable[[Library], Done]) -> Future[Name]:
        return self._history.edit_and_tell(self._store, act, self._tell)


def _answer(answer: Future[Name], found: Future[Name]) -> None:
    if found.cancelled():
        answer.cancel()
    elif error := found.exception():
        answer.set_exception(error)
    else:
        answer.set_result(found.result())
