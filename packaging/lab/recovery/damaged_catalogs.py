"""Damage copies of a catalogue at random, and measure what Photon notices, and how much of each copy it saves.

    PYTHONPATH=packaging .venv/bin/python -m lab.recovery.damaged_catalogs --copies 200

In each copy, a bit is flipped, a page is zeroed, or the end is cut off. A row is saved if the repaired catalogue has it
with all its values. Only rows on readable pages count: those that were not zeroed or cut off. The result of the
sqlite3 shell's ``.recover`` is printed for comparison, if the shell is installed.
"""

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from lab.speed.bench_backup import fill

from photon.app.health.library_health import examine_health
from photon.domain import PhotonError
from photon.library import open_library
from photon.library.db.page_seal import seal_catalog
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, make_backup
from photon.library.recovery.database_pages import DatabasePages, opened_pages
from photon.library.recovery.repairing import repair_catalog
from photon.library.recovery.row_salvage import RowSalvage, shapes_of
from photon.library.recovery.table_pages import INNER, kind_of

KINDS = ("flip", "zero", "cut")
PAGE = 4096
_SOUGHT = {
    "files": "photo_id, folder_id, relative, missing, lost",
    "photos": "id, file_hash, image_hash, format, width, height, taken, camera, lens, shown, rating, favourite, added",
}
"""Columns that count; the others describe files when they were last read, and are read again."""
Rows = dict[str, dict[int, tuple[object, ...]]]


