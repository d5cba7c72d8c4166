"""The use case of deciding about sets: photos are no duplicates, or one stays with the metadata of all and others go.

Metadata is copied when the journal of moved files notes that files went, and removed when it notes that they came back
(``photon.library.decisions.moved_words``), so that file and metadata are one step.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.bin.move_kinds import DUPLICATES
from photon.app.bin.move_steps import MoveSteps
from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice, SetPlan, plan_again, plan_sets
from photon.app.duplicates.set_rules import KeepRule, choose_by_rule
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import tr_n
from photon.library import Library
from photon.library.duplicates import kept_apart


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

        def act(library: Library) -> tuple[int, Changes]:
            changes = kept_apart.keep_apart(library, wanted)
            count = len(changes.photos)
            name = tr_n("kept {count:,} photo as no duplicate", "kept {count:,} photos as no duplicates", count)
            library.journal.name_step(name)
            return count, changes

        return self._history.edit_and_tell(self._store, act)

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
        """Move photos to the bin and copy their metadata to those that stay, as one step.

        Args:
            plan: What to do.
            tell: Called at intervals with the number of photos done and their total, on another thread.
            stop: Called at intervals, on another thread; if it returns true, moved files stay in the bin.
        """

        def act(asked: int) -> MoveOutcome:
            return self._carry_out(plan_again(self._store.here(), plan), (tell, stop), asked)

        return self._steps.submit(act)

    def _carry_out(self, plan: SetPlan, report: tuple[Tell, Stop], asked: int) -> MoveOutcome:
        outcome = self._steps.carry_out(DUPLICATES, plan.bin.units, report, asked)
        outcome.obstacles[:0] = plan.bin.obstacles
        return outcome
