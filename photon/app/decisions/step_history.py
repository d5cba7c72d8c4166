"""The use case of the journal: who decided what and when, and undoing any step of it."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Obstacles
from photon.app.bin.move_steps import MoveSteps, find_undoable
from photon.app.decisions.journal_texts import step_title
from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath
from photon.language import tr
from photon.library import Library
from photon.library.decisions import journal_steps, undoing
from photon.library.decisions.journal_steps import JournalStep, PastDecision
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

    def __init__(self, store: LibraryThreads, history: History, moving: FileMoving, moves: MoveSteps) -> None:
        """Take the library, the steps that can be undone, what moves files, and the steps that moved some."""
        self._store, self._history, self._moving, self._moves = store, history, moving, moves

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
        answer = Future[UndoneStep]()

        def pass_on(done: Future[UndoneStep]) -> None:
            moved = None if done.cancelled() or done.exception() else self._moves.going(step)
            if moved is None:
                hand_on(done, answer)
            else:
                moved.add_done_callback(lambda moved: hand_on(_with_files(done.result(), moved), answer))

        self._moving.submit(lambda: self._begin(step)).add_done_callback(pass_on)
        return answer

    def _begin(self, step: int) -> UndoneStep:
        if undoing.existing_step(self._store.here(), step).batch:
            self._moving.rescan()
        return self._history.edit_and_tell(self._store, lambda library: self._undo(library, step)).result()

    def _undo(self, library: Library, step: int) -> tuple[UndoneStep, Changes]:
        found = undoing.existing_step(library, step)
        self._store.before_batch(found.changes)
        outcome = self._history.undo_step(library, step)
        library.journal.sign("person", tr("undid: {step}", step=step_title(found)))
        return UndoneStep(step_title(found), outcome.undone, outcome.kept), outcome.changes

    def _find_latest(self) -> int:
        found = find_undoable(self._store.here())
        if found is None:
            raise PhotonError(tr("There is nothing to undo."), tr("To see earlier steps: photon undo --list"))
        return found.id


def _with_files(done: UndoneStep, moved: Future[MoveOutcome]) -> Future[UndoneStep]:
    """Return what became of undoing a step that moved files."""
    answer = Future[UndoneStep]()
    if error := moved.exception():
        answer.set_exception(error)
    else:
        outcome = moved.result()
        answer.set_result(replace(done, name=done.name if outcome.moved else "", obstacles=outcome.obstacles))
    return answer
