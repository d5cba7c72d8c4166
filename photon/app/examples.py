"""Example pictures from outside the library: read once, and kept while words are typed beside them."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from photon.domain import Like, PhotonError, Reading, UnreadableFile
from photon.library import Library, photos

_KEPT = 8  # readings, some 100 kB each
_Key = tuple[str, int, int]


class Examples:
    """Reads example pictures; the last few stay in memory as long as their files do not change."""

    def __init__(self, read: Callable[[str], Future[Reading]]) -> None:
        """Take the way to read a picture file."""
        self._read = read
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Future[Reading]] = OrderedDict()

    def read(self, path: str) -> Future[Reading]:
        """The reading of a file; the Future may raise UnreadableFile."""
        try:
            status = Path(path).stat()
        except OSError:
            return self._read(path)  # it says what is wrong
        key = (path, status.st_mtime_ns, status.st_size)
        with self._lock:
            reading = self._kept.pop(key, None)
            if reading is None or (reading.done() and reading.exception() is not None):
                reading = self._read(path)
            self._kept[key] = reading
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return reading

    def preview(self, library: Library, like: Like) -> bytes:
        """The upright preview JPEG of an example, from the library where it is there; waits.

        Raises:
            PhotonError: It is no picture that can be read, or has gone.
        """
        photo = like.photo or photos.at(library, str(Path(like.path).resolve())) or 0
        known = photos.previews(library, [photo]).get(photo) if photo else None
        if known is not None:
            return known
        if not like.path:
            raise PhotonError("That photo is no longer there.")
        try:
            return self.read(like.path).result().preview
        except UnreadableFile as error:
            name = Path(like.path).name
            raise PhotonError(f"Photon cannot search by “{name}”. {error.message}", error.hint) from error
