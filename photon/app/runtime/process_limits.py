"""What a process that works for Photon may take from the computer, kept by the system, not by the process."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass

_SHARE = 0.75  # of the computer's memory: above it the computer swaps, and everything else stands still
_LEAST = 2 << 30


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits for one process.

    Attributes:
        memory: Bytes of private memory; None: as much as there is.
        files: Files, pipes and folders that are open at the same time.
    """

    memory: int | None
    files: int

    def apply(self) -> None:
        """Limit the process that calls this; limits that it already has stay where they are lower.

        On Linux the limit of memory is on private writable memory: the address space also counts mapped libraries and
        the reserved arenas of threads, gigabytes that use no memory. A process that crashes leaves no copy of its
        memory on the disk: photos would be in it.
        """
        if sys.platform == "win32":
            return
        import resource

        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_NOFILE, self.files)
        if self.memory is not None:
            _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, self.memory)


def encoder_memory() -> int | None:
    """Bytes that a process of an encoder may use on this computer; None where its memory is not known."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf, other systems may lack these names
        return None
    return max(_LEAST, int(whole * _SHARE))


def _lower(kind: int, limit: int) -> None:
    import resource

    soft, hard = resource.getrlimit(kind)
    known = [one for one in (limit, soft, hard) if one != resource.RLIM_INFINITY]
    with suppress(OSError, ValueError):  # macOS rejects a limit of memory below the mapped size
        resource.setrlimit(kind, (min(known), hard))
