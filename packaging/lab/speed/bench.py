"""Measure Photon: indexing, cold queries, queries in large libraries, recall of the graph, rescans.

    python -m lab.speed.bench indexing PHOTOS [--peer COMMAND]   images/s and peak memory; the peer in the same run
    python -m lab.speed.bench cold LIBRARY [--peer COMMAND]      one search from the terminal, including Python
    python -m lab.speed.bench memory PHOTOS                      memory at 500, 1,000, 2,000… searchable photos
    python -m lab.speed.bench again LIBRARY FOLDER               rescan of an unchanged folder
    python -m lab.speed.bench large LIBRARY [--photos 100000]    p95 of a text query and recall@50 against exact
    python -m lab.speed.bench similar LIBRARY [--photos 100000]  p95 of "more like this", including folding

With a peer, figures are ratios: machines are noisy, so every command repeats and prints medians. Memory is the sum of
the resident sets of all processes (shared pages are counted several times, so the true value is lower).
"""

import argparse
import json
import shlex
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
import psutil

if TYPE_CHECKING:
    from photon.app.encoding.encoder_client import EncoderClient
    from photon.index import VectorIndex
    from photon.search.ranking import Ranked

Floats = npt.NDArray[np.float32]


T = TypeVar("T")


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function in _MEASUREMENTS:
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        command.add_argument("place", type=Path)
        if name == "again":
            command.add_argument("folder", type=Path)
        command.add_argument("--peer", help="a command that does the same work; {photos} is put in")
        command.add_argument("--repeat", type=int, default=3)
        command.add_argument("--photos", type=int, default=100_000)
    arguments = parser.parse_args()
    arguments.function(arguments)


def indexing(arguments: argparse.Namespace) -> None:
    """Print images per second, end to end: hashes, facts, preview, vectors and graph in the databases."""
    count = sum(1 for path in arguments.place.rglob("*") if path.is_file())
    speeds, peers, peaks = [], [], []
    for _ in range(arguments.repeat):
        with tempfile.TemporaryDirectory() as library:
            read_no_text(library)
            seconds, peak = timed([*photon_command(library), "index", str(arguments.place)])
        speeds.append(count / seconds)
        peaks.append(peak)
        if arguments.peer:
            peer_seconds, _ = timed(shlex.split(arguments.peer.format(photos=arguments.place)))
            peers.append(count / peer_seconds)
        print(f"  {speeds[-1]:.1f} images/s, {peak:.0f} MB" + (f"; peer {peers[-1]:.1f}" if peers else ""))
    print(f"indexing {count} photos: median {statistics.median(speeds):.1f} images/s, peak {max(peaks):.0f} MB")
    if peers:
        ratios = [a / b for a, b in zip(speeds, peers, strict=True)]
        print(f"peer: median {statistics.median(peers):.1f} images/s; ratio {statistics.median(ratios):.2f}")


def read_no_text(directory: str) -> None:
    """Make a library in which text in photos is not read: `lab.text.text_costs` measures that."""
    from photon.library import open_library
    from photon.library.db import settings
    from photon.library.text.text_settings import READ_TEXT

    with open_library(Path(directory), writable=True) as library:
        settings.store(library, READ_TEXT, value=False)


def cold(arguments: argparse.Namespace) -> None:
    """Print the seconds per search from the terminal, with new words each time."""
    own, peer = [], []
    for number in range(max(5, arguments.repeat)):
        words = f"a dog number {number} at {time.time_ns() % 10_000}"
        own.append(timed([*photon_command(arguments.place), "search", words])[0])
        if arguments.peer:
            peer.append(timed(shlex.split(arguments.peer))[0])
    print(f"cold search: median {statistics.median(own):.2f} s of {len(own)}")
    if peer:
        ratio = statistics.median(own) / statistics.median(peer)
        print(f"peer: median {statistics.median(peer):.2f} s; ratio {ratio:.2f}")


def again(arguments: argparse.Namespace) -> None:
    """Print the seconds to rescan an unchanged folder, and whether anything was written."""
    timed([*photon_command(arguments.place), "index", str(arguments.folder)])  # checkpoints the log of earlier writes
    before = _contents(arguments.place)
    seconds = [
        timed([*photon_command(arguments.place), "index", str(arguments.folder)])[0] for _ in range(arguments.repeat)
    ]
    same = "nothing was written" if _contents(arguments.place) == before else "THE LIBRARY CHANGED"
    print(f"looking again: median {statistics.median(seconds):.2f} s; {same}")


