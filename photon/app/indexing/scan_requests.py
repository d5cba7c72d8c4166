"""Requests for scans of folders and their parts, each with the time when it is due."""

import threading
import time
from typing import NamedTuple


class ScanRequest(NamedTuple):
    """What is to be scanned: a folder by its id, a part of it, and whether with the folders below."""

    folder: int
    inner: str = ""
    deep: bool = True


class ScanRequests:
    """The scans that are to be run, one at a time; used by all threads.

    Attributes:
        busy: Whether a scan is running.
    """

    def __init__(self) -> None:
        """Create it without requests."""
        self._condition = threading.Condition()
        self._due: dict[ScanRequest, float] = {}
        self.busy = False

    def add(self, request: ScanRequest, after: float = 0.0) -> None:
        """Request a scan, in ``after`` seconds."""
        with self._condition:
            due = time.monotonic() + after
            self._due[request] = min(self._due.get(request, due), due)
            self._condition.notify_all()

    def begin_next(self) -> ScanRequest | None:
        """Take the next request that is due, whose scan is then running; None without one."""
        with self._condition:
            now = time.monotonic()
            due = [request for request, when in self._due.items() if when <= now]
            if not due:
                return None
            request = min(due, key=lambda one: (not one.deep, one))
            del self._due[request]
            self.busy = True
            return request

    def clear(self) -> None:
        """Drop all requests."""
        with self._condition:
            self._due.clear()

    @property
    def idle(self) -> bool:
        """Whether no scan is running or requested."""
        with self._condition:
            return not self.busy and not self._due

    @property
    def has_due(self) -> bool:
        """Whether a scan is due."""
        with self._condition:
            return any(when <= time.monotonic() for when in self._due.values())

    def wait(self, seconds: float) -> None:
        """Wait until a scan is due, at most ``seconds``."""
        with self._condition:
            due = min(self._due.values(), default=time.monotonic() + seconds)
            self._condition.wait(max(0.0, min(seconds, due - time.monotonic())))

    def wake(self) -> None:
        """End a wait."""
        with self._condition:
            self._condition.notify_all()
