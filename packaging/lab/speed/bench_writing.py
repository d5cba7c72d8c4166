"""Measure importing and writing metadata: speed, and whether a kill at any moment loses anything.

Works in a temporary folder with synthetic photos, half of which have a sidecar of another program. One library is read
and written for speed. Then a process that writes is killed (SIGKILL) at random moments. After each kill, every file
must be complete and either old or new, the other program's property must be preserved, the journal must agree with
every file and allow undoing it, the library must know it, and no temporary file may remain after the next start. With
``--policy both`` the photos themselves are written, too. With ``--window`` the real window is used instead, without
sidecars of other programs, and its pauses are printed.
"""

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photon.app.metadata.importing import Importing
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain.metadata.byte_patch import from_way_back
from photon.domain.metadata.tag import TagMark
from photon.domain.metadata.writing import POLICIES, Policy
from photon.library import Library
from photon.library.files import write_journal
from photon.library.files.write_journal import JournalEntry
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found
from photon.library.tags import tags
from photon.media.read.reading import read

FOREIGN = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.50"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>theirs %d</rdf:li></rdf:Bag>'
    "</dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)

_ROOT = Path(__file__).resolve().parents[3]
CHILD = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT / "packaging"), str(_ROOT)])}  # this checkout


def main() -> None:
    """Print the figures; exit code 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--killed-photos", type=int, default=200, help="photos per kill")
    parser.add_argument("--policy", choices=POLICIES, default="sidecar")
    parser.add_argument("--size", type=int, default=64, help="width of the photos in pixels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", action="store_true", help="measure the pauses of the window, and kill nothing")
    parser.add_argument("--like", type=Path, help="with --window: copies of the JPEGs of this folder, not drawn ones")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _write_all(arguments.child, arguments.policy)
        return
    with tempfile.TemporaryDirectory() as place:
        if arguments.window:
            sys.exit(_watch_window(Path(place), arguments.photos, arguments.like, arguments.policy))
        _measure(Path(place) / "speed", arguments.photos, arguments.size, arguments.policy)
        chance = random.Random(arguments.seed)  # noqa: S311
        faults = kill_often(Path(place), arguments.killed_photos, arguments.kills, chance, arguments.policy)
    for fault in faults:
        print(f"  {fault}", file=sys.stderr)
    sys.exit(bool(faults))


def _watch_window(root: Path, count: int, like: Path | None, policy: Policy) -> int:
    from lab.speed.writing_window import watch_window

    make(root, count, like=like, has_sidecars=False)
    with tools(root / "library") as (store, _, _writing):
        known = store.read(lambda lib: len(photos.in_order(lib, "name"))).result()
    return 0 if watch_window(root / "library", root / "photos", known, policy) else 1


def _measure(root: Path, count: int, size: int, policy: Policy) -> None:
    make(root, count, size)
    with tools(root / "library") as (store, importing, writing):
        ids = store.read(lambda lib: photos.in_order(lib, "name")).result()
        start = time.perf_counter()
        importing.import_photos(ids).result()
        print(f"{count} files read and taken over in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        plan = writing.plan(ids, policy=policy).result()
        planned = time.perf_counter()
        done = writing.write(plan).result()
        print(
            f"{len(plan.photos)} photos and {len(plan.sidecars)} sidecars planned in {planned - start:.1f} s,"
            f" written in {time.perf_counter() - planned:.1f} s"
        )
        start = time.perf_counter()
        back = writing.put_back(done.run).result()
        print(f"{len(back.paths)} put back in {time.perf_counter() - start:.1f} s")
        kept = store.read(lambda lib: lib.db.execute("SELECT sum(length(way_back)) FROM writes").fetchone()[0]).result()
        if kept:
            print(f"the journal holds {kept / len(plan.photos):,.0f} bytes for a photo")


def kill_often(place: Path, count: int, kills: int, chance: random.Random, policy: Policy = "sidecar") -> list[str]:
    """Kill writers at random moments; return every fault as a sentence."""
    fresh = place / "fresh"
    make(fresh, count)
    base = place / "killed"
    seconds = _time_child(fresh, base, policy)
    faults: list[str] = []
    halves = 0
    for number in range(kills):
        _copy(fresh, base)
        before = {path.name: path.read_bytes() for path in (base / "photos").iterdir()}
        child = _start(base, policy)
        time.sleep(max(0.0, chance.uniform(0, seconds)))
        child.kill()
        child.communicate()
        found, written = _check(base, before, policy)
        faults += [f"kill {number}: {fault}" for fault in found]
        halves += 0 < written < (count if policy == "sidecar" else 2 * count)
    print(f"{kills} kills, {halves} of them in the middle of writing; {len(faults)} faults")
    return faults


def _time_child(fresh: Path, base: Path, policy: Policy) -> float:
    """Return the seconds of an undisturbed writer after its start message."""
    _copy(fresh, base)
    child = _start(base, policy)
    start = time.perf_counter()
    _wait_for_line(child)
    seconds = time.perf_counter() - start
    child.communicate()
    return seconds


def _start(base: Path, policy: Policy) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "lab.speed.bench_writing", "--child", str(base), "--policy", policy],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=CHILD,
    )
    _wait_for_line(child)
    return child


def _wait_for_line(child: subprocess.Popen[bytes]) -> None:
    if child.stdout is not None:
        child.stdout.readline()


def _copy(fresh: Path, base: Path) -> None:
    """Restore the same library at the same path; files keep their times."""
    shutil.rmtree(base, ignore_errors=True)
    shutil.copytree(fresh, base)
    with tools(base / "library") as (store, _, _writing):
        store.write(lambda lib: _move_root(lib, fresh / "photos", base / "photos")).result()


def _move_root(library: Library, old: Path, new: Path) -> None:
    for folder in folders.all_folders(library):
        if folder.path == str(old):
            found = files.present(library, folder.id)
            folders.remove(library, folder.id)
            number = folders.add(library, str(new)).id
            _record(library, number, new, sorted(found))


def _write_all(base: Path, policy: Policy) -> None:
    with tools(base / "library") as (store, _, writing):
        ids = store.read(lambda lib: photos.in_order(lib, "name")).result()
        plan = writing.plan(ids, policy=policy).result()
        print("writing", flush=True)
        writing.write(plan).result()
        print("written", flush=True)


def _check(base: Path, before: dict[str, bytes], policy: Policy) -> tuple[list[str], int]:
    """Return the faults after a kill and the next start, and the number of files written."""
    with tools(base / "library") as (store, _, writing):
        writing.tidy().result()
        entries = store.read(_entries).result()
        whole = store.read(lambda lib: lib.db.execute("PRAGMA integrity_check").fetchone()[0]).result()
        known = store.read(_known).result()
        ids = store.read(lambda lib: photos.in_order(lib, "name")).result()
        planned = {one.target for one in writing.plan(ids, policy=policy).result().files}
    faults = [] if whole == "ok" else [f"the catalogue says {whole}"]
    done = 0
    for path in sorted((base / "photos").iterdir()):
        found, is_written = _check_file(path, before.get(path.name), entries.get(str(path)))
        faults += found
        done += is_written
        if is_written and str(path) in planned:
            faults.append(f"{path.name} would be written again")
        if path.suffix == ".jpg" and known.get(path.name) != _seen(path):
            faults.append(f"the library takes {path.name} for another file")
    faults += [f"{name} is lost" for name in before if not (base / "photos" / name).exists()]
    halfway = [path for path, one in entries.items() if one.state in {"writing", "putting back"}]
    return faults + [f"{path} is still open in the journal" for path in halfway], done


def _check_file(path: Path, was: bytes | None, entry: JournalEntry | None) -> tuple[list[str], bool]:
    """Return the faults of one file, and whether it was written."""
    now, state = path.read_bytes(), entry.state if entry else "nothing"
    if now == was:
        return ([f"{path.name} is as it was, the journal says {state}"] if state == "written" else []), False
    if entry is None or state != "written" or entry.written != hashlib.sha256(now).digest():
        return [f"{path.name} is neither as it was nor as it shall be (journal: {state})"], False
    back = entry.former if entry.way_back is None else from_way_back(entry.way_back, now).applied(now)
    if back != was:
        return [f"the journal does not lead back from {path.name}"], True
    is_lost = was is not None and b"crs:Exposure2012" in was and b"crs:Exposure2012" not in now
    return ([f"{path.name} lost what another program wrote"] if is_lost else []), True


def _entries(library: Library) -> dict[str, JournalEntry]:
    rows = library.db.execute("SELECT id FROM writes WHERE run = (SELECT max(run) FROM writes)")
    return {entry.path: entry for entry in write_journal.of_rows(library, [row for (row,) in rows])}


def _known(library: Library) -> dict[str, tuple[int, int, bytes]]:
    """Return the size, time and hash of files in the library, by name."""
    rows = library.db.execute(
        "SELECT f.relative, f.size, f.mtime_ns, p.file_hash FROM files f JOIN photos p ON p.id = f.photo_id"
    )
    return {name: (size, mtime, bytes(hash_)) for name, size, mtime, hash_ in rows}


def _seen(path: Path) -> tuple[int, int, bytes]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).digest()[:16]


@contextmanager
def tools(library: Path) -> Iterator[tuple[LibraryThreads, Importing, MetadataWriting]]:
    """Yield the parts of a session that read and write metadata."""
    store, decoders = LibraryThreads(library), Decoders()
    hiding = SensitiveFilter(store)
    importing = Importing(store, History(), decoders, hiding)
    writing = MetadataWriting(store, hiding, decoders)
    try:
        yield store, importing, writing
    finally:
        writing.close()
        decoders.close()
        store.close()


def make(root: Path, count: int, size: int = 64, *, like: Path | None = None, has_sidecars: bool = True) -> None:
    """Create a folder of distinct photos, and a library with two tags for each.

    Args:
        root: Parent folder.
        count: Number of photos.
        size: Width in pixels.
        like: Folder whose JPEGs are copied instead of drawing photos.
        has_sidecars: Whether half of them have a sidecar of another program.
    """
    (root / "photos").mkdir(parents=True)
    copied = sorted(like.rglob("*.jpg"))[:count] if like else []
    for number, path in enumerate(copied):
        shutil.copy2(path, root / "photos" / f"p{number:05}.jpg")
    for number in range(0 if copied else count):
        _draw(root / "photos" / f"p{number:05}.jpg", number, size)
    for number in range(1, count if has_sidecars else 0, 2):
        (root / "photos" / f"p{number:05}.xmp").write_text(FOREIGN % (number % 50))
    with tools(root / "library") as (store, _, _writing):
        store.write(lambda lib: _fill(lib, root / "photos")).result()


def _draw(path: Path, number: int, size: int) -> None:
    from PIL import Image

    small = Image.frombytes("RGB", (16, 12), random.Random(number).randbytes(16 * 12 * 3))  # noqa: S311
    small.resize((size, size * 3 // 4)).save(path)


def _fill(library: Library, place: Path) -> None:
    folder = folders.add(library, str(place)).id
    _record(library, folder, place, sorted(path.name for path in place.glob("*.jpg")))
    ids = photos.in_order(library, "name")
    paths = (("Places", "Italy", "Rome"), ("Sunset",))
    tags.mark(library, [TagMark(photo, path, "confirmed") for photo in ids for path in paths])


def _record(library: Library, folder: int, place: Path, names: list[str]) -> None:
    readings = []
    for name in names:
        status = (place / name).stat()
        readings.append((Found(folder, name, status.st_size, status.st_mtime_ns), read(str(place / name))))
    files.record(library, readings)


if __name__ == "__main__":
    main()
