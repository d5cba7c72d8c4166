"""The journal of an export, one line per file, which makes exports resumable.

A line is written before its file gets its name. Whenever a process is killed, a file under a name of this export is
therefore either complete and recorded, or absent. A file that exists, is recorded and has the recorded size is
complete; any other file at such a name belongs to someone else and is not touched.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from photon.domain.metadata.export_recipe import ExportPhoto
from photon.library.db import permissions
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was made.

    Attributes:
        path: Path of the photo.
        size: Size of the photo in bytes when it was exported.
        mtime_ns: Modification time of the photo in nanoseconds since the epoch when it was exported.
        name: Name of the copy, below the export folder.
        bytes: Size of the copy in bytes.
        state: Digest of what was written into the copy; empty for plain copies.
        beside: Name of its sidecar, which is written first; empty for none.
    """

    path: str
    size: int
    mtime_ns: int
    name: str
    bytes: int
    state: str = ""
    beside: str = ""

    def is_of(self, photo: ExportPhoto, state: str) -> bool:
        """Return whether the copy is still up to date for this photo."""
        return (self.size, self.mtime_ns, self.state) == (photo.size, photo.mtime_ns, state)


def read_journal(place: Path) -> Mapping[str, ExportedFile]:
    """Read the last entry of each photo by its path.

    An incomplete last line is ignored, as is an entry whose file would lie outside of the export folder: the library
    may have been copied from another computer, and what is recorded may be deleted.
    """
    found: dict[str, ExportedFile] = {}
    try:
        lines = place.read_text(encoding="utf-8").split("\n")  # a path may contain other line ends
    except (OSError, UnicodeDecodeError):
        return found
    for line in lines:
        try:
            made = ExportedFile(**json.loads(line))
            is_inside = _is_inside(made)
        except (ValueError, TypeError):
            continue
        if is_inside:
            found[made.path] = made
    return found


def _is_inside(made: ExportedFile) -> bool:
    name = Path(made.name)
    is_plain = Path(made.beside).name == made.beside and "\0" not in made.name + made.beside
    return is_plain and not name.anchor and ".." not in name.parts


class Journal:
    """The open journal; if the disk is full, entries are dropped, and the next export resumes from existing ones."""

    def __init__(self, place: Path) -> None:
        """Remember the path; the file is opened by ``with``."""
        self._place = place
        self._file: TextIO | None = None

    def note(self, made: ExportedFile) -> None:
        """Append an entry and flush it to the operating system."""
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError:
            self._close()

    def __enter__(self) -> Self:
        """Open the file, and terminate a line that a killed process left incomplete."""
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            permissions.make_file(self._place)  # readable by the owner only, because it names photos
            self._file = self._place.open("a", encoding="utf-8")
            if self._file.tell():
                self._file.write("\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._close()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # closing retries buffered writes
                file.close()
