"""How many cores Photon uses."""

import os

_MOST = 8  # more brought no gain: beyond this, the disk and the single writer are the limit


def count_cpus() -> int:
    """Return how many cores this process may use, at most eight; respects the CPU limit of a container."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(len(os.sched_getaffinity(0)), _MOST))
    return max(1, min(os.cpu_count() or 1, _MOST))
