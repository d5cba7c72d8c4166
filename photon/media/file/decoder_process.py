"""A decoder process: one large image at a time, and no messages of C libraries."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Lock

# 25 megapixels with Pillow's four bytes per pixel
BIG = 100_000_000
_PATIENCE = 10.0
_KEPT = 32 << 20  # bytes; a photo of 24 megapixels and its file need less
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_turn: Lock | None = None
_alone = False


def begin_decoding(big: Lock | None) -> None:
    """Initialise a decoder process.

    Args:
        big: Lock held while decoding an image that needs more than ``BIG`` bytes, so that two do not add up.
    """
    global _turn, _alone
    _turn, _alone = big, True
    _keep_freed_memory()


def _keep_freed_memory() -> None:
    """Make the allocator of GNU/Linux keep what one photo freed for the next one.

    Otherwise it is given back and fetched again, 1,600 pages for each photo of 12 megapixels: a sixth of the time.
    """
    if sys.platform != "linux":
        return
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_TRIM_THRESHOLD, _KEPT)
        set_option(_MMAP_THRESHOLD, _KEPT)


def begin_film_decoding() -> None:
    """Initialise a process that plays films, of which FFmpeg has much to say on stderr.

    FFmpeg decodes a frame on each core, and one of 8K with 10 bits takes 100 MB: four cores keep it below the limit.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-4:])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@contextmanager
def memory_slot(cost: int) -> Iterator[None]:
    """Acquire the lock for large images.

    A killed decoder never releases the lock, so waiting has a time limit, and releasing here also restores a lost lock.

    Args:
        cost: Bytes of memory for decoding.
    """
    if _turn is None or cost < BIG:
        yield
        return
    _turn.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        with suppress(ValueError):  # the other process was only slow and has released it
            _turn.release()


def check_room(cost: int) -> None:
    """Check that a large image fits into memory; libjpeg would report a broken file instead.

    Args:
        cost: Bytes of memory for decoding.

    Raises:
        MemoryError: The process must not use ``cost`` more bytes.
    """
    if cost >= BIG:
        bytearray(cost)  # untouched pages use no memory


@contextmanager
def mute_stderr() -> Iterator[None]:
    """Suppress messages of C libraries about broken files on stderr; only in a decoder process."""
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
