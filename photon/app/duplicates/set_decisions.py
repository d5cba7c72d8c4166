"""The use case of deciding about sets: photos are no duplicates, or one stays with the metadata of all and others go.

Metadata is copied first: if the process is killed in between, a photo too many is left, but no metadata is lost. When
files are moved back, the metadata of their photos is removed from the photo that stayed; it keeps the metadata of
photos whose files no longer exist. If an error ends the move, the photo that stays has the metadata of those that went,
and a step can undo that.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import field

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.bin.move_kinds import DUPLICATES
from photon.app.bin.move_steps import MoveSteps
from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice, SetPlan, plan_again, plan_sets
from photon.app.duplicates.set_rules import KeepRule, choose_by_rule
from photon.app.runtime.history import History
from photon.app.runtime.journalled_edits import Done, JournalledEdits
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import tr_n
from photon.library import Library
from photon.library.decisions import journal_steps, undoing, word_union
from photon.library.duplicates import kept_apart
from photon.quick_dataclass import dataclass


class SetDecisions:
    """Decides about sets. Methods never wait; every decision is one step that can be undone."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving, steps: MoveSteps) -> None:
        """Create it from the library's threads, the history, and the objects that move files and make steps."""
        self._store, self._history, self._moving, self._steps = store, history, moving, steps

    def keep_apart(self, sets: Iterable[Sequence[int]]) -> Future[int]:
        """Remember that the photos of each set are no duplicates of each other.

        Args:
            sets: Photo ids; one alone means that all its files are wanted.

        Returns:
            For how many photos this is new.
        """
        wanted = [tuple(photos) for photos in sets]

        def act(library: Library) -> Done:
            changes = kept_apart.keep_apart(library, wanted)
            count = len(changes.photos)
            return (
                count,
                changes,
                tr_n("kept {count:,} photo as no duplicate", "kept {count:,} photos as no duplicates", count),
            )

        return JournalledEdits(self._store, self._history).edit(act)

    def plan(self, choices: Sequence[SetChoice], tell: Tell = say_nothing, stop: Stop = go_on) -> Future[SetPlan]:
        """Work out what choices would do; nothing is changed.

        Args:
            choices: What is wanted of each set.
            tell: Called at intervals with the number of sets done and their total, on another thread.
            stop: Called at intervals, on another thread; if it returns true, the plan is empty.
        """
        return self._moving.submit(lambda: plan_sets(self._store.here(), choices, tell, stop))

    def plan_by_rule(
        self,
        found: Sequence[FoundSet],
        rule: KeepRule,
        below: Sequence[str] = (),
        tell: Tell = say_nothing,
        stop: Stop = go_on,
    ) -> Future[SetPlan]:
        """Work out what a rule would do; nothing is changed.

        Args:
            found: The sets; those that are never offered for deletion are left alone.
            rule: What stays of each set.
            below: Only files at or below these paths go; empty for all.
            tell: As for ``plan``.
            stop: As for ``plan``.
        """

        def act() -> SetPlan:
            library = self._store.here()
            return plan_sets(library, choose_by_rule(library, found, rule, below), tell, stop)

        return self._moving.submit(act)

    def decide(self, choice: SetChoice, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Carry out one choice as one step, as ``carry_out`` does; the outcome lists files that can't be moved."""

        def act(asked: int) -> MoveOutcome:
            plan = plan_sets(self._store.here(), [choice], say_nothing, stop)
            return self._carry_out(plan, (tell, stop), asked)

        return self._steps.submit(act)

    def carry_out(self, plan: SetPlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Copy metadata to the photos that stay and move the others to the bin, as one step.

        Args:
            plan: What to do.
            tell: Called at intervals with the number of photos done and their total, on another thread.
            stop: Called at intervals, on another thread; if it returns true, moved files stay in the bin.
        """

        def act(asked: int) -> MoveOutcome:
            return self._carry_out(plan_again(self._store.here(), plan), (tell, stop), asked)

        return self._steps.submit(act)

    def _carry_out(self, plan: SetPlan, report: tuple[Tell, Stop], asked: int) -> MoveOutcome:
        words = _WordsGiven(self._store, plan.words)
        outcome = self._steps.carry_out(DUPLICATES, plan.bin.units, report, asked, words)
        outcome.obstacles[:0] = plan.bin.obstacles
        return outcome


@dataclass(slots=True)
class _WordsGiven:
    """The metadata that was copied from photos: one step of the journal, which is undone and replaced on changes.

    Attributes:
        wanted: The photo that receives the metadata, by the photo it is copied from.
        given: The part of ``wanted`` that has been copied.
        step: Number of the step in the journal; 0 for none.
    """

    store: LibraryThreads
    wanted: Mapping[int, int]
    given: Mapping[int, int] = field(default_factory=dict)
    step: int = 0

    @property
    def are_given(self) -> bool:
        """Whether the metadata of any photo has been copied."""
        return bool(self.given)

    def give(self) -> None:
        """Copy the metadata of all photos."""
        self.store.write(self._write, self.wanted).result()

    def keep_only(self, away: set[int]) -> None:
        """Withdraw the copied metadata of all photos except those that are away."""
        kept = {photo: into for photo, into in self.given.items() if photo in away}
        self.store.write(self._write, kept).result()

    def _write(self, library: Library, wanted: Mapping[int, int]) -> Changes:
        if self.given == wanted:
            return Changes()
        self.store.before_batch(len(wanted))
        into: dict[int, list[int]] = {}
        for photo, keeper in wanted.items():
            into.setdefault(keeper, []).append(photo)
        step = 0
        with library.transaction():  # all or nothing
            changes = self._take_step_back(library)
            if into:
                # a separate step: undoing a step that also undid another one would copy that metadata again
                library.journal.begin_another()
                changes |= word_union.unite_words(library, into)
                step = library.journal.step
        self.step = step if step and journal_steps.find_step(library, step) else 0  # else nothing was new
        self.given = dict(wanted)
        return changes

    def _take_step_back(self, library: Library) -> Changes:
        found = journal_steps.find_step(library, self.step) if self.step else None
        if found is None or found.is_undone:  # it changed nothing, was pruned, or was undone separately
            return Changes()
        return undoing.undo_step(library, self.step).changes
