"""Measure the window with many names: ``python -m lab.window.bench_panels [--photos N --tags N --searches N]``.

A made-up library has many tags and many saved searches. The table shows how much CPU
time of the main thread it takes to create the window, to show it with all its panels, and to show the panels again
after a photo was tagged, each as the median of several windows. To compare with another version, measure both in
turn: PYTHONPATH determines which one is measured.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lab.speed.made_up_library import made

from photon.domain.metadata.tag import TagMark
from photon.library import Library, open_library
from photon.library.searches import searches
from photon.library.tags import tags

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from photon.app.session import Session

SETTLED_S = 3.0
GROUPS = 40  # number of tags of the first level


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--tags", type=int, default=10_000)
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--windows", type=int, default=5)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        with open_library(made(Path(place) / "library", arguments.photos), writable=True) as library:
            _name(library, arguments.photos, arguments.tags, arguments.searches)
        _measure(Path(place) / "library", arguments.windows)


def _name(library: Library, photos: int, count: int, saved: int) -> None:
    """Give each photo a tag in turn until there are enough tags, and save searches."""
    marks = [TagMark(1 + tag % photos, (f"Group {tag % GROUPS}", f"Name {tag}"), "confirmed") for tag in range(count)]
    tags.mark(library, marks)
    for number in range(saved):
        searches.save(library, f"Search {number}", f"dog rating:>={number % 5 + 1} tag:tag{number % 20}", None)


def _measure(directory: Path, windows: int) -> None:
    from photon.app.session import Session
    from photon.ui.kit.settings import remember_in
    from photon.ui.window.application import make_application

    application = make_application()
    rows: dict[str, list[float]] = {}
    with Session.open(directory, background=False) as session:
        remember_in(session.store.directory)
        for _ in range(windows):
            for name, seconds in _use_window(application, session):
                rows.setdefault(name, []).append(1000 * seconds)
    for name, took in rows.items():
        print(f"{name:<40} {statistics.median(took):7.0f} ms   longest {max(took):7.0f} ms")


def _use_window(application: "QApplication", session: "Session") -> list[tuple[str, float]]:
    from photon.ui.window.main_window import MainWindow

    begun = time.thread_time()
    window = MainWindow(session)
    made = time.thread_time()
    window.show()
    _rest(application)
    shown = time.thread_time()
    idle = _rest(application)
    begun_again = time.thread_time()
    photo = window.grid.grid_model.ids[0]
    session.tags.mark([photo], [("Group 1", f"New {begun_again}")], "confirmed").result()
    _rest(application)
    tagged = time.thread_time() - begun_again - idle
    window.close()
    window.deleteLater()
    _rest(application)
    return [("make the window", made - begun), ("show it with its panels", shown - made), ("after tagging", tagged)]


def _rest(application: "QApplication") -> float:
    """Let the window work for a while; return the CPU seconds of this thread."""
    begun, end = time.thread_time(), time.monotonic() + SETTLED_S
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)
    return time.thread_time() - begun


if __name__ == "__main__":
    main()
