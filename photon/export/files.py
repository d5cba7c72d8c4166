"""Carry out a plan: each file is made under a temporary name, recorded, and then renamed.

Several files are made in parallel; they are renamed one by one. An error affects only its own file; only a full disk or
a write-protected folder ends the export.
"""

import errno
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path

from photon.domain import PhotonError, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.export_recipe import Copied, Exported, ExportPlan, SkippedPhoto, Target
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.export.journal import ExportedFile, Journal
from photon.export.naming import numbered
from photon.export.plan import SIDECAR, left_out
from photon.language import tr
from photon.quick_dataclass import dataclass

ENDING = ".photon-part"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
Tell = Callable[[int, int], None]
Stop = Callable[[], bool]
Make = Callable[[Target, Path], Future[Copied]]
Appear = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Tools:
    """The functions that do the work.

    Attributes:
        make: Starts copying a target to a path; its Future may raise PhotonError, UnreadableFile, Unsafe or OSError.
        appear: Renames a file unless the name is taken, in which case it raises FileExistsError.
        state: Digest of what is written into a copy, for the journal.
        at_once: Number of files made in parallel.
    """

    make: Make
    appear: Appear
    state: Callable[[Target], str] = lambda _: ""
    at_once: int = 4


@dataclass(slots=True)
class _Course:
    """An export in progress."""

    plan: ExportPlan
    tools: Tools
    journal: Journal
    token: str
    made: list[str] = field(default_factory=list)
    left_out: list[SkippedPhoto] = field(default_factory=list)
    end: SkippedPhoto | None = None  # why it cannot continue

    def begin(self, number: int, target: Target) -> Callable[[], None]:
        """Start one file; calling the result finishes it."""
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
            noted = ExportedFile(one.path, one.size, one.mtime_ns, name, copied.size, self.tools.state(target))
            self.journal.note(noted if beside is None else replace(noted, beside=beside.name))
            try:
                # write the sidecar first, so that a visible photo always has it
                if beside is not None and copied.beside is not None:
                    self._write_file(beside, copied.beside, one.mtime_ns)
                self.tools.appear(passing, place)
            except FileExistsError:  # another program has used the name
                time += 1
                stem, dot, ending = target.name.rpartition(".")
                name = numbered(stem, time) + dot + ending if dot else numbered(target.name, time)
                continue
            self.made.append(name)
            return

    def _write_file(self, place: Path, content: bytes, mtime_ns: int) -> None:
        if _holds(place, content):  # written by a run that was killed afterwards
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
        failed = describe_failure(target, error)
        self.left_out.append(failed)
        if failed.reason in {"full", "not-allowed"} and isinstance(error, OSError) and _is_of(error, self.plan.folder):
            self.end = failed


def carry_out(plan: ExportPlan, tools: Tools, journal: Journal, tell: Tell, stop: Stop) -> Exported:
    """Make the missing files of a plan.

    Args:
        plan: A fresh plan.
        tools: The functions that do the work.
        journal: Open journal of this export, not shared with others.
        tell: Called with the number of finished files and the total.
        stop: Polled regularly; once true, no more files are started, and files in progress are finished.

    Returns:
        The result.
    """
    remove_leftovers(plan)
    course = _Course(plan, tools, journal, f"{secrets.token_hex(4)}-")
    todo = plan.missing
    done = len(plan.targets) - len(todo)
    begun = 0

    def begin() -> Iterator[Callable[[], None]]:
        nonlocal begun
        while begun < len(todo) and not stop() and course.end is None:
            begun += 1
            yield course.begin(begun - 1, todo[begun - 1])

    tell(done, len(plan.targets))
    for count, finish in enumerate(look_ahead(begin(), tools.at_once - 1), 1):
        finish()
        tell(done + count, len(plan.targets))
    return _result(course, todo[begun:])


def remove_leftovers(plan: ExportPlan) -> None:
    """Delete temporary files that a killed run left in the folders of a plan."""
    for folder in {Path(plan.folder, one.name).parent for one in plan.targets}:
        for left in _leftovers(folder):
            with suppress(OSError):
                left.unlink()


def _leftovers(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith(ENDING))


def describe_failure(target: Target, error: Exception) -> SkippedPhoto:
    """Describe why a photo could not be exported."""
    path = target.outgoing.path
    if isinstance(error, UnsafeToEmbed):
        return SkippedPhoto(path, "metadata", tr("It was skipped, because {reason}.", reason=error.message), error.hint)
    if isinstance(error, UnreadableFile):
        if error.kind == "vanished":
            return left_out(path, "missing")
        return SkippedPhoto(path, "damaged" if error.kind != "unreadable" else "failed", error.message, error.hint)
    if isinstance(error, PhotonError):
        return SkippedPhoto(path, "failed", error.message, error.hint)
    return skipped_by_system(path, error)


def skipped_by_system(path: str, error: Exception) -> SkippedPhoto:
    """Describe an operating system error."""
    number = error.errno if isinstance(error, OSError) else 0
    if number in _FULL:
        return SkippedPhoto(
            path,
            "full",
            tr("The disk is full."),
            tr("Free some space, then export again; files already exported are skipped."),
        )
    if number in _ALLOWED:
        where = getattr(error, "filename", None) or path
        return SkippedPhoto(
            path,
            "not-allowed",
            tr("You don't have permission to use {path}.", path=where),
            tr("Change its permissions."),
        )
    if number == errno.ENOENT:
        return left_out(path, "missing")
    reason = getattr(error, "strerror", None) or type(error).__name__
    return SkippedPhoto(
        path,
        "failed",
        tr("It couldn't be copied ({reason}).", reason=reason),
        tr("Check the drives, then export again."),
    )


def _is_of(error: OSError, folder: str) -> bool:
    """Return whether an error concerns the export folder and not the photo being read."""
    return error.errno in _FULL or str(error.filename or folder).startswith(folder)


def _sidecar_of(place: Path, content: bytes, *, is_short: bool) -> Path:
    """Return the path of the sidecar of a copy."""
    short = place.with_suffix(SIDECAR)
    if is_short and (not short.exists() or _holds(short, content)):
        return short
    return place.with_name(place.name + SIDECAR)


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.read_bytes() == content
    except OSError:
        return False


def _result(course: _Course, not_begun: Sequence[Target]) -> Exported:
    end = course.end
    rest = [
        SkippedPhoto(one.outgoing.path, end.reason, end.message, end.hint)
        if end is not None
        else SkippedPhoto(
            one.outgoing.path,
            "stopped",
            tr("The export was stopped before this photo."),
            tr("Export again to continue."),
        )
        for one in not_begun
    ]
    return Exported(
        course.plan.folder,
        tuple(course.made),
        len(course.plan.targets) - len(course.plan.missing),
        (*course.plan.left_out, *course.left_out, *rest),
        is_whole=not rest,
    )
