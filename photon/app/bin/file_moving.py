"""Moves files with a journal: if the process is killed at any moment, the next start finishes or reverts the moves."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from photon.app.bin.kept_files import KeptFiles
from photon.app.bin.move_kinds import MoveKind
from photon.app.indexing.writing_desk import WritingDesk
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.photo.file_move import FileMove, MoveState, Purpose, Unmovable, Whereabouts
from photon.language import tr
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.decisions import moved_words
from photon.media.file.free_rename import whereabouts
from photon.media.trash.bin import BinPlanner, bring_back, carry, flush_moves, give_up, prepare, reserve
from photon.media.trash.kept_file import went_along
from photon.quick_dataclass import dataclass

_PORTION = 50  # photos with what goes with them: a transaction before, one after, and some tenths of a second between
_MOST = 400  # in a portion, where files move quickly: each portion makes all lists that show its photos look again
_QUICK = 0.5  # seconds that a portion may take for the next one to have twice as many
_UNTOLD = 8.0  # seconds that views wait at most until they hear what went: each time they look at all photos again
_LONGEST_WAIT = 60.0  # seconds that the work in the background waits for a move
# what was not moved and is not as it was is for the next look at its folder to judge
_GONE: Mapping[Whereabouts, MoveState] = {"source": "over", "target": "there", "nowhere": "over"}
_CAME: Mapping[Whereabouts, MoveState] = {"source": "over", "target": "there", "nowhere": "gone"}
T = TypeVar("T")
Stop = Callable[[], bool]
Tell = Callable[[int, int], None]
Unit = tuple[FileMove, ...]
"""Files that go together or not at all, the photo first."""
Obstacles = Sequence[tuple[str, PhotonError]]
"""By path, why files could not be moved."""


def say_nothing(_done: int, _all: int) -> None:
    """Ignore progress: the default for ``tell``."""


def go_on() -> bool:
    """Never stop: the default for ``stop``."""
    return False


@dataclass(slots=True)
class MoveOutcome:
    """What became of moves.

    Attributes:
        batch: By which they can be undone; 0 where nothing was moved.
        moved: The files that were moved.
        obstacles: By path, why others were not.
        left: How many photos it did not come to, because it was stopped.
    """

    batch: int = 0
    moved: list[FileMove] = field(default_factory=list)
    obstacles: list[tuple[str, PhotonError]] = field(default_factory=list)
    left: int = 0

    @property
    def photos(self) -> int:
        """How many photos were moved, each with what goes with it."""
        return len({one.unit for one in self.moved})


class FileMoving:
    """Moves files, one task at a time, on its own thread.

    ``go``, ``come_back`` and ``rescan`` block; call them on that thread, that is, within ``submit``.

    Attributes:
        on_refused: Called on another thread with the files that could not be moved by undo or redo, or after a process
            was killed, and the reasons; they are notices of the session until another function is set.
    """

    def __init__(self, store: LibraryThreads) -> None:
        """Take the library."""
        self._store = store
        self._desk = WritingDesk(store.directory, "photon-moving", self._tidy)  # no file is written while it is moved
        self.on_refused: Callable[[Obstacles], None] = self._note
        self._untold, self._begun, self._next = Changes(), 0.0, 0.0

    def _note(self, obstacles: Obstacles) -> None:
        self._store.notices += tuple(str(error) for _, error in obstacles)

    def close(self) -> None:
        """Finish the files that are under way, and begin no more."""
        self._desk.close()

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Do something on the desk while no other process moves or writes files."""
        return self._desk.submit_alone(act)

    def after(self, act: Callable[[], T]) -> Future[T]:
        """Do something on the desk after what was asked for before; it moves nothing."""
        return self._desk.submit(act)

    def later(self, act: Callable[[], MoveOutcome]) -> Future[MoveOutcome]:
        """Move files once the edit that requests this is written; tell ``on_refused`` what could not be moved."""
        moved = self.submit(act)
        moved.add_done_callback(self._tell_refused)
        return moved

    def _tell_refused(self, moved: Future[MoveOutcome]) -> None:
        if moved.cancelled():
            return
        error = moved.exception()
        obstacles = moved.result().obstacles if error is None else []
        if isinstance(error, PhotonError):
            obstacles = [("", error)]
        if obstacles:
            self.on_refused(obstacles)

    def tidy(self) -> Future[int]:
        """Finish or take back what a killed process left on its way; how many files. Not while another one moves."""
        return self._desk.tidy()

    def go(self, kind: MoveKind, units: Sequence[Unit], tell: Tell, stop: Stop, outcome: MoveOutcome) -> None:
        """Move files to their targets.

        Args:
            kind: The purpose.
            units: The files, in the order in which to move them.
            tell: Called at intervals with the number of units done and their total.
            stop: Called between portions; if it returns true, moved files stay moved, and the rest is not started.
            outcome: Receives the results. If an error ends the move early, these include files on their way.

        Raises:
            PhotonError: The library cannot be written to; files that were not moved by then stay in place.
        """
        if not units:
            return
        self._store.before_batch(len(units))
        batch = self._store.write(file_moves.begin_batch, kind.purpose, kind.name(len(units))).result()
        try:
            with self._unrest():
                self._go_on(batch, units, (tell, stop), outcome)
        except BaseException:
            # files on their way will arrive, because the next move finishes them
            outcome.moved = file_moves.of_batch(self._store.here(), batch, "going", "there")
            raise
        finally:
            outcome.batch = batch if outcome.moved else 0
            self._store.write(file_moves.end_batch, batch, kind.name(outcome.photos)).result()

    def _go_on(self, batch: int, units: Sequence[Unit], report: tuple[Tell, Stop], outcome: MoveOutcome) -> None:
        (tell, stop), kept = report, KeptFiles()
        for at, some in _portions_of(units):
            if self._desk.is_closing or stop():
                outcome.left = len(units) - at
                break
            portion = [unit for unit in some if _is_prepared(unit, outcome)]
            begun = self._begin(batch, [one for unit in portion for one in unit])
            self._finish(list(units_of(begun)), outcome, kept)
            tell(at + len(some), len(units))
        self._take_back(kept, outcome)

    def _take_back(self, kept: KeptFiles, outcome: MoveOutcome) -> None:
        """Finally, move back duplicates whose kept file was taken away by another move."""
        lost = [one for unit in units_of(outcome.moved) if not kept.is_left(unit[0]) for one in unit]
        if lost:
            back = {one.id for one in self._come_back(lost, say_nothing, go_on).moved}  # even while Photon is closed
            outcome.moved = [one for one in outcome.moved if one.id not in back]
            outcome.obstacles += [(one.source, went_along(one, is_back=one.id in back)) for one in lost if one.stays]

    def planned_anew(self, purpose: Purpose, moved: Sequence[FileMove]) -> tuple[list[Unit], Obstacles]:
        """Plan another move of files that were moved back; in the bin they get new names, as theirs may be taken.

        Args:
            purpose: The purpose.
            moved: The moves of the first time.

        Returns:
            The units that can be moved, and the reasons why others cannot.
        """
        planner = BinPlanner() if purpose == "bin" else None
        units, obstacles = list[Unit](), list[tuple[str, PhotonError]]()
        for unit in units_of(moved):
            try:
                units.append(tuple(_planned_anew(one, planner) if planner else one for one in unit))
            except Unmovable as error:
                obstacles.append((unit[0].source, error))
        return units, obstacles

    def come_back(self, moves: Sequence[FileMove], tell: Tell, stop: Stop) -> MoveOutcome:
        """Move files back to where they were; arguments and errors as for ``go``."""
        with self._unrest():
            return self._come_back(moves, tell, lambda: self._desk.is_closing or stop())

    @contextmanager
    def _unrest(self) -> Iterator[None]:
        """Let the work in the background wait: it would look at the same folders and photos after each portion.

        It goes on after a while: on a drive that hangs, a move may never end. Scans leave out files under way.
        """
        timer = threading.Timer(_LONGEST_WAIT, self._store.at_rest.set)
        timer.daemon = True
        self._store.at_rest.clear()
        timer.start()
        self._begun = time.monotonic()
        try:
            yield
        finally:
            timer.cancel()
            self._begun = self._next = 0.0
            self._tell_views(Changes())
            self._store.at_rest.set()

    def _tell_views(self, changes: Changes) -> None:
        """Tell views of changes, and of those before; while many files are moved, less and less often."""
        self._untold, now = self._untold | changes, time.monotonic()
        if now >= self._next:
            self._next = now + min(max(now - self._begun, _QUICK), _UNTOLD) if self._begun else 0.0
            told, self._untold = self._untold, Changes()
            self._store.events.send(told)

    def _come_back(self, moves: Sequence[FileMove], tell: Tell, stop: Stop) -> MoveOutcome:
        outcome, units = MoveOutcome(), list(units_of(moves))[::-1]
        for at, portion in _portions_of(units):
            if stop():
                outcome.left = len(units) - at
                break
            self._store.write(file_moves.turn_back, [one for unit in portion for one in unit]).result()
            self._finish(portion, outcome)
            tell(at + len(portion), len(units))
        return outcome

    def _begin(self, batch: int, moves: Sequence[FileMove]) -> list[FileMove]:
        def act(library: Library) -> list[FileMove]:
            stored, changes = file_moves.begin(library, batch, moves)
            self._tell_views(changes)
            return stored

        return self._store.write(act).result()

    def _finish(self, units: Sequence[Unit], outcome: MoveOutcome, kept: KeptFiles | None = None) -> None:
        """Move the files of units, and note where they are.

        Args:
            units: The units.
            outcome: Receives the results.
            kept: What stays instead of them; None if they come back.
        """
        if kept is not None:  # where something stays instead, nothing is begun before it was looked at
            some = [one for unit in units if not unit[0].stays for one in unit]
            reserve(some, datetime.now())  # noqa: DTZ005 - bins tell local time
        for unit in units:
            try:
                _bring_back_one(unit) if kept is None else _go_safely(unit, kept)
            except Unmovable as error:
                outcome.obstacles.append((unit[0].source, error))
                if kept is not None:
                    give_up(unit)
            else:
                outcome.moved += unit
        files = [one for unit in units for one in unit]
        flush_moves(files)  # before the journal says where they are
        places = {one.id: whereabouts(one) for one in files}
        found = _CAME if kept is None else _GONE
        states = {id_: found[place] for id_, place in places.items() if place in found}  # else a drive went away
        self._store.write(lambda library: self._tell_views(moved_words.settle_moves(library, states))).result()

    def _tidy(self) -> int:
        """Finish what was begun; what cannot be reached now is left for the next time."""
        left = file_moves.halfway(self._store.here())
        reached, outcome = [one for one in left if whereabouts(one) != "unknown"], MoveOutcome()
        for state, kept in (("going", KeptFiles()), ("back", None)):
            units = list(units_of([one for one in reached if one.state == state]))
            for unit in units if kept else ():
                if unit[0].stays:  # nobody knows whether what stays was looked at: it goes once more
                    with suppress(Unmovable):
                        _bring_back_one(unit)
            if units:
                self._finish(units, outcome, kept)
            if kept:
                self._take_back(kept, outcome)
        if outcome.obstacles:
            self.on_refused(outcome.obstacles)
        return len(reached)

    def rescan(self) -> Changes:
        """Note what others did: files that came back by a file manager, and those that went when it was emptied."""
        library = self._store.here()
        states: dict[int, MoveState] = {}
        for one in file_moves.there(library):
            place = whereabouts(one)
            if place == "source":
                states[one.id] = "over"
            elif place == "nowhere":
                states[one.id] = "over" if file_moves.is_in_files(library, one) else "gone"
        return self._store.write(moved_words.settle_moves, states).result() if states else Changes()


