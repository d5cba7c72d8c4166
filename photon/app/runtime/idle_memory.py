"""Gives memory back to the system once the process is idle: the allocator keeps what other parts freed."""

import sys
import time

_QUIET = 0.1  # seconds of processor time between two calls, a second apart
_WORTH = 1.0  # seconds of processor time since the last time


class IdleMemory:
    """Gives free memory back after work; a ``MemoryUser``."""

    def __init__(self) -> None:
        self._last = self._given = 0.0

    def rest(self, unused: float) -> None:  # noqa: ARG002 - free memory has no last use
        """Give back what is free, in milliseconds, if the process worked and has come to rest."""
        now = time.process_time()
        is_quiet, self._last = now - self._last < _QUIET, now
        if is_quiet and now - self._given > _WORTH:
            self._given = now
            give_back()


def give_back() -> None:
    """Ask the allocator of GNU/Linux to return free memory; others do so by themselves, or can't."""
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
