"""Undo and redo any step of the journal; values that changed again since are kept.

A step holds decisions, or stands for a run: then what the run made is undone, wherever it is recorded.
"""

from collections.abc import Set
from dataclasses import field, replace

from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.decisions import run_undoing
from photon.library.decisions.journal_steps import JournalStep, find_step
from photon.library.decisions.reversal import Reversal
from photon.library.decisions.step_changes import changes_of_step, is_undoable
from photon.library.tags import runs
from photon.quick_dataclass import dataclass


class GoneStep(PhotonError):  # noqa: N818 - named after what happened
    """A step can't be undone or redone: it is unknown, or that was done already."""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """The result of undoing or redoing a step.

    Attributes:
        name: The name of the step, worded to follow "Undid: ".
        undone: Number of changes that were undone or redone.
        kept: Number of changes that were not, because the value changed again since.
        changes: What changed.
        photos: Photos about which something was decided; ``changes`` may concern others.
    """

    name: str
    undone: int = 0
    kept: int = 0
    changes: Changes = field(default_factory=Changes)
    photos: Set[int] = frozenset()


def existing_step(library: Library, step: int) -> JournalStep:
    """Return a step.

    Raises:
        GoneStep: It doesn't exist, or is already undone.
        PhotonError: It is part of an import of metadata and not all of it.
    """
    found = _found(library, step)
    if found.actor == "file" and found.run and not found.name:
        raise PhotonError(
            tr("Step {step} imported metadata from files.", step=step),
            tr("To undo the whole import: photon runs undo {run}", run=found.run),
        )
    if found.is_undone:
        raise GoneStep(tr("Step {step} is already undone.", step=step), tr("Nothing was changed."))
    return found


def undo_step(library: Library, step: int) -> UndoOutcome:
    """Undo a step; if it undid another one, that is redone.

    Raises:
        GoneStep: It doesn't exist, or is already undone.
        PhotonError: It is part of an import of metadata, or can't be undone.
    """
    with library.transaction():
        found = existing_step(library, step)
        if found.undoes:
            outcome = replace(redo_step(library, found.undoes), name=found.name)
            _note_undone(library, step, library.journal.step)
            return outcome
        if found.stands_for_run:
            changes = run_undoing.take_back_run(library, found.run)
            outcome = UndoOutcome(found.name, found.changes, 0, changes, changes.photos)
        elif is_undoable(library, step):
            outcome = _reverse(library, found, step)
        elif "folder" not in library.column("SELECT what FROM journal WHERE step = ?", (step,)):
            raise PhotonError(tr("Nothing of step {step} can be undone.", step=step), tr("Nothing was changed."))
        else:
            raise PhotonError(
                tr("Step {step} added or removed a folder, which can't be undone.", step=step),
                tr("To add a folder: photon index FOLDER. To remove one: photon folders remove FOLDER"),
            )
        _close(library, found, undone=True)
    return outcome


def redo_step(library: Library, step: int) -> UndoOutcome:
    """Redo a step that ``undo_step`` undid; values that changed since are kept.

    Raises:
        GoneStep: The step doesn't exist, or isn't undone.
    """
    with library.transaction() as db:
        found = _found(library, step)
        if found.undoes:
            outcome = replace(undo_step(library, found.undoes), name=found.name)
            _note_undone(library, step, 0)
            return outcome
        (undoing,) = db.execute("SELECT undone FROM journal_steps WHERE id = ?", (step,)).fetchone()
        if not undoing:
            raise GoneStep(tr("Step {step} isn't undone.", step=step), tr("Nothing was changed."))
        if found.stands_for_run and (changes := run_undoing.give_run_again(library, found.run, undoing)) is not None:
            outcome = UndoOutcome(found.name, found.changes, 0, changes, changes.photos)
        else:
            outcome = _reverse(library, found, undoing)
        _close(library, found, undone=False)
    return outcome


def undo_run(library: Library, run: int, name: str) -> Changes:
    """Within a transaction, undo what a run made, as a step that can be undone.

    Args:
        library: Open for writing.
        run: The run.
        name: Name of the step, worded to follow "Undid: ".
    """
    library.journal.sign("photon", run=run)
    step = library.journal.keep_step()
    library.journal.begin_another()
    outcome = undo_step(library, step)
    library.journal.sign("person", name)
    return outcome.changes


def continue_step(library: Library, step: int) -> Changes:
    """Within a transaction, reverse an earlier step and become part of it, as if the step began now."""
    library.journal.sign("person", step=step)
    return _reverse(library, _found(library, step), step).changes


def mark_undone(library: Library, step: int, *, undone: bool) -> None:
    """Within a transaction that undoes or redoes a step, record that in the journal."""
    library.journal.sign("person", undoes=step)
    # a step of its own, even if everything changed again since
    _note_undone(library, step, library.journal.keep_step() if undone else 0)


def _note_undone(library: Library, step: int, by: int) -> None:
    library.db.execute("UPDATE journal_steps SET undone = ? WHERE id = ?", (by, step))


def _close(library: Library, found: JournalStep, *, undone: bool) -> None:
    mark_undone(library, found.id, undone=undone)
    if found.run:
        runs.close(library, found.run, undone=undone)


def _reverse(library: Library, about: JournalStep, step: int) -> UndoOutcome:
    """Reverse the changes of a step; it is ``about`` itself, or the step that undid it."""
    library.db.execute("PRAGMA defer_foreign_keys=ON")
    reversal = Reversal(library)
    reversal.reverse(changes_of_step(library, step))
    return UndoOutcome(about.name, reversal.undone, reversal.kept, reversal.changes, reversal.photos)


def _found(library: Library, step: int) -> JournalStep:
    found = find_step(library, step)
    if found is None:
        raise GoneStep(
            tr("There is no step {step}, or Photon has forgotten it.", step=step),
            tr("To see the steps: photon undo --list"),
        )
    return found
