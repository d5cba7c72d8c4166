"""Recognise errors caused by a lack of memory or file handles, which are not bugs."""

import errno
import os

from photon.domain.errors import PhotonError
from photon.language import tr

_FILES = frozenset({errno.EMFILE, errno.ENFILE})
_MEMORY = frozenset({errno.ENOMEM, errno.EAGAIN})  # EAGAIN if no process or thread can be started
_SAY_FILES = (os.strerror(errno.EMFILE),)
_SAY_MEMORY = (
    os.strerror(errno.ENOMEM),
    "can't start new thread",
    "bad_alloc",
    "bad allocation",
    "failed to map segment",  # no address space for a shared library
)


def shortage_behind(error: BaseException) -> PhotonError | None:
    """The error to show if an exception or one of its causes means a lack of memory or file handles, or None.

    C libraries report it in their own words, and Python as ImportError or RuntimeError, so messages are also checked.
    """
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        if _is_of(one, _FILES, _SAY_FILES):
            return PhotonError(
                tr("Photon can't open any more files. It stopped; no data was lost."),
                tr("Close other programs or raise the limit on open files (ulimit -n), then try again."),
            )
        if isinstance(one, MemoryError) or _is_of(one, _MEMORY, _SAY_MEMORY):
            return PhotonError(
                tr("There is not enough memory. Photon stopped; no data was lost."),
                tr("Close other programs or raise Photon's memory limit, then try again."),
            )
        one = one.__cause__ or one.__context__
    return None


def _is_of(error: BaseException, numbers: frozenset[int], sayings: tuple[str, ...]) -> bool:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in numbers
    return isinstance(error, OSError | ImportError | RuntimeError) and any(saying in str(error) for saying in sayings)
