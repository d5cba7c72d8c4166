"""The use case of deciding about sets: photos are no duplicates, or one stays with the words of all and the others go.

The words come first, so that a process that is killed in between leaves a photo too many, and never a word too few.
When files come back, the words of those that came back are taken off the photo that stayed; of one that is gone for
good it keeps them. An error in between ends with the words of the photos that went, and a step that takes them back.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.bin.move_kinds import DUPLICATES
from photon.app.bin.move_steps import MoveSteps
from photon.app.duplicates.set_plan import SetChoice, SetPlan, plan_again, plan_sets
from photon.app.runtime.history import History
from photon.app.runtime.journalled_edits import Done, JournalledEdits
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.language import tr_n
from photon.library import Library
from photon.library.decisions import journal_steps, undoing, word_union
from photon.library.duplicates import kept_apart


class SetDecisions:
    """Decides about sets. Methods never wait; every decision is one step that can be undone."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving, steps: MoveSteps) -> None:
        """Take the library, the steps that can be undone, who moves files, and who makes steps of that."""
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
            tell: Called now and then with the number of sets done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, the plan is empty.
        """
        return self._moving.submit(lambda: plan_sets(self._store.here(), choices, tell, stop))

    def decide(self, choice: SetChoice, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Carry out one choice as one step; the outcome lists what can't be moved, the rest is as for ``carry_out``."""

        def act(asked: int) -> MoveOutcome:
            plan = plan_sets(self._store.here(), [choice], say_nothing, stop)
            return self._carry_out(plan, (tell, stop), asked)

        return self._steps.submit(act)

    def carry_out(self, plan: SetPlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Give the words to the photos that stay and move the others to the bin, as one step.

        Args:
            plan: What to do.
            tell: Called now and then with the number of photos done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, what was moved stays in the bin.
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
    """The words that photos gave away: one step of the journal, which is taken back and made anew.

    Attributes:
        wanted: Which photo gets the words of each photo.
        given: Those that gave theirs.
        step: Its number in the journal; 0 for none.
    """

    store: LibraryThreads
    wanted: Mapping[int, int]
    given: Mapping[int, int] = field(default_factory=dict)
    step: int = 0

    @property
    def are_given(self) -> bool:
        """Whether the words of some photo are given."""
        return bool(self.given)

    def give(self) -> None:
        """Give the words of all photos."""
        self.store.write(self._write, self.wanted).result()

    def keep_only(self, away: set[int]) -> None:
        """Of the words that were given, keep only those of some photos."""
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
        with library.transaction():  # whole or not at all
            changes = self._take_step_back(library)
            if into:
                # a step of its own: undoing one that took another one back, too, would give those words again
                library.journal.begin_another()
                changes |= word_union.unite_words(library, into)
                step = library.journal.step
        self.step = step if step and journal_steps.find_step(library, step) else 0  # else nothing was new
        self.given = dict(wanted)
        return changes

    def _take_step_back(self, library: Library) -> Changes:
        found = journal_steps.find_step(library, self.step) if self.step else None
        if found is None or found.is_undone:  # it changed nothing, is long forgotten, or was undone by itself
            return Changes()
        return undoing.undo_step(library, self.step).changes