def memory(arguments: argparse.Namespace) -> None:
    """Print the memory of all processes by number of searchable photos; it should stay constant."""
    with tempfile.TemporaryDirectory() as library:
        read_no_text(library)
        process = subprocess.Popen([*photon_command(library), "index", str(arguments.place)], stdout=subprocess.DEVNULL)
        peak, mark = 0.0, 500
        while process.poll() is None:
            time.sleep(0.2)
            peak = max(peak, family_memory(process.pid))
            if _searchable(Path(library)) >= mark:
                print(f"  {mark:,} searchable: {peak:.0f} MB at most since the last line")
                peak, mark = 0.0, mark * 2
        print(f"  to the end: {peak:.0f} MB")


def _searchable(library: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{library / 'cache.db'}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])
    except sqlite3.Error:  # not created yet
        return 0


def large(arguments: argparse.Namespace) -> None:
    """Time queries in a library grown by copying real vectors with noise."""
    from photon.app.encoding.encoder_client import SubprocessEncoder
    from photon.index import VectorIndex
    from photon.library import open_library
    from photon.library.photos import photos
    from photon.library.vectors import vectors

    encoder = SubprocessEncoder()
    with open_library(arguments.place, writable=False) as library:
        ids, real = vectors.meanings(library, encoder.id)
        previews = list(photos.previews(library, ids[:200].tolist()).values())
    if not len(real):
        sys.exit("This library has no vectors of the current encoder: run photon index first.")
    grown = grow(real, arguments.photos)
    index = VectorIndex(encoder.dimension, exact_limit=0)
    began = time.perf_counter()
    index.add(range(1, len(grown) + 1), grown)
    print(f"graph of {len(grown):,} vectors built in {time.perf_counter() - began:.0f} s")
    words = list(QUESTIONS)
    ask = _asking(encoder, index)
    ask("this only warms everything up")
    idle = middle_and_p95(words, ask)
    print(f"text query, idle: median {idle[0]:.1f} ms, p95 {idle[1]:.1f} ms")
    recall, milliseconds = _recall(index, grown, encoder.texts(words))
    print(f"graph: recall@50 {recall:.4f}, median {milliseconds:.1f} ms")
    busy = _time_while_indexing(encoder, index, previews, words, ask)
    print(f"text query, while indexing: median {busy[0]:.1f} ms, p95 {busy[1]:.1f} ms")
    encoder.close()


def _time_while_indexing(
    encoder: "EncoderClient",
    index: "VectorIndex",
    previews: list[bytes],
    words: list[str],
    ask: Callable[[str], "Ranked"],
) -> tuple[float, float]:
    stop = threading.Event()
    load = threading.Thread(target=_embed_on, args=(encoder, index, previews, stop))
    load.start()
    busy = middle_and_p95([text + " too" for text in words], ask)
    stop.set()
    load.join()
    return busy


def _asking(encoder: "EncoderClient", index: "VectorIndex") -> Callable[[str], "Ranked"]:
    """Rank as a search does for words without class labels: noisy copies have no class probabilities."""
    from photon.search.ranking import Term, rank

    def ask(text: str) -> "Ranked":
        term = Term(encoder.texts([text])[0], sentence=encoder.is_sentence(text))
        return rank(index, [term], 200, yardstick=encoder.yardstick)

    return ask


def similar(arguments: argparse.Namespace) -> None:
    """Search for similar photos in a library grown by copying real vectors with noise."""
    from photon.app.encoding.encoder_client import SubprocessEncoder
    from photon.app.search.examples import ExamplePictures
    from photon.app.search.query_service import QueryService
    from photon.domain import Like, Query
    from photon.index import VectorIndex
    from photon.library import open_library
    from photon.library.vectors import vectors

    encoder = SubprocessEncoder()
    with open_library(arguments.place, writable=False) as library:
        ids, meanings = vectors.meanings(library, encoder.id)
        found, looks = vectors.looks_of(library, encoder.id, ids.tolist())
    # Noise as long as the vector: none of 50 copies of a photo is a near-duplicate, the slow case of folding.
    meanings = grow(meanings, arguments.photos, 1.0)
    looks = grow(looks[np.argsort(found)], arguments.photos, 1.0)
    with tempfile.TemporaryDirectory() as folder:
        with open_library(Path(folder), writable=True) as library:
            fill(library.db, encoder.id, meanings, looks)
        index = VectorIndex(encoder.dimension, exact_limit=0)
        index.add(range(1, len(meanings) + 1), meanings)
        finding = QueryService(encoder, lambda _: index, ExamplePictures(sys.exit), lambda _: None)
        with open_library(Path(folder), writable=False) as library:
            chosen = np.random.default_rng(1).permutation(len(meanings))[:70] + 1
            for top in (20, 200, 400):
                wall, cpu = [], []
                for photo in chosen.tolist():
                    began = time.perf_counter(), time.process_time()
                    finding.similar(library, Query.build(likes=(Like(photo=photo),), top=top), fold=True)
                    wall.append(1000 * (time.perf_counter() - began[0]))
                    cpu.append(1000 * (time.process_time() - began[1]))
                print(
                    f"more like this, {top} hits: median {statistics.median(wall[5:]):.1f} ms,"
                    f" p95 {np.percentile(wall[5:], 95):.1f} ms; processor p95 {np.percentile(cpu[5:], 95):.1f} ms"
                )


