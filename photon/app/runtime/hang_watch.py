"""How long an answer of a process is waited for: not for ever, and not by the clock on the wall.

While Photon itself is stopped, as by Ctrl+Z, the clock goes on; the process must not pay for that, nor for other
programs that keep the processors busy. And no fixed time suits all work: a large model takes minutes to load, while a
process in a deadlock never uses the processor again.
"""

from contextlib import suppress
from pathlib import Path

PATIENCE = 4
"""Times the time for a task after which it is given up even if the process could hardly ever run."""
_TICK = 1.0  # seconds between two looks
_SHORTEST = 0.02  # of them: time without a processor is not counted, so that what is left may not get less
_AT_WORK = 2  # ticks of the processor's time, 1/100 s each on Linux, that count as a sign of life


class HangWatch:
    """Watches one process while it works on one task."""

    def __init__(self, process: int | None, seconds: float | None, idle: float | None) -> None:
        """Begin to watch.

        Args:
            process: Its id.
            seconds: Time for the task, without the time in which the process waited for a processor (Linux only);
                None: as long as it takes.
            idle: Time in which it must use the processor, where the system tells whether it did; None: it need not.
        """
        self._process, self._seconds, self._idle = process, seconds, idle
        self._waited = self._starved = self._quiet = 0.0
        self._queued: dict[str, float] = {}
        self._used = self._used_ticks() if idle is not None else None

    @property
    def step(self) -> float:
        """Seconds until the next look."""
        if self._seconds is None:
            return _TICK
        return max(_SHORTEST, min(_TICK, self._seconds - self._waited + self._starved))

    def is_over(self) -> bool:
        """Whether the process hangs; called after each ``step`` without an answer."""
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
        """Seconds since the last look in which the thread that waited longest for a processor did so; 0 at first."""
        known, self._queued = self._queued, self._queued_seconds()
        return max((now - known[thread] for thread, now in self._queued.items() if thread in known), default=0.0)

    def _queued_seconds(self) -> dict[str, float]:
        """How long each of its threads was ready but had no processor; empty where that is not told."""
        found = {}
        with suppress(OSError, ValueError, IndexError):  # it or a thread of it has ended
            for thread in Path(f"/proc/{self._process}/task").iterdir():
                found[thread.name] = int((thread / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        return found

    def _used_ticks(self) -> int | None:
        """Processor time that all its threads used, in user and system mode (proc(5)); None where it is not told."""
        with suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return int(fields[11]) + int(fields[12])
        return None
