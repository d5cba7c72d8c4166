"""The use case of writing metadata into files: planned and shown, written with a journal, and restored at any time.

Nothing is written until the user has confirmed the plan. Each file is recorded in the journal of the catalogue before
it is changed. What a killed process left open is closed before the next writing, by looking at the files.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from dataclasses import field, replace
from itertools import groupby, islice, takewhile
from pathlib import Path
from typing import TypeVar

from photon.app.indexing.writing_desk import WritingDesk
from photon.app.metadata.file_writing import (
    WriteOutcome,
    found_state,
    moved,
    restore_files,
    rewritten,
    turned_files,
    write_files,
)
from photon.app.metadata.write_plan import Plan, Planned, Planner, Tell, described, make_task
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Changes, PhotonError, Reading, UnreadableFile, changed
from photon.domain.metadata.album_words import AlbumChoice
from photon.domain.metadata.writing import Policy, Profile
from photon.domain.metadata.written_text import TextChoice
from photon.language import tr
from photon.library import Library
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.files import file_metadata, write_journal
from photon.library.files.write_journal import JournalEntry, State
from photon.library.photos import photos
from photon.library.photos.files import Rewritten
from photon.library.tags import runs
from photon.media.file.atomic_replace import flush_folder, leftovers
from photon.quick_dataclass import dataclass

_PORTION = 200  # files per transaction
_AGAIN = 2  # times that a file whose process crashed is tried alone
_BEFORE: Mapping[State, State] = {"writing": "not written", "putting back": "written"}  # state of an untouched file
_AT_ONCE = 25  # files that a decoder writes per call: a tenth of a second, so that others need not wait
T = TypeVar("T")
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Done:
    """The result of writing or restoring files.

    Attributes:
        run: Id of the run, for restoring it; 0 if nothing was written.
        paths: Files that were written or restored.
        obstacles: Paths of the other files, and why they were not.
        left: Number of files that were not started because it was stopped.
    """

    run: int
    paths: tuple[str, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()
    left: int = 0


@dataclass(slots=True)
class _Tally:
    """The results of the files done so far."""

    paths: list[str] = field(default_factory=list)
    obstacles: list[tuple[str, PhotonError]] = field(default_factory=list)

    def count(self, outcome: WriteOutcome) -> None:
        """Add the result of one file."""
        if outcome.error is None:
            self.paths.append(outcome.path)
        else:
            self.obstacles.append((outcome.path, outcome.error))

    def done(self, run: int, among: int) -> Done:
        left = among - len(self.paths) - len(self.obstacles)
        return Done(run, tuple(self.paths), tuple(self.obstacles), left)


class MetadataWriting:
    """Writes metadata into photos and sidecars. Methods never block."""

    def __init__(
        self,
        store: LibraryThreads,
        hiding: SensitiveFilter,
        decoders: Decoders,
        paths: Callable[[], PathChoice] = lambda: FIRST,
    ) -> None:
        """Create it without starting anything.

        Args:
            store: The library.
            hiding: The filter for sensitive tags.
            decoders: The processes that read and write files.
            paths: Returns which files of photos are covered, called when a plan is made; no other file is written into.
        """
        self._store = store
        self._decoders = decoders
        self._planner = Planner(store, hiding, decoders, paths)
        self._desk = WritingDesk(store.directory, "photon-writing", self._tidy)

    def close(self) -> None:
        """Finish the files that are being written; later files of a plan are not started."""
        self._desk.close()

    def plan(  # noqa: PLR0913 - what is written, and how it is reported
        self,
        photos: Sequence[int],
        profile: str = "everywhere",
        policy: Policy = "sidecar",
        tell: Tell = lambda _done, _all: None,
        stop: Stop = lambda: False,
        *,
        turns: bool = False,
        albums: AlbumChoice = "leave",
        text: TextChoice = "leave",
        places: bool = False,
    ) -> Future[Plan]:
        """Compute what would be written for these photos, without writing anything.

        Args:
            photos: Ids of photos; hidden ones are left out.
            profile: Name of the program to write for.
            policy: ``sidecar`` doesn't change photos; ``embed`` writes into photos where that is safe, else into
                sidecars, and updates existing sidecars; ``both`` writes into photos and sidecars.
            tell: Called now and then on another thread with the number of photos done and their total.
            stop: Called now and then on another thread; if it returns true, the Future raises CancelledError.
            turns: Whether how a person turned photos is written into them, too, as their orientation.
            albums: How the albums that photos were put into are written; ``leave`` changes nothing of them in files.
            text: How text in photos is written; photos that were not read keep what their files say of it.
            places: Whether places are written in words; coordinates are, where a person decided them.

        The Future may raise PhotonError: the profile, the policy or the way for albums or text doesn't exist.
        """
        is_over = self._or_closing(stop)

        def report(done: int, among: int) -> None:
            if is_over():
                raise CancelledError
            tell(done, among)

        def work() -> Plan:
            task = make_task(profile, policy, albums, text, turns=turns, places=places)
            report(0, len(photos))
            return self._planner.plan(self._store.here(), photos, task, report)

        return self._desk.submit(work)

    def write(self, plan: Plan, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False) -> Future[Done]:
        """Carry out a plan as one run. Files that changed since it was made are skipped and reported.

        Args:
            plan: What to write.
            tell: Called now and then on another thread with the number of files done and their total.
            stop: Called now and then on another thread; if it returns true, written files stay and the rest is skipped.
        """
        return self._desk.submit_alone(lambda: self._write(plan, tell, self._or_closing(stop)))

    def put_back(self, run: int, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False) -> Future[Done]:
        """Restore the files that a run wrote, byte for byte, unless they have changed since.

        ``tell`` and ``stop`` are as in ``write``; files that are skipped can be restored later. The Future may raise
        PhotonError: nothing of this run can be restored.
        """
        return self._desk.submit_alone(lambda: self._put_back(run, tell, self._or_closing(stop)))

    def kept(self, run: int) -> Future[list[str]]:
        """Return the paths of the files that restoring this run would change, without changing them.

        The Future may raise PhotonError: nothing of this run can be restored.
        """
        return self._store.read(lambda library: [entry.path for entry in write_journal.of_run(library, run)])

    def tidy(self) -> Future[int]:
        """Close what a killed process left open, unless another one is writing; return the number of files affected."""
        return self._desk.tidy()

    def _or_closing(self, stop: Stop) -> Stop:
        return lambda: self._desk.is_closing or stop()

    def _write(self, plan: Plan, tell: Tell, stop: Stop) -> Done:
        run, tally, done = 0, _Tally(), 0
        self._store.before_batch(len(plan.files))
        for some in takewhile(lambda _: not stop(), _portions(plan.files, _PORTION)):
            noted, works = zip(*(one.record for one in some), strict=True)
            run = run or self._store.write(write_journal.begin_run, what=described(plan.numbers, plan.profile)).result()
            rows = self._store.write(write_journal.begin, run=run, some=noted).result()
            self._carry_out(run, some, dict(zip(rows, works, strict=True)), plan.profile, tally)
            done += len(some)
            tell(done, len(plan.files))
        if run and len(tally.paths) < len(plan.files):  # a killed run keeps the plan's numbers
            written = set(tally.paths)
            kinds = Counter(one.kind for one in plan.files if one.target in written)
            self._store.write(runs.rename_run, run=run, what=described(kinds, plan.profile)).result()
        return tally.done(run if tally.paths else 0, len(plan.files))

    def _carry_out(
        self, run: int, some: Sequence[Planned], works: Mapping[int, bytes], profile: Profile, tally: _Tally
    ) -> None:
        """Write files and record the results; their packed jobs are given by row of the journal."""

        def begin(rows: Sequence[int]) -> Future[list[WriteOutcome]]:
            return self._decoders.run(write_files, [works[row] for row in rows], profile, seconds=None, clear=None)

        rows = iter(works)
        outcomes, found = self._outcomes([list(islice(rows, len(part))) for part in _portions(some, _AT_ONCE)], begin)
        for outcome in outcomes.values():
            tally.count(outcome)
        states: dict[int, State] = {row: "not written" if one.error else "written" for row, one in outcomes.items()}
        written = {one.photo for one, row in zip(some, works, strict=True) if states.get(row) == "written"}
        photos = [one.rewritten for one in outcomes.values() if one.rewritten]
        agreed = [one.agreed for one in outcomes.values() if one.agreed]

        def act(library: Library) -> Changes:
            changes = write_journal.note(library, states, photos, agreed, _pictures(outcomes.values()))
            runs.count_made(library, run, "write")
            return changes | _agreeing(written)

        self._store.write(act).result()
        if found and _count_in_files(found, tally, "written"):
            self._store.write(runs.count_made, run=run, kind="write").result()

    def _put_back(self, run: int, tell: Tell, stop: Stop) -> Done:
        entries = self._found_again(write_journal.of_run(self._store.here(), run))
        tally = _Tally()
        for at in takewhile(lambda _: not stop(), range(0, len(entries), _PORTION)):
            self._restore(entries[at : at + _PORTION], tally)
            tell(min(at + _PORTION, len(entries)), len(entries))
        return tally.done(run, len(entries))

    def _restore(self, some: Sequence[JournalEntry], tally: _Tally) -> None:
        """Restore files and record the results."""
        some = write_journal.of_rows(self._store.here(), [one.id for one in some])
        begun: dict[int, State] = {one.id: "putting back" for one in some}
        self._store.write(write_journal.note, states=begun).result()
        entries = {one.id: one for one in some}
        rows = list(entries)
        parts = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
        outcomes, found = self._outcomes(
            parts,
            lambda rows: self._decoders.run(restore_files, [entries[row] for row in rows], seconds=None, clear=None),
        )
        for outcome in outcomes.values():
            tally.count(outcome)
        # a failed file can be restored once the disk has space again, or a later run was restored
        states: dict[int, State] = {row: "written" if one.error else "put back" for row, one in outcomes.items()}
        photos = [one.rewritten for one in outcomes.values() if one.rewritten]

        def act(library: Library) -> Changes:
            changes = write_journal.note(library, states, photos, (), _pictures(outcomes.values()))
            return changes | _agreeing({one.photo for one in some})

        self._store.write(act).result()
        _count_in_files(found, tally, "put back")

    def _outcomes(
        self, parts: Sequence[Sequence[int]], begin: Callable[[Sequence[int]], Future[list[WriteOutcome]]]
    ) -> tuple[dict[int, WriteOutcome], list[JournalEntry]]:
        """Return results by row of the journal, and entries whose process crashed, with the state of their files.

        Files that such a process had not started are tried again, each photo alone, so that no photo fails due to
        another.
        """
        outcomes, broken = _waited_for([(rows, begin(rows)) for rows in parts])
        found: list[JournalEntry] = []
        for again in range(_AGAIN, -1, -1):
            if not broken:
                break
            begun = write_journal.of_rows(self._store.here(), broken)
            states = self._settle(begun)
            groups = _untouched(begun, states) if again else []
            afresh: dict[int, State] = {one.id: one.state for group in groups for one in group}
            found += [replace(one, state=states[one.id]) for one in begun if one.id not in afresh]
            self._store.write(write_journal.note, states=afresh).result()
            broken = []
            for rows in ([one.id for one in group] for group in groups):
                done, ended = _waited_for([(rows, begin(rows))])
                outcomes |= done
                broken += ended
        return outcomes, found

    def _found_again(self, entries: Sequence[JournalEntry]) -> list[JournalEntry]:
        """Return entries of the journal with the current paths of their files; new paths are recorded."""
        library = self._store.here()
        # files on an offline drive have not moved, although copies of them elsewhere make it look so
        away = [one for one in entries if photos.at(library, one.photo_path) is None]
        known = write_journal.paths_of(library, {one.photo for one in away})
        places: dict[int, list[str]] = {}
        for place in file_metadata.known_files(library, list({one.photo: None for one in away})):
            if place.path not in known:
                places.setdefault(place.photo, []).append(place.path)
        there = {one.id: now for one in away if (now := moved(one, places.get(one.photo, ())))}
        if there:
            self._store.write(write_journal.move, entries=list(there.values())).result()
        return [there.get(one.id, one) for one in entries]

    def _tidy(self) -> int:
        entries = write_journal.halfway(self._store.here())
        states = self._settle(entries)
        return sum(states[one.id] != one.state for one in entries)

    def _settle(self, entries: Sequence[JournalEntry]) -> dict[int, State]:
        """Record the state of files whose writing was interrupted, and remove leftovers, while nothing is written."""
        for folder in {Path(one.path).parent for one in entries}:
            for left in leftovers(folder):
                with suppress(OSError):
                    left.unlink()
            flush_folder(folder.resolve())  # before the journal records their state
        states = {one.id: found_state(one) for one in entries}
        if entries:
            found = _photos(entries, states, self._turned(entries, states))
            self._store.write(write_journal.note, states, found).result()
        return states

    def _turned(self, entries: Sequence[JournalEntry], states: Mapping[int, State]) -> set[int]:
        """Return the entries whose photos may have another picture now than the library knows, by id."""
        known = [one for one in entries if states[one.id] == "written" and one.way_back is not None]
        restored = {one.id for one in entries if states[one.id] == "put back"}
        if not known:
            return restored
        try:
            are_turned = self._decoders.run(turned_files, known, seconds=None, clear=None).result()
        except UnreadableFile:
            are_turned = [True] * len(known)
        return restored | {one.id for one, is_turned in zip(known, are_turned, strict=True) if is_turned}


def _waited_for(
    jobs: Sequence[tuple[Sequence[int], Future[list[WriteOutcome]]]],
) -> tuple[dict[int, WriteOutcome], list[int]]:
    """Wait for all jobs; return the results by row of the journal, and the rows of files whose process crashed."""
    outcomes: dict[int, WriteOutcome] = {}
    broken: list[int] = []
    wait([job for _, job in jobs])  # whatever one of them raises, none is still writing afterwards
    for rows, job in jobs:
        try:
            outcomes |= dict(zip(rows, job.result(), strict=True))
        except UnreadableFile:
            broken += rows
    return outcomes, broken


def _untouched(begun: Sequence[JournalEntry], states: Mapping[int, State]) -> list[list[JournalEntry]]:
    """Return the files that a crashed process had not started, grouped by photo; only photos with no file started."""
    groups: dict[int, list[JournalEntry]] = {}
    for one in begun:
        groups.setdefault(one.photo, []).append(one)
    return [group for group in groups.values() if all(states[one.id] == _BEFORE.get(one.state) for one in group)]


def _count_in_files(found: Sequence[JournalEntry], tally: _Tally, aim: State) -> int:
    """Count files by the state that was found; return the number of photos with a file in the intended state."""
    for one in found:
        sentence = tr("{path}: Photon's process for it crashed; the file was not changed.", path=one.path)
        lost = PhotonError(sentence, tr("Try again."))
        tally.count(WriteOutcome(one.path, None if one.state == aim else lost))
    return len({one.photo for one in found if one.state == aim})


def _portions(files: Sequence[Planned], size: int) -> Iterable[list[Planned]]:
    """Split a plan into parts without separating the files of one photo."""
    portion: list[Planned] = []
    for _, group in groupby(files, lambda one: one.photo):
        portion += group
        if len(portion) >= size:
            yield portion
            portion = []
    if portion:
        yield portion


def _agreeing(photos: Iterable[int]) -> Changes:
    """Report that the metadata that library and files share has changed, which may add or end conflicts."""
    return changed("conflicts", photos=some) if (some := frozenset(photos)) else Changes()


def _pictures(outcomes: Iterable[WriteOutcome]) -> dict[str, Reading]:
    return {one.path: one.reading for one in outcomes if one.reading is not None}


def _photos(entries: Iterable[JournalEntry], states: dict[int, State], turned: Collection[int]) -> list[Rewritten]:
    """Return the photos of the journal whose file has changed."""
    found = []
    for one in entries:
        hash_ = {"written": one.written, "put back": one.before}.get(states[one.id])
        if one.way_back is not None and hash_ and (now := rewritten(one.photo, one.path, hash_)):
            found.append(replace(now, is_turned=one.id in turned))
    return found
