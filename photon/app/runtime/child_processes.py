"""Child processes: they do not hear Ctrl+C, and they end when the process that owns them ends, however it ends."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait


@contextmanager
def held_back() -> Iterator[None]:
    """Processes and threads started inside inherit a blocked SIGINT, from their first instruction on.

    Ctrl+C in a terminal goes to every process of the group; only the owner may handle it. Blocking it in a
    process's initializer would come too late: Python's own start can be interrupted.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows has no masks; there the console tells each process
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Called in a child: end it as soon as its parent is gone.

    A child that waits on a pipe whose other end it holds itself never sees the pipe close, so a killed Photon
    would leave its decoders and its encoder behind, with their memory.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
