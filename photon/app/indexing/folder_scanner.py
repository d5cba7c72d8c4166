"""The scanner that keeps the catalogue in step with the folders: list, compare, read, write."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Concatenate, ParamSpec

from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.import_records import import_record, import_records
from photon.app.indexing.scan_requests import ScanRequest, ScanRequests
from photon.app.indexing.writing_lock import is_held, writing_lock
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, Folder, Problem, Reading
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.photo.problem import FAILED
from photon.ingest.file_reading import SETTLED, Batch, Differences, ask_files, compare, gone, read_files
from photon.ingest.listing import FolderListing, Kinds, Unnamed, list_folder
from photon.ingest.roots import identity, is_away, is_plain
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.db import stage_failures
from photon.library.db.path_choice import join
from photon.library.decisions.decision_import import apply_waiting
from photon.library.files import missing_photos, write_journal
from photon.library.files.imports import ImportRun, import_metadata
from photon.library.photos import content_checks, file_states, files, folders, problems, sidecars
from photon.library.photos.files import Moves
from photon.library.photos.found_files import Failed, Found
from photon.library.words import full_text
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.file.signature import begins_like_picture
from photon.media.read.metadata_reading import read_words

P = ParamSpec("P")
KINDS = Kinds(is_photo, is_video, is_other_picture)
CATALOGUE = 0  # in place of a folder's id: work on the catalogue itself
_AHEAD = 2  # files in flight per decoder, so that none waits for the next
_MANY, _SAMPLE = 500, 50  # files that seem to be replaced: if more than the first number, check about the second
_MOVING = 60.0  # seconds: a file that is found elsewhere shortly before it is missed here was moved
_AFTER_FAILURE = 20.0  # seconds; other requests come first


class FolderScanner:
    """Scans folders on request; one scan is one pass of list, compare, read.

    Attributes:
        requests: The scans that are to be run.
        unread: How many photos the current one has still to read. Videos, which may take hours, come after them.
        moves: Files that were found again at other paths since the start.
    """

    def __init__(  # noqa: PLR0913 - what it works with, and whom it tells
        self,
        store: LibraryThreads,
        decoders: Decoders,
        progress: Progress,
        stop: Callable[[], bool],
        on_photos: Callable[[Collection[int]], None],
        losses: FileLosses,
    ) -> None:
        """Create an idle scanner; ``stop`` is called often and ends a scan early.

        ``on_photos`` is called with photos that were added, removed or changed, and once after each scan with none.
        ``losses`` collects what files no longer have, and reports it once no other scan is due.
        """
        self._losses = losses
        self._on_photos = on_photos
        self._store = store
        self._decoders = decoders
        self._progress = progress
        self._stop = stop
        self.requests, self.unread = ScanRequests(), 0
        self.moves: Moves = Counter()
        self._since = ""  # when the current listing began
        self._copies: dict[int, tuple[float, str]] = {}  # photo -> when and where another file of it was found

    def look_everywhere(self) -> None:
        """Request a scan of every watched folder, and the pending work on the catalogue itself."""
        self.requests.add(ScanRequest(CATALOGUE))
        for folder in folders.uncounted(self._store.here()):
            self.requests.add(ScanRequest(folder.id))

    def step(self) -> bool:
        """Run one scan that is due; return whether there was one."""
        request = self.requests.begin_next()
        if request is None:
            return False
        try:
            self._scan(request)
            self._on_photos(())  # before it counts as done: there may be photos to embed now
            if not self.requests.has_due:
                self._losses.tell_losses()
        except BaseException:
            # keep the request after an error, such as a full disk or a lock
            self.requests.add(request, after=_AFTER_FAILURE)
            raise
        finally:
            self.requests.busy, self.unread = False, 0
        return True

    def anything_left(self) -> bool:
        """Return whether a scan of any folder would find something to do; reads only."""
        library = self._store.here()
        for folder in (one for one in folders.uncounted(library) if not one.is_off):
            listing = list_folder(folder.path, _kinds(library, folder.id, ""), folders.skips(library))
            seen = compare(folder.id, listing, file_states.read_states(library, folder.id, retry=False))
            if seen.fresh or seen.stale:
                return True
        return False

    def _scan(self, request: ScanRequest) -> None:
        library, (number, inner, deep) = self._store.here(), request
        if number == CATALOGUE:
            self._write(missing_photos.forget_old)
            self._renew_words()
            return
        folder = next((f for f in folders.uncounted(library) if f.id == number), None)
        if folder is None or folder.is_off:
            return
        now = identity(folder.path)
        is_same = now is not None and now == folders.identity(library, number)
        is_whole = deep and not inner
        if not is_whole and not (is_same and is_plain(folder.path, inner)):
            self.requests.add(ScanRequest(number), after=SETTLED)
            return
        if deep:
            self._progress.show(Activity("scanning"))
        self._since = file_moves.moment_now(self._store.here())
        kinds, skips = _kinds(library, number, inner), folders.skips(library)
        listing = list_folder(folder.path, kinds, skips, inner, deep=deep, stop=self._stop)
        if listing.is_stopped or identity(folder.path) != now:  # replaced meanwhile: what was listed may be of either
            self.requests.add(request if listing.is_stopped else ScanRequest(number), after=SETTLED)
            return
        if is_whole and not self._is_there(folder, listing, is_same=is_same):
            return
        if now is not None and not is_same and listing.files:
            self._write(folders.note_identity, number, now)
        self._take_in(folder, listing, request)

    def _take_in(self, folder: Folder, listing: FolderListing, request: ScanRequest) -> None:
        """Update the library from a listing."""
        seen = compare(folder.id, listing, file_states.read_states(self._store.here(), folder.id, listing.inner))
        self._forget(folder, gone(listing, seen.unlisted))
        self._write_problems(folder, listing)  # now, because problems of lost files are forgotten, too
        if fresh := self._at_rest(folder, seen.fresh, request):
            self._read(folder, fresh, request)
        self._check(folder, listing, seen, request)
        stale = self._at_rest(folder, seen.stale, request)
        if stale and not self._stop():
            self._ask(folder, stale, request)

    def _at_rest(self, folder: Folder, found: list[Found], request: ScanRequest) -> list[Found]:
        """Return the files that Photon is not writing or moving right now; it records those itself afterwards."""
        library = self._store.here()
        written = write_journal.under_way(library) | file_moves.under_way(library) if found else set()
        if not written or not is_held(writing_lock(self._store.directory)):
            return found  # waiting for files that a killed process left open would be in vain
        rest = [one for one in found if join(folder.path, one.relative) not in written]
        if len(rest) < len(found):
            self.requests.add(request, after=SETTLED)
        return rest

    def _renew_words(self) -> None:
        """Update metadata and full text where a crash, a deleted cache or a changed folder left them outdated."""
        self._write(sidecars.catch_up)
        for batch in full_text.pending_batches(self._store.here()):
            if self._stop():
                self.requests.add(ScanRequest(CATALOGUE))
                return
            failed = isolate(batch, lambda some: self._write(full_text.catch_up, some))
            if failed:
                self._write(stage_failures.note, "words", failed)

    def _is_there(self, folder: Folder, listing: FolderListing, *, is_same: bool) -> bool:
        """Record whether a folder as a whole is offline; return whether it is there."""
        away = is_away(listing, partial(files.present, self._store.here(), folder.id), is_same=is_same)
        if away != folder.offline:
            self._write(folders.mark_offline, folder.id, offline=away)
        return not away

    def _forget(self, folder: Folder, lost: list[str]) -> None:
        """Record missing files."""
        if lost:  # files that Photon moved since the listing began are not missing
            moved = file_moves.touched_since(self._store.here(), self._since)
            lost = [relative for relative in lost if join(folder.path, relative) not in moved]
        if lost:
            left: list[tuple[int, str]] = []
            self._write(files.forget, folder.id, lost, left)
            self._count_moves(left)

    def _count_moves(self, left: Sequence[tuple[int, str]]) -> None:
        """Count photos that left a directory just after they had appeared in another one."""
        since = time.monotonic() - _MOVING
        self._copies = {photo: copy for photo, copy in self._copies.items() if copy[0] > since}
        for photo, directory in left:
            if photo in self._copies:
                self.moves[directory, self._copies.pop(photo)[1]] += 1

    def _check(self, folder: Folder, listing: FolderListing, seen: Differences, request: ScanRequest) -> None:
        """Read files again that may have been replaced by others of the same size and time.

        If a drive was copied or all permissions were changed, this affects all files at once; then only a sample is
        checked.
        """
        library, number = self._store.here(), folder.id
        if seen.unnoted:
            self._write(content_checks.note, number, seen.unnoted)
        suspects = self._at_rest(folder, seen.suspects, request)
        if not suspects or self._stop():
            return
        some = suspects[:: len(suspects) // _SAMPLE] if len(suspects) > _MANY else suspects
        names = [found.relative for found in some]
        before = content_checks.hashes(library, number, names)
        if not self._read(folder, some, request) or len(some) == len(suspects):
            return
        if content_checks.hashes(library, number, names) == before:
            rest = {found.relative: listing.changed[found.relative] for found in suspects}
            self._write(content_checks.note, number, rest)
        else:
            self._read(folder, [found for found in suspects if found.relative not in set(names)], request)

    def _write_problems(self, folder: Folder, listing: FolderListing) -> None:
        standing = None if listing.deep else listing.folders
        self._write(problems.sync, folder.id, listing.inner, listing.problems, standing)

    def _read(self, folder: Folder, fresh: Sequence[Found], request: ScanRequest) -> bool:
        """Read files and store what they contain; return whether all were read."""
        photos = self.unread = sum(not is_video(found.relative) for found in fresh)
        done, run = 0, ImportRun(f"new photos in {folder.path}")
        self._progress.show(Activity("reading", 0, len(fresh)))
        decoders, ahead = self._decoders, _AHEAD * self._decoders.count
        for batch in read_files(folder.path, fresh, decoders.read, ahead, self._stop):
            self._record(folder, batch, run)
            if not folders.exists(self._store.here(), folder.id):  # the folder was removed meanwhile
                return False
            done += len(batch)
            self.unread = max(0, photos - done)
            self._progress.show(Activity("reading", done, len(fresh)))
            for found in batch.again:
                self.requests.add(ScanRequest(folder.id, found.relative.rpartition("/")[0], deep=False), after=SETTLED)
        if done < len(fresh):  # stopped or paused: another scan finds the rest
            self.requests.add(request)
        return done == len(fresh)

    def _record(self, folder: Folder, batch: Batch, run: ImportRun) -> None:
        """Store what was read and what could not be read; each readable batch is one transaction."""
        failed = isolate(batch.readings, lambda some: self._write(self._stored, folder, some, run))
        # the picture is worth keeping even if its metadata makes Photon fail
        isolate(failed, lambda some: self._write(files.record, readings=some, moves=self.moves))
        isolate(batch.failures, lambda some: self._write(files.record, readings=(), failures=some))
        self._give_up(folder, [found for found, _ in failed])

    def _stored(
        self, library: Library, folder: Folder, readings: Sequence[tuple[Found, Reading]], run: ImportRun
    ) -> Changes:
        """Store photos and import the metadata of their files."""
        ids: dict[Found, int] = {}
        moves: Moves = Counter()
        with library.transaction():
            library.journal.sign("photon")
            changes = files.record(library, readings, moves=moves, ids=ids)
            changes |= apply_waiting(library, list(ids.values()))
            records = [
                import_record(ids[found], join(folder.path, found.relative), found, reading.account)
                for found, reading in readings
                if found in ids
            ]
            changes |= import_metadata(library, records, run, self._losses.run)[0]
        self.moves.update(moves)
        several, now = files.with_copies(library, ids.values()), time.monotonic()
        for found, photo in ids.items():
            if photo in several:
                self._copies[photo] = (now, join(folder.path, found.relative).rpartition("/")[0])
        return changes

    def _give_up(self, folder: Folder, some: Sequence[Found]) -> None:
        """List files on which Photon failed; they are tried again when they change, and by the next version."""
        failed = [Failed(found, Problem(join(folder.path, found.relative), *FAILED)) for found in some]
        isolate(failed, lambda these: self._write(files.record, readings=(), failures=these))

    def _ask(self, folder: Folder, stale: list[Found], request: ScanRequest) -> None:
        """Read the metadata again of photos whose sidecars appeared, disappeared or changed."""
        done, run = 0, ImportRun(f"sidecars in {folder.path}")
        decoders, ahead = self._decoders, _AHEAD * self._decoders.count
        for batch in ask_files(folder.path, stale, lambda path: decoders.run(read_words, path), ahead, self._stop):
            self._import(folder, batch, run)
            done += len(batch)
        if done < len(stale):
            self.requests.add(request)

    def _import(self, folder: Folder, accounts: Sequence[tuple[Found, FileMetadata | None]], run: ImportRun) -> None:
        """Import the metadata of files into the library."""
        failed = isolate(accounts, lambda some: self._write(self._imported, folder, some, run))
        self._give_up(folder, [found for found, _ in failed])

    def _imported(
        self,
        library: Library,
        folder: Folder,
        accounts: Sequence[tuple[Found, FileMetadata | None]],
        run: ImportRun,
    ) -> Changes:
        return import_metadata(library, import_records(library, folder.path, accounts), run, self._losses.run)[0]

    def _write(self, action: Callable[Concatenate[Library, P], Changes], *arguments: P.args, **named: P.kwargs) -> None:
        changes = self._store.write(action, *arguments, **named).result()
        if "photos" in changes.kinds and changes.photos:
            self._on_photos(changes.photos)


def _kinds(library: Library, folder: int, inner: str) -> Kinds:
    """Return how file kinds are recognised in a part of a watched folder: by extension, or by content without one."""
    takes, known = folders.takes_unnamed(library, folder), file_states.unnamed(library, folder, inner)
    return replace(KINDS, unnamed=Unnamed(takes, begins_like_picture, known))
