"""How long an answer of a process is waited for: not for ever, and not by the clock on the wall.

While Photon itself is stopped, as by Ctrl+Z, the clock goes on; the process must not pay for that. And no fixed time
suits all work: a large model takes minutes to load, while a process in a deadlock never uses the processor again.
"""

from contextlib import suppress
from pathlib import Path

_TICK = 1.0  # seconds between two looks
_AT_WORK = 2  # ticks of the processor's time, 1/100 s each on Linux, that count as a sign of life


class HangWatch:
    """Watches one process while it works on one task."""

    def __init__(self, process: int | None, seconds: float | None, idle: float | None) -> None:
        """Begin to watch.

        Args:
            process: Its id.
            seconds: Time for the task; None: as long as it takes.
            idle: Time in which it must use the processor, where the system tells whether it did; None: it need not.
        """
        self._process, self._seconds, self._idle = process, seconds, idle
        self._waited = self._quiet = 0.0
        self._used = self._used_ticks() if idle is not None else None

    @property
    def step(self) -> float:
        """Seconds until the next look."""
        return _TICK if self._seconds is None else max(0.0, min(_TICK, self._seconds - self._waited))

    def is_over(self) -> bool:
        """Whether the process hangs; called after each ``step`` without an answer."""
        step = self.step
        self._waited += step
        if self._seconds is not None and self._waited >= self._seconds:
            return True
        return self._idle is not None and self._is_idle(step, self._idle)

    def _is_idle(self, step: float, most: float) -> bool:
        now = self._used_ticks()
        if now is None or self._used is None or now - self._used >= _AT_WORK:
            self._used, self._quiet = now, 0.0
        else:
            self._quiet += step
        return self._quiet >= most

    def _used_ticks(self) -> int | None:
        """Processor time that all its threads used, in user and system mode (proc(5)); None where it is not told."""
        with suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return int(fields[11]) + int(fields[12])
        return None
