"""How near indexing is to its arithmetical limit: decoding and the network alone, measured in the same run.

    python -m lab.speed.bench_indexing PHOTOS... [--repeat 5] [--encoder NAME]

Each folder holds photos of one kind, such as JPEGs of 12 megapixels, HEIC or RAW. Its limit is the processor time of
one process that decodes each photo at the scale a preview needs, and runs the network. Beside it stands what indexing
takes until the last photo can be searched: processor time of all processes, those that ended included, and seconds.
What starting takes is measured with one small photo for each core, which has a place, because the first one needs the
data of places. Reading a file and hashing it is not in the limit, but told, too: a RAW file of 26 MB takes almost as
long as its preview takes to decode. Limit and indexing take turns, because a processor that others use is slower;
figures are medians.

The first line says what an encoder that is installed here would try: on a graphics card, 32 bits, 16 bits and bfloat16,
with batches that are doubled up to 256 while that pays. What was fastest and agrees is used for indexing, and for the
network alone. The next batch is in the card's queue while the last one is stored, and decoders read ahead. What a card
does is no time of the processor: there, compare the time of the whole. The starter always runs on the processor.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import Any

import psutil
from lab.speed.bench import photon_command, read_no_text
from PIL import Image
from PIL.ExifTags import IFD

from photon.app.runtime.cpu_count import count_cpus
from photon.media.decode import opening
from photon.media.decode.decoding import Fit, quiet
from photon.media.file.source import opened, source_of
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.reading import read
from photon.quick_dataclass import dataclass
from photon.vision import encoders
from photon.vision.clip.shelf.run_settings import candidates
from photon.vision.starter.image_tower import StarterImageTower, squash
from photon.vision.starter.starter_install import IMAGE_FILE, starter_folder

_TICK, _BATCH = 0.02, 8
_PROCESSOR, _WALL, _WHOLE = attrgetter("processor"), attrgetter("wall"), attrgetter("whole")
_LATER = ("styles", "fingerprints", "suggested_photos", "drafts", "copies", "texts", "face_photos", "framed")


@dataclass(frozen=True, slots=True)
class Cost:
    """What indexing took until the last photo could be searched.

    Attributes:
        processor: Processor seconds of all processes.
        wall: Seconds.
        whole: Processor seconds of everything, all later stages included.
        early: Rows of later stages that were there before the last photo could be searched, by table.
    """

    processor: float
    wall: float
    whole: float
    early: dict[str, int]


def main() -> None:
    """Measure each folder and print one line for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--encoder", default="starter")
    arguments = parser.parse_args()
    tried = ", ".join(f"{one.runtime} {one.device} {one.precision}" for one in candidates())
    print(f"an encoder that is installed here would try: {tried}; {arguments.encoder} has batches of ", end="")
    print(encoders.find(arguments.encoder).batch)
    with tempfile.TemporaryDirectory() as small:
        for number in range(count_cpus()):  # one for each decoder
            exif = Image.Exif()
            exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (35.0, 0.0, 0.0), 3: "W", 4: (9.0, 0.0, 0.0)})
            Image.new("RGB", (640, 480), (40 * number % 256, 99, 9)).save(Path(small, f"{number}.jpg"), exif=exif)
        starts = [index(Path(small), arguments.encoder) for _ in range(arguments.repeat)]
    start = _middle(starts, _PROCESSOR), _middle(starts, _WALL)
    print(f"starts of processes: {start[0]:.2f} s of the processor, {start[1]:.2f} s")
    for folder in arguments.folders:
        _print_folder(folder, arguments, start)


