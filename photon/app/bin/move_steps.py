"""Moves of files as steps: each can be undone and redone, also one that an error ended early, and after a restart."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, Unit, go_on, say_nothing
from photon.app.bin.move_kinds import KINDS, MoveKind
from photon.app.runtime.history import History, Step
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.file_move import FileMove
from photon.library import Library
from photon.library.bin import file_moves
from photon.media.file.free_rename import whereabouts

Report = tuple[Tell, Stop]
"""What is told how many photos are done and their total, and what is asked whether to stop; on another thread."""


class FollowingWords(Protocol):
    """Words that follow files: they are given away when photos go, and taken back when they come."""

    def give(self) -> None:
        """Give the words of all photos that are to go."""

    def keep_only(self, away: set[int]) -> None:
        """Take the words of all photos back that are not away."""

    @property
    def are_given(self) -> bool:
        """Whether the words of some photo are given."""


class NoWords:
    """For moves that no words follow."""

    are_given = False

    def give(self) -> None:
        """Do nothing."""

    def keep_only(self, away: set[int]) -> None:
        """Do nothing."""


NO_WORDS = NoWords()
_LOOKED = 20  # files of each step: a bin that was emptied is no reason to look for long


class MoveSteps:
    """Has files moved, each time as one step of the history."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving) -> None:
        """Take the library, the steps that can be undone, and who moves files."""
        self._store, self._history, self._moving = store, history, moving
        self._newest = file_moves.newest_batch(store.here())  # of earlier sessions
        self._undone: list[int] = []  # of these, what this session moved back
        history.find_moved = self._find_earlier

    def submit(self, act: Callable[[int], MoveOutcome]) -> Future[MoveOutcome]:
        """Move files on their thread, after what was asked for before.

        Args:
            act: Calls ``carry_out`` with the number that it gets.
        """
        asked = self._history.expect()
        moved = self._moving.submit(lambda: act(asked))
        moved.add_done_callback(lambda _: self._history.settle(asked))
        return moved

    def carry_out(
        self, kind: MoveKind, units: Sequence[Unit], report: Report, asked: int, words: FollowingWords = NO_WORDS
    ) -> MoveOutcome:
        """Move files, and remember the step, whatever ends it.

        Args:
            kind: What for.
            units: Which, in the order in which they are moved.
            report: What is told, and asked whether to stop; then what was moved stays so.
            asked: The number that ``submit`` gave.
            words: What follows the files.

        Raises:
            PhotonError: The library cannot be written to; what was not moved by then is not.
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

    def _find_earlier(self, library: Library, since: datetime | None) -> Step | None:
        """Find the files that an earlier session moved last, if that was after a moment and they can be moved back.

        Words of duplicates stay where they went: nothing says which of them followed which files.
        """
        purposes = [purpose for purpose, kind in KINDS.items() if kind.is_undoable]
        for batch, purpose in file_moves.latest_batches(library, purposes, self._newest, since, self._undone):
            moved = file_moves.of_batch(library, batch, "there")
            if any(whereabouts(one) == "target" for one in moved[:_LOOKED]):
                kind, outcome = KINDS[purpose], MoveOutcome(batch, moved)
                made = _MadeMove(self._store, self._moving, kind, NO_WORDS, outcome, moved)
                return Step(kind.name(outcome.photos), partial(self._undo_earlier, made), made.again, number=-batch)
        return None

    def _undo_earlier(self, made: "_MadeMove", library: Library) -> Changes:
        changes = made.back(library)
        self._undone.append(made.outcome.batch)  # its files are there until it is their turn
        return changes


@dataclass(slots=True, eq=False)
class _MadeMove:
    """Files that were moved at once, and how they are moved back and again; that makes another batch."""

    store: LibraryThreads
    moving: FileMoving
    kind: MoveKind
    words: FollowingWords
    outcome: MoveOutcome = field(default_factory=MoveOutcome)
    moved: Sequence[FileMove] = ()  # at first: what was refused later is tried again

    def carry_out(self, units: Sequence[Unit], report: Report) -> None:
        """Move files; afterwards the words of those that did not go are where they were."""
        self.outcome = MoveOutcome()
        try:
            self.words.give()
            self.moving.go(self.kind.purpose, units, *report, self.outcome)
        finally:
            self.moved = self.moved or self.outcome.moved
            self.words.keep_only(self._away())

    def back(self, _: Library) -> Changes:
        """Have the files moved back."""
        if self.moved:
            self.kind.check(self.moved[0])
        self.moving.later(self._come_back)
        return Changes()

    def again(self, _: Library) -> Changes:
        """Have the files moved again."""
        self.moving.later(self._go_again)
        return Changes()

    def _come_back(self) -> MoveOutcome:
        # asked on the thread that moves files: a batch that is being made again is known then
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
        """The photos whose files are not where they were, or on their way: whoever moves files next finishes that."""
        some = file_moves.of_batch(self.store.here(), self.outcome.batch, "going", "there", "back", "gone")
        return {one.photo for one in some}
