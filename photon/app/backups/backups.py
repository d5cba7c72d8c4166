"""The use case of backups: daily when something changed, before large batches, and on request."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError, changed
from photon.language import tr
from photon.library.backups.backup_file import Backup
from photon.library.backups.backup_folder import backups_in, is_chosen, mark_folder, newest_backup, origin_of
from photon.library.backups.backup_settings import DEFAULT, BackupSettings, read_settings, store_settings
from photon.library.db import permissions
from photon.library.db.catalog_checks import usable_catalog
from photon.library.db.database_errors import translated_errors
from photon.library.db.integrity import CATALOG
from photon.library.recovery.backup_making import (
    BackupOrder,
    BackupOutcome,
    CatalogSnapshot,
    has_changed,
    make_backup,
)
from photon.library.recovery.catalog_content import count_content, total
from photon.library.recovery.restoring import RestorePlan, drop_leftover, examine_backup
from photon.quick_dataclass import dataclass

log = logging.getLogger(__name__)

DAILY = timedelta(hours=24)
BATCH = 100
"""Minimum number of photos or marks in a large batch."""
_BETWEEN = timedelta(minutes=15)  # minimum time between backups before batches: each takes seconds of processor time
_FIRST, _EVERY = 60.0, 900.0  # seconds after the start, and between two checks whether a backup is due
_QUEUED = 1  # pending backups before batches; each keeps the database's log from being reset


@dataclass(frozen=True, slots=True)
class BackupState:
    """The state of a library's backups.

    Attributes:
        settings: Where they are stored, and how much space they may take.
        backups: Backups of this library in the folder, newest first.
        failure: Why the last one failed, or why the folder could not be read; None if all is well.
        is_over: Whether older ones are deleted only because of the size limit.
    """

    settings: BackupSettings
    backups: tuple[Backup, ...]
    failure: PhotonError | None
    is_over: bool

    @property
    def size(self) -> int:
        """Total bytes of all backups."""
        return sum(one.size for one in self.backups)


class Backups:
    """Makes and lists backups. No method blocks; the Futures may raise PhotonError."""

    def __init__(self, store: LibraryThreads) -> None:
        """Set the library; no automatic backup is made before ``start``."""
        self._directory, self._events = store.directory, store.events
        self._desk = ThreadPoolExecutor(2, "photon-backup")  # one thread lists while the other makes a backup
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: PhotonError | None = None
        self._is_over = False
        self._unchanged: object = None  # the files' state when nothing had changed since the newest backup
        self._waiting: list[Future[BackupOutcome]] = []
        store.before_batch = self.before_batch

    def start(self) -> None:
        """Start making one backup per day, if something changed."""
        self._desk.submit(drop_leftover, self._directory)
        self._thread = threading.Thread(target=self._go_on, name="photon-backups", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish what was started."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._desk.shutdown(wait=True)

    @property
    def failure(self) -> PhotonError | None:
        """Why the last backup failed, including automatic ones; None if all is well."""
        return self._failure

    def back_up(self, to: Path | None = None) -> Future[BackupOutcome]:
        """Make a backup now, in the folder or as the file ``to``."""
        return self._desk.submit(self._tried, lambda: back_up(self._directory, BackupOrder("asked", to)))

    def make_due(self) -> Future[bool]:
        """Make the daily backup if it is due and something changed; return whether one was made."""
        return self._desk.submit(self._make_due)

    def before_batch(self, count: int) -> None:
        """Back up the catalogue before ``count`` photos or marks are changed at once; does not block.

        The backup contains the state at this moment, although its file is written while the batch runs. A failure is
        recorded, and the batch continues.
        """
        self._waiting = [one for one in self._waiting if not one.done()]
        if count < BATCH or len(self._waiting) >= _QUEUED or self._stopping.is_set():
            return
        try:
            snapshot = CatalogSnapshot(self._directory)
        except PhotonError as error:
            self._note(error)
            return
        self._waiting.append(self._desk.submit(self._make_of, snapshot))

    def state(self) -> Future[BackupState]:
        """List the backups."""
        return self._desk.submit(self._state)

    def choose_folder(self, folder: Path) -> Future[BackupState]:
        """Store backups in another folder from now on; those in the old one stay there."""

        def act() -> BackupState:
            choose_folder(self._directory, folder)
            self._note(None)
            return self._state()

        return self._desk.submit(act)

    def limit(self, most_bytes: int) -> Future[BackupState]:
        """Limit the total bytes of all backups, from the next one on."""

        def act() -> BackupState:
            limit_size(self._directory, most_bytes)
            return self._state()

        return self._desk.submit(act)

    def examine(self, path: Path) -> Future[RestorePlan]:
        """Check a backup, and describe what restoring it would change."""
        return self._desk.submit(examine_backup, self._directory, path)

    def _state(self) -> BackupState:
        found = list_state(self._directory)
        return BackupState(found.settings, found.backups, self._failure or found.failure, self._is_over)

    def _go_on(self) -> None:
        pause = _FIRST
        while not self._stopping.wait(pause):
            pause = _EVERY
            try:
                self.make_due().result()
            except PhotonError as error:
                log.warning("No backup was made: %s", error)
            except Exception:  # a bug must not stop all later backups
                log.exception("Making a backup failed")

    def _make_due(self) -> bool:
        written = _written(self._directory)
        if written == self._unchanged or not is_due(self._directory):
            return False
        is_made = self._tried(lambda: make_daily(self._directory)).backup is not None
        self._unchanged = None if is_made else written
        return is_made

    def _make_of(self, snapshot: CatalogSnapshot) -> BackupOutcome:
        with snapshot:
            try:
                if not is_due(self._directory, _BETWEEN) or not total(count_content(snapshot.db)):
                    return BackupOutcome(None)
                order = BackupOrder("batch", unless_same=True)
                return self._tried(lambda: make_backup(self._directory, snapshot, order))
            except PhotonError as error:
                log.warning("No backup was made before many changes: %s", error)
                return BackupOutcome(None)

    def _tried(self, make: Callable[[], BackupOutcome]) -> BackupOutcome:
        try:
            outcome = make()
        except PhotonError as error:
            self._note(error)
            raise
        self._note(None)
        if outcome.backup is not None:
            self._is_over = outcome.is_over
        return outcome

    def _note(self, failure: PhotonError | None) -> None:
        """Record whether the last backup succeeded, and notify listeners of a change."""
        is_news = (failure is None) != (self._failure is None)
        self._failure = failure
        if is_news:
            self._events.send(changed("backups"))


def back_up(directory: Path, order: BackupOrder) -> BackupOutcome:
    """Make a backup of the library in a folder; opens only its catalogue, for reading.

    Raises:
        PhotonError: There is no library, or the backup cannot be written.
    """
    usable_catalog(directory)  # raises for a lost catalogue, and names its newest backup
    with CatalogSnapshot(directory) as snapshot:
        return make_backup(directory, snapshot, order)


def is_due(directory: Path, after: timedelta = DAILY) -> bool:
    """Return whether the newest backup of a library is older than that; True if there is none or no readable folder."""
    try:
        newest = newest_backup(read_settings(directory).folder, None, origin_of(directory))
    except OSError:
        return True
    return newest is None or datetime.now(UTC) - newest.facts.made >= after


def make_daily(directory: Path) -> BackupOutcome:
    """Make the daily backup, if there is anything to back up and it changed.

    Raises:
        PhotonError: The catalogue cannot be read, or the backup cannot be written.
    """
    with translated_errors(directory), CatalogSnapshot(directory) as snapshot:
        if not total(count_content(snapshot.db)):
            return BackupOutcome(None)
        return make_backup(directory, snapshot, BackupOrder("daily", unless_same=True))


def is_behind(directory: Path) -> bool:
    """Return whether the user decided something that should be in a backup by now, and is not."""
    try:
        with translated_errors(directory), CatalogSnapshot(directory) as snapshot:
            return is_due(directory, 2 * DAILY) and has_changed(directory, snapshot)
    except PhotonError:  # the checks of the catalogue and of the folder say why
        return False


def list_state(directory: Path) -> BackupState:
    """List the backups of the library in a folder, which need not have a catalogue."""
    settings, failure = read_settings(directory), None
    found: list[Backup] = []
    try:
        library = _library_of(directory)
        found = backups_in(settings.folder, library)
        if library is None:  # other libraries may store theirs in the same folder
            origin = origin_of(directory)
            found = [one for one in found if one.facts.origin == origin] or found
    except OSError as error:
        failure = PhotonError(
            tr("Photon can't read the backups in {folder}: {reason}.", folder=settings.folder, reason=error.strerror),
            tr("Connect its drive, or choose another folder: photon backup settings --folder DIR"),
        )
    is_there = settings.folder.is_dir() and is_chosen(settings)
    if failure is None and not is_there and settings.folder != directory / DEFAULT:
        failure = PhotonError(
            tr(
                "The folder of the backups, {folder}, is not there, or its drive is not connected.",
                folder=settings.folder,
            ),
            tr("Connect its drive, or choose another folder: photon backup settings --folder DIR"),
        )
    return BackupState(settings, tuple(found), failure, is_over=False)


def choose_folder(directory: Path, folder: Path) -> None:
    """Store the backups of a library in another folder, which is created.

    Raises:
        PhotonError: It cannot be created or written to.
    """
    try:
        permissions.make_folder(folder)
        probe = folder / ".photon-probe"
        probe.touch(mode=permissions.FILE)
        probe.unlink()
        mark = mark_folder(folder) if folder != directory / DEFAULT else ""
    except OSError as error:
        raise PhotonError(
            tr("Photon can't make backups in {folder}: {reason}.", folder=folder, reason=error.strerror),
            tr("Choose another folder."),
        ) from error
    with translated_errors(directory):
        store_settings(directory, folder=folder, mark=mark)


def limit_size(directory: Path, most_bytes: int) -> None:
    """Limit the total bytes of a library's backups.

    Raises:
        PhotonError: The library's folder cannot be written to.
    """
    with translated_errors(directory):
        store_settings(directory, most_bytes=most_bytes)


def _written(directory: Path) -> list[tuple[int, int]]:
    """Return times and sizes of the catalogue's files: equal ones mean that nothing was written meanwhile."""
    found = []
    for name in (CATALOG, f"{CATALOG}-wal"):
        with suppress(OSError):
            status = (directory / name).stat()
            found.append((status.st_mtime_ns, status.st_size))
    return found


def _library_of(directory: Path) -> str | None:
    """Return the id of the library; None if its catalogue cannot be read."""
    try:
        with CatalogSnapshot(directory) as snapshot:
            return snapshot.library
    except PhotonError:
        return None
