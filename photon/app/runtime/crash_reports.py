"""Crash reports: files beside the library that people can read and send themselves.

Errors that Photon survives are reported in the same way. Photon never sends anything.
"""

import faulthandler
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from photon.language import tr
from photon.library.db import permissions

KEPT = 5  # reports; older ones are deleted
_MOST_AT_ONCE = 100  # reports of one second
_TRACE = "crash-trace.tmp"  # written by the interpreter while the process dies; nothing else is possible then
_NEW, _SEEN = ".new.txt", ".txt"
_LONGEST = 200_000  # maximum characters of a trace


def watch_crashes(directory: Path, software: Callable[[], str]) -> Callable[[], None]:
    """Make a hard crash of this process leave a trace; a trace of an earlier process becomes a report.

    Args:
        directory: Folder of the library; if it isn't writable, no trace is left.
        software: Returns the versions in use; called only if there is something to report.

    Returns:
        A function that ends the watch.
    """
    path = directory / _TRACE
    _take_up(path, software)
    try:
        permissions.make_file(path)
        file = path.open("w", encoding="utf-8")
    except OSError:
        return lambda: None
    faulthandler.enable(file)

    def end() -> None:
        faulthandler.disable()
        file.close()
        with suppress(OSError):
            path.unlink()

    return end


def write_report(
    directory: Path, trace: str, software: str, when: float | None = None, *, is_new: bool = True
) -> Path | None:
    """Write a report that is offered at the next start, until ``mark_seen``.

    Args:
        directory: Folder of the library.
        trace: The traceback, as written by the interpreter.
        software: The versions in use.
        when: Seconds since 1970; now if None.
        is_new: False if the window reports the error immediately.

    Returns:
        The file; None if it couldn't be written.
    """
    moment = time.localtime(when)
    path = _free_path(directory, moment, _NEW if is_new else _SEEN)
    text = "\n\n".join(
        (
            tr("Photon ran into an error on {time}.", time=time.strftime("%Y-%m-%d %H:%M:%S", moment)),
            software,
            tr(
                "This file is on this computer only; Photon sends nothing. Read it before you pass it on, because names"
                " of your folders and photos can be in it."
            ),
            trace.strip()[-_LONGEST:],
        )
    )
    try:
        permissions.make_file(path)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError:
        return None
    for old in _reports(directory)[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def new_reports(directory: Path) -> list[Path]:
    """Return the reports that were not shown to anybody yet, the oldest first."""
    return [path for path in _reports(directory) if path.name.endswith(_NEW)]


def mark_seen(reports: list[Path]) -> list[Path]:
    """Keep reports, but don't offer them again.

    Returns:
        Their new paths.
    """
    kept = []
    for path in reports:
        seen = path.with_name(path.name.removesuffix(_NEW) + _SEEN)
        with suppress(OSError):
            path.replace(seen)
            kept.append(seen)
    return kept


def _reports(directory: Path) -> list[Path]:
    try:
        return sorted(directory.glob("crash-[0-9]*.txt"), key=_moment_of)
    except OSError:
        return []


def _free_path(directory: Path, moment: time.struct_time, ending: str) -> Path:
    """Return an unused path; further reports of one second get a number, which keeps them in order."""
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S', moment)}"
    taken = set(map(_moment_of, _reports(directory)))
    names = (name, *(f"{name}-{number:02}" for number in range(2, _MOST_AT_ONCE)))
    return directory / (next((one for one in names if one not in taken), names[-1]) + ending)


def _moment_of(report: Path) -> str:
    """Return a report's name without its ending; reports are sorted by it."""
    return report.name.partition(".")[0]


def _take_up(path: Path, software: Callable[[], str]) -> None:
    """Turn a trace into a report. An empty one means that the process was killed or the computer was switched off."""
    with suppress(OSError):
        trace, when = path.read_text(encoding="utf-8", errors="replace"), path.stat().st_mtime
        path.unlink()
        if trace.strip():
            write_report(path.parent, trace, software(), when)
