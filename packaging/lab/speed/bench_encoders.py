"""Measure open_clip encoders: indexing against a peer and against the limit, memory, and switching encoders.

    python -m lab.speed.bench_encoders indexing PHOTOS --arch A --weights FILE [--peer COMMAND]   images/s, twice
    python -m lab.speed.bench_encoders memory PHOTOS --arch A --weights FILE [--pictures 20000]   of the worker
    python -m lab.speed.bench_encoders change PHOTOS --arch A --weights FILE                       with a window

``indexing`` installs the checkpoint twice, in float32 and in the fastest setting that agrees, and indexes the folder
from the terminal with each, including Python's start. The limit is the throughput of cores that never wait: cores /
(seconds of one core to read a photo + seconds of one core in the tower), both measured separately in the same run. A
peer does the same work between the rounds; {photos} in its command is replaced. Random weights suffice for speed.
"""

import argparse
import itertools
import os
import shlex
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
from lab.speed.bench import family_memory, photon_command, timed

if TYPE_CHECKING:
    from photon.app.encoding.encoder_client import SubprocessEncoder
    from photon.app.session import Session
    from photon.domain import Answer
    from photon.domain.encoders.encoder_info import EncoderState
    from photon.ui.window.main_window import MainWindow

_NAME = "bench"
_STAGED = 40  # photos for measuring a stage separately
_TICK_MS = 10
_SHOWN_MS = 3000  # until results and thumbnails are shown
_AFTER = 25  # queries after the switch
_QUERIES = ("a dog", "a beach at sunset", "two people at a table", "a red car in the snow", "food on a plate")


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for function in (indexing, memory, change):
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
        if arguments.function is not change:  # change also needs the starter, prepared before
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


def change(arguments: argparse.Namespace) -> None:
    """Switch from the starter to another encoder with an open window: answers, pauses, and which encoder answered."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _install(arguments, "auto")
    from PySide6.QtWidgets import QApplication

    from photon.app.session import Session
    from photon.ui.kit.settings import remember_in
    from photon.ui.kit.theme import theme
    from photon.ui.window.application import collect_in_main_thread
    from photon.ui.window.main_window import MainWindow

    application = QApplication([])
    theme()
    with tempfile.TemporaryDirectory() as library:
        with Session.open(Path(library), background=False) as session:
            session.add_folder(str(arguments.place)).result()
            session.start_work()
            _wait_for(session)
        with Session.open(Path(library)) as session:
            remember_in(session.directory)
            _wait_for(session)
            window = MainWindow(session)
            window.resize(1440, 900)
            window.show()
            collect_in_main_thread(window)
            watch = _Watch(session, window)
            watch.start(_NAME)
            application.exec()
            watch.report()
            window.close()
    _remove()


class _Watch:
    """Asks and listens while one encoder replaces another."""

    def __init__(self, session: "Session", window: "MainWindow") -> None:
        from PySide6.QtCore import QTimer

        self._session, self._window = session, window
        self._began = self._last = time.perf_counter()
        self._pauses: list[tuple[float, float]] = []
        self._seconds: list[float] = []
        self._answers: list[tuple[int, tuple[int, ...]]] = []
        self._failed: list[str] = []
        self._switched = 0.0
        self._after = 0
        self._old = [self._ask(query) for query in _QUERIES]
        self._ticker = QTimer(window, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._searcher = QTimer(window, interval=200)
        self._searcher.timeout.connect(self._search)

    def start(self, name: str) -> None:
        """Show a search, then choose the new encoder and wait until it answers."""
        from PySide6.QtCore import QTimer

        from photon.domain import Query

        self._last = time.perf_counter()
        self._ticker.start()
        self._window.top_bar.search.recall(Query.build(_QUERIES[0]))
        QTimer.singleShot(_SHOWN_MS, self._window, lambda: self._choose(name))

    def _choose(self, name: str) -> None:
        """Choose the encoder while the search is shown and nothing else runs, so all later effects belong to it."""
        print(f"  showing the first search: longest pause {max(pause for _, pause in self._pauses):.0f} ms")
        self._pauses.clear()
        self._session.encoders.use(name)
        self._began = self._last = time.perf_counter()
        self._searcher.start()

    def report(self) -> None:
        """Print the figures."""
        new = [self._ask(query) for query in _QUERIES]
        of_old = sum(found == self._old[at] for at, found in self._answers)
        of_new = sum(found == new[at] and found != self._old[at] for at, found in self._answers)
        is_late = [found != self._old[at] for at, found in self._answers]
        returned = any(was and not now for was, now in itertools.pairwise(is_late))
        pauses = np.array([pause for _, pause in self._pauses])
        at, longest = max(self._pauses, key=lambda one: one[1])
        print(f"took over after {self._switched:.0f} s; {len(self._answers):,} answers, {len(self._failed)} failed")
        print(
            f"  {of_old:,} the old encoder's, {of_new:,} the new one's, {len(self._answers) - of_old - of_new} neither"
        )
        print(f"  {'went back and forth' if returned else 'once new, always new'}")
        print(
            f"  pauses: p99 {np.percentile(pauses, 99):.0f} ms, longest {longest:.0f} ms, {at:.0f} s after the choice"
        )
        median, p95 = np.percentile(self._seconds, [50, 95])
        print(f"  from words to hits: median {1000 * median:.0f} ms, p95 {1000 * p95:.0f} ms")

    def _ask(self, words: str) -> tuple[int, ...]:
        from photon.domain import Query

        answer = self._session.search(Query.build(words, top=50)).result()
        return tuple(hit.photo for hit in answer.hits)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._pauses.append((now - self._began, max(0.0, 1000 * (now - self._last) - _TICK_MS)))
        self._last = now

    def _search(self) -> None:
        from PySide6.QtWidgets import QApplication

        from photon.domain import Query

        self._window.bridge.call(self._session.encoders.all_encoders(), self._note, self._window)
        if self._switched:
            self._after += 1
        if self._after > _AFTER:
            QApplication.quit()
        at, asked = len(self._answers) % len(_QUERIES), time.perf_counter()

        def keep(answer: "Answer") -> None:
            self._seconds.append(time.perf_counter() - asked)
            self._answers.append((at, tuple(hit.photo for hit in answer.hits)))

        future = self._session.search(Query.build(_QUERIES[at], top=50))
        future.add_done_callback(lambda done: self._failed.append(str(done.exception())) if done.exception() else None)
        self._window.bridge.call(future, keep, self._window)

    def _note(self, states: "list[EncoderState]") -> None:
        is_new = any(state.role == "answering" and state.card.name == _NAME for state in states)
        if is_new and not self._switched:
            self._switched = time.perf_counter() - self._began


def _wait_for(session: "Session") -> None:
    while not session.up_to_date:
        time.sleep(0.05)


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
