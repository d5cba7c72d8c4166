"""The background work: scanning, embedding, watching and the stages after them; paused, resumed and stopped together.

Only one process works on a library at a time (``working.lock``). Another one waits, and takes over when it ends.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_migration import EncoderMigration
from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.folder_scanner import CATALOGUE, FolderScanner
from photon.app.indexing.quiet_watch import QuietWatch
from photon.app.indexing.scan_requests import ScanRequest
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads, RenewedLibrary
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, Folder, PhotonError
from photon.domain.changes import changed
from photon.domain.shortage import shortage_behind
from photon.ingest.roots import identity
from photon.ingest.watch import watch
from photon.language import tr
from photon.library.db import permissions
from photon.library.db.database_errors import DamagedLibrary, UnwritableLibrary, translated_errors
from photon.library.photos import folders
from photon.library.photos.files import Moves
from photon.library.vectors import vectors

log = logging.getLogger(__name__)

_RESTING = 4  # times as long as it took to find no work, before it is looked for again
_TICK = 1.0  # seconds between two checks of what other processes did
_DRIVES = 2.0  # seconds between two checks for folders that went offline or came back
_POLL = 10.0  # seconds between two scans where folders cannot be watched
_AT_LIMIT = tr(
    "The system limit on watched folders is reached; Photon scans your folders every {seconds:.0f} seconds instead."
    " To raise the limit on Linux: sudo sysctl fs.inotify.max_user_watches=1000000",
    seconds=_POLL,
)
_EVERYTHING = 1800.0  # seconds between two full scans: network folders send no events
_BY_OTHERS = changed(
    "photos", "marks", "vectors", "folders", "problems", "tags", "suggestions", "captions", "people", "facts",
    "conflicts", "vocabulary")  # fmt: skip
_RETRY = 20.0  # seconds after a full disk or a lock
_UNUSED = 60.0  # seconds after which a process without a task ends; it takes half a second to start again


class MemoryUser(Protocol):
    """Owns processes that may end while they are unused."""

    def rest(self, unused: float) -> None:
        """Free memory that has not been used for ``unused`` seconds; never waits."""


class BackgroundWork:
    """Four threads around one library.

    Attributes:
        progress: The current activity.
        stages: In the order in which they run, once all photos have vectors; those with ``comes_first`` run before.
        failure: The error that stopped the work, or None.
        scans: What is to be looked at, and whether it is.
        resting: Objects that free their memory after they were unused for a while.
    """

    def __init__(self, store: LibraryThreads, decoders: Decoders, encoders: ActiveEncoders, losses: FileLosses) -> None:
        """Create idle background work; ``start`` starts its threads."""
        self._store, self._encoders, self.progress = store, encoders, Progress(store.events)
        self.failure: PhotonError | None = None
        self._stopping, self._rewatch, self._running = threading.Event(), threading.Event(), threading.Event()
        self._running.set()
        on = self.is_interrupted, self._take_photos
        self._scanner = FolderScanner(store, decoders, self.progress, *on, losses)
        self.scans = self._scanner.requests
        self._quiet, self._is_watching = QuietWatch(self.scans.add, self.progress), False
        self._migration = EncoderMigration(store, encoders, self.progress, self._scanner.look_everywhere)
        self.stages: tuple[Backlog[Any], ...] = ()
        self._lock = FileLock(store.directory / "working.lock", mode=permissions.FILE, thread_local=False)
        self.resting: tuple[MemoryUser, ...] = ()
        self._leave = store.events.subscribe(self._hear)
        store.on_renewed = self._look_everywhere
        self._threads, self._stamp = list[threading.Thread](), tuple[int, ...]()
        self._drives, self._waited = 0.0, False
        self._known, self._identities = list[tuple[int, str, bool]](), dict[int, str | None]()

    def start(self, *, watching: bool) -> None:
        """Start the threads; if ``watching``, folders are watched after the first scan."""
        with suppress(UnwritableLibrary):  # reported once something must be written
            self._stamp = self._store.write(lambda lib: lib.stamp()).result()
        self._remember_folders()
        self._look_everywhere()
        jobs = [("gathering", self._gather), ("embedding", self._embed), ("noticing", self._notice)]
        self._is_watching = watching
        jobs += [("watching", self._watch)] if watching else []
        for name, job in jobs:
            thread = threading.Thread(target=job, name=f"photon-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End all threads and save the graph; takes about as long as two batches."""
        self._leave()
        self._stopping.set()
        self._running.set()
        self._rewatch.set()
        self.scans.wake()
        self._look_at_previews()
        self._store.end(self._threads)
        if self._lock.is_locked:
            try:
                self._migration.save()
            except PhotonError as error:  # the graph is a cache: it can be rebuilt
                log.warning("Could not save the search index: %s", error)
            self._lock.release()
        self._migration.close()

    def pause(self) -> None:
        """Finish what is in flight, then pause."""
        self._running.clear()
        self.progress.set_paused(paused=True)

    def resume(self) -> None:
        """Resume the work, also after a failure."""
        self.failure = None
        self._running.set()
        self.progress.set_paused(paused=False)
        self.scans.wake()
        self._look_at_previews()

    @property
    def moves(self) -> Moves:
        """Files that were found again at other paths since the start."""
        return self._scanner.moves

    def look_everywhere(self) -> None:
        """Rescan all folders; the watch continues."""
        self._scanner.look_everywhere()

    def scan(self, folder: int | None = None) -> None:
        """Rescan one folder, or all of them."""
        if folder is None:
            self._scanner.look_everywhere()
        else:
            self.scans.add(ScanRequest(CATALOGUE))
            self.scans.add(ScanRequest(folder))
        self._rewatch.set()

    def follow_choice(self) -> bool:
        """Switch to the chosen encoder; return whether it changed. Photos may then lack its vectors."""
        if is_news := self._migration.follow():
            self._look_at_previews()
        return is_news

    def set_visible(self, photos: Sequence[int]) -> None:
        """Set the photos on the screen, which are embedded first."""
        self._migration.set_visible(photos)

    @property
    def is_at_work(self) -> bool:
        """Whether this process does the work, or will as soon as it is resumed."""
        return bool(self._threads) and self._lock.is_locked and not self._stopping.is_set()

    @property
    def idle(self) -> bool:
        """Whether everything is up to date."""
        scans = self.scans  # checked twice: there may be new ones while the others are checked
        return scans.idle and self._migration.idle and all(one.idle for one in self.stages) and scans.idle

    def is_interrupted(self) -> bool:
        """Return whether the work is to pause or end."""
        return self._stopping.is_set() or not self._running.is_set()

    def _gather(self) -> None:
        while not self._stopping.is_set():
            self._guard(self._gather_once)

    def _gather_once(self) -> None:
        if not self._may_work():
            return
        if self._is_watching:
            self._quiet.step(self._known)
        if self._scanner.step():
            self.failure = None
            if self._remember_folders():
                self._rewatch.set()
        else:
            if self._migration.idle:  # styles cost little and are not reported
                self._rest()
            self.scans.wait(_TICK)
            self._notice_drives()

    def _take_photos(self, changed: Collection[int]) -> None:
        """Update the index after photos were added, removed or changed, and look for photos to embed."""
        for engine in self._encoders.everyone if changed else ():
            engine.follow(self._store.here(), list(changed))
        self._look_at_previews()

    def _look_everywhere(self) -> None:
        self._scanner.look_everywhere()
        self._look_at_previews()

    def _look_at_previews(self) -> None:
        """Notify the stages that there may be previews without vectors, or with work for later stages."""
        for stage in self.stages:
            stage.notify()
        self._migration.notify()

    def _hear(self, event: Changes | Activity) -> None:
        """Notify the parts that a change gives work, such as a decision or another picture of a photo."""
        if isinstance(event, Changes):
            self._migration.hear(event.kinds)
            for stage in self.stages:
                stage.hear(event.kinds)

    def _embed(self) -> None:
        while not self._stopping.is_set():
            self._guard(self._embed_once)

    def _embed_once(self) -> None:
        may_run = self._running.wait(_TICK) and self._store.at_rest.wait(_TICK) and self._lock.is_locked
        if not may_run or self._stopping.is_set():
            self._stopping.wait(0.1)
            return
        begun = time.monotonic()
        # a preview is turned before it is embedded; a photo must have vectors before it is found by what it shows
        if any(stage.step() for stage in self.stages if stage.comes_first):
            return
        if self._migration.step(quiet=self.scans.busy, unread=self._scanner.unread):
            for stage in self.stages:
                stage.notify()
        elif self._scanner.unread or not any(stage.step() for stage in self.stages):  # first all can be searched
            self._stopping.wait(_RESTING * (time.monotonic() - begun))  # each looks through all photos
            if self._scanner.unread or not any(stage.has_news for stage in self.stages):
                self._migration.wait(_TICK)

    def _may_work(self) -> bool:
        """Return whether this process holds the lock; otherwise wait a moment for it."""
        if not self._running.wait(_TICK) or not self._store.at_rest.wait(_TICK):
            return False
        if self._lock.is_locked:
            return True
        try:
            with translated_errors(self._store.directory):
                self._lock.acquire(timeout=0)
        except Timeout:
            self._wait_for_other()
            self._waited = True
            return False
        if self._waited:  # the other process may have left work
            self._waited = False
            self._look_everywhere()
        return True

    def _wait_for_other(self) -> None:
        """Wait while another Photon process does the work; once it has nothing left, this process is idle, too."""
        begun = time.monotonic()
        library = self._store.here()
        unseen = vectors.count_pending(library, self._encoders.current.encoder.id) or self._encoders.coming is not None
        if self._scanner.anything_left() or unseen or any(stage.anything_left(library) for stage in self.stages):
            self.progress.show(Activity("waiting"))
        else:
            self.scans.clear()
            self._migration.idle = True
            for stage in self.stages:
                stage.idle = True
            self._rest()
        self._stopping.wait(max(_TICK, _RESTING * (time.monotonic() - begun)))  # all folders are listed each time

    def _rest(self) -> None:
        if self.progress.activity.stage not in {"idle", *(stage.name for stage in self.stages if not stage.idle)}:
            self.progress.show(Activity("idle"))

    def _notice(self) -> None:
        while not self._stopping.wait(_TICK):
            for part in self.resting:
                part.rest(_UNUSED)
            self._guard(self._notice_others)

    def _notice_others(self) -> None:
        """Apply what another process wrote: folders, marks, vectors, hidden photos.

        This has its own thread: photos that another process hid must disappear at once, not after a scan or pause.
        """
        stamp = self._store.write(lambda lib: lib.stamp()).result()
        if stamp != self._stamp:
            self._stamp = stamp
            self._store.events.send(changed("vocabulary"))  # first of all, because photos may have been hidden
            self.follow_choice()
            self._encoders.refresh(self._store.here())
            if self._remember_folders():
                self.scan()
            self._store.events.send(_BY_OTHERS)

    def _remember_folders(self) -> bool:
        """Note the watched folders; return whether they changed."""
        now = [(folder.id, folder.path, folder.offline) for folder in folders.uncounted(self._store.here())]
        before, self._known = self._known, now
        were_away = {folder for folder, _, offline in before if offline}
        for folder, path, offline in now:
            if offline and folder not in were_away:  # forget it, so that the folder is scanned when it is back
                self._identities[folder] = None
            self._identities.setdefault(folder, identity(path))
        return now != before

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._guard(self._watch_once)

    def _watch_once(self) -> None:
        """Watch until the set of folders changes or a full scan is due."""
        self._rewatch.clear()
        if self._stopping.is_set():  # set just before: ``clear`` removed what ends the watch
            return
        watched = [folder for folder in folders.uncounted(self._store.here()) if not folder.offline]
        timer = threading.Timer(_EVERYTHING, self._rewatch.set)
        timer.daemon = True
        timer.start()
        began = time.monotonic()
        try:
            stands = False
            for places in watch([folder.path for folder in watched], self._rewatch):
                if not stands:  # events before the watch was established were missed
                    stands = True
                    self._scanner.look_everywhere()
                for place in places:
                    self._look_at_path(place, watched)
        except OSError as error:
            log.warning("Folders cannot be watched; scanning them periodically: %s", error)
            if "limit" in str(error):
                self.progress.show(replace(self.progress.activity, note=_AT_LIMIT))
            self._rewatch.wait(_POLL)
            self._scanner.look_everywhere()
        finally:
            timer.cancel()
        if time.monotonic() - began >= _EVERYTHING:
            self._scanner.look_everywhere()

    def _notice_drives(self) -> None:
        """Scan folders that went offline, came back or were mounted over; the watcher doesn't report that."""
        now = time.monotonic()
        if now - self._drives < _DRIVES:
            return
        self._drives = now
        for folder, path, _ in self._known:
            seen = identity(path)
            if seen != self._identities.get(folder):
                self._identities[folder] = seen
                self.scans.add(ScanRequest(folder))
                self._rewatch.set()  # the watch is still on the previous folder of this name

    def _look_at_path(self, place: tuple[str, bool], watched: Sequence[Folder]) -> None:
        path, deep = Path(place[0]), place[1]
        for folder in watched:
            if path.is_relative_to(folder.path):
                inner = path.relative_to(folder.path).as_posix()
                self.scans.add(ScanRequest(folder.id, "" if inner == "." else inner, deep))
            elif Path(folder.path).parent == path:  # the folder itself appeared or disappeared
                self.scans.add(ScanRequest(folder.id))
                self._rewatch.set()  # the watch is still on the previous folder of this name

    def _guard(self, job: Callable[[], None]) -> None:
        """Run a job. An error of the environment pauses the work with a message; a bug is logged and reported."""
        seen = self._store.generation
        try:
            self._mended(job, seen)
        except PhotonError as error:
            self._fail(error)
        except Exception as error:  # the loop must survive; the log keeps the traceback
            log.exception("Background processing failed")
            bug = PhotonError(
                tr("Photon ran into an error while processing your photos."),
                tr("For details, see photon.log in the library folder."),
            )
            self._fail(shortage_behind(error) or bug)

    def _mended(self, job: Callable[[], None], seen: int) -> None:
        """Run a job; if it finds repairable damage, return normally, so that the job is due again."""
        try:
            job()
        except RenewedLibrary as error:
            log.warning("%s", error)
        except DamagedLibrary:
            if not self._store.renew(seen):
                raise

    def _fail(self, error: PhotonError) -> None:
        if not self._stopping.is_set():  # otherwise it may only have been stopped
            self.failure = error
            self.progress.show(replace(self.progress.activity, note=str(error)))
        self._stopping.wait(_RETRY)
