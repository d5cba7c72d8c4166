"""What is left of a crash: a file beside the library that a person can read, and send by hand.

Errors that Photon survives are reported in the same way. Nothing is ever sent.
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
_TRACE = "crash-trace.tmp"  # written by the interpreter while the process dies; nothing else can be done then
_NEW, _SEEN = ".new.txt", ".txt"
_LONGEST = 200_000  # characters of a trace


def watch_crashes(directory: Path, software: Callable[[], str]) -> Callable[[], None]:
    """Have a hard crash of this process leave a trace; what an earlier process left becomes a report.

    Args:
        directory: Folder of the library; a folder that can't be written leaves no trace.
        software: Tells the versions in use; called only if there is something to report.

    Returns:
        What ends the watch.
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
        trace: What happened, as the interpreter tells it.
        software: The versions in use.
        when: Seconds since 1970; now if None.
        is_new: False if the person is told of it now.

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
    """Reports that nobody was told about, the oldest first."""
    return [path for path in _reports(directory) if path.name.endswith(_NEW)]


def mark_seen(reports: list[Path]) -> list[Path]:
    """Keep reports, but offer them no more.

    Returns:
        Where they are now.
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
    """Where no report is yet: of those of the same second, later ones get a number, by which they stay in order."""
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S', moment)}"
    taken = set(map(_moment_of, _reports(directory)))
    names = (name, *(f"{name}-{number:02}" for number in range(2, _MOST_AT_ONCE)))
    return directory / (next((one for one in names if one not in taken), names[-1]) + ending)


def _moment_of(report: Path) -> str:
    """A report's name without its ending, by which reports are in order."""
    return report.name.partition(".")[0]


def _take_up(path: Path, software: Callable[[], str]) -> None:
    """An empty trace is that of a process that was killed, or of a computer that was switched off."""
    with suppress(OSError):
        trace, when = path.read_text(encoding="utf-8", errors="replace"), path.stat().st_mtime
        path.unlink()
        if trace.strip():
            write_report(path.parent, trace, software(), when)
