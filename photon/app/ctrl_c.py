"""Ctrl+C in a terminal goes to every process of the group; only the one that owns the others shall hear it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_back() -> Iterator[None]:
    """Processes and threads started inside inherit a blocked SIGINT, from their first instruction on.

    Setting it in a process's initializer would come too late: Python's own start can be interrupted.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows has no masks; there the console tells each process
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
