"""Measure the window while metadata is planned, reviewed, written and restored: pauses, time and memory.

Called by ``bench_writing.py --window``. Every photo gets a new sidecar. A pause is the interval between two ticks of a
10 ms timer, which users perceive as a frozen window. It is longer on a busy computer, so the CPU time of this process
within it is printed as well. Times are compared with plain work measured just before: reading the metadata of some of
the same photos one by one, and writing files with the same safety (written, flushed, linked, folder flushed) with eight
threads.
"""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photon.domain.metadata.writing import Policy
    from photon.ui.metadata.write_page import WritePage
    from photon.ui.window.main_window import MainWindow

MOST_MS = 150
"""Maximum acceptable CPU time of this process within a pause."""
_TICK_MS = 10
_SETTLED = 3.0  # seconds until the window is painted and long-lived objects have been collected once
_AFTER = 2.0  # seconds that still count after a step, for delayed effects
_STEP = 300  # rows
_SOME = 1000
_SIZE = 1500  # bytes of a typical sidecar


class Watch:
    """A timer in a running window, and the time of the garbage collector."""

    def __init__(self, window: "MainWindow") -> None:
        """Start the timer."""
        from PySide6.QtCore import QTimer

        self._pauses: list[float] = []
        self._own: list[float] = []  # CPU seconds of this process within each pause
        self._collections: list[float] = []
        self._last = self._collecting = time.perf_counter()
        self._worked = time.process_time()
        self._ticker: QTimer = QTimer(window, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        gc.callbacks.append(self._collect)
        self.longest = 0.0

    def measure(self, name: str, act: Callable[[], object], is_done: Callable[[], bool], plain: float = 0.0) -> None:
        """Perform an action, wait until it is done, and print the measurements."""
        self._pauses, self._own, self._collections = [], [], []
        self._last, self._worked = time.perf_counter(), time.process_time()
        start = self._last
        act()
        _wait(is_done)
        took = time.perf_counter() - start
        _wait_for(_AFTER)
        self.longest = max([self.longest, *self._own])
        most, own = 1000 * max(self._pauses), 1000 * max(self._own)
        ratio = f", {took / plain:.1f} times the plain work" if plain else ""
        collected = 1000 * max(self._collections, default=0.0)
        print(
            f"{name}: {took:.1f} s{ratio}; longest pause {most:.0f} ms, longest own work in one {own:.0f} ms,"
            f" longest collection {collected:.0f} ms; {_memory():.0f} MB",
            flush=True,
        )

    def end(self) -> None:
        """Stop the timer."""
        self._ticker.stop()
        gc.callbacks.remove(self._collect)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        self._pauses.append(now - self._last)
        self._own.append(min(now - self._last, worked - self._worked))
        self._last, self._worked = now, worked

    def _collect(self, phase: str, _: object) -> None:
        now = time.perf_counter()
        if phase == "start":
            self._collecting = now
        else:
            self._collections.append(now - self._collecting)


def watch_window(library: Path, place: Path, count: int, policy: "Policy") -> bool:
    """Plan, review the plan, write and restore; return whether all pauses were acceptable.

    Args:
        library: Library of the photos.
        place: Their folder.
        count: Their number.
        policy: Whether to write sidecars or photos.
    """
    reading, writing = _plain_reading(place, count), _plain_writing(place.parent / "plain", count)
    print(f"plain: {count:,} photos read in {reading:.1f} s, as many files written in {writing:.1f} s")
    with _shown(library, count) as window:
        watch, page = Watch(window), window.file_words.page
        page.choice.place.setCurrentIndex(page.choice.place.findData(policy))
        watch.measure("nothing", lambda: None, lambda: True)
        watch.measure("plan", window.commands["write-words"].trigger, lambda: page.state == "planned", reading)
        print(f"  {page.head.summary.text()}")
        watch.measure("look", lambda: _look(page), lambda: True)
        watch.measure("write", lambda: _write(page), lambda: page.state == "written", writing)
        print(f"  {page.head.summary.text()}")
        watch.measure("put back", page.put_back_button.click, lambda: page.state == "restored", writing)
        print(f"  {page.head.summary.text()}")
        watch.end()
    return 1000 * watch.longest <= MOST_MS


def _look(page: "WritePage") -> None:
    """Scroll through the list, once by items and once by fields."""
    for every in (False, True):
        page.every.setChecked(every)
        for row in range(0, len(page.files.rows), _STEP):
            page.list.go_to(row)
            _wait_for(0.02)
    page.every.setChecked(False)


def _write(page: "WritePage") -> None:
    page.write_button.click()
    if page.state == "asking":
        page.agree.click()


@contextmanager
def _shown(library: Path, count: int) -> Iterator["MainWindow"]:
    """Yield the real window over a library, with an encoder that takes no time."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from photon.app.session import Session
    from photon.ui.kit.settings import remember_in
    from photon.ui.kit.theme import theme
    from photon.ui.window.application import collect_in_main_thread
    from photon.ui.window.main_window import MainWindow

    application = QApplication.instance() or QApplication([])
    theme()
    with Session.open(library, background=False) as session:
        remember_in(library)
        window = MainWindow(session)
        window.resize(1280, 800)
        window.show()
        collect_in_main_thread(window)
        _wait(lambda: window.grid.grid_model.rowCount() >= count)
        _wait_for(_SETTLED)
        yield window
        window.close()
    application.processEvents()


def _wait(is_done: Callable[[], bool], seconds: float = 1800) -> None:
    from PySide6.QtTest import QTest

    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError
        QTest.qWait(20)


def _wait_for(seconds: float) -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(int(1000 * seconds))


def _plain_reading(place: Path, count: int) -> float:
    """Estimate the seconds needed to read the metadata of ``count`` photos."""
    from photon.media.read.metadata_reading import read_words

    some = sorted(place.rglob("*.jpg"))[:_SOME]
    start = time.perf_counter()
    for path in some:
        read_words(str(path))
    return (time.perf_counter() - start) * count / len(some)


def _plain_writing(place: Path, count: int) -> float:
    """Estimate the seconds needed to write ``count`` files safely."""
    some = min(count, _SOME)
    place.mkdir()
    content = bytes(_SIZE)

    def write(number: int) -> None:
        passing, path = place / f".{number}", place / f"{number}.xmp"
        with passing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(passing)
        folder = os.open(place, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        passing.unlink()

    start = time.perf_counter()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(some)))
    took = (time.perf_counter() - start) * count / some
    shutil.rmtree(place)
    return took


def _memory() -> float:
    """Return the memory of this process in MB; 0 if the system does not report it."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
