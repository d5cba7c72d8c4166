"""Gathering without processes."""

import time
from concurrent.futures import Future

from photon.app.indexing.folder_scanner import FolderScanner
from photon.app.runtime.events import Events
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Reading
from photon.domain.metadata.file_metadata import FileMetadata
from photon.media import read_words
from tests.decoders_here import read_here


class ReadHere:
    """Decoders without processes."""

    count = 2

    def read(self, path: str) -> Future[Reading]:
        return read_here(path)

    def words(self, path: str) -> Future[FileMetadata]:
        future: Future[FileMetadata] = Future()
        future.set_result(read_words(path))
        return future


def gather(store: LibraryThreads, stop_after: int = 10_000) -> FolderScanner:
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > stop_after

    gathering = FolderScanner(store, ReadHere(), Progress(Events()), stop, lambda _: None)
    gathering.look_everywhere()
    end = time.monotonic() + 20
    while not gathering.idle and not asked[0] > stop_after and time.monotonic() < end:
        gathering.step()
    return gathering
