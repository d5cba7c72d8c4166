"""Feed Photon damaged and hostile files, sidecars, queries, backups and decisions, and report what it cannot handle.

    PYTHONPATH=packaging .venv/bin/python -m lab.fuzz.fuzz files --files FOLDER --count 20000
    PYTHONPATH=packaging .venv/bin/python -m lab.fuzz.fuzz sidecars|queries|backups

Files and sidecars are processed by Photon's decoder processes, with their limits; queries and backups are processed in
this process, as Photon does. FOLDER has pictures of all formats, of which small ones are used; without it, pictures
are drawn in the formats that Pillow writes. Every case depends only on ``--seed`` and its number, so
``--first N --count 1`` repeats a single case.

A fault is: an exception that Photon would report as its own error; a decoder that crashed, hung or was killed; an
answer after the time limit; a backup that is restored but cannot be used, or refused but changed something; more than
1.5 GB of memory, for all processes together. The exit code is 1 if there is a fault.
"""

import argparse
import io
import logging
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psutil
from lab.fuzz.hostile_decisions import forge_decisions, imported
from lab.fuzz.mutations import forge_backup, mutate_bytes, mutate_text
from lab.fuzz.odd_queries import odd_query
from PIL import Image

from photon.app.runtime.decoders import Decoders
from photon.domain import AnyOf, Filter, PhotonError, UnreadableFile
from photon.library import open_library
from photon.library.files import missing_photos
from photon.library.photos import files, folders, photos, ratings
from photon.library.photos.found_files import Found
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, make_backup
from photon.library.recovery.restoring import examine_backup, restore_backup
from photon.library.searches.filters import matching
from photon.library.tags import tags
from photon.media.read.metadata_reading import read_words
from photon.media.read.reading import read
from photon.search.completion import NamesInUse, complete
from photon.search.query_formatting import format_query
from photon.search.query_language import parse

FORMATS = {
    "jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "gif": "GIF", "bmp": "BMP", "heic": "HEIF",
    "avif": "AVIF", "jxl": "JXL",
}  # fmt: skip
ENDINGS = frozenset(
    (
        *("jpg", "jpeg", "png", "webp", "tif", "tiff", "gif", "bmp", "heic", "heif", "hif", "avif", "jxl", "mpo"),
        *("dng", "cr2", "cr3", "nef", "arw", "orf", "raf", "rw2", "pef", "iiq"),
    )
)
LARGEST = 1_500 << 20  # bytes, for all processes together
SMALL = 200_000  # bytes of a file to damage: in large files, most damage would hit pixel data
SECONDS = {"queries": 1.0, "backups": 20.0}  # CPU time limit for one case; decoders have their own limits
PACKET = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmp:Rating="4"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 photoshop:DateCreated="2024-05-01T10:00:00+02:00"><dc:subject><rdf:Bag><rdf:li>beach</rdf:li><rdf:li>Rome</rdf:li>
</rdf:Bag></dc:subject><lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Rome</rdf:li></rdf:Bag></lr:hierarchicalSubject>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">By the sea.</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""
TODAY = date(2024, 7, 1)
Case = tuple[int, random.Random]


