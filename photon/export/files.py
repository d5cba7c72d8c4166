"""Carrying out a plan: one file after the other is made under a name of passing, noted, and then given its own.

Several are made at once, by whoever ``make`` asks; names are given one by one. What goes wrong with one file is told
and costs no other; only a full disk, or a folder that must not be written to, ends everything.
"""

import errno
import os
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from photon.domain import PhotonError, UnreadableFile
from photon.domain.metadata.export_recipe import Copied, Exported, FilePlan, LeftOut, Target
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.export.journal import Journal, Made
from photon.export.naming import numbered
from photon.export.plan import SIDECAR, left_out

ENDING = ".photon-part"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
Tell = Callable[[int, int], None]
Stop = Callable[[], bool]
Make = Callable[[Target, Path], Future[Copied]]
Appear = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Tools:
    """Who does the work.

    Attributes:
        make: Starts copying a target to a place; its Future may raise PhotonError, UnreadableFile, UnsafeToEmbed or
            OSError.
        appear: Gives a file its name unless another one has it; raises FileExistsError then.
        state: What is written into a copy, in short, for the journal.
        at_once: How many are made at the same time.
    """

    make: Make
    appear: Appear
    state: Callable[[Target], str] = lambda _: ""
    at_once: int = 4


@dataclass(slots=True)
class _Course:
    """An export under way."""

    plan: FilePlan
    tools: Tools
    journal: Journal
    token: str
    made: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    end: LeftOut | None = None  # why it cannot go on

    def begin(self, number: int, target: Target) -> Callable[[], None]:
        """Begin one file; the result ends it."""
        place = Path(self.plan.folder, target.name)
        passing = place.with_name(f".{self.token}{number}{ENDING}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            job = self.tools.make(target, passing)
        except OSError as error:
            failure = error
            return lambda: self._fail(target, failure)
        return lambda: self._finish(target, passing, job)

    def _finish(self, target: Target, passing: Path, job: Future[Copied]) -> None:
        try:
            self._place_copy(target, passing, job.result())
        except (PhotonError, UnreadableFile, UnsafeToEmbed, OSError) as error:
            self._fail(target, error)
        finally:
            with suppress(OSError):
                passing.unlink()

    def _place_copy(self, target: Target, passing: Path, copied: Copied) -> None:
        one, time, name = target.outgoing, 1, target.name
        while True:
            place = Path(self.plan.folder, name)
            beside = None if copied.beside is None else _sidecar_of(place, copied.beside, is_short=copied.is_short)
            noted = Made(one.path, one.size, one.mtime_ns, name, copied.size, self.tools.state(target))
            self.journal.note(noted if beside is None else replace(noted, beside=beside.name))
            try:
                # the sidecar first: whoever sees the photo finds everything that belongs to it
                if beside is not None and copied.beside is not None:
                    self._write_file(beside, copied.beside, one.mtime_ns)
                self.tools.appear(passing, place)
            except FileExistsError:  # somebody else was faster
                time += 1
                stem, dot, ending = target.name.rpartition(".")
                name = numbered(stem, time) + dot + ending if dot else numbered(target.name, time)
                continue
            self.made.append(name)
            return

    def _write_file(self, place: Path, content: bytes, mtime_ns: int) -> None:
        if _holds(place, content):  # a run that was killed behind this line has written it
            return
        passing = place.with_name(f".{self.token}{secrets.token_hex(4)}{ENDING}")
        try:
            passing.write_bytes(content)
            os.utime(passing, ns=(mtime_ns, mtime_ns))
            self.tools.appear(passing, place)
        finally:
            with suppress(OSError):
                passing.unlink()

    def _fail(self, target: Target, error: Exception) -> None:
        told = describe_failure(target, error)
        self.left_out.append(told)
        if told.reason in {"full", "not-allowed"} and isinstance(error, OSError) and _is_of(error, self.plan.folder):
            self.end = told


def carry_out(plan: FilePlan, tools: Tools, journal: Journal, tell: Tell, stop: Stop) -> Exported:
    """Make what a plan lacks.

    Args:
        plan: Made just now.
        tools: Who does the work.
        journal: Open for this export, and for nobody else.
        tell: Told how many files of how many are done.
        stop: Asked now and then; when true, no further file is begun; what is under way is finished.
    """
    remove_leftovers(plan)
    course = _Course(plan, tools, journal, f"{secrets.token_hex(4)}-")
    todo = plan.missing
    under_way: deque[Callable[[], None]] = deque()
    done = len(plan.targets) - len(todo)
    begun = 0
    tell(done, len(plan.targets))
    for target in todo:
        if stop() or course.end is not None:
            break
        under_way.append(course.begin(begun, target))
        begun += 1
        if len(under_way) >= tools.at_once:
            under_way.popleft()()
            done += 1
            tell(done, len(plan.targets))
    while under_way:
        under_way.popleft()()
        done += 1
        tell(done, len(plan.targets))
    return _told(course, todo[begun:])


def remove_leftovers(plan: FilePlan) -> None:
    """Take away what a killed run left under names of passing, in the folders of a plan."""
    for folder in {Path(plan.folder, one.name).parent for one in plan.targets}:
        for left in _leftovers(folder):
            with suppress(OSError):
                left.unlink()


def _leftovers(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith(ENDING))


def describe_failure(target: Target, error: Exception) -> LeftOut:
    """Why a photo could not be exported, as a sentence."""
    path = target.outgoing.path
    if isinstance(error, UnsafeToEmbed):
        return LeftOut(path, "metadata", f"It was left out, because {error.message}.", error.hint)
    if isinstance(error, UnreadableFile):
        if error.kind == "vanished":
            return left_out(path, "missing")
        return LeftOut(path, "damaged" if error.kind != "unreadable" else "failed", error.message, error.hint)
    if isinstance(error, PhotonError):
        return LeftOut(path, "failed", error.message, error.hint)
    return told_of_the_system(path, error)


def told_of_the_system(path: str, error: Exception) -> LeftOut:
    """An error of a disk as a sentence."""
    number = error.errno if isinstance(error, OSError) else 0
    if number in _FULL:
        return LeftOut(path, "full", "The disk is full.", "Make room, then export again: what is done stays done.")
    if number in _ALLOWED:
        where = getattr(error, "filename", None) or path
        return LeftOut(path, "not-allowed", f"Photon is not allowed to use {where}.", "Change its permissions.")
    if number == errno.ENOENT:
        return left_out(path, "missing")
    reason = getattr(error, "strerror", None) or type(error).__name__
    return LeftOut(path, "failed", f"It could not be copied ({reason}).", "Check the drives, then export again.")


def _is_of(error: OSError, folder: str) -> bool:
    """Whether an error is about the folder that is written to, and not about a photo that is read."""
    return error.errno in _FULL or str(error.filename or folder).startswith(folder)


def _sidecar_of(place: Path, content: bytes, *, is_short: bool) -> Path:
    """Where the sidecar of a copy goes."""
    short = place.with_suffix(SIDECAR)
    if is_short and (not short.exists() or _holds(short, content)):
        return short
    return place.with_name(place.name + SIDECAR)


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.read_bytes() == content
    except OSError:
        return False


def _told(course: _Course, not_begun: Sequence[Target]) -> Exported:
    end = course.end
    rest = [
        LeftOut(one.outgoing.path, end.reason, end.message, end.hint)
        if end is not None
        else LeftOut(one.outgoing.path, "stopped", "You stopped before it.", "Export again to go on.")
        for one in not_begun
    ]
    return Exported(
        course.plan.folder,
        tuple(course.made),
        len(course.plan.targets) - len(course.plan.missing),
        (*course.plan.left_out, *course.left_out, *rest),
        is_whole=not rest,
    )
