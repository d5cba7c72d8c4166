"""Folders, files and captioning server of a library in memory."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from photon.app.library_upkeep import DiskUse
from photon.domain import Changes, changed
from photon.domain.encoders.caption_server import CaptionServer

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakeWatched:
    """Implements the contract of photon.app.indexing.watched_folders.WatchedFolders."""

    def __init__(self, do: Do, tell: Callable[[Changes], None], lose: Callable[[int, int], Future[Changes]]) -> None:
        self._do, self._tell, self._lose = do, tell, lose
        self.moves: Counter[tuple[str, str]] = Counter()
        self._skips: set[str] = set()

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
    """Implements the contract of photon.app.library_upkeep.LibraryUpkeep; ``found`` is what a check finds."""

    def __init__(self, do: Do, directory: Path) -> None:
        self._do, self._directory = do, directory
        self.found: list[str] = []

    def disk_use(self) -> Future[DiskUse]:
        sizes = {"data": 1_500_000, "index": 20_000, "previews": 0, "other": 3, "models": 0, "cache": 120_000_000}
        return self._do(
            lambda: DiskUse(self._directory, self._directory / "encoders", self._directory / "cache", sizes)
        )

    def check(self) -> Future[list[str]]:
        return self._do(lambda: list(self.found))


class FakeCaptionServers:
    """None was chosen."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self.server: CaptionServer | None = None

    def chosen(self) -> Future[CaptionServer | None]:
        return self._do(lambda: self.server)
