"""How long Photon waits for an answer of a process: not forever, and not measured by wall-clock time.

While Photon itself is suspended, for example by Ctrl+Z, the clock keeps running. This must not count against the
process, nor must other programs that keep the processors busy. And no fixed time suits all work: a large model takes
minutes to load, while a deadlocked process never uses the processor again.
"""

from contextlib import suppress
from pathlib import Path

PATIENCE = 4
"""Factor on the time for a task, after which the task is given up even if the process hardly ever got a processor."""
_TICK = 1.0  # seconds between two checks
_SHORTEST = 0.02  # minimum: waiting for a processor isn't counted, so the remaining time may not shrink
_AT_WORK = 2  # ticks of processor time, 1/100 s each on Linux, that count as a sign of life


class HangWatch:
    """Watches one process while it works on one task."""

    def __init__(self, process: int | None, seconds: float | None, idle: float | None) -> None:
        """Start watching.

        Args:
            process: Its process id.
            seconds: Time for the task, not counting the time in which the process waited for a processor (Linux only);
                None: no limit.
            idle: Longest time without use of the processor, where the system reports that; None: no limit.
        """
        self._process, self._seconds, self._idle = process, seconds, idle
        self._waited = self._starved = self._quiet = 0.0
        self._queued: dict[str, float] = {}
        self._used = self._used_ticks() if idle is not None else None

    @property
    def step(self) -> float:
        """Return the seconds until the next check."""
        if self._seconds is None:
            return _TICK
        return max(_SHORTEST, min(_TICK, self._seconds - self._waited + self._starved))

    def is_over(self) -> bool:
        """Return whether the process hangs; call it after each ``step`` without an answer."""
        step = self.step
        self._waited += step
        if self._seconds is not None:
            self._starved += min(step, self._newly_queued())
            if self._waited - self._starved >= self._seconds or self._waited >= PATIENCE * self._seconds:
                return True
        return self._idle is not None and self._is_idle(step, self._idle)

    def _is_idle(self, step: float, most: float) -> bool:
        now = self._used_ticks()
        if now is None or self._used is None or now - self._used >= _AT_WORK:
            self._used, self._quiet = now, 0.0
        else:
            self._quiet += step
        return self._quiet >= most

    def _newly_queued(self) -> float:
        """Return the seconds the most delayed thread waited for a processor since the last check; 0 at first."""
        known, self._queued = self._queued, self._queued_seconds()
        return max((now - known[thread] for thread, now in self._queued.items() if thread in known), default=0.0)

    def _queued_seconds(self) -> dict[str, float]:
        """Return how long each thread was ready but had no processor; empty if the system doesn't report it."""
        found = {}
        with suppress(OSError, ValueError, IndexError):  # the process or one of its threads has ended
            for thread in Path(f"/proc/{self._process}/task").iterdir():
                found[thread.name] = int((thread / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        return found

    def _used_ticks(self) -> int | None:
        """Return the processor time of all threads, user and system (proc(5)); None if the system doesn't report it."""
        with suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return int(fields[11]) + int(fields[12])
        return None