def _print_folder(folder: Path, arguments: argparse.Namespace, start: tuple[float, float]) -> None:
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    limits, costs = [], []
    for _ in range(arguments.repeat):
        before = limit(paths, arguments.encoder)
        costs.append(index(folder, arguments.encoder))
        after = limit(paths, arguments.encoder)
        limits.append(tuple((one + other) / 2 for one, other in zip(before, after, strict=True)))
    per = 1000 / len(paths)
    decoding, network = (per * statistics.median(part) for part in zip(*limits, strict=True))
    hashing = per * _hashing(paths)
    real, whole, wall = (per * _middle(costs, pick) for pick in (_PROCESSOR, _WHOLE, _WALL))
    without = [(sum(one), cost.processor - start[0]) for one, cost in zip(limits, costs, strict=True)]
    parts = f"decoding {decoding:.1f} + network {network:.1f}, beside them hashing {hashing:.1f}"
    print(f"{folder.name}, {len(paths)} photos, ms a photo: {parts}")
    print(
        f"  until searchable {per * statistics.median(cost for _, cost in without):.1f}, with starts {real:.1f};"
        f" limit / real {statistics.median(one / cost for one, cost in without):.2f},"
        f" with starts {(decoding + network) / real:.2f}; everything {whole:.1f}; time {wall:.1f}"
    )
    print(f"  of later stages, before all could be searched: {costs[-1].early or 'nothing'}")


def _middle(costs: Sequence[Cost], pick: Callable[[Cost], float]) -> float:
    return statistics.median(pick(cost) for cost in costs)


def limit(paths: Sequence[Path], name: str) -> tuple[float, float]:
    """Return the processor seconds of this process for decoding some photos, and for the network alone."""
    contents = [path.read_bytes() for path in paths]
    run = _network(name, [read(str(path)).preview for path in paths[:_BATCH]])
    run()
    began = time.process_time()
    for path, content in zip(paths, contents, strict=True):
        source = source_of(content, str(path))
        with quiet():
            header = opening.open_picture(source, opening.identify(source), SHORT)
            if header.image.format == "JPEG":
                width, height = Fit(short=SHORT, long=LONG).size(*header.image.size)
                header.image.draft(None, (width, height))
            header.image.load()
    decoded = time.process_time()
    rounds = -(-len(paths) // _BATCH)
    for _ in range(rounds):
        run()
    return decoded - began, (time.process_time() - decoded) * len(paths) / (rounds * _BATCH)


def _hashing(paths: Sequence[Path]) -> float:
    """Return the processor seconds for reading and hashing some photos."""
    began = time.process_time()
    for path in paths:
        with opened(str(path)):
            pass
    return time.process_time() - began


def _network(name: str, previews: list[bytes]) -> Callable[[], object]:
    """Return a function that runs the network for some previews; for models but the starter they are decoded, too."""
    previews = (previews * _BATCH)[:_BATCH]
    if name == "starter":
        tower = StarterImageTower(starter_folder() / IMAGE_FILE, 1)
        pixels = [squash(preview) for preview in previews]
        return lambda: [tower.encode_pixels(one) for one in pixels]
    model: Any = encoders.find(name).model.open(1, None)
    return lambda: model.encode_images(previews)


def index(folder: Path, encoder: str) -> Cost:
    """Index a folder into a library of its own, to the end."""
    count = sum(1 for path in folder.iterdir() if path.is_file())
    with tempfile.TemporaryDirectory() as library:
        read_no_text(library)
        began = time.perf_counter()
        command = [*photon_command(library), "index", str(folder), "--encoder", encoder]
        before = os.times()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        searchable = None
        while process.poll() is None:
            time.sleep(_TICK)
            if searchable is None and _rows(library, "vectors") >= count:
                searchable = time.perf_counter() - began, _processor_time(process.pid)
                early = {table: rows for table in _LATER if (rows := _rows(library, table))}
        after = os.times()
        if process.returncode or searchable is None:
            sys.exit(f"indexing {folder} failed, or some of its photos can't be read")
    whole = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(searchable[1], searchable[0], whole, early)


def _rows(library: str, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"file:{library}/cache.db?mode=ro", uri=True)) as db:
            return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:  # not created yet
        return 0


def _processor_time(pid: int) -> float:
    """Return the processor seconds of a process and all its children, those that ended included."""
    root = psutil.Process(pid)
    spent = 0.0
    for process in (root, *root.children(recursive=True)):
        times = process.cpu_times()
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


if __name__ == "__main__":
    main()
