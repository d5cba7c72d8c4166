"""Undo and redo of what the user marked."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeVar

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import tr
from photon.library import Library
from photon.library.db.database_errors import StoppedWrite
from photon.library.decisions import journal_steps, undoing
from photon.library.tags import runs

T = TypeVar("T")
R = TypeVar("R")
Action = Callable[[Library], Changes]
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Something done, and how to take it back and do it again.

    Attributes:
        name: What was done, as words after "Undid: ", e.g. ``rated 3 photos``.
        back: Writes the state before.
        again: Writes the state after.
        run: The run that it was, if any: it is marked as taken back with the step.
        number: From 1 on; no two steps have the same.
        recorded: Its number in the journal; 0 if it has none.
    """

    name: str
    back: Action
    again: Action
    run: int = 0
    number: int = 0
    recorded: int = 0


@dataclass(slots=True)
class History:
    """Two stacks, and below them what the journal knows of earlier sessions.

    Used by the writer thread alone, so the order of keys is the order of steps.

    ``edit``, ``is_editing`` and ``stop`` may be used on any thread.
    """

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    pushed: int = 0
    _lock: Lock = field(default_factory=Lock)
    _asked: int = 0
    _over: int = 0
    _stopped: int = 0  # up to this one

    def edit(self, store: LibraryThreads, action: Callable[[Library], T]) -> Future[T]:
        """Have the writer do what the person asked for, whole or not at all; see ``edit_and_tell``."""
        return self.edit_and_tell(store, action, lambda result: result)

    def edit_and_tell(self, store: LibraryThreads, action: Callable[[Library], T], tell: Callable[[T], R]) -> Future[R]:
        """Have the writer do what the person asked for, whole or not at all; it can be stopped.

        Args:
            store: Has the writer.
            action: Writes, and pushes a step. If it fails or is stopped, nothing is written, and the steps are as
                before.
            tell: Called with the result when all is written.

        Returns:
            What ``tell`` returns; the Future may raise StoppedWrite and what ``action`` raises.
        """
        with self._lock:
            self._asked += 1
            number = self._asked

        def run(library: Library) -> R:
            try:
                result = self._do_whole(library, action, lambda: number <= self._stopped)
            finally:
                with self._lock:
                    self._over += 1
            return tell(result)

        return store.write(run)

    @property
    def is_editing(self) -> bool:
        """Whether something that the person asked for is not written yet."""
        return self._over < self._asked

    def stop(self) -> None:
        """Give up what was asked for and is not written yet."""
        self._stopped = self._asked

    def _do_whole(self, library: Library, action: Callable[[Library], T], stop: Callable[[], bool]) -> T:
        steps = self.done[:], self.undone[:]
        try:
            if stop():
                raise StoppedWrite(tr("Stopped. Nothing was changed."))
            with library.stoppable_transaction(stop):
                pushed = self.pushed
                result = action(library)
                if self.pushed > pushed:
                    self._record(library)
                return result
        except BaseException:
            self.done, self.undone = steps
            raise

    @property
    def last(self) -> int:
        """The number of the step that undo would take back; 0 when there is none."""
        return self.done[-1].number if self.done else 0

    def push(self, name: str, back: Action, again: Action, run: int = 0) -> None:
        """Remember a step that was just done; see ``Step``."""
        self.pushed += 1
        self.done = [*self.done[-_DEEPEST + 1 :], Step(name, back, again, run, self.pushed)]
        self.undone.clear()

    def _record(self, library: Library) -> None:
        """Let the journal know what the last step is called."""
        step = self.done[-1]
        library.journal.sign("batch" if step.run else "person", step.name, step.run)
        self.done[-1] = replace(step, recorded=library.journal.step)

    def undo(self, library: Library) -> tuple[str | None, Changes]:
        """Take back the last step, of this session or an earlier one; its name, or None when there is none."""
        step = self.done.pop() if self.done else _earlier_step(library)
        if step is None:
            return None, Changes()
        changes = step.back(library)
        _close(library, step, undone=True)
        self.undone.append(step)
        return step.name, changes

    def redo(self, library: Library) -> tuple[str | None, Changes]:
        """Do the last undone step again."""
        if not self.undone:
            return None, Changes()
        step = self.undone.pop()
        changes = step.again(library)
        _close(library, step, undone=False)
        self.done.append(step)
        return step.name, changes


def _close(library: Library, step: Step, *, undone: bool) -> None:
    if step.run:
        runs.close(library, step.run, undone=undone)
    if step.recorded:
        undoing.mark_undone(library, step.recorded, undone=undone)


def _earlier_step(library: Library) -> Step | None:
    """The last step that was made here before this session, or None."""
    found = journal_steps.last_step(library, library.journal.device)
    if found is None:
        return None
    return Step(
        found.name,
        lambda lib: undoing.undo_step(lib, found.id).changes,
        lambda lib: undoing.redo_step(lib, found.id).changes,
        number=-found.id,
    )
