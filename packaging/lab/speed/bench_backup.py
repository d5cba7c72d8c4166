"""Measure backing up, restoring and exporting the catalogue of a large library, and the delays of concurrent writers.

Works in a temporary folder with a synthetic catalogue: photos with files, and their tags, captions and ratings. During
the backup, another connection commits a rating every 10 ms; the longest commit is printed next to the longest one
without a backup. "Without its checks" means the copy and its compression alone: without the integrity check, the
counts, the digest and the final verification. With ``--window``, a window (offscreen) is used meanwhile: arrow keys
move through its photos, and the longest pause of its main thread is printed next to that without a backup.
"""

import argparse
import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from photon.app.decisions.decisions import export_decisions
from photon.library import Library, open_library
from photon.library.recovery import backup_making
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, has_changed, make_backup
from photon.library.recovery.restoring import examine_backup, restore_backup

_TIME = "2026-11-20T10:00:00Z"
_WORDS = ("beach", "dog", "red car", "mountain", "child", "tram", "old town", "sunset", "boat", "tree", "bread", "bike")
_AT_ONCE = 50_000  # number of decisions in a transaction
_PAUSE = 0.01  # seconds between two commits
_CHECKS = ("_check", "count_content", "digest_of", "is_whole")
"""Functions of a backup other than the copy itself."""
_TICK_MS, _KEY_MS, _ALONE_SECONDS = 5, 50, 5.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--at", type=Path, help="folder to work in, for another disk")
    parser.add_argument("--window", action="store_true", help="measure the pauses of a window, too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.at) as place:
        measure(Path(place) / "library", arguments.photos, arguments.decisions)
        if arguments.window:
            measure_window(Path(place) / "library")


def measure(directory: Path, photos: int, decisions: int) -> dict[str, float]:
    """Fill a library, back it up and restore it.

    Args:
        directory: Folder in which the library is created.
        photos: Number of photos.
        decisions: Total number of tags, captions, ratings and rejections.

    Returns:
        Seconds and megabytes by name.
    """
    with open_library(directory, writable=True) as library:
        fill(library, photos, decisions)
        library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        figures = {"catalogue MB": (directory / "catalog.db").stat().st_size / 1e6}
        with library.again(writable=True) as writer:
            alone = Commits(writer)
            time.sleep(2)
            figures["longest commit alone"] = alone.stop()
            commits = Commits(writer)
            began, worked = time.monotonic(), time.thread_time()
            with timed_checks() as spent, CatalogSnapshot(directory) as snapshot:
                outcome = make_backup(directory, snapshot, BackupOrder("asked"))
            figures["backup"] = time.monotonic() - began
            figures["backup without its checks"] = figures["backup"] - sum(one for one, _ in spent)
            figures["the same, of the processor"] = time.thread_time() - worked - sum(one for _, one in spent)
            figures["longest commit meanwhile"] = commits.stop()
            figures["commits meanwhile"] = commits.count
    if outcome.backup is None:
        raise AssertionError
    figures["backup MB"] = outcome.backup.size / 1e6
    with CatalogSnapshot(directory) as snapshot:
        figures["asking whether anything changed"] = timed(lambda: has_changed(directory, snapshot))
    path, file = outcome.backup.path, directory.with_name("decisions.jsonl")
    figures["comparing"] = timed(lambda: examine_backup(directory, path))
    figures["restoring"] = timed(lambda: restore_backup(directory, path))
    figures["exporting decisions"] = timed(lambda: export_decisions(directory, file))
    figures["decisions MB"] = file.stat().st_size / 1e6
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    for name, value in figures.items():
        print(f"{name:32} {value:10.3f}")
    return figures


@contextmanager
def timed_checks() -> Iterator[list[tuple[float, float]]]:
    """Record the elapsed and the CPU seconds of each check of a backup."""
    spent: list[tuple[float, float]] = []
    before = {name: getattr(backup_making, name) for name in _CHECKS}

    def noted(check: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(check)
        def call(*arguments: object) -> object:
            began, worked = time.monotonic(), time.thread_time()
            try:
                return check(*arguments)
            finally:
                spent.append((time.monotonic() - began, time.thread_time() - worked))

        return call

    for name, check in before.items():
        setattr(backup_making, name, noted(check))
    try:
        yield spent
    finally:
        for name, check in before.items():
            setattr(backup_making, name, check)


def measure_window(directory: Path) -> dict[str, float]:
    """Use a window of the library while a backup is made.

    Returns:
        The longest pause of the main thread in seconds, without the backup and during it.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from photon.app.session import Session
    from photon.ui.window.application import make_application
    from photon.ui.window.main_window import MainWindow

    application = make_application()
    session = Session.open(directory, background=False)
    window = MainWindow(session)
    try:
        window.show()
        _use(application, window, time.sleep, _ALONE_SECONDS)  # wait until the start has finished
        figures = {
            "longest pause alone": _use(application, window, time.sleep, _ALONE_SECONDS),
            "longest pause meanwhile": _use(application, window, _waited_for, session.backups.back_up()),
        }
    finally:
        window.close()
        session.close()
    for name, value in figures.items():
        print(f"{name:32} {value:10.3f}")
    return figures


def _waited_for(future: "Future[Any]") -> None:
    future.result()


def _use(application: Any, window: Any, wait: Callable[[Any], object], what: object) -> float:  # noqa: ANN401 - Qt's
    """Press arrow keys while another thread waits for something; return the longest pause of this thread in seconds."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    thread = threading.Thread(target=wait, args=(what,))
    thread.start()
    longest, last, pressed = 0.0, time.monotonic(), 0.0
    while thread.is_alive():
        application.processEvents()
        if time.monotonic() - pressed > _KEY_MS / 1000:
            QTest.keyClick(window.grid, Qt.Key.Key_Down)
            pressed = time.monotonic()
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
        time.sleep(_TICK_MS / 1000)
        last = max(last, time.monotonic() - _TICK_MS / 1000)
    thread.join()
    return longest


class Commits:
    """Another connection that commits continuously.

    Attributes:
        count: Number of transactions.
    """

    def __init__(self, library: Library) -> None:
        """Start committing."""
        self.count = 0
        self._library, self._stopping, self._longest = library, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def stop(self) -> float:
        """Stop; return the duration of the longest transaction in seconds."""
        self._stopping.set()
        self._thread.join()
        return self._longest

    def _write(self) -> None:
        while not self._stopping.wait(_PAUSE):
            began = time.monotonic()
            with self._library.transaction() as db:
                db.execute("UPDATE photos SET rating = (rating + 1) % 6 WHERE id = ?", (self.count % 1000 + 1,))
            self._longest = max(self._longest, time.monotonic() - began)
            self.count += 1


def timed(act: Callable[[], object]) -> float:
    """Return the duration of a call in seconds."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def fill(library: Library, photos: int, decisions: int) -> None:
    """Store photos with files, and decisions about them: four fifths tags, the rest captions, ratings, rejections."""
    chance = random.Random(1)  # noqa: S311 - no secret
    numbers = range(1, photos + 1)
    with library.transaction() as db:
        db.execute("INSERT INTO folders (id, path, added) VALUES (1, '/home/anna/Pictures', ?)", (_TIME,))
        db.executemany(
            "INSERT INTO photos (id, file_hash, image_hash, format, width, height, taken, camera, lens, colour, shown,"
            " rating, added) VALUES (?, ?, ?, 'JPEG', 6000, 4000, ?, 'FUJIFILM X-T5', 'XF 23mm F2', ?, ?, ?, ?)",
            (
                (n, chance.randbytes(16), chance.randbytes(16), _TIME, chance.randrange(1 << 24), _TIME, n % 6, _TIME)
                for n in numbers
            ),
        )
        db.executemany(
            "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns, beside) VALUES (?, 1, ?, ?, ?, '')",
            (
                (n, f"{2000 + n % 25}/holiday {n % 300}/DSCF{n:06}.jpg", 5_000_000 + chance.randrange(10**6),
                 1_700_000_000_000_000_000 + chance.randrange(10**17))
                for n in numbers
            ),
        )  # fmt: skip
        db.executemany("INSERT INTO tags (id, name) VALUES (?, ?)", ((n, f"tag {n}") for n in range(1, 1001)))
    captions, rejections = photos // 2, photos // 10
    tags = max(0, decisions - captions - rejections - photos)
    for first in range(0, tags, _AT_ONCE):  # in a single step, so that the journal drops nothing
        with library.transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO photo_tags (photo_id, tag_id, certainty, run, given) VALUES (?, ?, ?, 0, ?)",
                (
                    (n % photos + 1, 1 + (n // photos * 131 + n) % 1000, chance.random(), _TIME)
                    for n in range(first, min(first + _AT_ONCE, tags))
                ),
            )
    with library.transaction() as db:
        db.executemany(
            "INSERT INTO captions (photo_id, title, text, run, written, origin) VALUES (?, '', ?, 0, ?, '')",
            ((n, f"A {chance.choice(_WORDS)} and a {chance.choice(_WORDS)} {n}", _TIME) for n in numbers[:captions]),
        )
        db.executemany(
            "INSERT INTO rejected_tags (photo_id, key, path, certainty, given) VALUES (?, 'dog', '[\"dog\"]', 0.5, ?)",
            ((n, _TIME) for n in numbers[:rejections]),
        )


if __name__ == "__main__":
    main()
