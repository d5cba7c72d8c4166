"""Folders, files and captioning server of a fake library."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from photon.app.backups.backups import BackupState
from photon.app.health.health_check import TITLES, HealthCheck, HealthPart, Mending
from photon.app.library_upkeep import DiskUse
from photon.app.software import SoftwarePart
from photon.domain import Changes, PhotonError, changed
from photon.domain.encoders.caption_server import CaptionServer
from photon.domain.photo.missing_photo import MissingPhoto
from photon.library.backups.backup_file import Backup, BackupFacts, CatalogCounts
from photon.library.backups.backup_settings import DEFAULT, BackupSettings
from photon.library.decisions.decision_report import DecisionReport
from photon.library.recovery.backup_making import BackupOutcome
from photon.library.recovery.catalog_content import ContentChange
from photon.library.recovery.foreign_work import ForeignWork
from photon.library.recovery.restoring import RestorePlan
from tests.ui.fake_tags import FakeRuns
from tests.ui.part_protocols import RunsApi

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakeWatched:
    """Implements the interface of photon.app.indexing.watched_folders.WatchedFolders."""

    def __init__(self, do: Do, tell: Callable[[Changes], None], lose: Callable[[int, int], Future[Changes]]) -> None:
        self._do, self._tell, self._lose = do, tell, lose
        self.moves: Counter[tuple[str, str]] = Counter()
        self._skips: set[str] = set()
        self.lost: list[MissingPhoto] = []
        self.days: int | None = None
        self.linked: list[tuple[int, str]] = []

    def missing(self, folder: int | None = None) -> Future[list[MissingPhoto]]:
        return self._do(lambda: list(self.lost) if folder is None else [])

    def forget_missing(self, photos: Sequence[int]) -> Future[Changes]:
        return self._do(lambda: self._drop(photos))

    def link_missing(self, photo: int, path: str) -> Future[Changes]:
        def act() -> Changes:
            if path.endswith(".txt"):
                raise PhotonError(f"{path} isn't a photo in a watched folder.", "Add its folder first.")
            self.linked.append((photo, path))
            return self._drop([photo])

        return self._do(act)

    def keep_days(self) -> Future[int | None]:
        return self._do(lambda: self.days)

    def set_keep_days(self, days: int | None) -> Future[Changes]:
        def act() -> Changes:
            self.days = days
            return Changes()

        return self._do(act)

    def _drop(self, photos: Sequence[int]) -> Changes:
        self.lost = [one for one in self.lost if one.photo not in photos]
        self._tell(changed("folders"))
        return changed("folders")

    def accept_losses(self, folder: int) -> Future[Changes]:
        return self._lose(folder, 0)

    def skips(self) -> Future[list[str]]:
        return self._do(lambda: sorted(self._skips))

    def set_skip(self, pattern: str, *, on: bool) -> Future[Changes]:
        def act() -> Changes:
            (self._skips.add if on else self._skips.discard)(pattern)
            self._tell(changed("folders"))
            return changed("folders")

        return self._do(act)


class FakeUpkeep:
    """Implements the interface of photon.app.library_upkeep.LibraryUpkeep."""

    def __init__(self, do: Do, directory: Path) -> None:
        self._do, self._directory = do, directory

    def disk_use(self) -> Future[DiskUse]:
        sizes = {
            "data": 1_500_000,
            "index": 20_000,
            "previews": 0,
            "backups": 7,
            "other": 3,
            "models": 0,
            "cache": 120_000_000,
        }
        return self._do(
            lambda: DiskUse(self._directory, self._directory / "encoders", self._directory / "cache", sizes)
        )

    def software(self) -> Future[list[SoftwarePart]]:
        return self._do(lambda: [SoftwarePart("PySide6", "6.11", "LGPL-3.0-only"), SoftwarePart("unknown", "1", "")])

    def licence_texts(self) -> Future[str]:
        return self._do(lambda: "PySide6 6.11\n\nMay be copied.")

    def damaged_files(self) -> Future[list[str]]:
        return self._do(list)


class FakeHealth:
    """Implements the interface of photon.app.health.library_health.LibraryHealth; ``found`` are checks that failed."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self.found: dict[HealthPart, HealthCheck] = {}
        self.mended: list[Mending] = []

    def examine(self) -> Future[list[HealthCheck]]:
        return self._do(lambda: [self.found.get(part, HealthCheck(part, "good", "Fine.")) for part in TITLES])

    def mend(self, mending: Mending) -> Future[list[HealthCheck]]:
        self.mended.append(mending)
        self.found = {part: check for part, check in self.found.items() if check.mending != mending}
        return self.examine()


class FakeBackups:
    """Implements the interface of photon.app.backups.backups.Backups, with fake backups."""

    def __init__(self, do: Do, directory: Path) -> None:
        self._do = do
        self._settings = BackupSettings(directory / DEFAULT)
        self.made: list[Backup] = []
        self.failure: PhotonError | None = None
        self.is_foreign = False

    def state(self) -> Future[BackupState]:
        return self._do(self._state)

    def back_up(self, to: Path | None = None) -> Future[BackupOutcome]:
        def act() -> BackupOutcome:
            if self.failure:
                raise self.failure
            path = to or self._settings.folder / f"photon-0-{len(self.made)}.db.gz"
            facts = BackupFacts("0", "0", datetime.now(UTC), "asked", CatalogCounts(24, 3, 1), "0", 1000)
            if to is None:
                self.made.insert(0, Backup(path, 1_500_000, facts))
            return BackupOutcome(Backup(path, 1_500_000, facts))

        return self._do(act)

    def choose_folder(self, folder: Path) -> Future[BackupState]:
        def act() -> BackupState:
            self._settings = replace(self._settings, folder=folder)
            return self._state()

        return self._do(act)

    def limit(self, most_bytes: int) -> Future[BackupState]:
        def act() -> BackupState:
            self._settings = replace(self._settings, most_bytes=most_bytes)
            return self._state()

        return self._do(act)

    def examine(self, path: Path) -> Future[RestorePlan]:
        def act() -> RestorePlan:
            if path.name not in {one.path.name for one in self.made}:
                raise PhotonError(f"There is no file {path}.")
            change = ContentChange(CatalogCounts(0, 2), CatalogCounts(4, 1))
            work = ForeignWork(moves=("/<b>a.jpg",), folders=("/secret",)) if self.is_foreign else None
            counts = CatalogCounts(24), CatalogCounts(28)
            return RestorePlan(path, datetime.now(UTC), *counts, change, self.is_foreign, work)

        return self._do(act)

    def _state(self) -> BackupState:
        return BackupState(self._settings, tuple(self.made), self.failure, is_over=False)


class FakeCaptionServers:
    """No server is chosen."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self.server: CaptionServer | None = None

    def chosen(self) -> Future[CaptionServer | None]:
        return self._do(lambda: self.server)


class FakeDecisions:
    """Implements the interface of photon.app.decisions.decisions.Decisions, with fake files."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self.runs: RunsApi = FakeRuns(do)
        self.saved: list[Path] = []
        self.report = DecisionReport()
        self.failure: PhotonError | None = None

    def export_to(self, path: Path) -> Future[int]:
        def act() -> int:
            if self.failure:
                raise self.failure
            self.saved.append(path)
            return 1234

        return self._do(act)

    def import_from(self, path: Path) -> Future[DecisionReport]:  # noqa: ARG002 - as in the contract
        def act() -> DecisionReport:
            if self.failure:
                raise self.failure
            return self.report

        return self._do(act)