@dataclass(slots=True)
class Tally:
    """The results for the copies with one kind of damage.

    Attributes:
        noticed: Number of copies by where the damage was noticed: at the start, by the doctor, nowhere.
        faults: Names of errors other than PhotonError.
        empty: Number of copies that opened without photos.
        saved: Share of the readable rows in each repaired copy, 0..1.
        recovered: The same for ``.recover``.
        seconds: Duration of each repair.
    """

    noticed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    empty: int = 0
    saved: list[float] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--backup", action="store_true", help="let the library have a backup")
    parser.add_argument("--recover", action="store_true", help="measure the sqlite3 shell, too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place), arguments.photos, has_backup=arguments.backup, asks_shell=arguments.recover)
        chance = random.Random(arguments.seed)  # noqa: S311 - no secret
        tallies = {kind: Tally() for kind in KINDS}
        for number in range(arguments.copies):
            kind = KINDS[number % len(KINDS)]
            trial.run(kind, chance, tallies[kind])
    print(f"{'damage':8}{'start':>7}{'doctor':>8}{'unseen':>8}{'faults':>8}{'empty':>7}"
          f"{'saved %':>10}{'least %':>10}{'.recover %':>12}{'least %':>10}{'seconds':>9}")  # fmt: skip
    for kind, tally in tallies.items():
        seen = [tally.noticed[where] for where in ("start", "doctor", "nowhere")]
        seconds = statistics.median(tally.seconds or [0])
        print(f"{kind:8}{seen[0]:7}{seen[1]:8}{seen[2]:8}{len(tally.faults):8}{tally.empty:7}"
              f"{_shares(tally.saved)}{_shares(tally.recovered, 12)}{seconds:9.2f}")  # fmt: skip
        for fault in tally.faults:
            print("    ", fault)


def _shares(shares: list[float], width: int = 10) -> str:
    if not shares:
        return " " * (width + 10)
    return f"{100 * statistics.fmean(shares):{width}.3f}{100 * min(shares):10.3f}"


class HoledPages(DatabasePages):
    """The pages of an intact file, some of which are treated as lost; inner pages of trees stay readable."""

    def __init__(self, pages: DatabasePages, gone: set[int]) -> None:
        """Set the pages."""
        self._whole, self._gone = pages, gone
        self.size, self.usable, self.count = pages.size, pages.usable, pages.count

    def read(self, number: int) -> bytes:
        """Return a page, or zeros."""
        page = self._whole.read(number)
        is_gone = number in self._gone and number > 1 and kind_of(page, number) != INNER
        return bytes(self.size) if is_gone else page

    def free(self) -> set[int]:
        """Return the pages without content."""
        return self._whole.free()


class Trial:
    """A library, and the data its copies are compared with."""

    def __init__(self, place: Path, photos: int, *, has_backup: bool, asks_shell: bool) -> None:
        """Create the library."""
        self._origin, self._copy = place / "library", place / "copy"
        self._shell = shutil.which("sqlite3") if asks_shell else None
        with open_library(self._origin, writable=True) as library:
            fill(library, photos, photos * 10)
            library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._shapes = shapes_of(library.db)
        seal_catalog(self._origin)
        if has_backup:
            with CatalogSnapshot(self._origin) as snapshot:
                make_backup(self._origin, snapshot, BackupOrder("asked"))
        self._rows = _rows_in(self._origin / "catalog.db", [shape.name for shape in self._shapes])

    def run(self, kind: str, chance: random.Random, tally: Tally) -> None:
        """Damage a copy, and record the results."""
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self._origin, self._copy)
        catalog = self._copy / "catalog.db"
        gone = _damage(catalog, kind, chance)
        try:
            tally.noticed[self._notice(tally)] += 1
        except Exception as error:  # noqa: BLE001 - that is what is counted
            tally.faults.append(repr(error))
        readable = self._readable(gone)
        if self._shell:
            tally.recovered.append(self._recovered(catalog, readable))
        began = time.monotonic()
        try:
            repair_catalog(self._copy)
        except PhotonError as error:
            tally.faults.append(f"repair: {error}")
            return
        except Exception as error:  # noqa: BLE001
            tally.faults.append(f"repair: {error!r}")
            return
        tally.seconds.append(time.monotonic() - began)
        with open_library(self._copy, writable=True) as library:
            if library.db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                tally.faults.append("repaired, but not intact")
        tally.saved.append(self._share(catalog, readable))

    def _notice(self, tally: Tally) -> str:
        try:
            with open_library(self._copy, writable=False) as library:
                photos = library.db.execute("SELECT count(*) FROM photos").fetchone()[0]
                tally.empty += photos == 0
        except PhotonError:
            return "start"
        return "doctor" if any(check.state == "bad" for check in examine_health(self._copy)) else "nowhere"

    def _readable(self, gone: set[int]) -> Rows:
        """Return the rows on readable pages, assuming that inner pages are intact."""
        found: Rows = {shape.name: {} for shape in self._shapes}
        with opened_pages(self._origin / "catalog.db") as pages:
            salvage = RowSalvage(HoledPages(pages, gone))
            for shape in self._shapes:
                numbers = {row.number for rows in salvage.rows(shape) for row in rows}
                found[shape.name] = {number: self._rows[shape.name][number] for number in numbers}
        return found

    def _share(self, catalog: Path, readable: Rows) -> float:
        found = _rows_in(catalog, list(readable))
        total = sum(map(len, readable.values()))
        same = sum(found[table].get(number) == row for table, rows in readable.items() for number, row in rows.items())
        return same / total

    def _recovered(self, catalog: Path, readable: Rows) -> float:
        to = self._copy / "recovered.db"
        script = subprocess.run([str(self._shell), str(catalog), ".recover"], capture_output=True, check=False).stdout
        subprocess.run([str(self._shell), str(to)], input=script, capture_output=True, check=False)
        try:
            return self._share(to, readable)
        finally:
            to.unlink(missing_ok=True)


def _rows_in(path: Path, tables: list[str]) -> Rows:
    """Return all rows by table and number; a table that cannot be read has none."""
    found: Rows = {table: {} for table in tables}
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        for table in tables:
            try:
                rows = db.execute(f"SELECT rowid, {_SOUGHT.get(table, '*')} FROM {table}").fetchall()
            except sqlite3.DatabaseError:
                continue
            found[table] = {row[0]: row[1:] for row in rows}
    return found


def _damage(path: Path, kind: str, chance: random.Random) -> set[int]:
    """Damage a file; return the pages that are no longer readable."""
    content = bytearray(path.read_bytes())
    pages = len(content) // PAGE
    gone: set[int] = set()
    if kind == "flip":
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == "zero":
        page = chance.randrange(pages)
        content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        gone = {page + 1}
    else:
        end = chance.randrange(len(content) // 4, len(content))
        del content[end:]
        gone = set(range(end // PAGE + 1, pages + 1))
    status = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # a bit that flips on a disk does not change it
    return gone


if __name__ == "__main__":
    main()