def fill(db: sqlite3.Connection, encoder: str, meanings: Iterable[Floats], looks: Iterable[Floats]) -> None:
    """Insert a photo, a file and two vectors per row into an empty library.

    Args:
        db: Its catalogue, with the cache attached.
        encoder: Encoder id.
        meanings: float32 (d,) of each photo, unit length.
        looks: float32 (e,) of each photo, unit length.
    """
    db.execute("BEGIN")
    db.execute("INSERT INTO folders (id, path, added) VALUES (1, '/grown', '')")
    for photo, (meaning, look) in enumerate(zip(meanings, looks, strict=True), 1):
        key = photo.to_bytes(16, "big")
        db.execute(
            "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
            " VALUES (?, ?, ?, 'JPEG', 4000, 3000, 0, '2024', '2024')",
            (photo, key, key),
        )
        db.execute(
            "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns) VALUES (?, 1, ?, 1, 1)",
            (photo, f"{photo}.jpg"),
        )
        vectors = (meaning.astype("<f2").tobytes(), look.astype("<f2").tobytes())
        db.execute("INSERT INTO vectors VALUES (?, ?, ?, ?, ?)", (photo, encoder, key, *vectors))
    db.execute("COMMIT")


def _embed_on(encoder: "EncoderClient", index: "VectorIndex", previews: list[bytes], stop: threading.Event) -> None:
    """Create background load: encode batches and add them to the graph."""
    at = 0
    while not stop.is_set():
        made = encoder.images([previews[(at + k) % len(previews)] for k in range(encoder.batch)])
        index.add(range(10_000_000 + at, 10_000_000 + at + encoder.batch), made.meaning)
        at += encoder.batch


def grow(real: Floats, count: int, noise: float = 0.2) -> Floats:
    """Return copies of real vectors, each with noise relative to its length, so that all differ."""
    rng = np.random.default_rng(0)
    grown = real[np.arange(count) % len(real)]
    grown = grown + noise * rng.normal(size=grown.shape).astype(np.float32) / np.sqrt(grown.shape[1])
    unit: Floats = (grown / np.linalg.norm(grown, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _recall(index: "VectorIndex", grown: Floats, queries: Floats) -> tuple[float, float]:
    hits, times = [], []
    for query in queries:
        exact = np.argpartition(-(grown @ query), 50)[:50] + 1
        began = time.perf_counter()
        labels, _ = index.nearest(query, 50)
        times.append(1000 * (time.perf_counter() - began))
        hits.append(len(set(labels.tolist()) & set(exact.tolist())) / 50)
    return float(np.mean(hits)), statistics.median(times)


def middle_and_p95(questions: Sequence[T], ask: Callable[[T], object]) -> tuple[float, float]:
    """Return the median and 95th percentile in milliseconds over these questions."""
    times = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), float(np.percentile(times, 95))


def timed(command: list[str]) -> tuple[float, float]:
    """Return the seconds and peak memory in MB of a command with all its children."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch_memory, args=(process.pid, peak, done))
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{shlex.join(command)} failed:\n{output}")
    return seconds, peak[0]


def _watch_memory(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.1):
        peak[0] = max(peak[0], family_memory(pid))


def family_memory(pid: int) -> float:
    """Return the resident memory of a process and all its children in MB; 0 once it is gone."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(_resident(process) for process in family) / 1e6


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _contents(library: Path) -> str:
    return json.dumps({path.name: hash(path.read_bytes()) for path in sorted(library.glob("*.db"))})


def photon_command(library: Path | str) -> list[str]:
    """Return the command line of Photon for a library."""
    return [sys.executable, "-m", "photon", "--library", str(library)]


_WHAT = ("dog", "child", "red car", "mountain", "boat", "wedding", "cake", "bird", "bridge", "guitar")
_WHERE = ("on the beach", "in the snow", "at night", "in a garden", "near the water", "in the city", "indoors")
QUESTIONS = tuple(f"a {what} {where}" for what in _WHAT for where in _WHERE)

_MEASUREMENTS = (
    ("indexing", indexing),
    ("memory", memory),
    ("cold", cold),
    ("again", again),
    ("large", large),
    ("similar", similar),
)

if __name__ == "__main__":
    main()
