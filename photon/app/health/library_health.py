"""The use case of a library's health: check everything, and rebuild damaged files where that is possible."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from photon.app.backups.backups import Backups, BackupState, is_behind, list_state
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.encoder_states import find_id
from photon.app.health import database_checks, file_checks
from photon.app.health.health_check import HealthCheck, Mending
from photon.app.health.setting_checks import check_settings
from photon.app.library_settings import reset_impossible
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.db.database_errors import DamagedLibrary
from photon.library.db.health import faults
from photon.library.recovery.foreign_work import switch_on
from photon.library.vectors.encoder_choice import chosen
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Menders:
    """Services that repair parts of an open library: backups, writing of metadata, and the scan of all folders."""

    backups: Backups
    writing: MetadataWriting
    rescan: Callable[[], object]


class LibraryHealth:
    """Checks and repairs an open library. No method blocks; the Futures may raise PhotonError."""

    def __init__(
        self,
        store: LibraryThreads,
        encoder: Callable[[], EncoderClient],
        menders: Menders,
    ) -> None:
        """Set the library, how to get the active encoder, and the services for repairs."""
        self._store, self._encoder, self._menders = store, encoder, menders
        self._desk = ThreadPoolExecutor(1, "photon-health")  # a check may read many files

    def close(self) -> None:
        """Finish checks that were started."""
        self._desk.shutdown(wait=True, cancel_futures=True)

    def examine(self) -> Future[list[HealthCheck]]:
        """Check everything; a damaged cache or preview file is set aside, and rebuilt in the background."""
        return self._desk.submit(self._examine)

    def mend(self, mending: Mending) -> Future[list[HealthCheck]]:
        """Do a repair that is possible while the library is open, then check again."""

        def act() -> list[HealthCheck]:
            if mending == "rescan":
                self._menders.rescan()
            elif mending == "finish":
                self._menders.writing.tidy().result()
            elif mending == "back up":
                self._menders.backups.back_up().result()
            elif mending == "reset settings":
                self._store.write(reset_impossible).result()
            elif mending == "switch on":
                self._store.write(switch_on).result()
                self._menders.rescan()
            elif mending == "delete leftovers":
                delete_leftovers(self._store.directory)
            return self._examine()

        return self._desk.submit(act)

    def _examine(self) -> list[HealthCheck]:
        seen = self._store.generation
        try:
            rebuilt = [*_of_rebuilt(self._store.here(), self._store.renewed)]
            is_damaged = any(check.state == "bad" for check in rebuilt)
        except DamagedLibrary:  # it cannot even be opened
            is_damaged = True
        if is_damaged:
            self._store.renew(seen)
            rebuilt = [*_of_rebuilt(self._store.here(), self._store.renewed)]
        found = [*_of_library(self._store.here(), self._encoder().id, rebuilt)]
        state = self._menders.backups.state().result()
        return [*found, _of_backups(self._store.directory, state)]


def examine_health(directory: Path) -> list[HealthCheck]:
    """Check everything in a library that is not open, or that another process has open.

    Raises:
        PhotonError: There is no library, or its catalogue cannot be used.
    """
    with open_library(directory, writable=False) as library:
        renewed = tuple(faults(library))
    with open_library(directory, writable=False) as library:
        found = [*_of_library(library, find_id(chosen(library).answering), _of_rebuilt(library, renewed))]
    return [*found, _of_backups(directory, list_state(directory))]


def delete_leftovers(directory: Path) -> None:
    """Delete damaged files that were rebuilt.

    Raises:
        PhotonError: They cannot be deleted.
    """
    for path in database_checks.leftovers(directory):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise PhotonError(f"{path}: {error.strerror}") from error


def _of_backups(directory: Path, state: BackupState) -> HealthCheck:
    return database_checks.check_backups(state, database_checks.utc_now(), is_behind=is_behind(directory))


def _of_rebuilt(library: Library, renewed: tuple[str, ...]) -> Iterator[HealthCheck]:
    yield database_checks.check_rebuilt(library, "cache", renewed)
    yield database_checks.check_rebuilt(library, "previews", renewed)


def _of_library(library: Library, encoder: str, rebuilt: Iterable[HealthCheck]) -> Iterator[HealthCheck]:
    yield database_checks.check_catalogue(library)
    yield from rebuilt
    for check in (
        database_checks.check_access,
        database_checks.check_photos,
        partial(database_checks.check_vectors, encoder=encoder),
        file_checks.check_files,
        file_checks.check_folders,
        file_checks.check_writes,
        file_checks.check_problems,
        check_settings,
    ):
        try:
            yield check(library)
        except DamagedLibrary:  # already reported
            continue
    yield database_checks.check_space(library.directory)
    yield database_checks.check_leftovers(library.directory)
