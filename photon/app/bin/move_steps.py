"""File moves as steps that can be undone and redone, even if an error ended the move early, and after a restart."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, Unit, go_on, say_nothing
from photon.app.bin.move_kinds import KINDS, MoveKind, undoable_purposes
from photon.app.runtime.history import History, Step, last_decided
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.file_move import FileMove, Purpose
from photon.library import Library
from photon.library.bin import file_moves
from photon.media.file.free_rename import whereabouts
from photon.quick_dataclass import dataclass

T = TypeVar("T")
Report = tuple[Tell, Stop]
"""Receives the number of photos done and their total; returns whether to stop. Both are called on another thread."""


class FollowingWords(Protocol):
    """Metadata that follows files: copied to other photos when photos go, and withdrawn when the photos return."""

    def give(self) -> None:
        """Copy the metadata of all photos that are about to go."""

    def keep_only(self, away: set[int]) -> None:
        """Withdraw the metadata of all photos except those that are away."""

    @property
    def are_given(self) -> bool:
        """Whether the metadata of any photo has been copied."""


class NoWords:
    """Stands in for moves that no metadata follows."""

    are_given = False

    def give(self) -> None:
        """Do nothing."""

    def keep_only(self, away: set[int]) -> None:
        """Do nothing."""


NO_WORDS = NoWords()
_LOOKED = 20  # files to check per step, so that an emptied bin does not cause a long search


class MoveSteps:
    """Moves files; each move is one step of the history."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving) -> None:
        """Create it from the library's threads, the history, and the object that moves files."""
        self._store, self._history, self._moving = store, history, moving
        self._newest = file_moves.newest_batch(store.here())  # the last one of earlier sessions
        self._undone: list[int] = []  # batches of earlier sessions that this session moved back
        self._found = 0  # batch of an earlier session that can be moved back, as ``after`` saw it; 0 for none
        history.find_moved = self._find_earlier

    def submit(self, act: Callable[[int], MoveOutcome]) -> Future[MoveOutcome]:
        """Move files on their thread, after all earlier requests.

        Args:
            act: Gets the number of the request and passes it to ``carry_out``.
        """
        asked = self._history.expect()
        moved = self._moving.submit(lambda: act(asked))
        moved.add_done_callback(lambda _: self._history.settle(asked))
        return moved

    def carry_out(
        self, kind: MoveKind, units: Sequence[Unit], report: Report, asked: int, words: FollowingWords = NO_WORDS
    ) -> MoveOutcome:
        """Move files and push the step, even if an error ends the move early.

        Args:
            kind: The purpose.
            units: The files, in the order in which to move them.
            report: Receives progress, and returns whether to stop; after a stop, moved files stay moved.
            asked: The number of the request, from ``submit``.
            words: Metadata that follows the files.

        Raises:
            PhotonError: The library cannot be written to; files that were not moved by then stay in place.
        """
        made = _MadeMove(self._store, self._moving, kind, words)
        try:
            made.carry_out(units, report)
        finally:
            if made.outcome.moved or words.are_given:
                self._store.write(self._remember, made, asked).result()
        return made.outcome

    def _remember(self, _: Library, made: "_MadeMove", asked: int) -> None:
        self._history.push(made.kind.name(made.outcome.photos), made.back, made.again, asked=asked)

    def must_look(self, library: Library) -> bool:
        """Return whether the next step to undo may be a move of an earlier session; ``after`` looks whether it is."""
        return not self._history.done and bool(self._earlier_batches(library, last_decided(library)))

    def after(self, act: Callable[[], T], *, looks: bool) -> Future[T]:
        """Do something on the thread that moves files, after all earlier requests.

        Args:
            act: What to do.
            looks: Whether to look first which files of earlier sessions can be moved back. Only this thread may do
                that: they may be on a network drive that doesn't answer.
        """

        def look_and_act() -> T:
            if looks:
                library = self._store.here()
                self._found, _ = find_in_place(library, self._earlier_batches(library, None)) or (0, None)
            return act()

        return self._moving.after(look_and_act)

    def _earlier_batches(self, library: Library, since: datetime | None) -> list[tuple[int, Purpose]]:
        """Return number and purpose of batches that earlier sessions moved, after ``since`` if given."""
        return file_moves.latest_batches(library, undoable_purposes(), self._newest, since, self._undone)

    def _find_earlier(self, library: Library, since: datetime | None) -> Step | None:
        """Return a step for the files that ``after`` found, unless they were moved before ``since``.

        The metadata of duplicates stays where it was copied to: no record says which metadata followed which files.
        """
        purpose = dict(self._earlier_batches(library, since)).get(self._found)
        if purpose is None:
            return None
        kind, moved = KINDS[purpose], file_moves.of_batch(library, self._found, "there")
        outcome = MoveOutcome(self._found, moved)
        made = _MadeMove(self._store, self._moving, kind, NO_WORDS, outcome, moved)
        return Step(kind.name(outcome.photos), partial(self._undo_earlier, made), made.again, number=-self._found)

    def _undo_earlier(self, made: "_MadeMove", library: Library) -> Changes:
        changes = made.back(library)
        self._undone.append(made.outcome.batch)  # its files stay at their targets until the thread moves them
        return changes


def find_in_place(library: Library, batches: Iterable[tuple[int, Purpose]]) -> tuple[int, Purpose] | None:
    """Return the first batch one of whose first files is at its target; None if there is none."""
    return next((one for one in batches if _is_in_place(library, one[0])), None)


def _is_in_place(library: Library, batch: int) -> bool:
    return any(whereabouts(one) == "target" for one in file_moves.of_batch(library, batch, "there")[:_LOOKED])


@dataclass(slots=True, eq=False)
class _MadeMove:
    """Files that were moved together; they can be moved back, and moved again as another batch."""

    store: LibraryThreads
    moving: FileMoving
    kind: MoveKind
    words: FollowingWords
    outcome: MoveOutcome = field(default_factory=MoveOutcome)
    moved: Sequence[FileMove] = ()  # by the first move; files refused later are tried again

    def carry_out(self, units: Sequence[Unit], report: Report) -> None:
        """Move files; afterwards only the metadata of photos that went is still copied."""
        self.outcome = MoveOutcome()
        try:
            self.words.give()
            self.moving.go(self.kind.purpose, units, *report, self.outcome)
        finally:
            self.moved = self.moved or self.outcome.moved
            self.words.keep_only(self._away())

    def back(self, _: Library) -> Changes:
        """Start moving the files back."""
        if self.moved:
            self.kind.check(self.moved[0])
        self.moving.later(self._come_back)
        return Changes()

    def again(self, _: Library) -> Changes:
        """Start moving the files again."""
        self.moving.later(self._go_again)
        return Changes()

    def _come_back(self) -> MoveOutcome:
        # read on the thread that moves files, where the batch of a redo that came before is already known
        some = file_moves.of_batch(self.store.here(), self.outcome.batch, "there")
        try:
            return self.moving.come_back(some, say_nothing, go_on)
        finally:
            self.words.keep_only(self._away())

    def _go_again(self) -> MoveOutcome:
        units, obstacles = self.moving.planned_anew(self.kind.purpose, self.moved)
        try:
            self.carry_out(units, (say_nothing, go_on))
        finally:
            self.outcome.obstacles[:0] = obstacles
        return self.outcome

    def _away(self) -> set[int]:
        """Return the photos whose files are elsewhere or on their way; the next move finishes the latter."""
        some = file_moves.of_batch(self.store.here(), self.outcome.batch, "going", "there", "back", "gone")
        return {one.photo for one in some}
