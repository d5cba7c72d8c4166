"""The use case of writing words into files: planned and shown, written with a journal, put back at any time.

Nothing is written unless somebody has seen the plan and said yes. Each file is noted in the journal of the catalogue
before it is touched; what a killed process left open is closed before the next writing by looking at the files.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, takewhile
from pathlib import Path
from threading import Event
from typing import TypeVar

from filelock import Timeout

from photon.app.decoders import Decoders
from photon.app.hiding import Hiding
from photon.app.importing import Importing
from photon.app.store import Store
from photon.app.write_plan import Plan, Planned, Planner, Tell
from photon.app.writing_lock import writing_lock
from photon.app.written_files import found_state, moved, restore, rewritten, write
from photon.domain import Changes, PhotonError, changed
from photon.domain.writing import POLICIES, PROFILES, Policy, Profile, Spliced
from photon.library import Library, imports, photos, runs, understood, writes
from photon.library.files import Rewritten
from photon.library.imports import Told
from photon.library.understood import Place, Understood
from photon.library.writes import Entry, State
from photon.media.replacement import leftovers

_THREADS = 8  # most of the time goes into waiting for the disk
_PORTION = 200
T = TypeVar("T")
Stop = Callable[[], bool]
_Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it.

    Attributes:
        run: By which it can be put back; 0 where nothing was written.
        paths: Files that were written, or put back.
        obstacles: By path, why others were not.
        left: How many files it did not come to, because it was stopped.
    """

    run: int
    paths: tuple[str, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()
    left: int = 0


@dataclass(slots=True)
class _Tally:
    """What has become of files so far."""

    paths: list[str] = field(default_factory=list)
    obstacles: list[tuple[str, PhotonError]] = field(default_factory=list)

    def took(self, path: str, act: _Act) -> bool:
        """Act on one file; tells whether it could be done."""
        try:
            act()
        except PhotonError as error:
            self.obstacles.append((path, error))
            return False
        except OSError as error:
            sentence = f"{path} could not be reached: {error.strerror}."
            self.obstacles.append((path, PhotonError(sentence, "Check its drive.")))
            return False
        self.paths.append(path)
        return True

    def done(self, run: int, among: int) -> Done:
        left = among - len(self.paths) - len(self.obstacles)
        return Done(run, tuple(self.paths), tuple(self.obstacles), left)


class Writing:
    """Writes words into photos and sidecars. Methods never wait."""

    def __init__(self, store: Store, importing: Importing, hiding: Hiding, decoders: Decoders) -> None:
        """Take the library, who reads what files say now, who knows sensitive tags, and who looks into photos."""
        self._store = store
        self._importing = importing
        self._threads = ThreadPoolExecutor(_THREADS, "photon-files")
        self._planner = Planner(importing, hiding, decoders, self._threads)
        self._desk = ThreadPoolExecutor(1, "photon-writing")  # one thing at a time; readers stay free for the window
        self._lock = writing_lock(store.directory)
        self._closing = Event()

    def close(self) -> None:
        """Finish the files that are being written; those of a plan that come later are not begun."""
        self._closing.set()
        self._desk.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True)

    def plan(
        self,
        photos: Sequence[int],
        profile: str = "everywhere",
        policy: Policy = "sidecar",
        tell: Tell = lambda _done, _all: None,
        stop: Stop = lambda: False,
    ) -> Future[Plan]:
        """Work out what would be written for these photos; nothing is.

        Args:
            photos: Which; hidden ones are left out.
            profile: For which program.
            policy: ``sidecar`` leaves photos as they are; ``embed`` writes into them where that is safe, into a sidecar
                where it is not, and keeps sidecars in step that are there; ``both`` writes into photos and sidecars.
            tell: Told now and then how many photos of how many are done, on another thread.
            stop: Asked now and then, on another thread; when true, the Future raises CancelledError.

        The Future may raise PhotonError: there is no such profile, or no such policy.
        """
        is_over = self._or_closing(stop)

        def told(done: int, among: int) -> None:
            if is_over():
                raise CancelledError
            tell(done, among)

        def work() -> Plan:
            if profile not in PROFILES:
                raise PhotonError(f"There is no profile “{profile}”.", f"There are: {', '.join(PROFILES)}")
            if policy not in POLICIES:
                raise PhotonError(f"There is no policy “{policy}”.", f"There are: {', '.join(POLICIES)}")
            told(0, len(photos))
            return self._planner.plan(self._store.here(), photos, PROFILES[profile], policy, told)

        return self._desk.submit(work)

    def write(self, plan: Plan, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False) -> Future[Done]:
        """Carry a plan out, as one run. What was changed by others since it was made is left alone, and told.

        Args:
            plan: What to write.
            tell: Told now and then how many files of how many are done, on another thread.
            stop: Asked now and then, on another thread; when true, what was written stays, and the rest is left out.
        """
        return self._desk.submit(lambda: self._locked(lambda: self._write(plan, tell, self._or_closing(stop))))

    def put_back(self, run: int, tell: Tell = lambda _done, _all: None, stop: Stop = lambda: False) -> Future[Done]:
        """Let the files that a run wrote be as they were, to the last byte, unless somebody has changed them since.

        ``tell`` and ``stop`` as for ``write``; what is left out then can be put back later. The Future may raise
        PhotonError: nothing of this run can be put back.
        """
        return self._desk.submit(lambda: self._locked(lambda: self._put_back(run, tell, self._or_closing(stop))))

    def kept(self, run: int) -> Future[list[str]]:
        """The files, by path, that putting back this run would touch; nothing is.

        The Future may raise PhotonError: nothing of this run can be put back.
        """
        return self._store.read(lambda library: [entry.path for entry in writes.of_run(library, run)])

    def tidy(self) -> Future[int]:
        """Close what a killed process left open; how many files it had under way. Not while another one writes."""

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

    def _or_closing(self, stop: Stop) -> Stop:
        return lambda: self._closing.is_set() or stop()

    def _write(self, plan: Plan, tell: Tell, stop: Stop) -> Done:
        run, tally, done = 0, _Tally(), 0
        for some in takewhile(lambda _: not stop(), _portions(plan.files)):
            run = run or self._store.write(partial(writes.begin_run, what=_what(plan))).result()
            planned = [(one.photo, one.path, one.change, one.ground.was) for one in some]
            rows = self._store.write(partial(writes.begin, run=run, planned=planned)).result()
            jobs = [
                self._threads.submit(_write_group, list(group), plan.profile, tally)
                for _, group in groupby(some, lambda one: one.path)
            ]
            written = [state for job in jobs for state in job.result()]
            self._note(run, dict(zip(rows, written, strict=True)), some)
            done += len(some)
            tell(done, len(plan.files))
        return tally.done(run, len(plan.files))

    def _put_back(self, run: int, tell: Tell, stop: Stop) -> Done:
        entries = self._found_again(writes.of_run(self._store.here(), run))
        tally = _Tally()
        for at in takewhile(lambda _: not stop(), range(0, len(entries), _PORTION)):
            some = entries[at : at + _PORTION]
            begun: dict[int, State] = {one.id: "putting back" for one in some}
            self._store.write(partial(writes.note, states=begun)).result()
            jobs = [self._threads.submit(tally.took, one.path, partial(restore, one)) for one in some]
            # what could not be put back now can be when the disk has room again, or when a later run was put back
            states: dict[int, State] = {
                one.id: "put back" if job.result() else "written" for one, job in zip(some, jobs, strict=True)
            }
            self._store.write(partial(_note_put_back, some=some, states=states)).result()
            tell(min(at + _PORTION, len(entries)), len(entries))
        if len(tally.paths) == len(entries):
            self._store.write(lambda lib: runs.close(lib, run, undone=True)).result()
        return tally.done(run, len(entries))

    def _found_again(self, entries: Sequence[Entry]) -> list[Entry]:
        """Files of the journal where they lie now; what was moved with its photo is noted."""
        library = self._store.here()
        # what is on a drive that is away has not moved, though its copy elsewhere may look as if it had
        away = [one for one in entries if photos.at(library, one.photo_path) is None]
        known = writes.places_of(library, {one.photo for one in away})
        places: dict[int, list[str]] = {}
        for place in understood.places(library, list({one.photo: None for one in away})):
            if place.path not in known:
                places.setdefault(place.photo, []).append(place.path)
        there = {one.id: now for one in away if (now := moved(one, places.get(one.photo, ())))}
        if there:
            self._store.write(partial(writes.move, entries=list(there.values()))).result()
        return [there.get(one.id, one) for one in entries]

    def _note(self, run: int, states: dict[int, State], some: Sequence[Planned]) -> None:
        """Note what was written, and what the files say now."""
        written = [one for one, state in zip(some, states.values(), strict=True) if state == "written"]
        told = self._importing.tell_now(_places(some, states.values()))
        agreed = _agreed(told, written)
        photos = [
            rewritten(one.photo, one.path, one.change.splice.after)
            for one in written
            if isinstance(one.change, Spliced)
        ]

        def act(library: Library) -> Changes:
            writes.note(library, states, list(filter(None, photos)), agreed)
            runs.count(library, run, len({one.photo for one in written}))
            return _agreeing(written)

        self._store.write(act).result()

    def _tidy(self) -> int:
        entries = writes.halfway(self._store.here())
        for folder in {Path(one.path).parent for one in entries}:
            for left in leftovers(folder):
                with suppress(OSError):
                    left.unlink()
        if entries:
            states = {one.id: found_state(one) for one in entries}
            self._store.write(lambda lib: writes.note(lib, states, _photos(entries, states))).result()
            return sum(states[one.id] != one.state for one in entries)
        return 0


