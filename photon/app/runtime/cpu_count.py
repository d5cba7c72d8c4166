"""How many cores Photon uses."""

import os

_MOST = 8  # more brought nothing: the disk and the one writer are the limit then


def count_cpus() -> int:
    """Cores this process may run on, at most eight; a container's share counts, not the machine's size."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(len(os.sched_getaffinity(0)), _MOST))
    return max(1, min(os.cpu_count() or 1, _MOST))
