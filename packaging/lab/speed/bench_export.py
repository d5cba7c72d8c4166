"""Measure exporting: speed against plain copying and plain Pillow, and what remains after a kill.

Works in a temporary folder with synthetic photos. Copies are compared with ``shutil.copy2`` of the same files, and
re-encoded pictures with a plain Pillow loop (open, thumbnail, save), in one process and in one per core; each is
repeated in turn, and medians are printed. Tables are written from a library of the given size. Then a process that
exports is killed (SIGKILL) at random moments: every file under its final name must be complete, and repeating the
export must give exactly the files of an undisturbed export.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from photon.app.export.exporting import Exporting
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Facts, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.export_recipe import (
    CopyContents,
    Exported,
    FileChoice,
    Reencode,
    TableChoice,
    TrainingChoice,
)
from photon.domain.metadata.tag import TagMark
from photon.export.columns import COLUMNS
from photon.library import Library
from photon.library.captions import captions
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found
from photon.library.tags import tags
from photon.media.read.reading import read

WAYS: dict[str, FileChoice | TrainingChoice] = {
    "copied": FileChoice("{number:4}-{name}"),
    "with words": FileChoice("{number:4}-{name}", carried=CopyContents(words=True)),
    "drawn anew": FileChoice("{number:4}-{name}", Reencode("jpeg", 1024)),
    "a training set": TrainingChoice("texts"),
    "a training set in tar files": TrainingChoice("webdataset", carried=CopyContents(), per_shard=15),
}
QUALITY, SIDE = 90, 2048
PART = ".photon-part"

_ROOT = Path(__file__).resolve().parents[3]
CHILD = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT / "packaging"), str(_ROOT)])}  # this checkout


def main() -> None:
    """Print the figures; exit code 1 if a kill left anything incomplete."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--width", type=int, default=4000, help="of the photos in pixels")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--killed-photos", type=int, default=100, help="photos per kill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        library, folder, way = arguments.child
        with tools(Path(library)) as (store, exporting):
            export(store, exporting, Path(folder), WAYS[way], announce=True)
            print("exported", flush=True)
        return
    with tempfile.TemporaryDirectory() as place:
        if arguments.photos:
            _measure_files(Path(place) / "speed", arguments.photos, arguments.width, arguments.times)
        if arguments.lines:
            _measure_tables(Path(place) / "tables", arguments.lines)
        chance = random.Random(arguments.seed)  # noqa: S311
        faults = kill_often(Path(place) / "killed", arguments.killed_photos, arguments.kills, chance)
    for fault in faults:
        print(f"  {fault}", file=sys.stderr)
    sys.exit(bool(faults))


def _measure_files(root: Path, count: int, width: int, times: int) -> None:
    make(root, count, width)
    sources = sorted((root / "photos").iterdir())
    size = sum(one.stat().st_size for one in sources) / 1e6
    print(f"{count} photos of {width} pixels' width, {size / count:.1f} MB each; median of {times}")
    with tools(root / "library") as (store, exporting):
        warm = FileChoice("{name}", Reencode("jpeg", 64))
        export(store, exporting, root / "warm", warm)  # start the processes
        redrawn = FileChoice("{name}", Reencode("jpeg", SIDE, QUALITY))
        strip = FileChoice("{name}", carried=CopyContents(places=False))
        ways: dict[str, Callable[[Path], object]] = {
            "copied by shutil": lambda to: [shutil.copy2(one, to / one.name) for one in sources],
            "copied by shutil, each brought to the disk": lambda to: [_copy_for_good(one, to) for one in sources],
            "copied by Photon": lambda to: export(store, exporting, to, FileChoice()),
            "copied by Photon without places": lambda to: export(store, exporting, to, strip),
            f"drawn at {SIDE} by Pillow, one process": lambda to: [_shrink((one, to)) for one in sources],
            f"drawn at {SIDE} by Pillow, {os.cpu_count()} processes": lambda to: _shrink_all(sources, to),
            f"drawn at {SIDE} by Photon": lambda to: export(store, exporting, to, redrawn),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(times):
            for name, way in ways.items():
                to = Path(tempfile.mkdtemp(dir=root))
                start = time.perf_counter()
                way(to)
                seconds[name].append(time.perf_counter() - start)
                made = len([one for one in to.iterdir() if not one.name.startswith(".")])
                if made != count:
                    raise SystemExit(f"{name}: {made} files of {count}")
                shutil.rmtree(to)
                os.sync()
    for name, some in seconds.items():
        middle = statistics.median(some)
        print(f"  {name}: {count / middle:.1f} photos/s ({size / middle:.0f} MB/s)")


def _copy_for_good(source: Path, to: Path) -> Path:
    place = Path(shutil.copy2(source, to / source.name))
    with place.open("rb") as file:
        os.fsync(file.fileno())
    return place


def _shrink_all(sources: list[Path], to: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_shrink, [(one, to) for one in sources]))


