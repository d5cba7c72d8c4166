"""A folder with photos and their library, with metadata of every kind; and operations on both."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image, ImageDraw

from photon.domain.photo.file_time import times_ns
from photon.ingest.roots import identity
from tests.faults import editing, proofs
from tests.faults.photon_process import HANGS, PHOTON, Ended, are_gone, comes_true, family, kill_all, start, wait
from tests.faults.proofs import Facts
from tests.pictures import age

COLOURS = ("firebrick", "seagreen", "royalblue", "goldenrod", "sienna", "orchid", "slategray", "teal")


def draw_photo(path: Path, number: int, size: tuple[int, int] = (320, 240), shift: int = 0) -> Path:
    """Draw a photo that differs from all others; it is an hour old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", size, COLOURS[(number + shift) % len(COLOURS)])
    canvas = ImageDraw.Draw(picture)
    for part in range(6):
        left = (number * 37 + part * 53) % (size[0] - 60)
        top = (number * 19 + part * 31 + shift * 7) % (size[1] - 40)
        colour = COLOURS[(number // 8 + part + shift) % len(COLOURS)]
        canvas.ellipse((left, top, left + 20 + part * 8, top + 30), colour)
    canvas.line((0, number % size[1], size[0], (number * 7) % size[1]), "white", 3)
    picture.save(path, quality=88)
    age(path)
    return path


class Place:
    """Photos and a library of a single test.

    Attributes:
        folder: Folder of both.
        photos: The folder of photos.
        library: The folder of the library.
    """

    def __init__(self, folder: Path) -> None:
        """Set the folders; nothing is created yet."""
        self.folder = folder
        self.photos, self.library = folder / "photos", folder / "library"
        self.notes = folder / "notes"
        self._runs = 0

    @property
    def catalog(self) -> Path:
        """The file with the user's metadata."""
        return self.library / "catalog.db"

    def facts(self) -> Facts:
        """Return the user's metadata (P4)."""
        return proofs.facts_of(self.catalog)

    def originals(self) -> dict[str, tuple[str, int, int]]:
        """Return hash, size and time of every photo (P1)."""
        return {name: told for name, told in proofs.digests(self.photos).items() if not name.endswith(".xmp")}

    def start(
        self, *words: object, wrap: Sequence[object] = (), more: Mapping[str, str] | None = None
    ) -> tuple[subprocess.Popen[bytes], Path]:
        """Start a command of Photon; return it and the file with its output."""
        return self._start([*wrap, *PHOTON, "--library", self.library, *words], more)

    def photon(
        self,
        *words: object,
        codes: Sequence[int] = (0,),
        wrap: Sequence[object] = (),
        more: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run a command of Photon to its end, which must have one of these exit codes."""
        ended = wait(*self.start(*words, wrap=wrap, more=more))
        assert ended.code in codes, f"{ended.code}: {words}\n{ended.said}"
        return ended

    def edit(self, first: int, count: int, *, wrap: Sequence[object] = (), codes: Sequence[int] = (0,)) -> Ended:
        """Make edits in a separate process; ``check_edits`` compares the library with its record."""
        ended = wait(*self.start_editing(first, count, wrap=wrap))
        assert ended.code in codes, f"{ended.code}\n{ended.said}"
        return ended

    def start_editing(
        self, first: int, count: int, *, wrap: Sequence[object] = ()
    ) -> tuple[subprocess.Popen[bytes], Path]:
        """Start making edits."""
        words = (sys.executable, "-m", "tests.faults.editing", self.library, self.notes, first, count)
        return self._start([*wrap, *words], None)

    def check_edits(self, before: Facts) -> int:
        """Check that the databases are intact and all recorded edits are there (P2); return the number of edits."""
        proofs.check_sound(self.library)
        return editing.check_edits(before, self.notes, self.facts())

    @contextmanager
    def watching(self, *, wrap: Sequence[object] = ()) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
        """Run ``photon watch`` during the test; it must end at Ctrl+C, and leave no process running."""
        process, said = self.start("watch", wrap=wrap)
        try:
            assert comes_true(lambda: b"Watching" in said.read_bytes()), said.read_text()
            yield process, said
            below = family(process.pid)
            for pid in [process.pid, *below] if wrap else [process.pid]:
                os.kill(pid, signal.SIGINT)
            ended = wait(process, said)
            assert ended.code in {0, 130}, ended
            assert are_gone(below)
        finally:
            if process.returncode is None:
                kill_all(process)
                process.wait()

    def until(self, condition: Callable[[], object], seconds: float = HANGS) -> None:
        """Wait until a condition is true, or fail."""
        assert comes_true(condition, seconds), f"not within {seconds:.0f} s: {proofs.files_of(self.catalog)}"

    def there(self) -> dict[str, int]:
        """Return the photo of each file that exists and is online."""
        return proofs.reachable_files(self.catalog)

    def copy(self, to: Path) -> "Place":
        """Copy photos and library to another place; the library seems to have been there always."""
        shutil.copytree(self.photos, to / "photos", symlinks=True)
        shutil.copytree(self.library, to / "library")
        copied = Place(to)
        with closing(sqlite3.connect(copied.catalog)) as db, db:
            root = str(copied.photos)
            db.execute("UPDATE folders SET path = ?, identity = ?", (root, identity(root)))
            for name in ("understood.path", "writes.path", "writes.photo_path", "imports.path"):
                table, column = name.split(".")
                db.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (str(self.folder), str(to)))
            for (relative,) in db.execute("SELECT relative FROM files").fetchall():
                changed = times_ns((copied.photos / relative).stat())[1]
                db.execute("UPDATE files SET changed_ns = ? WHERE relative = ?", (changed, relative))
        return copied

    def _start(self, command: Sequence[object], more: Mapping[str, str] | None) -> tuple[subprocess.Popen[bytes], Path]:
        self._runs += 1
        said = self.folder / f"said{self._runs}"
        return start(command, said, more), said


def make_place(folder: Path, count: int = 8) -> Place:
    """Create photos with metadata of every kind, and a library that Photon has indexed."""
    place = Place(folder)
    for number in range(count):
        draw_photo(place.photos / f"p{number:02}.jpg", number)
    place.photon("index", place.photos)
    place.edit(0, 6 * count)
    place.photon("vocabulary", "add", "My own word")
    assert len(place.facts()) >= 5 * count
    place.photon("index")  # so that nothing is left to do for the copies
    place.notes.unlink()
    return place
