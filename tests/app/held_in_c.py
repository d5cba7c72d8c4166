"""A function that hangs in C and holds Python's lock, like a decoder in an endless loop.

This is a separate module, because importing it shortens the time after which the system ends such a process.
"""

import ctypes
import os
import sys
from pathlib import Path

from photon.app.runtime import worker_process
from photon.app.runtime.worker_process import WorkerProcess

worker_process._GRACE = 1.0


def hold(place: str) -> None:
    """Record the process id, then hold the lock for a minute."""
    Path(place).write_text(str(os.getpid()), encoding="ascii")
    ctypes.PyDLL(None).sleep(60)


if __name__ == "__main__":
    from tests.app import held_in_c  # noqa: PLW0406 - no process finds a function of ``__main__``

    WorkerProcess(os.getpid).run(held_in_c.hold, sys.argv[1], seconds=0.5)
