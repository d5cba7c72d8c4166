"""Limits of a decoder process: how much memory it may take, and who may decode something big now."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Lock

# 25 megapixels in Pillow's four bytes each
BIG = 100_000_000
_PATIENCE = 10.0
_turn: Lock | None = None
_alone = False


def limit_process(memory: int, big: Lock | None) -> None:
    """Prepare a decoder process; its initializer.

    Args:
        memory: Bytes of private memory that this process may have, where the system can tell.
        big: Held while a picture needs more than ``BIG`` bytes, so that two at once do not add up.
    """
    global _turn, _alone
    _turn, _alone = big, True
    if sys.platform != "win32":
        _limit_memory(memory)


def _limit_memory(memory: int) -> None:
    """Make allocations fail instead of making the machine swap.

    On Linux the limit is on private writable memory: the address space also counts mapped libraries and
    the reserved arenas of threads, gigabytes that cost nothing.
    """
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    hard = resource.getrlimit(kind)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    try:
        resource.setrlimit(kind, (limit, hard))
    except (OSError, ValueError):
        # macOS refuses limits below what is mapped already; the pixel limits still hold
        return


@contextmanager
def turn(cost: int) -> Iterator[None]:
    """Wait for this process's turn to decode a picture that takes ``cost`` bytes.

    A decoder that was killed takes its turn with it; so the wait ends, and giving the turn back here
    also heals the one that was lost.
    """
    if _turn is None or cost < BIG:
        yield
        return
    _turn.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        with suppress(ValueError):  # the other one was only slow, and gave it back itself
            _turn.release()


def check_room(cost: int) -> None:
    """See that a large picture fits; libjpeg says of missing memory that the file is broken.

    Raises:
        MemoryError: This process may not have ``cost`` bytes more.
    """
    if cost >= BIG:
        bytearray(cost)  # pages that nobody touches cost nothing


@contextmanager
def silence() -> Iterator[None]:
    """Keep C libraries from writing to the terminal about broken files; only in a decoder process."""
    if not _alone:
        yield
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