def _shrink(job: tuple[Path, Path]) -> Path:
    from PIL import Image

    source, to = job
    with Image.open(source) as image:
        image.thumbnail((SIDE, SIDE))
        image.save(to / source.name, quality=QUALITY)
    return to / source.name


def _measure_tables(root: Path, count: int) -> None:
    root.mkdir(parents=True)
    with tools(root / "library") as (store, exporting):
        store.write(lambda lib: _fill_lines(lib, count)).result()
        ids = store.read(lambda lib: photos.in_order(lib, "name")).result()
        for name, choice in {
            "CSV, 8 columns": TableChoice(("path", "taken", "title", "caption", "keywords", "rating", "gps", "camera")),
            "CSV, all columns": TableChoice(tuple(COLUMNS)),
            "JSON Lines, all columns": TableChoice(tuple(COLUMNS), "jsonl"),
        }.items():
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start = time.perf_counter()
            done = exporting.write_table(ids, str(root / f"{choice.format}-{len(choice.columns)}"), choice).result()
            seconds = time.perf_counter() - start
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            print(
                f"{name}: {done.lines:,} lines in {seconds:.1f} s, {done.lines / seconds:,.0f}/s, {grown:.0f} MB more"
            )


def _fill_lines(library: Library, count: int) -> None:
    folder = folders.add(library, "/").id
    for at in range(0, count, 1000):
        some = range(at, min(at + 1000, count))
        facts = Facts(
            "JPEG", 4000, 3000, "2021-07-03T10:11:12", "Kamera Eins", "50mm", 0.01, 2.8, 100, 50, (38.7, -9.1)
        )
        found = [
            (
                Found(folder, f"photos/{number // 1000:03}/p{number:06}.jpg", 3_000_000, 10**18 + number),
                Reading(number.to_bytes(16, "big"), number.to_bytes(16, "little"), 3_000_000, facts, b"", 0),
            )
            for number in some
        ]
        ids = sorted(files.record(library, found).photos)
        paths = [("Places", "Italy", "Rome"), ("Sunset",), ("People", "Anna")]
        tags.mark(library, [TagMark(photo, path, "confirmed") for photo in ids for path in paths])
        captions.write(
            library, {photo: Caption("A title", f"What photo {photo} shows, in a sentence.") for photo in ids}
        )


