"""Undo and redo of the user's steps: numbers in the journal, which knows what was done and how that is worded.

An edit that names its step (``journal.name_step``) can be undone. Undo takes the last step of the session, then those
of earlier sessions. Steps are in the order of the user's requests: a move of files may end long after its request.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import field
from threading import Lock
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.library import Library
from photon.library.db.database_errors import StoppedWrite
from photon.library.decisions import journal_steps, undoing
from photon.library.decisions.undoing import GoneStep, UndoOutcome
from photon.quick_dataclass import dataclass

P = ParamSpec("P")
T = TypeVar("T")
Edit = Callable[Concatenate[Library, P], T]
_DEEPEST = 200
_LARGE = 20_000  # rows, those of indexes of words too: tags of some 2,000 photos, half a second


class MadeStep(NamedTuple):
    """A step that was made or undone in this session.

    Attributes:
        number: Its number in the journal.
        asked: Number of the user's request, which determines the order of steps; 0 for steps of earlier sessions.
    """

    number: int
    asked: int


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


class FileSteps:
    """Steps that moved files, of which there are none here; ``app.bin.move_steps`` has some."""

    def undo_step(self, library: Library, step: int) -> UndoOutcome | None:
        """Start moving the files of a step back; None if it moved none."""
        del library, step
        return None

    def redo_step(self, library: Library, step: int) -> UndoOutcome | None:
        """Start moving the files of a step again; None if it moved none."""
        del library, step
        return None

    def find_earlier(self, library: Library) -> int:
        """Return the last step of earlier sessions, with files or without, that can be undone; 0 for none."""
        steps = journal_steps.undoable_steps(library, library.journal.device)
        return next((one.id for one in steps if not one.batch), 0)


@dataclass(slots=True)
class History:
    """The steps of the session that can be undone and redone, backed by the journal for those of earlier sessions.

    Only the writer thread uses it, but ``edit``, ``edit_and_tell``, ``request``, ``expect``, ``settle``, ``expected``,
    ``asked``, ``is_editing`` and ``stop`` may be used on any thread.

    Attributes:
        done: The steps that can be undone, in the order of requests.
        undone: The steps that can be redone, the next one last.
        asked: Number of the user's last request: an edit, or an action that takes longer.
        files: The steps that moved files.
    """

    done: list[MadeStep] = field(default_factory=list)
    undone: list[MadeStep] = field(default_factory=list)
    asked: int = 0
    files: FileSteps = field(default_factory=FileSteps)
    _lock: Lock = field(default_factory=Lock)
    _expected: set[int] = field(default_factory=set)
    _editing: int = 0  # number of edits that are not written yet
    _stopped: int = 0  # edits requested until then are stopped
    _is_ending: bool = False

    # -- requests, on any thread -------------------------------------------------------------------

    def edit(self, store: LibraryThreads, action: Edit[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Run the user's edit on the writer thread, atomically; ``stop`` can stop it.

        Args:
            store: The library's threads.
            action: Writes, and names the step. If it fails or is stopped, nothing is written and the steps are
                unchanged.
            *arguments: Its arguments after the library.
            **named: Its keyword arguments.

        Returns:
            What ``action`` returns; the Future may raise StoppedWrite and what ``action`` raises.
        """
        return store.write(self._run, self._begin(), lambda library: action(library, *arguments, **named))

    def edit_and_tell(
        self, store: LibraryThreads, action: Edit[P, tuple[T, Changes]], *arguments: P.args, **named: P.kwargs
    ) -> Future[T]:
        """Run the user's edit like ``edit``, broadcast what changed, and return the rest."""

        def run(library: Library, asked: int) -> T:
            result, changes = self._run(library, asked, lambda library: action(library, *arguments, **named))
            store.events.send(changes)
            return result

        return store.write(run, self._begin())

    def request(self) -> int:
        """Return the number of a request of the user."""
        with self._lock:
            self.asked += 1
            return self.asked

    def expect(self) -> int:
        """Register a request for which later undo requests wait; when it is done, call ``add`` and ``settle``."""
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
        return self._editing > 0

    def stop(self) -> None:
        """Give up all edits that are not written yet."""
        self._stopped = self.asked

    def end(self) -> None:
        """Stop edits that are too large to wait for when Photon closes; they leave nothing changed."""
        self._is_ending = True

    def _begin(self) -> int:
        asked = self.request()
        with self._lock:
            self._editing += 1
        return asked

    def _run(self, library: Library, asked: int, action: Callable[[Library], T]) -> T:
        try:
            return self._do_whole(library, action, asked)
        finally:
            with self._lock:
                self._editing -= 1

    # -- steps, on the writer thread ---------------------------------------------------------------

    def _do_whole(self, library: Library, action: Callable[[Library], T], asked: int) -> T:
        steps, before = (self.done[:], self.undone[:]), library.db.total_changes
        try:
            if asked <= self._stopped:
                raise StoppedWrite(tr("Stopped. Nothing was changed."))

            def is_given_up() -> bool:
                is_large = library.db.total_changes - before > _LARGE
                return asked <= self._stopped or (self._is_ending and is_large)

            with library.stoppable_transaction(is_given_up):
                library.journal.needed_from = min((one.number for one in (*self.done, *self.undone)), default=0)
                result = action(library)
                if step := library.journal.named_step:
                    self.add(step, asked)
                return result
        except BaseException:
            self.done, self.undone = steps
            raise

    @property
    def last(self) -> MadeStep:
        """The step of this session that undo would undo next; zeros if there is none."""
        return self.done[-1] if self.done else MadeStep(0, 0)

    def add(self, number: int, asked: int) -> None:
        """Add a step that was just made, below the steps of later requests; earlier ones can't be redone any more."""
        later = [one for one in self.done if one.asked > asked]
        before = [one for one in self.done if one.asked <= asked and one.number != number]
        self.done = [*before, MadeStep(number, asked), *later][-_DEEPEST:]
        self.undone = [one for one in self.undone if one.asked > asked]

    def take_back(self, library: Library, number: int) -> Changes:
        """Within an edit, undo a step as if it had never been made; the edit becomes part of it.

        Args:
            library: Open for writing.
            number: The step; one that was undone already stays as it is.
        """
        if all(one.number != number for one in self.done):
            return Changes()
        self.done = [one for one in self.done if one.number != number]
        return undoing.continue_step(library, number)

    def undo(self, library: Library, meant: Meant | None = None) -> UndoOutcome | None:
        """Undo the last step, of this session or an earlier one; return None if there is none.

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
        outcome = self._next(library, self.done, self.undone, self.undo_step)
        if outcome is None and (earlier := self.files.find_earlier(library)):
            outcome = self.undo_step(library, earlier)
            self.undone.append(MadeStep(earlier, 0))
        return outcome

    def _is_last(self, meant: Meant) -> bool:
        asked = self.last.asked
        skipped = {one for one in meant.moved if one > asked} - {step.asked for step in self.undone}
        return asked <= meant.asked and not skipped

    def redo(self, library: Library) -> UndoOutcome | None:
        """Redo the last undone step; return None if there is none."""
        return self._next(library, self.undone, self.done, self.redo_step)

    @staticmethod
    def _next(
        library: Library, some: list[MadeStep], others: list[MadeStep], act: Callable[[Library, int], UndoOutcome]
    ) -> UndoOutcome | None:
        """Undo or redo the last of some steps; it then belongs to the others. None if there is none."""
        while some:
            step = some.pop()
            with suppress(GoneStep):  # another process was faster, or the journal has forgotten it
                outcome = act(library, step.number)
                others.append(step)
                return outcome
        return None

    def undo_step(self, library: Library, step: int) -> UndoOutcome:
        """Undo any step; its files are moved back as soon as this is written.

        Raises:
            PhotonError: It doesn't exist, is already undone, or can't be undone.
        """
        return self.files.undo_step(library, step) or undoing.undo_step(library, step)

    def redo_step(self, library: Library, step: int) -> UndoOutcome:
        """Redo a step that was undone; its files are moved again as soon as this is written.

        Raises:
            PhotonError: It doesn't exist.
        """
        return self.files.redo_step(library, step) or undoing.redo_step(library, step)
