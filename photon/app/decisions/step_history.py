"""The use case of the journal: who decided what and when, and undoing any step of it."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.bin.file_moving import FileMoving, Obstacles, go_on, say_nothing
from photon.app.bin.move_steps import find_undoable
from photon.app.decisions.journal_texts import step_title
from photon.app.runtime.history import History, ways_of_import
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath
from photon.language import tr
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.decisions import journal_steps, undoing
from photon.library.decisions.journal_steps import JournalStep, PastDecision
from photon.library.decisions.undoing import UndoOutcome
from photon.library.tags import runs
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class UndoneStep:
    """What became of undoing a step.

    Attributes:
        name: What was undone, worded to follow "Undid: "; empty if no file could be moved back.
        undone: Number of changes of decisions that were undone.
        kept: Number of changes that were not, because the value changed again since.
        obstacles: By path, why files could not be moved back.
    """

    name: str
    undone: int = 0
    kept: int = 0
    obstacles: Obstacles = ()


class StepHistory:
    """Asks the journal, and undoes steps. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving) -> None:
        """Take the library, the steps that can be undone, and what moves files."""
        self._store, self._history, self._moving = store, history, moving

    def steps(self, most: int) -> Future[list[JournalStep]]:
        """The newest steps, newest first."""
        return self._store.read(journal_steps.list_steps, most)

    def find_latest(self) -> Future[int]:
        """The number of the latest step that can be undone, of decisions or of moved files.

        The Future may raise PhotonError: there is none.
        """
        return self._moving.after(self._find_latest)

    def of_photos(self, photos: Sequence[int]) -> Future[list[PastDecision]]:
        """What was decided about photos, oldest first."""
        return self._store.read(journal_steps.history_of_photos, photos)

    def of_tag(self, path: TagPath) -> Future[list[PastDecision]]:
        """Which photos got or lost a tag or one below it, oldest first."""
        return self._store.read(journal_steps.history_of_tag, path)

    def undo(self, step: int) -> Future[UndoneStep]:
        """Undo a step; what was changed again since stays.

        The Future may raise PhotonError: there is no such step, or it was undone.
        """
        return self._moving.submit(lambda: self._undo(undoing.existing_step(self._store.here(), step)))

    def _undo(self, found: JournalStep) -> UndoneStep:
        if found.actor == "file" and found.run:
            self._history.edit(self._store, lambda library: self._undo_import(library, found)).result()
            return UndoneStep(step_title(found), found.changes)
        if not found.batch:
            done = self._undo_decisions(found)
            return UndoneStep(step_title(found), done.undone, done.kept)
        self._moving.rescan()
        moves = file_moves.of_batch(self._store.here(), found.batch, "there")
        outcome = self._moving.come_back(moves, say_nothing, go_on)
        return UndoneStep(step_title(found) if outcome.moved else "", obstacles=outcome.obstacles)

    def _undo_import(self, library: Library, found: JournalStep) -> Changes:
        undo, redo = ways_of_import(library, undoing.existing_step(library, found.id).run)

        def back(lib: Library) -> Changes:
            runs.close(lib, found.run, undone=True)
            return undo(lib)

        def again(lib: Library) -> Changes:
            runs.close(lib, found.run, undone=False)
            return redo(lib)

        self._history.push(tr("undid: {step}", step=step_title(found)), again, back)
        return back(library)

    def _undo_decisions(self, found: JournalStep) -> UndoOutcome:
        step = found.id

        def act(library: Library) -> UndoOutcome:
            self._store.before_batch(found.changes)
            outcome = undoing.undo_step(library, step)
            self._history.push(
                tr("undid: {step}", step=step_title(found)),
                lambda lib: undoing.redo_step(lib, step).changes,
                lambda lib: undoing.undo_step(lib, step).changes,
            )
            return outcome

        def tell(outcome: UndoOutcome) -> UndoOutcome:
            self._store.events.send(outcome.changes)
            return outcome

        return self._history.edit_and_tell(self._store, act, tell).result()

    def _find_latest(self) -> int:
        found = find_undoable(self._store.here())
        if found is None:
            raise PhotonError(tr("There is nothing to undo."), tr("To see earlier steps: photon undo --list"))
        return found.id