@dataclass
class Report:
    """The results of all cases.

    Attributes:
        outcomes: Number of cases by outcome.
        faults: Descriptions of the faults, with the number of the case.
        slowest: Time of the slowest case in seconds.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, number: int, outcome: str, is_fault: bool = False) -> None:  # noqa: FBT001, FBT002 - of a pair
        """Record the outcome of a case."""
        self.outcomes[outcome] += 1
        if is_fault:
            self.faults.append(f"case {number}: {outcome}")

    def add_time(self, number: int, seconds: float, most: float) -> None:
        """Record the time of a case."""
        self.slowest = max(self.slowest, seconds)
        if seconds > most:
            self.faults.append(f"case {number}: took {seconds:.1f} s")


@contextmanager
def memory_peak() -> Iterator[list[int]]:
    """Track the peak resident memory of this process and all its children, in bytes, in a list with one item."""
    peak, over, this = [0], threading.Event(), psutil.Process()

    def look() -> None:
        while not over.wait(0.2):
            total = 0
            for process in (this, *this.children(recursive=True)):
                with suppress(psutil.Error):
                    total += process.memory_info().rss
            peak[0] = max(peak[0], total)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def drawn_pictures(place: Path) -> list[Path]:
    """Draw a small picture in each format that Pillow and its plugins can write."""
    import pillow_heif
    import pillow_jxl  # noqa: F401 - registers itself

    pillow_heif.register_heif_opener()
    picture = Image.effect_mandelbrot((96, 64), (-3, -2.5, 2, 2.5), 100).convert("RGB")
    made = []
    for ending, form in FORMATS.items():
        with suppress(KeyError, OSError):  # a plugin that is not installed
            picture.save(place / f"a.{ending}", form)
            made.append(place / f"a.{ending}")
    return made


def sources(folder: Path | None, place: Path) -> list[tuple[str, list[bytes]]]:
    """Return each file extension with the small files that have it."""
    found = drawn_pictures(place) if folder is None else sorted(folder.rglob("*"))
    by_ending: dict[str, list[bytes]] = {}
    for path in found:
        ending = path.suffix[1:].lower()
        if ending in ENDINGS and path.is_file() and not path.is_symlink() and 40 < path.stat().st_size < SMALL:
            by_ending.setdefault(ending, []).append(path.read_bytes())
    if not by_ending:
        raise SystemExit(f"{folder} has no pictures below {SMALL:,} bytes")
    return sorted(by_ending.items())


def fuzz_files(cases: Iterator[Case], place: Path, folder: Path | None, report: Report) -> None:
    """Pass damaged pictures of all formats to ``read``."""
    kinds = sources(folder, place)
    each = [(ending, data) for ending, some in kinds for data in some]

    def make(number: int, chance: random.Random) -> Path:
        ending, some = chance.choice(kinds)
        data = chance.choice(some)
        if chance.random() < 0.75:  # otherwise the few formats with large pictures would take half of the time
            ending, data = chance.choice(each)
        path = place / f"{number}.{ending}"
        path.write_bytes(mutate_bytes(data, chance, chance.choice(each)[1]))
        return path

    decode(read, cases, make, report)


def fuzz_sidecars(cases: Iterator[Case], place: Path, folder: Path | None, report: Report) -> None:
    """Pass damaged XMP next to a photo to ``read_words``."""
    packets = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.xmp"))] if folder else []
    picture = io.BytesIO()
    Image.new("RGB", (32, 24), "teal").save(picture, "JPEG")

    def make(number: int, chance: random.Random) -> Path:
        path = place / f"{number}.jpg"
        path.write_bytes(picture.getvalue())
        sidecar = path.with_name(f"{path.name}.xmp")
        sidecar.write_bytes(mutate_text(chance.choice([PACKET, *packets]), chance))
        return path

    decode(read_words, cases, make, report)


def decode(
    function: Callable[[str], Any], cases: Iterator[Case], make: Callable[[int, random.Random], Path], report: Report
) -> None:
    """Pass each file to Photon's decoder processes, and delete it afterwards."""
    decoders = Decoders()
    flying: deque[tuple[int, Path, float, Future[Any]]] = deque()
    try:
        for number, chance in cases:
            path = make(number, chance)
            flying.append((number, path, time.monotonic(), decoders.run(function, str(path))))
            while len(flying) > 2 * decoders.count:
                judge(flying.popleft(), report)
        while flying:
            judge(flying.popleft(), report)
    finally:
        decoders.close()


def judge(case: tuple[int, Path, float, Future[Any]], report: Report) -> None:
    """Record the outcome of a file; files that cause a fault are kept."""
    number, path, began, future = case
    faults = len(report.faults)
    try:
        found = future.result()
        problem = getattr(found, "problem", None)
        passed_over = getattr(found, "passed_over", ())
        report.add(number, f"refused: {problem.kind}" if problem else "sidecar refused" if passed_over else "read")
    except UnreadableFile as error:
        report.add(number, f"refused: {error.kind}", is_fault=error.kind in ("crashed", "failed", "unreadable"))
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        report.add(number, f"error: {error!r:.200}", is_fault=True)
    report.slowest = max(report.slowest, time.monotonic() - began)
    if len(report.faults) == faults:
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()


def fuzz_queries(cases: Iterator[Case], place: Path, _: Path | None, report: Report) -> None:
    """Pass odd queries to the parser, the formatter, the completion and the filters of a small library."""
    names = {"tag": (("Places/Rome", 3),), "folder": (("/home/a", 2),), "date": (("2024", 5),)}
    known = NamesInUse(names, recent=("dog",))
    with open_library(filled_library(place), writable=True) as library:
        for number, chance in cases:
            text, began = odd_query(chance), time.process_time()
            try:
                query = parse(text).query
                again = parse(format_query(query)).query
                complete(text, chance.randrange(len(text) + 1), known)
                matching(library, [part for part in query.parts if isinstance(part, Filter | AnyOf)], TODAY)
                outcome = "same after formatting" if again.parts == query.parts else "other after formatting"
                report.add(number, outcome)
            except PhotonError:
                report.add(number, "refused with a sentence")
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                report.add(number, f"error: {error!r:.200} for {text[:200]!a}", is_fault=True)
            report.add_time(number, time.process_time() - began, SECONDS["queries"])


def filled_library(place: Path) -> Path:
    """Return the folder of a library with a few photos and decisions; the library is closed."""
    from photon.domain import Facts, Reading
    from photon.domain.metadata.tag import TagMark

    directory = place / "library"
    (place / "photos").mkdir()
    with open_library(directory, writable=True) as library:
        folder = folders.add(library, str(place / "photos")).id
        for number in range(20):
            hashed = number.to_bytes(16, "big")
            facts = Facts("JPEG", 40, 30, taken=f"2024-05-{number + 1:02}T10:00:00", gps=(38.5, -9.0))
            reading = Reading(hashed, hashed, 10, facts, b"jpeg", 0x102030)
            files.record(library, [(Found(folder, f"{number}.jpg", 10, 1_000_000_000), reading)])
        tags.mark(library, [TagMark(photo, ("Places", "Rome"), "confirmed") for photo in (1, 2, 3)])
        ratings.rate(library, {2: 4})
    return directory


