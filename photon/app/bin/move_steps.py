"""File moves as steps that can be undone and redone, even if an error ended the move early, and after a restart."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import field
from typing import TypeVar

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, Unit, go_on, say_nothing
from photon.app.bin.move_kinds import KINDS, MoveKind
from photon.app.runtime.history import FileSteps, History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.photo.file_move import FileMove
from photon.library import Library
from photon.library.backups.backup_folder import origin_of
from photon.library.bin import file_moves
from photon.library.decisions import journal_steps
from photon.library.decisions.journal_steps import JournalStep
from photon.library.decisions.undoing import UndoOutcome
from photon.media.file.free_rename import whereabouts
from photon.quick_dataclass import dataclass

T = TypeVar("T")
Report = tuple[Tell, Stop]
"""Receives the number of photos done and their total; returns whether to stop. Both are called on another thread."""


_LOOKED = 20  # files to check per step, so that an emptied bin does not cause a long search


class MoveSteps(FileSteps):
    """Moves files; each move is one step of the history."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving) -> None:
        """Create it from the library's threads, the history, and the object that moves files."""
        self._store, self._history, self._moving = store, history, moving
        self._made: dict[int, _MadeMove] = {}  # by step; moving the files again is another batch, but the same step
        self._tried: set[int] = set()  # batches that this session moved back, perhaps in vain
        self._found = 0  # batch of an earlier session that can be moved back, as ``after`` saw it; 0 for none
        history.files = self

    def submit(self, act: Callable[[int], MoveOutcome]) -> Future[MoveOutcome]:
        """Move files on their thread, after all earlier requests.

        Args:
            act: Gets the number of the request and passes it to ``carry_out``.
        """
        asked = self._history.expect()
        moved = self._moving.submit(lambda: act(asked))
        moved.add_done_callback(lambda _: self._history.settle(asked))
        return moved

    def carry_out(self, kind: MoveKind, units: Sequence[Unit], report: Report, asked: int) -> MoveOutcome:
        """Move files and push the step, even if an error ends the move early.

        Args:
            kind: The purpose.
            units: The files, in the order in which to move them.
            report: Receives progress, and returns whether to stop; after a stop, moved files stay moved.
            asked: The number of the request, from ``submit``.

        Raises:
            PhotonError: The library cannot be written to; files that were not moved by then stay in place.
        """
        made = _MadeMove(self._store, self._moving, kind, self._tried)
        try:
            made.carry_out(units, report)
        finally:
            if made.outcome.moved:
                self._store.write(self._remember, made, asked).result()
        return made.outcome

    def _remember(self, library: Library, made: "_MadeMove", asked: int) -> None:
        step = file_moves.step_of(library, made.outcome.batch)
        self._made[step] = made
        self._history.add(step, asked)

    def must_look(self, library: Library) -> bool:
        """Return whether the next step to undo may be a move of an earlier session; ``after`` looks whether it is."""
        return not self._history.done and any(one.batch for one in earlier_steps(library)[:1])

    def after(self, act: Callable[[], T], *, looks: bool) -> Future[T]:
        """Do something on the thread that moves files, after all earlier requests.

        Args:
            act: What to do.
            looks: Whether to look first which files of earlier sessions can be moved back. Only this thread may do
                that: they may be on a network drive that doesn't answer.
        """

        def look_and_act() -> T:
            if looks:
                found = find_undoable(self._store.here(), self._tried)
                self._found = found.batch if found else 0
            return act()

        return self._moving.after(look_and_act)

    def find_earlier(self, library: Library) -> int:
        """Return the newest step before this session, or 0: of the moves, only the one that ``after`` found."""
        return next((one.id for one in earlier_steps(library) if one.batch in (0, self._found)), 0)

    def undo_step(self, library: Library, step: int) -> UndoOutcome | None:
        """Start moving the files of a step back; None if it moved none."""
        made = self._find(library, step)
        if made is None:
            return None
        made.move_back()
        return UndoOutcome(made.name)

    def redo_step(self, library: Library, step: int) -> UndoOutcome | None:
        """Start moving the files of a step again; None if it moved none."""
        made = self._find(library, step)
        if made is None:
            return None
        made.move_again()
        return UndoOutcome(made.name)

    def going(self, step: int) -> Future[MoveOutcome] | None:
        """Return what was started last for a step; None if it moved no files."""
        return self._made[step].going if step in self._made else None

    def _find(self, library: Library, step: int) -> "_MadeMove | None":
        found = None if step in self._made else journal_steps.find_step(library, step)
        if found is not None and found.batch:
            moved = file_moves.of_batch(library, found.batch, "there")
            kind = KINDS[found.purpose or "bin"]
            outcome = MoveOutcome(found.batch, moved)
            self._made[step] = _MadeMove(self._store, self._moving, kind, self._tried, outcome, moved, found.name)
        return self._made.get(step)


def earlier_steps(library: Library) -> list[JournalStep]:
    """Return the newest steps that can be undone, of moves only those that Photon can move back."""
    found = journal_steps.undoable_steps(library, origin_of(library.directory))
    return [one for one in found if one.purpose is None or KINDS[one.purpose].is_undoable]


def find_undoable(library: Library, without: Collection[int] = ()) -> JournalStep | None:
    """Return the newest step that undo reverts; of moves only one whose first files are at their targets.

    Args:
        library: The library.
        without: Batches of moves to leave out.
    """
    some = (one for one in earlier_steps(library) if not one.batch or one.batch not in without)
    return next((one for one in some if not one.batch or _is_in_place(library, one.batch)), None)


def _is_in_place(library: Library, batch: int) -> bool:
    return any(whereabouts(one) == "target" for one in file_moves.of_batch(library, batch, "there")[:_LOOKED])


@dataclass(slots=True, eq=False)
class _MadeMove:
    """Files that were moved together; they can be moved back, and moved again as another batch."""

    store: LibraryThreads
    moving: FileMoving
    kind: MoveKind
    tried: set[int]
    outcome: MoveOutcome = field(default_factory=MoveOutcome)
    moved: Sequence[FileMove] = ()  # by the first move; files refused later are tried again
    name: str = ""
    going: Future[MoveOutcome] | None = None

    def carry_out(self, units: Sequence[Unit], report: Report) -> None:
        """Move files."""
        self.outcome = MoveOutcome()
        try:
            self.moving.go(self.kind, units, *report, self.outcome)
        finally:
            self.moved = self.moved or self.outcome.moved
            self.name = self.name or self.kind.name(self.outcome.photos)

    def move_back(self) -> None:
        """Start moving the files back."""
        if self.moved:
            self.kind.check(self.moved[0])
        self.tried.add(self.outcome.batch)  # its files stay at their targets until the thread moves them
        self.going = self.moving.later(self._come_back)

    def move_again(self) -> None:
        """Start moving the files again."""
        self.going = self.moving.later(self._go_again)

    def _come_back(self) -> MoveOutcome:
        # read on the thread that moves files, where the batch of a redo that came before is already known
        self.tried.add(self.outcome.batch)
        some = file_moves.of_batch(self.store.here(), self.outcome.batch, "there")
        return self.moving.come_back(some, say_nothing, go_on)

    def _go_again(self) -> MoveOutcome:
        units, obstacles = self.moving.planned_anew(self.kind.purpose, self.moved)
        try:
            self.carry_out(units, (say_nothing, go_on))
        finally:
            self.outcome.obstacles[:0] = obstacles
        return self.outcome