def kill_often(
    root: Path, count: int, kills: int, chance: random.Random, ways: Sequence[str] = tuple(WAYS)
) -> list[str]:
    """Kill exports at random moments; return every fault as a sentence."""
    faults: list[str] = []
    if not kills:
        return faults
    make(root, count, 640)
    halves = 0
    for name in ways:
        choice = WAYS[name]
        whole = root / f"whole {name}"
        with tools(root / "library") as (store, exporting):
            export(store, exporting, whole, choice)
        wanted = _contents(whole)
        seconds = _time_child(root, name)
        for number in range(kills // len(ways)):
            to = root / f"{name} {number}"
            _run_and_kill(root, to, name, chance.uniform(0, seconds))
            found = _contents(to) if to.exists() else {}
            faults += [f"{name}, kill {number}: {one}" for one in _half(found, wanted)]
            halves += 0 < len([one for one in found if one in wanted]) < len(wanted)
            with tools(root / "library") as (store, exporting):
                export(store, exporting, to, choice)
            if _contents(to) != wanted:
                faults.append(f"{name}, kill {number}: going on did not lead to the same files")
            shutil.rmtree(to)
    print(f"{kills // len(ways) * len(ways)} kills, {halves} of them in the middle of exporting; {len(faults)} faults")
    return faults


def _half(found: dict[str, bytes], wanted: dict[str, bytes]) -> Iterator[str]:
    for name, content in found.items():
        if not name.endswith(PART) and content != wanted.get(name):
            yield f"{name} is not what it should be ({len(content)} bytes)"


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def _time_child(root: Path, way: str) -> float:
    """Return the seconds of an undisturbed export after its start message."""
    to = root / "timed"
    child = _start(root, to, way)
    start = time.perf_counter()
    _wait_for_line(child)
    seconds = time.perf_counter() - start
    child.communicate()
    shutil.rmtree(to)
    return seconds


def _run_and_kill(root: Path, to: Path, way: str, seconds: float) -> None:
    child = _start(root, to, way)
    time.sleep(seconds)
    child.kill()
    child.communicate()


def _start(root: Path, to: Path, way: str) -> subprocess.Popen[bytes]:
    """Start a process that exports, and wait for its start message."""
    command = [sys.executable, "-m", "lab.speed.bench_export", "--child", str(root / "library"), str(to), way]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=CHILD)
    _wait_for_line(child)
    return child


def _wait_for_line(child: subprocess.Popen[bytes]) -> None:
    if child.stdout is not None:
        child.stdout.readline()


class NoLooks:
    """Encoder of a library without vectors."""

    id, nearly_same = "none", 0.86


def export(
    store: LibraryThreads,
    exporting: Exporting,
    folder: Path,
    choice: FileChoice | TrainingChoice,
    *,
    announce: bool = False,
) -> Exported:
    """Export all photos of a library."""
    ids = store.read(lambda lib: photos.in_order(lib, "name")).result()
    said = "exporting\n" if announce else ""
    if isinstance(choice, TrainingChoice):
        training = exporting.plan_training(ids, str(folder), choice).result()
        print(said, end="", flush=True)
        return exporting.write_training(training).result()
    plan = exporting.plan_files(ids, str(folder), choice).result()
    print(said, end="", flush=True)
    return exporting.write_files(plan).result()


@contextmanager
def tools(library: Path) -> Iterator[tuple[LibraryThreads, Exporting]]:
    """Yield the parts of a session that export."""
    store, decoders = LibraryThreads(library), Decoders()
    exporting = Exporting(store, SensitiveFilter(store), decoders, cast(Any, NoLooks))
    try:
        yield store, exporting
    finally:
        exporting.close()
        decoders.close()
        store.close()


def make(root: Path, count: int, width: int) -> None:
    """Create a folder of distinct photos, and a library with tags and captions for them."""
    from PIL import Image

    place = root / "photos"
    place.mkdir(parents=True)
    for number in range(count):
        grain = Image.frombytes("RGB", (96, 72), random.Random(number).randbytes(96 * 72 * 3))  # noqa: S311
        ending = ".gif" if width < 1000 and number % 4 == 3 else ".jpg"  # GIF gets a sidecar
        picture = grain.resize((width, width * 3 // 4), Image.Resampling.BICUBIC)
        picture.save(place / f"p{number:04}{ending}", quality=92)
    with tools(root / "library") as (store, _):
        store.write(lambda lib: _fill(lib, place)).result()


def _fill(library: Library, place: Path) -> None:
    folder = folders.add(library, str(place)).id
    found = []
    for path in sorted(place.iterdir()):
        status = path.stat()
        found.append((Found(folder, path.name, status.st_size, status.st_mtime_ns), read(str(path))))
    files.record(library, found)
    ids = photos.in_order(library, "name")
    tags.mark(
        library, [TagMark(photo, path, "confirmed") for photo in ids for path in (("Places", "Rome"), ("Sunset",))]
    )
    captions.write(library, {photo: Caption("", f"Sunset {photo}") for photo in ids})


if __name__ == "__main__":
    main()
