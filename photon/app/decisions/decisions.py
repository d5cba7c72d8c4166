"""The use case of files of decisions: all that the user decided is written as lines, and imported from them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from photon.app.decisions.runs import Runs
from photon.app.decisions.step_history import StepHistory
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError, changed
from photon.domain.decisions.decision_kind import DecisionKind
from photon.language import tr
from photon.library import Library, open_library
from photon.library.backups.backup_folder import flush_folder
from photon.library.db import permissions
from photon.library.db.database_errors import is_full
from photon.library.db.decision_rows import decide
from photon.library.decisions import step_changes
from photon.library.decisions.decision_export import decision_lines
from photon.library.decisions.decision_import import DecisionLine, merge_portion, read_portions
from photon.library.decisions.decision_report import DecisionReport

Tell = Callable[[int], None]
"""Called with the number of decisions so far."""
_MANY = 1 << 30  # marks that may change: a backup is made before
_PART = ".photon-part"


class _NotKept(Exception):  # noqa: N818 - it only ends a transaction
    """What was written was only tried."""


class Decisions:
    """Decides, and writes and imports files of decisions. Methods never wait; the Futures may raise PhotonError.

    Attributes:
        steps: Says who decided what and when, and undoes any step.
        runs: What Photon said or imported at once.
    """

    def __init__(self, store: LibraryThreads, history: History, steps: StepHistory) -> None:
        """Take the library, the steps that can be undone, and what looks into the journal."""
        self._store, self._history, self.steps = store, history, steps
        self.runs = Runs(store, history)
        self._desk = ThreadPoolExecutor(1, "photon-decisions")
        self._is_closing = False

    def close(self) -> None:
        """Stop after the portion that is being written."""
        self._is_closing = True
        self._desk.shutdown(wait=True, cancel_futures=True)

    def decide(
        self, kind: DecisionKind, photos: Sequence[int], name: Callable[[int], str], *, on: bool
    ) -> Future[Changes]:
        """Decide yes or no about photos, as one step.

        Args:
            kind: A kind that says no more.
            photos: The photos.
            name: Names the step, given the number of photos that changed.
            on: Whether it is yes.
        """

        def act(library: Library) -> Changes:
            changes = decide(library, kind, photos, on=on)
            library.journal.name_step(name(len(changes.photos)))
            return changes

        return self._history.edit(self._store, act)

    def export_to(self, path: Path, tell: Tell = lambda _: None) -> Future[int]:
        """Write all decisions to a file, which is replaced; tells how many there are."""
        return self._desk.submit(lambda: export_decisions(self._store.directory, path, tell))

    def import_from(self, path: Path, *, keep: bool = True, tell: Tell = lambda _: None) -> Future[DecisionReport]:
        """Import what is later than what was decided here; decisions about photos that are not here are kept.

        Args:
            path: The file.
            keep: Whether anything is written; else only what would be.
            tell: Called on another thread.
        """
        asked = self._history.request()
        return self._desk.submit(lambda: self._import(path, tell, asked, keep=keep))

    def _import(self, path: Path, tell: Tell, asked: int, *, keep: bool) -> DecisionReport:
        report = DecisionReport()
        if keep:
            self._store.before_batch(_MANY)
        name = tr("imported decisions from {file}", file=path.name)
        try:
            with path.open("rb") as file:
                for lines in read_portions(file, report):
                    if self._is_closing:
                        break
                    self._store.write(_merge, lines, report, name, keep=keep).result()
                    tell(report.understood)
        except OSError as error:
            raise PhotonError(
                tr("{path} can't be read: {reason}.", path=path, reason=error.strerror),
                tr("Check its name and its permissions."),
            ) from error
        if not report.understood and (report.damaged or report.unknown):
            raise PhotonError(
                tr("{path} is no file of decisions; nothing was changed.", path=path),
                tr("Choose a file that was made by: photon export-decisions --to FILE"),
            )
        if report.step:
            self._store.write(lambda _: self._history.add(report.step, asked)).result()
        return report


def _merge(library: Library, lines: list[DecisionLine], report: DecisionReport, name: str, *, keep: bool) -> Changes:
    before = report.taken.copy(), len(report.left_off)
    with suppress(_NotKept), library.transaction():
        library.journal.sign("decisions", name, step=report.step)
        merge_portion(library, lines, report)
        if not keep:
            raise _NotKept
        if step_changes.is_undoable(library, library.journal.step):  # else another edit may get this number
            report.step = library.journal.step
    if not keep or (report.taken, len(report.left_off)) == before:
        return Changes()
    return changed(
        "tags",
        "captions",
        "marks",
        "albums",
        "stacks",
        "duplicates",
        "facts",
        "people",
        "places",
        "topics",
        "searches",
        "vocabulary",
    )


def export_decisions(directory: Path, path: Path, tell: Tell = lambda _: None) -> int:
    """Write all decisions of a library to a file, which is replaced.

    Args:
        directory: Folder of the library.
        path: The file.
        tell: Called with the number of decisions so far.

    Returns:
        How many there are.

    Raises:
        PhotonError: There is no library, or the file cannot be written.
    """
    with open_library(directory, writable=False) as library:
        return write_decisions(library, path, tell)


def write_decisions(library: Library, path: Path, tell: Tell) -> int:
    """Write all decisions of an open library to a file, which is replaced when all is written.

    Args:
        library: A connection that is not veiled.
        path: The file; only its owner may read it.
        tell: Called with the number of decisions so far.

    Raises:
        PhotonError: The file cannot be written; one that was there is as before.
    """
    path = path.absolute()
    part = path.with_name(path.name + _PART)
    count = 0
    try:
        try:
            part.unlink(missing_ok=True)
            permissions.make_file(part)
            with part.open("r+", encoding="utf-8", newline="\n") as file:
                for text, lines in decision_lines(library):
                    file.write(text)
                    count += lines
                    tell(count)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            flush_folder(path.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        reason = tr("its disk is full") if is_full(path.parent) else error.strerror
        raise PhotonError(
            tr("Photon can't write {path}: {reason}.", path=path, reason=reason), tr("Choose another place.")
        ) from error
    return count
