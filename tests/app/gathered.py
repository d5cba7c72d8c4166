"""Scanning without processes."""

import time

from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.folder_scanner import FolderScanner
from photon.app.runtime.events import Events
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from tests.decoders_here import DecodersHere


def gather(store: LibraryThreads, stop_after: int = 10_000, losses: FileLosses | None = None) -> FolderScanner:
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > stop_after

    losses = losses or FileLosses(store, History())
    gathering = FolderScanner(store, DecodersHere(2), Progress(Events()), stop, lambda _: None, losses)
    gathering.look_everywhere()
    end = time.monotonic() + 20
    while not gathering.requests.idle and not asked[0] > stop_after and time.monotonic() < end:
        gathering.step()
    return gathering
