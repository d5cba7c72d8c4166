"""The use case of the journal: who decided what and when, and undoing any step of it."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.bin.move_kinds import undoable_purposes
from photon.app.bin.move_steps import find_in_place
from photon.app.decisions.journal_texts import step_title
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath
from photon.domain.photo.file_move import Purpose
from photon.language import tr
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.decisions import journal_steps, undoing
from photon.library.decisions.journal_steps import JournalStep, PastDecision
from photon.library.decisions.undoing import UndoOutcome

_LOOKED_THROUGH = 10_000
"""Steps to search, which takes up to a second; few people undo more of them one by one."""


class StepHistory:
    """Asks the journal, and undoes steps. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library and the steps that can be undone."""
        self._store, self._history = store, history

    def steps(self, most: int) -> Future[list[JournalStep]]:
        """The newest steps, newest first."""
        return self._store.read(journal_steps.list_steps, most)

    def find_latest(self) -> Future[int]:
        """The number of the latest step that a person made and that can be undone.

        The Future may raise PhotonError: there is none.
        """
        return self._store.read(_find_latest)

    def find_latest_move(self) -> Future[tuple[int, Purpose] | None]:
        """The batch of files that were moved to the bin or renamed after the step that ``find_latest`` would find.

        It comes with its purpose; None if there is none whose files can be moved back.
        """
        return self._store.read(_find_latest_move)

    def of_photos(self, photos: Sequence[int]) -> Future[list[PastDecision]]:
        """What was decided about photos, oldest first."""
        return self._store.read(journal_steps.history_of_photos, photos)

    def of_tag(self, path: TagPath) -> Future[list[PastDecision]]:
        """Which photos got or lost a tag or one below it, oldest first."""
        return self._store.read(journal_steps.history_of_tag, path)

    def undo(self, step: int) -> Future[UndoOutcome]:
        """Undo a step; what was changed again since stays.

        The Future may raise PhotonError: there is no such step, or it was undone.
        """

        def act(library: Library) -> UndoOutcome:
            found = undoing.existing_step(library, step)
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

        return self._history.edit_and_tell(self._store, act, tell)


def _find_latest(library: Library) -> int:
    found = _latest_step(library)
    if found is None:
        raise PhotonError(tr("There is nothing to undo."), tr("To see earlier steps: photon undo --list"))
    return found.id


def _find_latest_move(library: Library) -> tuple[int, Purpose] | None:
    found, newest = _latest_step(library), file_moves.newest_batch(library)
    since = found.made if found else None
    return find_in_place(library, file_moves.latest_batches(library, undoable_purposes(), newest, since, ()))


def _latest_step(library: Library) -> JournalStep | None:
    steps = journal_steps.list_steps(library, _LOOKED_THROUGH)
    mine = (step for step in steps if step.actor in ("person", "batch") and not step.is_undone)
    return next((step for step in mine if undoing.is_undoable(library, step.id)), None)
