"""The use case of writing words into sidecars: planned and shown, written with a journal, put back at any time.

Nothing is written unless somebody has seen the plan and said yes. Each sidecar is noted in the journal of the catalogue
before it is touched; what a killed process left open is closed before the next writing by looking at the files.
"""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from photon.app.hiding import Hiding
from photon.app.importing import Importing
from photon.app.sidecar_words import origins_of, words_for
from photon.app.store import Store
from photon.domain import PhotonError
from photon.domain.agreement import Said
from photon.domain.caption import Caption
from photon.domain.run import Run
from photon.domain.writing import PROFILES, Profile, Unwritable, Words, Written
from photon.library import Library, captions, imports, runs, tags, understood, writes
from photon.library.imports import Ours, Told
from photon.library.understood import Understood
from photon.library.writes import Entry, State
from photon.media.replacement import leftovers
from photon.media.sidecar_writing import carry_out, plan_sidecar, put_back

_THREADS = 8  # most of the time goes into waiting for the disk
_PORTION = 200
Tell = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Planned:
    """One sidecar that would be written.

    Attributes:
        photo: Whose it is.
        path: The file that it is about.
        stamp: Size and time of that file when it was read.
        words: What shall stand there.
        change: The sidecar before and after.
        was: What was known of the file.
    """

    photo: int
    path: str
    stamp: tuple[int, int]
    words: Words
    change: Written
    was: Understood


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing would do.

    Attributes:
        profile: For which program.
        sidecars: What would change; files that say everything already are left out.
        obstacles: By path, why nothing can be written there.
    """

    profile: Profile
    sidecars: tuple[Planned, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it.

    Attributes:
        run: By which it can be put back; 0 where nothing was written.
        paths: Sidecars that were written, or put back.
        obstacles: By path, why others were not.
    """

    run: int
    paths: tuple[str, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()


class Writing:
    """Writes sidecars. Methods never wait."""

    def __init__(self, store: Store, importing: Importing, hiding: Hiding) -> None:
        """Take the library, who reads what files say now, and who knows which tags are sensitive."""
        self._store = store
        self._importing = importing
        self._hiding = hiding
        self._threads = ThreadPoolExecutor(_THREADS, "photon-files")
        self._desk = ThreadPoolExecutor(1, "photon-writing")  # one thing at a time; readers stay free for the window
        self._lock = FileLock(store.directory / "writing.lock", thread_local=False)

    def close(self) -> None:
        """Finish the sidecars that are being written."""
        self._desk.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True)

    def plan(
        self, photos: Sequence[int], profile: str = "everywhere", tell: Tell = lambda _done, _all: None
    ) -> Future[Plan]:
        """Work out what would be written for these photos; nothing is.

        The Future may raise PhotonError: there is no such profile.
        """

        def work(library: Library) -> Plan:
            if profile not in PROFILES:
                raise PhotonError(f"There is no profile “{profile}”.", f"There are: {', '.join(PROFILES)}")
            plans: list[Planned] = []
            obstacles: list[tuple[str, PhotonError]] = []
            for at in range(0, len(photos), _PORTION):
                some = photos[at : at + _PORTION]
                told = list(self._importing.tell_now(understood.places(library, some)))
                jobs = [
                    (one, words, was, self._threads.submit(plan_sidecar, one.path, words, PROFILES[profile]))
                    for one, words, was in self._wanted(library, some, told)
                ]
                for one, words, was, job in jobs:
                    try:
                        change = job.result()
                    except Unwritable as error:
                        obstacles.append((one.path, error))
                        continue
                    if change.changes:
                        stamp = (one.found.size, one.found.mtime_ns)
                        plans.append(Planned(one.photo, one.path, stamp, words, change, was))
                tell(min(at + _PORTION, len(photos)), len(photos))
            return Plan(PROFILES[profile], tuple(plans), tuple(obstacles))

        return self._desk.submit(lambda: work(self._store.here()))

    def write(self, plan: Plan, tell: Tell = lambda _done, _all: None) -> Future[Done]:
        """Carry a plan out, as one run. What was changed by others since it was made is left alone, and told."""
        return self._desk.submit(lambda: self._locked(lambda: self._write(plan, tell)))

    def put_back(self, run: int, tell: Tell = lambda _done, _all: None) -> Future[Done]:
        """Let the sidecars that a run wrote be as they were, unless somebody has changed them since.

        The Future may raise PhotonError: nothing of this run can be put back.
        """
        return self._desk.submit(lambda: self._locked(lambda: self._put_back(run, tell)))

    def tidy(self) -> Future[int]:
        """Close what a killed process left open; how many sidecars it had under way. Not while another one writes."""

        def act() -> int:
            try:
                with self._lock.acquire(timeout=0):
                    return self._tidy()
            except Timeout:
                return 0

        return self._desk.submit(act)

    def _locked(self, act: Callable[[], T]) -> T:
        with self._lock:
            self._tidy()
            return act()

    def _wanted(
        self, library: Library, photos: Sequence[int], told: Sequence[Told]
    ) -> list[tuple[Told, Words, Understood]]:
        ours: Ours = imports.said_of(library, photos)
        before = understood.of(library, ((one.photo, one.path) for one in told))
        given, written = tags.of(library, photos), captions.of(library, photos)
        known_runs: dict[int, Run] = {run.id: run for run in runs.everything(library)}
        found = []
        for one in told:
            if one.said is None or one.photo not in ours.said:
                found.append((one, Words(), Understood()))  # planning says why its sidecar cannot be read
                continue
            was = before.get((one.photo, one.path), Understood(Said(), one.said))
            words = words_for(
                was.known,
                one.said,
                ours.said[one.photo],
                ours.rejected[one.photo],
                lambda path: self._hiding.is_sensitive(library, path),
            )
            if words.keywords is not None:
                words = replace(words, keywords=(*words.keywords, *one.unheld))
            if words != Words():
                caption = written.get(one.photo, Caption())
                words = replace(words, origins=origins_of(given[one.photo], caption, known_runs, words))
                found.append((one, words, was))
        return found

    def _write(self, plan: Plan, tell: Tell) -> Done:
        run = 0
        paths: list[str] = []
        obstacles: list[tuple[str, PhotonError]] = []
        for at in range(0, len(plan.sidecars), _PORTION):
            some = plan.sidecars[at : at + _PORTION]
            if not run:
                what = f"{len(plan.sidecars):,} sidecars for {plan.profile.name}"
                run = self._store.write(partial(writes.begin_run, what=what)).result()
            rows = self._store.write(
                partial(writes.begin, run=run, planned=[(one.photo, one.path, one.change, one.was) for one in some])
            ).result()
            jobs = [self._threads.submit(_carry_out, one, plan.profile) for one in some]
            states: dict[int, State] = {}
            for row, one, job in zip(rows, some, jobs, strict=True):
                states[row] = _outcome(job, one.change.path, paths, obstacles, ("written", "not written"))
            self._note(run, states, len({one.photo for one in some}))
            tell(min(at + _PORTION, len(plan.sidecars)), len(plan.sidecars))
        return Done(run, tuple(paths), tuple(obstacles))

    def _put_back(self, run: int, tell: Tell) -> Done:
        entries = writes.of_run(self._store.here(), run)
        paths: list[str] = []
        obstacles: list[tuple[str, PhotonError]] = []
        for at in range(0, len(entries), _PORTION):
            some = entries[at : at + _PORTION]
            begun: dict[int, State] = {one.id: "putting back" for one in some}
            self._store.write(partial(writes.note, states=begun)).result()
            jobs = [self._threads.submit(_restore, one) for one in some]
            states: dict[int, State] = {}
            for one, job in zip(some, jobs, strict=True):
                states[one.id] = _outcome(job, one.path, paths, obstacles, ("put back", "overtaken"))
            self._store.write(partial(writes.note, states=states)).result()
            tell(min(at + _PORTION, len(entries)), len(entries))
        self._store.write(lambda lib: runs.close(lib, run, undone=True)).result()
        return Done(run, tuple(paths), tuple(obstacles))

    def _note(self, run: int, states: dict[int, State], photos: int) -> None:
        def act(library: Library) -> None:
            writes.note(library, states)
            runs.count(library, run, photos)

        self._store.write(act).result()

    def _tidy(self) -> int:
        entries = writes.halfway(self._store.here())
        for folder in {Path(one.path).parent for one in entries}:
            for left in leftovers(folder):
                with suppress(OSError):
                    left.unlink()
        if entries:
            states = {one.id: _found_state(one) for one in entries}
            self._store.write(lambda lib: writes.note(lib, states)).result()
        return len(entries)


