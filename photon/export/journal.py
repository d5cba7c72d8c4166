"""What an export has made so far, one line a file, so that running it again goes on where it was.

A line is written before its file gets its name: whatever moment a process is killed at, a file under a name of this
export is either whole and noted, or it is not there. A file that is there, noted, and as long as noted is complete;
every other file at such a name is somebody else's, and stays.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from photon.domain.metadata.export_recipe import Outgoing
from photon.library.db import permissions


@dataclass(frozen=True, slots=True)
class Made:
    """One file that was made.

    Attributes:
        path: Of the photo.
        size: Of the photo, in bytes, when it was exported.
        mtime_ns: The same of its time.
        name: Of the copy, below the folder.
        bytes: Of the copy.
        state: What was written into it, in short; empty where it is the photo as it is.
        beside: The name of its sidecar, which is written before it; empty for none.
    """

    path: str
    size: int
    mtime_ns: int
    name: str
    bytes: int
    state: str = ""
    beside: str = ""

    def is_of(self, photo: Outgoing, state: str) -> bool:
        """Whether it still is what this photo would become."""
        return (self.size, self.mtime_ns, self.state) == (photo.size, photo.mtime_ns, state)


def read_journal(place: Path) -> Mapping[str, Made]:
    """What was made, by the path of the photo, the last line of each; a broken last line counts as not written."""
    found: dict[str, Made] = {}
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return found
    for line in lines:
        try:
            made = Made(**json.loads(line))
        except (ValueError, TypeError):
            continue
        found[made.path] = made
    return found


class Journal:
    """The file, open for more lines; without room for it nothing is noted, and the next export goes on from what is."""

    def __init__(self, place: Path) -> None:
        """Nothing is opened before ``with``."""
        self._place = place
        self._file: TextIO | None = None

    def note(self, made: Made) -> None:
        """Add a line; it has left this process before the function returns."""
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError:
            self._close()

    def __enter__(self) -> Self:
        """Open it; a line that a killed process left unfinished is ended first."""
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            permissions.make_file(self._place)  # it names photos: nobody else is to read it
            self._file = self._place.open("a", encoding="utf-8")
            if self._file.tell():
                self._file.write("\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._close()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # what could not be written is tried once more
                file.close()
