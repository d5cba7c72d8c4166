"""Limits on what a worker process may use, enforced by the system rather than by the process."""

import os
import sys
from contextlib import suppress

from photon.quick_dataclass import dataclass

_SHARE = 0.75  # of the computer's memory: above it, the computer swaps and all other programs stall
_LEAST = 2 << 30
MODEST = 5
"""Niceness of work in the background. Without, a video of 1080p that was watched while photos were indexed on two cores
lost 3 % of its frames, and the window paused for up to 250 ms."""


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits for one process.

    Attributes:
        memory: Bytes of private memory; None: no limit.
        files: Files, pipes and folders that may be open at the same time.
        niceness: How far it stands back where processors are short.
    """

    memory: int | None
    files: int
    niceness: int = 0

    def apply(self) -> None:
        """Limit the calling process; existing lower limits stay.

        On Linux, the memory limit applies to private writable memory: the address space also counts mapped libraries
        and the reserved arenas of threads, which are gigabytes that use no memory. Core dumps are disabled, because a
        copy of the memory on disk would contain photos.
        """
        if sys.platform == "win32":
            return
        import resource

        os.nice(self.niceness)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_NOFILE, self.files)
        if self.memory is not None:
            _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, self.memory)


def encoder_memory() -> int | None:
    """Return how many bytes an encoder process may use on this computer; None if its memory is unknown."""
    whole = computer_memory()
    return None if whole is None else max(_LEAST, int(whole * _SHARE))


def computer_memory() -> int | None:
    """Return how many bytes of memory this computer has; None if that is unknown."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf, other systems may lack these names
        return None


def _lower(kind: int, limit: int) -> None:
    import resource

    soft, hard = resource.getrlimit(kind)
    known = [one for one in (limit, soft, hard) if one != resource.RLIM_INFINITY]
    with suppress(OSError, ValueError):  # macOS rejects a memory limit below the mapped size
        resource.setrlimit(kind, (min(known), hard))
