"""Stores the parts of a plan that are needed only when it is carried out, to save memory.

What a process has packed is put away as it came, and handed on as it is to the process that writes.
"""

import threading
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile

from photon.domain import PhotonError
from photon.language import tr

MEMORY = 16 << 20
"""Bytes that are kept in memory; what comes on top goes to a file without a name, which goes with the plan."""


class PlanStore:
    """Keeps bytes. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Take the folder in which there is room."""
        self._file = SpooledTemporaryFile[bytes](MEMORY, dir=str(directory))
        self._lock = threading.Lock()
        self._end = 0

    def __del__(self) -> None:
        """The plan is no longer in use."""
        with suppress(OSError):  # what finds no room
            self._file.close()

    def add(self, some: bytes) -> int:
        """Keep these; returns where.

        Raises:
            PhotonError: There is no room.
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
        """What was kept there.

        Raises:
            PhotonError: As ``add``.
        """
        with self._lock:
            try:
                self._file.seek(at)  # writes what was kept last, which may find no room either
                return self._file.read(size)
            except OSError as error:
                raise _no_room(error) from error


def _no_room(error: OSError) -> PhotonError:
    return PhotonError(
        tr("There is no space to store the preview ({reason}).", reason=error.strerror),
        tr("Free some space on the drive of the photo library, or choose fewer photos."),
    )
