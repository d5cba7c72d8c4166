"""Undo and redo in the order of the user's requests; a request waits for a step whose files are still being moved.

Each request is tried on the writer thread. If it must wait, it is done on the thread that moves files, after what was
requested before. Only that thread looks up whether files that earlier sessions moved can be moved back: otherwise, all
other edits would wait for a drive that doesn't answer.
"""

from collections.abc import Callable
from concurrent.futures import Future

from photon.app.bin.move_steps import MoveSteps
from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.history import History, Meant
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library
from photon.library.decisions.undoing import UndoOutcome

Act = Callable[[Library, Meant | None], UndoOutcome | None]
"""Undoes or redoes a step; gets the step that is meant if the request had to wait."""
Name = str | None
"""Name of the step that was undone or redone; None if there was none."""


class _MustWait(Exception):  # noqa: N818 - a signal, not an error
    """Files must be moved or looked up first; ``looks`` tells whether to look for files of earlier sessions."""

    def __init__(self, *, looks: bool) -> None:
        super().__init__(looks)
        self.looks = looks


class UndoQueue:
    """Undoes and redoes steps. Methods never wait.

    Attributes:
        history: The steps.
    """

    def __init__(
        self, store: LibraryThreads, history: History, steps: MoveSteps, word: Callable[[UndoOutcome], str]
    ) -> None:
        """Create an empty queue.

        Args:
            store: The library's threads.
            history: The steps.
            steps: Moves the files that requests wait for.
            word: Words what was undone or redone.
        """
        self._store, self.history, self._steps, self._word = store, history, steps, word
        # only the writer thread adds to these
        self._waiting: set[Future[Name]] = set()
        self._awaited = 0  # request number of the latest move that one of them waits for

    def undo(self) -> Future[Name]:
        """Undo the last step requested before this call; the Future may raise what ``History.undo`` raises."""
        return self._ask(self._undo, Meant(self.history.asked, self.history.expected()))

    def _undo(self, library: Library, meant: Meant | None) -> UndoOutcome | None:
        if meant is None and self._steps.must_look(library):
            raise _MustWait(looks=True)
        return self.history.undo(library, meant)

    def redo(self) -> Future[Name]:
        """Redo the last undone step, after all earlier undo requests."""
        return self._ask(self._redo, Meant(self.history.asked))

    def _redo(self, library: Library, _: Meant | None) -> UndoOutcome | None:
        return self.history.redo(library)

    def last_step(self) -> Future[int]:
        """The number of the step that ``undo`` would take back, after everything asked for before; 0 for none."""
        return self._store.write(self._last_step)

    def _last_step(self, _: Library) -> int:
        return self.history.last.number

    def _ask(self, act: Act, meant: Meant) -> Future[Name]:
        """Undo or redo now, or after the file moves that the user requested before."""
        answer = Future[Name]()

        def follow(tried: Future[Name]) -> None:
            error = None if tried.cancelled() else tried.exception()
            if not isinstance(error, _MustWait):
                hand_on(tried, answer)
                return
            try:
                waiting = self._steps.after(lambda: self._edit(act, meant).result(), looks=error.looks)
            except RuntimeError as closed:  # Photon is being closed
                answer.set_exception(closed)
                return
            self._waiting.add(waiting)
            waiting.add_done_callback(self._waiting.discard)
            waiting.add_done_callback(lambda done: hand_on(done, answer))

        def act_now(library: Library, _: Meant | None) -> UndoOutcome | None:
            self._check_turn(max(meant.moved, default=0))
            return act(library, None)

        self._edit(act_now, None).add_done_callback(follow)
        return answer

    def _check_turn(self, move: int) -> None:
        """Check that a request need not wait.

        Args:
            move: Number of the last request before it whose files were still being moved; 0 for none.

        Raises:
            _MustWait: They still are, and no earlier request undoes that step; or earlier requests wait.
        """
        if self.history.last.asked < move != self._awaited and move in self.history.expected():
            self._awaited = move
            raise _MustWait(looks=False)
        if self._waiting:
            raise _MustWait(looks=True)

    def _edit(self, act: Act, meant: Meant | None) -> Future[Name]:
        def run(library: Library) -> tuple[Name, Changes]:
            done = act(library, meant)
            return (self._word(done), done.changes) if done else (None, Changes())

        return self.history.edit_and_tell(self._store, run)
