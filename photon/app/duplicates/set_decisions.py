"""The use case of deciding about sets: photos are no duplicates, or one stays with the words of all and the others go.

The words come first, so that a process that is killed in between leaves a photo too many, and never a word too few.
When files come back, the words of those that came back are taken off the photo that stayed; of one that is gone for
good it keeps them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.duplicates.set_plan import SetChoice, SetPlan, plan_again, plan_sets
from photon.app.runtime.history import History
from photon.app.runtime.journalled_edits import Done, JournalledEdits
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.file_move import FileMove
from photon.language import tr_n
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.decisions import journal_steps, undoing, word_union
from photon.library.duplicates import kept_apart
from photon.media.trash.bin import gives_back
from photon.media.trash.system_bin import only_by_hand


class SetDecisions:
    """Decides about sets. Methods never wait; every decision is one step that can be undone."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving) -> None:
        """Take the library, the steps that can be undone, and who moves files."""
        self._store, self._history, self._moving = store, history, moving

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

        def act() -> MoveOutcome:
            return self._carry_out(plan_sets(self._store.here(), [choice], say_nothing, stop), tell, stop)

        return self._moving.submit(act)

    def carry_out(self, plan: SetPlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Give the words to the photos that stay and move the others to the bin, as one step.

        Args:
            plan: What to do.
            tell: Called now and then with the number of photos done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, what was moved stays in the bin.
        """

        def act() -> MoveOutcome:
            return self._carry_out(plan_again(self._store.here(), plan), tell, stop)

        return self._moving.submit(act)

    def _carry_out(self, plan: SetPlan, tell: Tell, stop: Stop) -> MoveOutcome:
        words = _WordsGiven(self._store, plan.words)
        words.give(plan.words)
        outcome = self._moving.go("bin", plan.bin.units, tell, stop)
        if len({one.photo for one in outcome.moved} & plan.words.keys()) < len(plan.words):
            words.keep_only({one.photo for one in outcome.moved})
        if outcome.moved:
            self._store.write(self._remember_moves, outcome, words).result()
        outcome.obstacles[:0] = plan.bin.obstacles
        return outcome

    def _remember_moves(self, _: Library, outcome: MoveOutcome, words: "_WordsGiven") -> None:
        """Let the files be moved back and again, and the words with them."""
        moved, held = list(outcome.moved), [outcome.batch]  # redoing makes another batch
        name = tr_n("moved {count:,} duplicate to the bin", "moved {count:,} duplicates to the bin", outcome.photos)

        def come_back() -> MoveOutcome:
            some = file_moves.of_batch(self._store.here(), held[0], "there")
            came = self._moving.come_back(some, say_nothing, go_on)
            words.take_back({one.photo for one in came.moved})
            return came

        def go_again() -> MoveOutcome:
            words.give({photo: into for photo, into in words.wanted.items() if photo in _photos(moved)})
            done = self._moving.go_again("bin", moved)
            words.keep_only(_photos(done.moved))
            held[0] = done.batch
            return done

        def back(_: Library) -> Changes:
            if not gives_back():
                raise only_by_hand(moved[0].source)
            return self._later(come_back)

        self._history.push(name, back, lambda _: self._later(go_again))

    def _later(self, act: Callable[[], MoveOutcome]) -> Changes:
        self._moving.later(act)
        return Changes()


def _photos(moved: Iterable[FileMove]) -> set[int]:
    return {one.photo for one in moved}


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
    given: Mapping[int, int] | None = None
    step: int = 0

    def give(self, wanted: Mapping[int, int]) -> None:
        """Give the words of these photos away, and no others'."""
        self.store.write(self._write, wanted).result()

    def keep_only(self, photos: set[int]) -> None:
        """Of the words that were given, keep only those of some photos."""
        self.give({photo: into for photo, into in (self.given or {}).items() if photo in photos})

    def take_back(self, photos: set[int]) -> None:
        """Take the words of photos back that are here again; those of others stay given."""
        self.give({photo: into for photo, into in (self.given or {}).items() if photo not in photos})

    def _write(self, library: Library, wanted: Mapping[int, int]) -> Changes:
        if self.given == wanted:
            return Changes()
        self.store.before_batch(len(wanted))
        into: dict[int, list[int]] = {}
        for photo, keeper in wanted.items():
            into.setdefault(keeper, []).append(photo)
        # two steps of the journal: taking back one that took another one back would give those words again
        changes = self._take_step_back(library)
        if into:
            changes |= word_union.unite_words(library, into)
            step = library.journal.step
            self.step = step if journal_steps.find_step(library, step) else 0  # else nothing was new
        self.given = dict(wanted)
        return changes

    def _take_step_back(self, library: Library) -> Changes:
        step, self.step = self.step, 0
        found = journal_steps.find_step(library, step) if step else None
        if found is None or found.is_undone:  # it changed nothing, is long forgotten, or was undone by itself
            return Changes()
        return undoing.undo_step(library, step).changes
