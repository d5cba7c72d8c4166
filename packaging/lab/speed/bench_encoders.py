"""Measure open_clip encoders: indexing against a peer and against the limit, and memory.

    python -m lab.speed.bench_encoders indexing PHOTOS --arch A --weights FILE [--peer COMMAND]   images/s, twice
    python -m lab.speed.bench_encoders memory PHOTOS --arch A --weights FILE [--pictures 20000]   of the worker

``indexing`` installs the checkpoint twice, in float32 and in the fastest setting that agrees, and indexes the folder
from the terminal with each, including Python's start. The limit is the throughput of cores that never wait: cores /
(seconds of one core to read a photo + seconds of one core in the tower), both measured separately in the same run. A
peer does the same work between the rounds; {photos} in its command is replaced. Random weights suffice for speed.
"""

import argparse
import os
import shlex
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from lab.speed.bench import family_memory, photon_command, timed

if TYPE_CHECKING:
    from photon.app.encoding.encoder_client import SubprocessEncoder

_NAME = "bench"
_STAGED = 40  # photos for measuring a stage separately


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for function in (indexing, memory):
        command = commands.add_parser(function.__name__)
        command.set_defaults(function=function)
        command.add_argument("place", type=Path)
        command.add_argument("--arch", required=True)
        command.add_argument("--weights", type=Path, required=True)
        command.add_argument("--peer", help="a command that does the same work; {photos} is put in")
        command.add_argument("--repeat", type=int, default=3)
        command.add_argument("--pictures", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["PHOTON_CACHE"] = cache
        arguments.function(arguments)


def indexing(arguments: argparse.Namespace) -> None:
    """Print images per second from the terminal, compared with a peer and the limit."""
    count = sum(1 for path in arguments.place.rglob("*") if path.is_file())
    read = _reading_seconds(arguments.place)
    for precision in ("fp32", "auto"):
        _install(arguments, precision)
        tower = _tower_seconds(arguments.place)
        limit = _cores() / (read + tower)
        own, peers = [], []
        for _ in range(arguments.repeat):
            with tempfile.TemporaryDirectory() as library:
                own.append(
                    count / timed([*photon_command(library), "index", str(arguments.place), "--encoder", _NAME])[0]
                )
            if arguments.peer:
                peers.append(count / timed(shlex.split(arguments.peer.format(photos=arguments.place)))[0])
        speed = statistics.median(own)
        print(f"{precision}: {_setting()}")
        print(f"  end to end {speed:.1f} images/s ({', '.join(f'{one:.1f}' for one in own)})")
        print(f"  reading {1000 * read:.1f} ms, tower {1000 * tower:.1f} ms of a core each: limit {limit:.1f} images/s")
        print(f"  {100 * speed / limit:.0f}% of the limit")
        if peers:
            ratios = [a / b for a, b in zip(own, peers, strict=True)]
            print(f"  peer {statistics.median(peers):.2f} images/s; ratio {statistics.median(ratios):.2f}")


def memory(arguments: argparse.Namespace) -> None:
    """Print the memory of the vision process while encoding, and after it was released."""
    _install(arguments, "auto")
    print(_setting())
    previews = _previews(arguments.place)
    encoder = _worker()
    done = 0
    while done < arguments.pictures:
        batch = [previews[(done + at) % len(previews)] for at in range(encoder.batch)]
        encoder.images(batch)
        done += len(batch)
        if (done // len(batch)) % max(1, arguments.pictures // len(batch) // 10) == 0:
            print(f"  {done:,} pictures: {_children_memory():.0f} MB")
    encoder.rest()
    print(f"  after resting: {_children_memory():.0f} MB")
    encoder.close()


def _install(arguments: argparse.Namespace, precision: str) -> None:
    _remove()
    words = ["encoders", "install", "--arch", arguments.arch, "--weights", str(arguments.weights), "--name", _NAME]
    exact = ["--exact"] if precision == "fp32" else []
    with tempfile.TemporaryDirectory() as library:  # an empty one, so that synthetic images are compared
        timed([*photon_command(library), *words, *exact])


def _remove() -> None:
    from photon.vision.clip.shelf import encoder_shelf

    if encoder_shelf.find(_NAME) is not None:
        encoder_shelf.remove(_NAME)


def _setting() -> str:
    from photon.vision.clip.shelf import encoder_shelf

    found = encoder_shelf.find(_NAME)
    if found is None:
        raise SystemExit("the encoder was not installed")
    tried = ", ".join(
        f"{one.runtime} {one.precision} {one.per_second:.1f}/s (cosine {one.cosine:.4f}, kept {one.kept:.3f}, same"
        f" {one.same:.2f})"
        for one in found.tried
    )
    return f"{found.setting.words()}; tried {tried}"


def _worker() -> "SubprocessEncoder":
    from photon.app.encoding.encoder_client import SubprocessEncoder

    return SubprocessEncoder(_NAME)


def _cores() -> int:
    from photon.app.runtime.cpu_count import count_cpus

    return count_cpus()


def _some(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())[:_STAGED]


def _reading_seconds(place: Path) -> float:
    """Return the seconds of one core to read a photo: hashes, facts, preview."""
    from photon.media.read.reading import read

    for path in _some(place):
        path.read_bytes()  # warms the page cache, as in the rounds
    read(str(_some(place)[0]))
    seconds = []
    for path in _some(place):
        began = time.perf_counter()
        read(str(path))
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _previews(place: Path) -> list[bytes]:
    from photon.media.read.reading import read

    return [read(str(path)).preview for path in _some(place)]


def _tower_seconds(place: Path) -> float:
    """Return the seconds of one core for a picture in the tower, all cores at it, preview decoding included."""
    previews = _previews(place)
    encoder = _worker()
    encoder.images(previews)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        encoder.images(previews)
        seconds.append(time.perf_counter() - began)
    encoder.close()
    return _cores() * statistics.median(seconds) / len(previews)


def _children_memory() -> float:
    """Return the resident memory of all child processes in MB."""
    return sum(family_memory(child.pid) for child in psutil.Process().children())


if __name__ == "__main__":
    main()
