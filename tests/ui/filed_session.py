"""A library of drawn photos in real files with a real catalogue: metadata is written to these files and imported."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from photon.app.decisions.runs import Runs
from photon.app.export.exporting import Exporting
from photon.app.indexing.file_losses import FileLosses
from photon.app.metadata.importing import Importing
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.runtime.decoders import Decoders
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tags import TagEditor
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import PhotoFile
from photon.domain.metadata.tag import Tagged
from photon.library import Library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.media.read.reading import read
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.written_session import WrittenSession


class NearDecoders(Decoders):
    """Reads files on a thread of this process: starting a process takes a second.

    Attributes:
        held: While it is cleared, nothing is read.
    """

    def __init__(self) -> None:
        self.count = 1
        self.held = threading.Event()
        self.held.set()
        self._thread = ThreadPoolExecutor(1, "near-decoder")

    def run(self, function: Callable[..., Any], *arguments: Any, **_limits: Any) -> Future[Any]:  # type: ignore[override]
        def work() -> Any:
            self.held.wait(60)
            return function(*arguments)

        return self._thread.submit(work)

    def close(self) -> None:
        self._thread.shutdown()


class FiledSession(WrittenSession):
    """Photos 1, 2, … are 0001.jpg, 0002.jpg, … in their folder."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.decoders: NearDecoders = NearDecoders()
        self.truly_hiding = SensitiveFilter(self.store, vocabulary_of)
        self.tags = TagEditor(self.store, self.history, _suggest_nothing, self.truly_hiding)
        self.decisions.runs, self.losses = Runs(self.store, self.history), FileLosses(self.store, self.history)
        self.true_importing = Importing(self.store, self.history, self.decoders)
        self.importing = self.true_importing
        self.writing = MetadataWriting(self.store, self.truly_hiding, self.decoders)
        self.exporting = Exporting(self.store, self.truly_hiding, self.decoders, ColourEncoding)

    def close(self) -> None:
        self.writing.close()
        self.exporting.close()
        super().close()
        self.decoders.close()

    def arrive(self, number: int, folder: str, *, first: int = 0) -> None:
        """Draw the photos, and add them to the catalogue."""
        before = len(self._photos)
        paths = [draw(Path(folder, f"{at + 1:04}.jpg"), seed=at) for at in range(before, before + number)]
        self.store.write(lambda library: _record(library, folder, paths)).result()
        super(WrittenSession, self).arrive(number, folder, first=first)
        for at, path in enumerate(paths, before + 1):
            self._photos[at] = replace(self._photos[at], files=(PhotoFile(str(path), 1000, 0.0),))

    def import_photos(self, *photos: int) -> None:
        """Import the metadata of these photos' files, as the background work does."""
        self.true_importing.import_photos(photos).result()


def _suggest_nothing(photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
    del keep
    return {photo: [] for photo in photos}


def _record(library: Library, folder: str, paths: Sequence[Path]) -> None:
    kept = folders.add(library, folder).id
    for path in paths:
        status = path.stat()
        found = Found(kept, path.name, status.st_size, status.st_mtime_ns)
        files.record(library, [(found, read(str(path)))])
