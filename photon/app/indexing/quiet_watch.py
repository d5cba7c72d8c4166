"""Detects changes on network drives, which send no events for changes by other computers."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from photon.app.indexing.scan_requests import ScanRequest
from photon.app.runtime.progress import Progress
from photon.ingest.quiet_drives import FolderTimes, is_quiet
from photon.ingest.watch import folders_below
from photon.language import tr

_POLL = 60.0  # seconds between two checks of folder times; 10,000 folders take a second over a network


class QuietWatch:
    """Compares the modification times of folders on network drives at intervals; used by one thread."""

    def __init__(self, request: Callable[[ScanRequest], None], progress: Progress) -> None:
        """Set the callback that requests a scan, and where to report that a drive sends no events."""
        self._request, self._progress = request, progress
        self._times: dict[str, FolderTimes | None] = {}  # by root; None for a drive that sends events
        self._reported: set[str] = set()
        self._due = 0.0

    def step(self, watched: Sequence[tuple[int, str, bool]]) -> None:
        """Request scans of folders that changed, if a check is due.

        Args:
            watched: The id, the path and whether it is offline, for each watched folder.
        """
        there = {path: folder for folder, path, is_offline in watched if not is_offline}
        for path in self._times.keys() - there.keys():  # a folder that comes back is scanned anyway
            del self._times[path]
        for path in there.keys() - self._times.keys():
            self._times[path] = FolderTimes(path, folders_below(path)) if is_quiet(path) else None
            self._report_once(path)
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + _POLL
        for path, times in self._times.items():
            for inner, is_deep in times.changed() if times is not None else ():
                self._request(ScanRequest(there[path], inner, is_deep))

    def _report_once(self, path: str) -> None:
        if self._times[path] is None or path in self._reported:
            return
        self._reported.add(path)
        note = tr(
            "{path} is on a network drive, which doesn't report changes; Photon looks for new files every"
            " {seconds:.0f} seconds.",
            path=path,
            seconds=_POLL,
        )
        self._progress.show(replace(self._progress.activity, note=note))
