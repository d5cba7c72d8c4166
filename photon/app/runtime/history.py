"""Undo and redo of the user's steps."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import field, replace
from threading import Lock
from typing import TypeVar

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.library import Library
from photon.library.db.database_errors import StoppedWrite
from photon.library.decisions import journal_steps, undoing
from photon.library.decisions.journal_steps import JournalStep
from photon.library.files import imports
from photon.library.files.imports import ImportRun
from photon.library.tags import runs
from photon.quick_dataclass import dataclass

T = TypeVar("T")
R = TypeVar("R")
Action = Callable[[Library], Changes]
_DEEPEST = 200
_LARGE = 20_000  # rows, those of indexes of words too: tags of some 2,000 photos, half a second


@dataclass(frozen=True, slots=True)
class Step:
    """An action of the user, with functions to undo and redo it.

    Attributes:
        name: What was done, worded to follow "Undid: ", e.g. ``rated 3 photos``.
        back: Restores the state before.
        again: Restores the state after.
        run: The run it belongs to, if any: undoing the step also marks the run as undone.
        number: From 1 on, unique in the session.
        recorded: Its number in the journal; 0 if it has none.
        asked: Number of the user's request, which determines the order of steps; 0 for steps of earlier sessions.
    """

    name: str
    back: Action
    again: Action
    run: int = 0
    number: int = 0
    recorded: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Meant:
    """The step that an undo request refers to, if the request has to wait.

    Attributes:
        asked: Number of the last request before it; steps of later requests are not meant.
        moved: Numbers of the requests before it whose files were still being moved. If one of them ends without a step,
            earlier steps are not meant.
    """

    asked: int
    moved: frozenset[int] = frozenset()


@dataclass(slots=True)
class History:
    """The stacks of undo and redo, backed by the journal for steps of earlier sessions.

    Steps are in the order of the user's requests. Only the writer thread uses it, but ``edit``, ``expect``, ``settle``,
    ``expected``, ``asked``, ``is_editing`` and ``stop`` may be used on any thread.

    Attributes:
        asked: Number of the user's last request: an edit, or an action that takes longer.
        find_earlier: Called when all steps of the session are undone; returns the last one made before it, or None.
    """

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    pushed: int = 0
    asked: int = 0
    find_earlier: Callable[[Library], Step | None] = lambda library: earlier_decision(library, _last_decision(library))
    _lock: Lock = field(default_factory=Lock)
    _now: int = 0  # request number of the edit that is being written
    _expected: set[int] = field(default_factory=set)
    _asked: int = 0
    _over: int = 0
    _stopped: int = 0  # edits up to this number are stopped
    _is_ending: bool = False

    def edit(self, store: LibraryThreads, action: Callable[[Library], T]) -> Future[T]:
        """Run the user's edit on the writer thread, atomically; see ``edit_and_tell``."""
        return self.edit_and_tell(store, action, lambda result: result)

    def edit_and_tell(self, store: LibraryThreads, action: Callable[[Library], T], tell: Callable[[T], R]) -> Future[R]:
        """Run the user's edit on the writer thread, atomically; ``stop`` can stop it.

        Args:
            store: The library's threads.
            action: Writes, and pushes a step. If it fails or is stopped, nothing is written and the steps are
                unchanged.
            tell: Called with the result after everything is written.

        Returns:
            What ``tell`` returns; the Future may raise StoppedWrite and what ``action`` raises.
        """
        with self._lock:
            self._asked += 1
            self.asked += 1
            number, asked = self._asked, self.asked

        def run(library: Library) -> R:
            self._now = asked
            try:
                result = self._do_whole(library, action, lambda: number <= self._stopped)
            finally:
                with self._lock:
                    self._over += 1
            return tell(result)

        return store.write(run)

    def expect(self) -> int:
        """Register a request that takes longer; when it is done, call ``push`` with its step, and ``settle``.

        Returns:
            The number of the request, for ``push`` and ``settle``.
        """
        with self._lock:
            self.asked += 1
            self._expected.add(self.asked)
            return self.asked

    def settle(self, asked: int) -> None:
        """Unregister a request that has ended, with or without a step."""
        with self._lock:
            self._expected.discard(asked)

    def expected(self) -> frozenset[int]:
        """Return the numbers of registered requests that have not ended."""
        with self._lock:
            return frozenset(self._expected)

    @property
    def is_editing(self) -> bool:
        """Whether an edit of the user is not written yet."""
        return self._over < self._asked

    def stop(self) -> None:
        """Give up all edits that are not written yet."""
        self._stopped = self._asked

    def end(self) -> None:
        """Give up edits that have already changed so much that nobody waits for them when Photon closes."""
        self._is_ending = True

    def _do_whole(self, library: Library, action: Callable[[Library], T], stop: Callable[[], bool]) -> T:
        steps, before = (self.done[:], self.undone[:]), library.db.total_changes
        try:
            if stop():
                raise StoppedWrite(tr("Stopped. Nothing was changed."))

            def is_given_up() -> bool:
                return stop() or (self._is_ending and library.db.total_changes - before > _LARGE)

            with library.stoppable_transaction(is_given_up):
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
        """The number of the step that undo would undo next; 0 if there is none."""
        return self.done[-1].number if self.done else 0

    def push(self, name: str, back: Action, again: Action, run: int = 0, asked: int = 0) -> None:
        """Add a step that was just done; see ``Step``. It is inserted below the steps of later requests."""
        self.pushed += 1
        step = Step(name, back, again, run, self.pushed, asked=asked or self._now)
        later = [one for one in self.done if one.asked > step.asked]
        self.done = [*self.done[: len(self.done) - len(later)], step, *later][-_DEEPEST:]
        self.undone = [one for one in self.undone if one.asked > step.asked]

    def take_back(self, library: Library, number: int) -> Changes:
        """Within an edit, undo a step as if it had never been made; the edit's own step takes its place.

        Args:
            library: Open for writing.
            number: The step; one that was undone already stays as it is.
        """
        step = next((one for one in self.done if one.number == number), None)
        if step is None:
            return Changes()
        self.done = [one for one in self.done if one is not step]
        library.journal.sign("person", step=step.recorded)
        return step.back(library)

    def _record(self, library: Library) -> None:
        """Write the name of the last step into the journal."""
        at = next(at for at, step in enumerate(self.done) if step.number == self.pushed)
        step = self.done[at]
        library.journal.sign("batch" if step.run else "person", step.name, step.run)
        self.done[at] = replace(step, recorded=library.journal.step)

    def undo(self, library: Library, meant: Meant | None = None) -> tuple[str | None, Changes]:
        """Undo the last step, of this session or an earlier one; return its name, or None if there is none.

        Args:
            library: Open for writing.
            meant: The step to undo; None for the last one.

        Raises:
            PhotonError: The last step is no longer the one that is meant.
        """
        if meant is not None and not self._is_last(meant):
            raise PhotonError(
                tr("Nothing was undone: what you wanted to undo is no longer the last step."),
                tr("Undo once more to undo the last step."),
            )
        step = self.done.pop() if self.done else self.find_earlier(library)
        if step is None:
            return None, Changes()
        changes = step.back(library)
        _close(library, step, undone=True)
        self.undone.append(step)
        return step.name, changes

    def _is_last(self, meant: Meant) -> bool:
        asked = self.done[-1].asked if self.done else 0
        skipped = {one for one in meant.moved if one > asked} - {step.asked for step in self.undone}
        return asked <= meant.asked and not skipped

    def redo(self, library: Library) -> tuple[str | None, Changes]:
        """Redo the last undone step; return its name, or None if there is none."""
        if not self.undone:
            return None, Changes()
        step = self.undone.pop()
        changes = step.again(library)
        _close(library, step, undone=False)
        self.done.append(step)
        return step.name, changes


def ways_of_import(library: Library, run: int) -> tuple[Action, Action]:
    """Return what undoes and redoes an import that is not undone, apart from marking it so."""
    places = imports.places_of(library, run)
    again = ImportRun("", run)
    return (lambda lib: imports.undo_import(lib, run)), (lambda lib: imports.take_again(lib, places, again))


def earlier_decision(library: Library, found: JournalStep | None) -> Step | None:
    """Return the step that undoes decisions of an earlier session, given their step in the journal."""
    if found is None:
        return None
    if found.actor == "file":
        return Step(found.name, *ways_of_import(library, found.run), found.run, number=-found.id)
    return Step(
        found.name,
        lambda lib: undoing.undo_step(lib, found.id).changes,
        lambda lib: undoing.redo_step(lib, found.id).changes,
        number=-found.id,
    )


def _last_decision(library: Library) -> JournalStep | None:
    steps = journal_steps.undoable_steps(library, library.journal.device)
    return next((one for one in steps if not one.batch), None)


def _close(library: Library, step: Step, *, undone: bool) -> None:
    if step.run:
        runs.close(library, step.run, undone=undone)
    if step.recorded:
        undoing.mark_undone(library, step.recorded, undone=undone)
