"""The use case of importing metadata on request; that of new and changed files is imported automatically."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import starmap

from photon.app.indexing.folder_stats import FolderStats
from photon.app.indexing.import_records import import_record
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.conflict import Conflict
from photon.domain.metadata.file_metadata import FileMetadata
from photon.language import tr_n
from photon.library import Library
from photon.library.files import conflicts, file_metadata, imports
from photon.library.files.file_metadata import KnownFile
from photon.library.files.import_outcome import ImportOutcome, ImportRecord
from photon.library.files.imports import ImportRun
from photon.library.photos.found_files import Found
from photon.media.read.metadata_reading import read_words


class Conflicts:
    """Lists and resolves conflicts. Methods never block.

    If a file and the catalogue differ, both values are kept until a person decides; every decision can be undone.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Create it from the library's threads and the undo history."""
        self._store = store
        self._history = history

    def conflicts_for_photos(self, photos: Collection[int] | None = None) -> Future[list[Conflict]]:
        """Return the conflicts of these photos, or (None) of all visible photos, sorted by path."""
        return self._store.read(conflicts.conflicts_for_photos, None if photos is None else list(photos))

    def settle(self, some: Collection[Conflict], *, by_file: bool) -> Future[Changes]:
        """Resolve these conflicts with the values of the files, or with those of Photon; can be undone.

        Conflicts with a value that has changed meanwhile stay open.
        """
        return self._history.edit(self._store, lambda lib: self._settle(lib, some, by_file=by_file))

    def settle_photos(self, photos: Sequence[int], *, by_file: bool) -> Future[Changes]:
        """Resolve all conflicts of these photos; see ``settle``."""

        def act(library: Library) -> Changes:
            return self._settle(library, conflicts.conflicts_for_photos(library, photos), by_file=by_file)

        return self._history.edit(self._store, act)

    @staticmethod
    def _settle(library: Library, some: Collection[Conflict], *, by_file: bool) -> Changes:
        run = ImportRun("conflicts settled as the files have it")
        changes = conflicts.settle(library, some, by_file=by_file, run=run)
        library.journal.name_step(_resolved(len(some), by_file=by_file), run.id)
        return changes


def _resolved(conflicts_: int, *, by_file: bool) -> str:
    if by_file:
        return tr_n(
            "resolved {count:,} conflict with the metadata of the file",
            "resolved {count:,} conflicts with the metadata of the file",
            conflicts_,
        )
    return tr_n(
        "resolved {count:,} conflict with the metadata of Photon",
        "resolved {count:,} conflicts with the metadata of Photon",
        conflicts_,
    )


_AHEAD = 4  # files per decoder that are in progress
_PORTION = 200  # photos per transaction
Tell = Callable[[int, int], None]


class Importing:
    """Imports metadata from files. Methods never block.

    Attributes:
        conflicts: Fields that differ because both sides changed them.
    """

    def __init__(self, store: LibraryThreads, history: History, decoders: Decoders) -> None:
        """Create it from the library's threads, the undo history and the decoders."""
        self.conflicts = Conflicts(store, history)
        self._store = store
        self._history = history
        self._decoders = decoders

    def import_photos(
        self, photos: Sequence[int], *, keep: bool = True, tell: Tell = lambda _done, _all: None
    ) -> Future[list[ImportOutcome]]:
        """Read the metadata of these photos' files again and import it, as one run that can be undone.

        Args:
            photos: Ids of photos.
            keep: Whether to write the result into the library; else it is only computed.
            tell: Called on another thread with the number of photos done and their total.

        Returns:
            Every file that changes the library or conflicts with it.
        """
        run = ImportRun(f"the files of {len(photos):,} photo{'s' if len(photos) != 1 else ''}")
        asked = self._history.request() if keep else 0

        def work(library: Library) -> list[ImportOutcome]:
            found: list[ImportOutcome] = []
            if keep:
                self._store.before_batch(len(photos))
            for at in range(0, len(photos), _PORTION):
                records = self.tell_now(file_metadata.known_files(library, photos[at : at + _PORTION]))
                found += self._store_records(records, run) if keep else imports.compare(library, records)
                tell(min(at + _PORTION, len(photos)), len(photos))
            if run.id:
                self._store.write(self._remember, run, len(photos), asked).result()
            return [one for one in found if one.changes or one.merged.conflicts or one.merged.refused]

        return self._store.read(work)

    def open_questions(self, photos: Sequence[int]) -> Future[list[ImportOutcome]]:
        """Return files that conflict with the library, or that contain keywords rejected in it."""

        def ask(library: Library) -> list[ImportOutcome]:
            found = imports.open_questions(library, photos)
            return [one for one in found if one.merged.conflicts or one.merged.refused]

        return self._store.read(ask)

    def settle(self, photos: Sequence[int], *, by_file: bool) -> Future[Changes]:
        """Resolve all conflicts of photos with the values of the files, or with those of the library; can be undone."""
        return self.conflicts.settle_photos(photos, by_file=by_file)

    def tell_now(self, files: Iterable[KnownFile]) -> Iterator[ImportRecord]:
        """Yield the current content of files; missing files are skipped."""
        folders = FolderStats()
        begun = (
            (file, now, self._decoders.run(read_words, file.path))
            for file in files
            if (now := folders.found(file)) is not None
        )
        return starmap(_import_record, look_ahead(begun, _AHEAD * self._decoders.count))

    def _store_records(self, records: Iterable[ImportRecord], run: ImportRun) -> list[ImportOutcome]:
        some = list(records)

        def act(library: Library) -> list[ImportOutcome]:
            changes, outcomes = imports.import_metadata(library, some, run)
            self._store.events.send(changes)
            return outcomes

        return self._store.write(act).result()

    def _remember(self, library: Library, run: ImportRun, photos: int, asked: int) -> None:
        name = tr_n(
            "imported metadata from the files of {count:,} photo",
            "imported metadata from the files of {count:,} photos",
            photos,
        )
        self._history.add(imports.name_run(library, run.id, name), asked)


def _import_record(file: KnownFile, now: Found, future: Future[FileMetadata]) -> ImportRecord:
    try:
        return import_record(file.photo, file.path, now, future.result())
    except UnreadableFile:
        return import_record(file.photo, file.path, now, None)