def _portions(files: Sequence[Planned]) -> Iterable[list[Planned]]:
    """Parts of a plan, none of which separates files of one photo."""
    portion: list[Planned] = []
    for _, group in groupby(files, lambda one: one.photo):
        portion += group
        if len(portion) >= _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _write_group(group: Sequence[Planned], profile: Profile, tally: _Tally) -> list[State]:
    """Write the files of one photo, its sidecar first: it is planned by what the photo says."""
    return ["written" if tally.took(one.change.path, partial(write, one, profile)) else "not written" for one in group]


def _what(plan: Plan) -> str:
    counted = ((len(plan.photos), "photo"), (len(plan.sidecars), "sidecar"))
    told = [f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in counted if count]
    program = "every program" if plan.profile.name == "everywhere" else plan.profile.name
    return f"{' and '.join(told)} for {program}"


def _places(some: Sequence[Planned], states: Iterable[State]) -> list[Place]:
    """Files for which everything that was planned was written."""
    wholly: dict[str, bool] = {}
    for one, state in zip(some, states, strict=True):
        wholly[one.path] = wholly.get(one.path, True) and state == "written"
    grounds = {one.path: one.ground.told for one in some}
    return [Place(told.photo, path, told.found) for path, told in grounds.items() if wholly[path]]


def _agreed(told: Iterable[Told], written: Sequence[Planned]) -> list[tuple[Told, Understood]]:
    grounds = {one.path: one.ground for one in written}
    return [
        (one, imports.agreed(one, ground.was, ground.ours))
        for one in told
        if one.said is not None and (ground := grounds[one.path])
    ]


def _note_put_back(library: Library, some: Sequence[Entry], states: dict[int, State]) -> Changes:
    writes.note(library, states, _photos(some, states), agreed=())
    return _agreeing(some)


def _agreeing(some: Iterable[Planned | Entry]) -> Changes:
    """On what these files and the library agree is another thing now: conflicts may have come or gone."""
    photos = frozenset(one.photo for one in some)
    return changed("conflicts", photos=photos) if photos else Changes()


def _photos(entries: Iterable[Entry], states: dict[int, State]) -> list[Rewritten]:
    """Photos of the journal that are other files now."""
    found = []
    for one in entries:
        hash_ = {"written": one.written, "put back": one.before}.get(states[one.id])
        if one.way_back is not None and hash_ and (now := rewritten(one.photo, one.path, hash_)):
            found.append(now)
    return found