def _carry_out(one: Planned, profile: Profile) -> None:
    status = Path(one.path).stat()
    if (status.st_size, status.st_mtime_ns) != one.stamp:
        raise Unwritable(
            "changed", f"{one.path} was changed since it was planned; Photon wrote nothing.", "Plan again."
        )
    carry_out(one.change, one.words, profile)


def _restore(one: Entry) -> None:
    now = _bytes_of(one.path)
    if now == one.former:
        return
    if now is None or hashlib.sha256(now).digest() != one.written:
        raise Unwritable(
            "changed",
            f"{one.path} was changed since Photon wrote it; it is as it is.",
            "What stood there before is still in Photon's journal.",
        )
    put_back(Written(one.path, one.former, now, ()), always=True)


def _found_state(one: Entry) -> State:
    """How far a sidecar is, by its bytes."""
    now = _bytes_of(one.path)
    if now == one.former:
        return "not written" if one.state == "writing" else "put back"
    if now is not None and hashlib.sha256(now).digest() == one.written:
        return "written"
    return "overtaken"


def _outcome(
    job: "Future[None]",
    path: str,
    paths: list[str],
    obstacles: list[tuple[str, PhotonError]],
    states: tuple[State, State],
) -> State:
    try:
        job.result()
    except PhotonError as error:
        obstacles.append((path, error))
        return states[1]
    except OSError as error:
        obstacles.append((path, PhotonError(f"{path} could not be reached: {error.strerror}.", "Check its drive.")))
        return states[1]
    paths.append(path)
    return states[0]


def _bytes_of(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
