"""Measure how soon the vectors of a large library can be searched, and what they take of memory.

    python -m lab.speed.bench_loading LIBRARY [--grow REAL --photos 1000000 --dimension 384]

LIBRARY is made from some thousand vectors of REAL, a library, with `--grow`, as `bench_vectors` does; longer vectors
have the same numbers again and again. Each row is of a process of its own: from SQLite, then from the file that
is kept, and at last without the disk's cache, as after a start of the computer (`posix_fadvise`). Of the memory, only
what is not of files is the process's own. Queries beside adding are asked while another thread adds without a pause.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from itertools import chain
from pathlib import Path

import numpy as np
from lab.speed.bench import fill
from lab.speed.bench_vectors import Growing

from photon.app.engine.index_store import IndexStore
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.vectors import vectors
from photon.library.vectors.kept_vectors import drop_kept, kept_file

_PORTION, _REAL, _MOVED, _QUERIES, _BATCH = 4096, 7000, 0.52, 60, 24


def main() -> None:
    """Print a row for each way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--grow", type=Path)
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--dimension", type=int, default=384)
    parser.add_argument("--row", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.row:
        print(json.dumps(measure(arguments.library, arguments.dimension)))
        return
    if arguments.grow:
        grow(arguments.library, arguments.grow, arguments.photos, arguments.dimension)
    with open_library(arguments.library, writable=True) as library:
        drop_kept(library, encoder_of(library))
    print("| from | load s | processor s | first query ms | queries p95 ms | beside adding | own MB | peak |")
    for row in ("SQLite", "file", "file, cold disk"):
        if row == "file":
            keep(arguments.library, arguments.dimension)
        if row.endswith("disk"):
            for path in arguments.library.iterdir():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        asked = [*map(str, ("-m", __spec__.name, arguments.library, "--dimension", arguments.dimension, "--row", row))]
        said = subprocess.run([sys.executable, *asked], check=True, capture_output=True, text=True).stdout
        print(f"| {row} | {' | '.join(str(one) for one in json.loads(said))} |", flush=True)


def grow(place: Path, real: Path, photos: int, dimension: int) -> None:
    """Make a library of grown vectors."""
    with open_library(real, writable=False) as library:
        growing = Growing(vectors.meanings(library, encoder_of(library))[1][:_REAL])
    portions = (growing.portion(at, min(_PORTION, photos - at), _MOVED) for at in range(0, photos, _PORTION))
    wide = (np.resize(row, dimension) for row in chain.from_iterable(portions))
    with open_library(place, writable=True) as library:
        made = (row / np.linalg.norm(row) for row in wide)
        fill(library.db, "grown", made, (np.ones(2, np.float32) for _ in range(photos)))


def encoder_of(library: Library) -> str:
    """Return the only encoder, or the first one."""
    return vectors.kept_encoders(library)[0]


def keep(place: Path, dimension: int) -> None:
    """Write the file as a session does."""
    with open_library(place, writable=False) as library:
        store, began, count = IndexStore(encoder_of(library), dimension), time.process_time(), 0
        while store.tend(library, is_busy=False):
            count += 1
        size = kept_file(library, encoder_of(library)).stat().st_blocks * 512 / 1e6
    print(f"{count} portions, {size:.0f} MB on disk, {time.process_time() - began:.0f} s of the processor in all")


def measure(place: Path, dimension: int) -> list[float]:
    """Load the index and ask; return the figures of a row."""
    with open_library(place, writable=False) as library:
        began, processor = time.perf_counter(), time.process_time()
        index = IndexStore(encoder_of(library), dimension).index(library)
        loaded = time.perf_counter() - began, time.process_time() - processor
        queries = index.sample(_QUERIES) + np.float32(0.01)
        first, times = ask(index, queries[:1])[0], ask(index, queries)
        stop = threading.Event()
        thread = threading.Thread(target=_add_on, args=(index, stop))
        thread.start()
        beside = ask(index, queries)
        stop.set()
        thread.join()
    rows = dict(line.split(":") for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    own, peak = (int(rows[name].split()[0]) // 1000 for name in ("RssAnon", "VmHWM"))
    late = (round(float(np.percentile(some, 95)), 1) for some in (times, beside))
    return [*(round(one, 2) for one in loaded), round(first, 1), *late, own, peak]


def ask(index: VectorIndex, queries: np.ndarray) -> list[float]:
    """Return the milliseconds of each question for the nearest 1,000."""
    times = []
    for query in queries:
        began = time.perf_counter()
        index.nearest(query, 1000)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _add_on(index: VectorIndex, stop: threading.Event) -> None:
    made, at = index.sample(_BATCH), 10_000_000
    while not stop.is_set():
        index.add(range(at, at + len(made)), made)
        at += len(made)


if __name__ == "__main__":
    main()
