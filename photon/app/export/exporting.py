"""The use case of exporting: planned and shown, carried out with progress, gone on with after a stop.

Photos → what the library knows of them → a plan, for which nothing is touched → copies, several at once: those that
are the photo as it is by threads of this process, all others by the decoders. What was made is noted in the library's
folder ``exports``, one file for each folder and way of exporting.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TextIO

from filelock import FileLock, Timeout

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.export.album_memory import AlbumMemory
from photon.app.export.copy_metadata import CopyMetadata, going_words
from photon.app.export.copy_places import blur_records
from photon.app.export.covered_copies import NO_CHECKS, SECONDS, CopyChecks, make_covered_copy
from photon.app.export.export_places import (
    FreeNames,
    as_it_is,
    found_of,
    free_bytes,
    make_folder,
    usable_file,
    usable_folder,
)
from photon.app.export.export_tables import (
    TableLines,
    pour,
    with_documents,
    without_hidden_people,
    write_table,
)
from photon.app.export.film_copies import with_films
from photon.app.export.training_files import TrainingSetWriter
from photon.app.export.training_plan import TrainingExport, known_photos, plan_training
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import (
    Copied,
    Exported,
    ExportPhoto,
    ExportPlan,
    FileChoice,
    SkippedPhoto,
    TableChoice,
    Target,
    TrainingChoice,
)
from photon.domain.metadata.photo_record import PhotoRecord
from photon.export.columns import DOCUMENT
from photon.export.files import Make, Stop, Tell, Tools, carry_out
from photon.export.journal import Journal, read_journal
from photon.export.plan import PlanContext, example_names, plan_files
from photon.export.sizes import estimated_bytes
from photon.language import tr, tr_n
from photon.library.db import permissions
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.files.export_queries import names_below, outgoing, records, watched_around
from photon.media.copy.copying import copy_file, make_copy
from photon.media.copy.privacy_filter import PrivacyFilter
from photon.media.file.atomic_replace import appear
from photon.media.file.file_kinds import is_video
from photon.media.read.credits import read_credits
from photon.quick_dataclass import dataclass

_THREADS = 4  # copying waits for disks
_JOURNALS = "exports"
_LATER = {
    "albums": "leave", "text": "leave", "readable": True, "recognisable": True, "reads": False,
    "location": "exact", "private": False,
}  # fmt: skip
"""Choices that earlier versions did not have, with the values that they acted by."""


@dataclass(frozen=True, slots=True)
class FileExport:
    """A plan that can be carried out.

    Attributes:
        plan: What would be done.
        going: What goes into each copy, by photo.
    """

    plan: ExportPlan
    going: dict[int, CopyMetadata]


class Exporting:
    """Exports photos and words. Methods never wait."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        store: LibraryThreads,
        hiding: SensitiveFilter,
        decoders: Decoders,
        encoder: Callable[[], EncoderClient] | None = None,
        paths: Callable[[], PathChoice] = lambda: FIRST,
        checks: CopyChecks = NO_CHECKS,
    ) -> None:
        """Start nothing yet.

        Args:
            store: The library.
            hiding: Knows what is hidden.
            decoders: Draw pictures.
            encoder: Gives the one that knows which photos look alike.
            paths: Which files of photos are meant.
            checks: Look at copies in which something is covered.
        """
        self._store, self._hiding, self._decoders = store, hiding, decoders
        self._encoder, self._paths, self._checks = encoder, paths, checks
        self._desk = ThreadPoolExecutor(1, "photon-exporting")
        self._threads = ThreadPoolExecutor(_THREADS, "photon-copying")
        self._closing = Event()
        self._albums = AlbumMemory(store)

    def close(self) -> None:
        """Finish the files that are under way; the same export goes on where it was."""
        self._closing.set()
        self._desk.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True)

    def plan_files(self, photos: Sequence[int], folder: str, choice: FileChoice) -> Future[FileExport]:
        """Work out which files would be made in a folder; nothing is touched.

        The Future may raise PhotonError: the name's template or the folder cannot be used.
        """
        return self._desk.submit(lambda: self._planned(photos, folder, choice))

    def write_files(
        self, export: FileExport, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False
    ) -> Future[Exported]:
        """Carry a plan out.

        Args:
            export: Made just now.
            tell: Called with the number of files done and their total, on another thread.
            stop: Asked now and then; when true, no further file is begun.

        The Future may raise PhotonError: the folder cannot be written to, or the same export is under way already.
        """
        return self._desk.submit(lambda: self._written(export, tell, stop))

    def write_table(
        self,
        photos: Sequence[int],
        place: str | TextIO,
        choice: TableChoice,
        tell: Tell = lambda _done, _all: None,
        stop: Stop = lambda: False,
    ) -> Future[Exported]:
        """Write a table of photos, hidden ones left out; nothing is overwritten, and nothing half is left.

        Args:
            photos: In the order of the lines.
            place: A file, or where texts go.
            choice: Which columns, and how they are written.
            tell: Called with the number of photos done and their total, on another thread.
            stop: Asked now and then; when true, no further photo is asked for, and nothing is written.

        The Future may raise PhotonError: the file cannot be written.
        """

        def work() -> Exported:
            library = self._store.here()
            seen = self._hiding.shown(library, list(photos))
            is_read = not set(DOCUMENT).isdisjoint(choice.columns)
            paths = self._paths()

            def read(some: Sequence[int]) -> list[PhotoRecord]:
                found = without_hidden_people(library, records(library, some, paths))
                found = blur_records(library, found, choice)
                return with_documents(library, found) if is_read else found

            lines = TableLines(read, seen, self._hiding.sensitive_keys(library), tell, self._or_closing(stop))
            done = (
                write_table(lines, choice, usable_file(place)) if isinstance(place, str) else pour(lines, choice, place)
            )
            return replace(done, left_out=_hidden(len(photos) - len(seen)))

        return self._desk.submit(work)

    def plan_training(self, photos: Sequence[int], folder: str, choice: TrainingChoice) -> Future[TrainingExport]:
        """Work out which files a training set would have; nothing is touched.

        The Future may raise PhotonError: the folder or the shares cannot be used.
        """

        def work() -> TrainingExport:
            library, place = self._store.here(), usable_folder(folder)
            if self._encoder is None:
                raise PhotonError(
                    tr("Photon can't find near-duplicates without a search model."), tr("Choose a model.")
                )
            seen = self._hiding.shown(library, list(photos))
            files = outgoing(library, seen, self._paths())
            rows = records(library, [one.photo for one in files], self._paths())
            found = list(zip(files, rows, strict=True))
            known, going = known_photos(library, found, self._encoder(), choice, self._hiding)
            planned = plan_training(known, going, choice, place, read_journal(self._journal(place, choice)))
            hidden = _hidden(len(photos) - len(seen))
            plan = replace(
                planned.plan,
                left_out=(*hidden, *planned.plan.left_out),
                free=free_bytes(place),
                watched=watched_around(library, str(place)),
            )
            return replace(planned, plan=plan)

        return self._desk.submit(work)

    def write_training(
        self, export: TrainingExport, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False
    ) -> Future[Exported]:
        """Make a training set; ``tell`` and ``stop`` as for files, and what may be raised."""

        def work() -> Exported:
            folder = Path(export.plan.folder)
            self._refuse_hidden(export.going)
            with self._noted(folder, export.choice) as journal:
                going, files = export.going, export.plan.choice
                tools = self._tools(lambda target, passing: self._make(files, going, target, passing))
                stop_ = self._or_closing(stop)
                return TrainingSetWriter(
                    export, tools, lambda path: self._decoders.run(read_credits, path), journal, tell, stop_
                ).run()

        return self._desk.submit(work)

    def examples(self, photos: Sequence[int], choice: FileChoice, most: int = 3) -> Future[list[str]]:
        """How the first photos would be called in an empty folder; the Future may raise PhotonError."""
        some = list(photos[:most])
        return self._store.read(lambda lib: example_names(outgoing(lib, some, self._paths()), choice, len(photos)))

    def _planned(self, photos: Sequence[int], folder: str, choice: FileChoice) -> FileExport:
        library = self._store.here()
        place = usable_folder(folder)
        seen = self._hiding.shown(library, list(photos))
        asked = outgoing(library, seen, self._paths())
        if choice.redrawn is None and choice.carried.is_whole:
            asked = with_films(library, asked, self._paths())
        going = going_words(library, [one.photo for one in asked], choice.carried, self._hiding)
        found = [_as_covered(one, going, choice) for one in asked]
        made = read_journal(self._journal(place, choice))
        names = FreeNames(place, names_below(library, str(place)))
        ground = PlanContext(names.is_free, made, lambda one: found_of(place, one), lambda one: going[one.photo].state)
        targets, left_out = plan_files(found, choice, ground)
        hidden = _hidden(len(photos) - len(seen))
        todo = [one.outgoing for one in targets if not one.is_there]
        size = estimated_bytes(todo, choice.redrawn)
        watched = watched_around(library, str(place))
        plan = ExportPlan(str(place), choice, targets, (*hidden, *left_out), size, free_bytes(place), watched)
        return FileExport(plan, going)

    def _written(self, export: FileExport, tell: Tell, stop: Stop) -> Exported:
        plan = export.plan
        self._refuse_hidden(export.going)
        with self._noted(Path(plan.folder), plan.choice) as journal:
            tools = self._tools(lambda target, passing: self._make(plan.choice, export.going, target, passing))
            tools = replace(tools, state=lambda target: export.going[target.outgoing.photo].state)
            return carry_out(plan, tools, journal, tell, self._or_closing(stop))

    def _refuse_hidden(self, photos: Collection[int]) -> None:
        """A plan does not outlive the hiding of a photo in it.

        Raises:
            PhotonError: One was hidden since.
        """
        if len(self._hiding.shown(self._store.here(), list(photos))) < len(photos):
            raise PhotonError(
                tr("Some of these photos have been hidden in the meantime; nothing was exported."), tr("Export again.")
            )

    @contextmanager
    def _noted(self, folder: Path, choice: FileChoice | TrainingChoice) -> Iterator[Journal]:
        """Create the folder and open the journal of exports of this kind into it, locked against other exports."""
        place = self._journal(folder, choice)
        with _alone(place.with_suffix(".lock"), folder), Journal(place) as journal:
            make_folder(folder)
            try:
                yield journal
            finally:
                self._albums.store_found()

    def _tools(self, make: Make) -> Tools:
        return Tools(make, appear, at_once=2 * max(_THREADS, self._decoders.count))

    def _make(
        self, choice: FileChoice, goings: Mapping[int, CopyMetadata], target: Target, passing: Path
    ) -> Future[Copied]:
        one, going = target.outgoing, goings[target.outgoing.photo]
        is_same = choice.redrawn is None and choice.carried.is_whole and going.is_untouched
        # a file may name an album that the photo has left, and whose name must not be shared
        if is_same and not (going.unwanted and self._albums.names_albums(one)):
            return self._threads.submit(copy_file, one.path, str(passing), one.mtime_ns)
        recipe, clear = going.recipe(choice, one.mtime_ns), partial(passing.unlink, missing_ok=True)
        if not choice.carried.shows_all:
            tools = self._decoders, self._checks
            return self._threads.submit(make_covered_copy, *tools, one.path, recipe, passing)
        return self._decoders.run(make_copy, one.path, recipe, str(passing), seconds=SECONDS, clear=clear)

    def _or_closing(self, stop: Stop) -> Stop:
        return lambda: stop() or self._closing.is_set()

    def _journal(self, folder: Path, choice: FileChoice | TrainingChoice) -> Path:
        """The journal of one way of exporting into one folder."""
        way = asdict(choice)
        for name, usual in _LATER.items():  # an export that was begun by an earlier version goes on
            for part in (way, way["carried"]):
                if name in part and part[name] == usual:
                    del part[name]
        detail = json.dumps([str(folder), way], sort_keys=True)
        digest = hashlib.sha256(detail.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return self._store.directory / _JOURNALS / f"{digest}.jsonl"


@contextmanager
def _alone(place: Path, folder: Path) -> Iterator[None]:
    """Hold the lock of an export. A full or read-only disk needs none, because no other export can write there."""
    lock = FileLock(place, timeout=0, mode=permissions.FILE, thread_local=False)
    try:
        permissions.make_folder(place.parent)
        lock.acquire()
    except Timeout:
        sentence = tr("Another Photon process is already running this export to {folder}.", folder=folder)
        raise PhotonError(sentence, tr("Wait until it has finished.")) from None
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _as_covered(one: ExportPhoto, goings: Mapping[int, CopyMetadata], choice: FileChoice) -> ExportPhoto:
    """A photo as it is now; if its text is to be covered but can't be, or was read in another file, with an obstacle.

    So is a video that may tell a private place, its own or that of its live photo. A title that may be in the name of
    the copy is left out if it names a hidden person, or quotes the text.
    """
    now, going = as_it_is(one), goings[one.photo]
    if is_video(one.path) and choice.carried.is_whole and not goings[one.still or one.photo].place.keeps:
        return replace(now, obstacle=now.obstacle or "private")
    is_other = (now.size, now.mtime_ns) != (one.size, one.mtime_ns)
    unread = None if choice.carried.readable else "unread" if is_other else going.unread
    rule = PrivacyFilter(not choice.carried.places, not choice.carried.people, going.names, hidden=going.hidden)
    rule = replace(rule, quoted=going.quoted)
    return replace(now, title="" if rule.reveals(now.title) else now.title, obstacle=now.obstacle or unread)


def _hidden(count: int) -> tuple[SkippedPhoto, ...]:
    if not count:
        return ()
    many = tr_n("Skipped {count:,} hidden photo.", "Skipped {count:,} hidden photos.", count)
    return (SkippedPhoto("", "hidden", many, tr("To export them, unlock hidden photos first.")),)