def fuzz_backups(cases: Iterator[Case], place: Path, _: Path | None, report: Report) -> None:
    """Pass forged backups to ``examine_backup`` and ``restore_backup``, and import as many forged decision files."""
    good = filled_library(place)
    with CatalogSnapshot(good) as snapshot:
        made = make_backup(good, snapshot, BackupOrder("asked", to=place / "good.db.gz")).backup
        names = [row[0] for row in snapshot.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert made is not None  # noqa: S101 - a script
    backup = made.path.read_bytes()
    for number, chance in cases:
        forged, work = place / "forged", place / "work"
        is_backup = bool(number % 2)
        data = forge_backup(backup, place / "raw.db", names, chance) if is_backup else forge_decisions(chance)
        forged.write_bytes(data)
        shutil.copytree(good, work)
        began = time.process_time()
        report.add(number, *used(work, (restored if is_backup else imported)(work, forged)))
        report.add_time(number, time.process_time() - began, SECONDS["backups"])
        shutil.rmtree(work)


def restored(directory: Path, forged: Path) -> tuple[str, bool]:
    """Return the outcome of restoring, and whether it is a fault."""
    before = (directory / "catalog.db").read_bytes()
    try:
        examine_backup(directory, forged)
        if (directory / "catalog.db").read_bytes() != before:
            return "examining changed the catalogue", True
        restore_backup(directory, forged, allow_foreign=True)
    except PhotonError:
        changed = (directory / "catalog.db").read_bytes() != before
        return ("refused, but the catalogue changed", True) if changed else ("refused with a sentence", False)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"error while restoring: {error!r:.200}", True
    return "restored", False


def used(directory: Path, came: tuple[str, bool]) -> tuple[str, bool]:
    """Return the outcome of a case, and whether it is a fault, after trying to use the library."""
    outcome, is_fault = came
    try:
        use(directory)
    except PhotonError as error:
        return f"{outcome}, then unusable: {error!s:.200}", True
    except Exception as error:  # noqa: BLE001 - as above
        return f"{outcome}, then an error: {error!r:.200}", True
    return (outcome, True) if is_fault else (f"{outcome}, library used", False)


def use(directory: Path) -> None:
    """Read what a window reads first, and write."""
    with open_library(directory, writable=True) as library:
        shown = photos.in_order(library, "name")
        photos.cards(library, shown)
        tags.all_tags(library)
        tags.tags_for_photos(library, shown)
        folders.all_folders(library)
        missing_photos.missing_photos(library)
        ratings.rate(library, dict.fromkeys(shown[:3], 1))


PARTS: dict[str, Callable[[Iterator[Case], Path, Path | None, Report], None]] = {
    "files": fuzz_files,
    "sidecars": fuzz_sidecars,
    "queries": fuzz_queries,
    "backups": fuzz_backups,
}
COUNTS = {"files": 20_000, "sidecars": 5_000, "queries": 5_000, "backups": 2_000}


def run(part: str, seed: int, numbers: range, folder: Path | None = None) -> Report:
    """Run the cases of one part, and print the results."""
    report, began = Report(), time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="fuzz-"))
    cases = ((number, random.Random(f"{part} {seed} {number}")) for number in numbers)  # noqa: S311 - no secret
    with memory_peak() as peak:
        PARTS[part](cases, place, folder, report)
    if peak[0] > LARGEST:
        report.faults.append(f"memory: {peak[0] >> 20} MB")
    print(f"{part}: seed {seed}, {len(numbers):,} cases in {time.monotonic() - began:.0f} s,", end=" ")
    print(f"slowest {report.slowest:.1f} s, peak {peak[0] >> 20} MB, {len(report.faults)} faults")
    for outcome, count in report.outcomes.most_common():
        print(f"{count:>9,}  {outcome}")
    for fault in report.faults:
        print(f"  FAULT {fault}")
    if report.faults:
        print(f"  kept in {place}")
    else:
        shutil.rmtree(place)
    return report


def main(arguments: Sequence[str]) -> int:
    """Run one part, or all; return 1 if there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; without: all")
    parser.add_argument("--files", type=Path, help="folder with pictures and sidecars to damage")
    parser.add_argument("--count", type=int, help="cases of each part")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)), help="else another one each time")
    chosen = parser.parse_args(arguments)
    if strange := set(chosen.parts) - PARTS.keys():
        parser.error(f"unknown: {', '.join(sorted(strange))}")
    logging.disable(logging.ERROR)  # each decoder that ends would be logged
    faults = 0
    for part in chosen.parts or PARTS:
        numbers = range(chosen.first, chosen.first + (chosen.count or COUNTS[part]))
        faults += len(run(part, chosen.seed, numbers, chosen.files).faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
