"""Stores the parts of a plan that are only needed for carrying it out, to save memory.

The data packed by one process is stored unchanged and passed to the writing process.
"""

import threading
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile

from photon.domain import PhotonError
from photon.language import tr

MEMORY = 16 << 20
"""Bytes that are kept in memory; beyond this, a file without a name is used, which is deleted with the plan."""


class PlanStore:
    """Keeps bytes. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Create an empty store.

        Args:
            directory: The folder for its file.
        """
        self._file = SpooledTemporaryFile[bytes](MEMORY, dir=str(directory))
        self._lock = threading.Lock()
        self._end = 0

    def __del__(self) -> None:
        """Close the file when the plan is no longer in use."""
        with suppress(OSError):  # of bytes that don't fit on the disk
            self._file.close()

    def add(self, some: bytes) -> int:
        """Store bytes and return their position.

        Raises:
            PhotonError: There is no space.
        """
        with self._lock:
            at = self._end
            try:
                self._file.seek(at)
                self._file.write(some)
            except OSError as error:
                raise _no_room(error) from error
            self._end += len(some)
            return at

    def get(self, at: int, size: int) -> bytes:
        """Return the bytes at a position.

        Raises:
            PhotonError: There is no space for the bytes added last.
        """
        with self._lock:
            try:
                self._file.seek(at)  # writes the bytes added last, for which there may be no space either
                return self._file.read(size)
            except OSError as error:
                raise _no_room(error) from error


def _no_room(error: OSError) -> PhotonError:
    return PhotonError(
        tr("There is no space to store the preview ({reason}).", reason=error.strerror),
        tr("Free some space on the drive of the photo library, or choose fewer photos."),
    )