def units_of(moves: Iterable[FileMove]) -> Iterator[Unit]:
    """Files that were stored one after another, by what goes together."""
    for _, some in groupby(moves, lambda one: one.unit):
        yield tuple(some)


def _planned_anew(move: FileMove, planner: BinPlanner) -> FileMove:
    planned = planner.plan(Path(move.source), move.role)
    return replace(move, target=planned.target, info=planned.info, size=planned.size, mtime_ns=planned.mtime_ns)


def _portions_of(units: Sequence[Unit]) -> Iterator[tuple[int, Sequence[Unit]]]:
    """Yield where a portion begins, and the portion, which is larger the faster the one before was moved."""
    at, size = 0, _PORTION
    while at < len(units):
        begun = time.monotonic()
        yield at, units[at : at + size]
        at += size
        size = min(2 * size, _MOST) if time.monotonic() - begun < _QUICK else max(size // 2, _PORTION)


def _is_prepared(unit: Unit, outcome: MoveOutcome) -> bool:
    """Whether the folders that a unit needs are there; else it is an obstacle."""
    try:
        for one in unit:
            prepare(one)
    except Unmovable as error:
        outcome.obstacles.append((unit[0].source, error))
        return False
    return True


def _go_safely(unit: Unit, kept: KeptFiles) -> None:
    """Move the files of a unit, or none of them, if what stays instead of them is there before and after.

    Raises:
        Unmovable: It isn't, or one could not be moved; all are back where they were, unless the error says otherwise.
    """
    kept.check(unit[0])
    _go_one(unit)
    if not kept.is_left(unit[0]):
        with suppress(Unmovable):
            _bring_back_one(unit)
        kept.compare_anew(unit[0])
        raise went_along(unit[0], is_back=whereabouts(unit[0]) == "source")


def _go_one(unit: Unit) -> None:
    """Move the files of a unit, or none of them.

    Raises:
        Unmovable: One could not be moved; the others are back where they were.
    """
    gone: list[FileMove] = []
    try:
        for one in unit:
            carry(one, datetime.now())  # noqa: DTZ005 - bins tell local time
            gone.append(one)
    except Unmovable:
        for one in reversed(gone):
            with suppress(Unmovable):
                bring_back(one)
        raise


def _bring_back_one(unit: Unit) -> None:
    """Move the files of a unit back, the photo last, or none of them; a sidecar that is gone is left out.

    Raises:
        Unmovable: One could not be moved; the others are where they were.
    """
    came: list[FileMove] = []
    try:
        for one in reversed(unit):
            if one.role != "photo" and whereabouts(one) == "nowhere":
                continue
            bring_back(one)
            came.append(one)
    except Unmovable:
        for one in reversed(came):
            with suppress(Unmovable):
                carry(one, datetime.now())  # noqa: DTZ005
        raise


def not_there(path: str) -> PhotonError:
    """What is said of a photo whose file cannot be moved, because it is not as Photon knows it.

    Args:
        path: The file.
    """
    return PhotonError(
        tr("{path} wasn't moved: it changed or went since Photon last read it.", path=path),
        tr("Photon rescans its folder; then try once more."),
    )
