"""Measure the window while a folder is indexed: first photo in the grid, pauses of the main thread, searches.

    python -m lab.speed.bench_window FOLDER [--seconds 60]

Runs the real window and session over a new library, offscreen unless QT_QPA_PLATFORM is set. A pause is the delay of a
10 ms timer, which users perceive as a frozen window.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from photon.app.session import Session
    from photon.ui.window.main_window import MainWindow

_TICK_MS = 10
_SEARCH_MS = 1500


def main() -> None:
    """Parse the arguments, run the window, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from photon.app.session import Session
    from photon.ui.kit.settings import remember_in
    from photon.ui.kit.theme import theme
    from photon.ui.window.application import collect_in_main_thread
    from photon.ui.window.main_window import MainWindow

    application = QApplication([])
    theme()
    with tempfile.TemporaryDirectory() as library, Session.open(Path(library)) as session:
        remember_in(session.store.directory)
        window = MainWindow(session)
        window.resize(1440, 900)
        window.show()
        collect_in_main_thread(window)
        watch = _Watch(session, window)
        watch.start(str(arguments.folder), arguments.seconds)
        application.exec()
        watch.report()
        window.close()


class _Watch:
    """Timers in a running window."""

    def __init__(self, session: "Session", window: "MainWindow") -> None:
        from PySide6.QtCore import QTimer

        self._session = session
        self._window = window
        self._began = self._last = time.perf_counter()
        self._first_row = self._first_picture = 0.0
        self._pauses: list[float] = []
        self._searches: list[float] = []
        self._ticker = QTimer(window, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._searcher = QTimer(window, interval=_SEARCH_MS)
        self._searcher.timeout.connect(self._search)

    def start(self, folder: str, seconds: float) -> None:
        """Add the folder and wait."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        self._began = self._last = time.perf_counter()
        self._session.work.add_folder(folder)
        self._ticker.start()
        self._searcher.start()
        QTimer.singleShot(int(1000 * seconds), self._window, QApplication.quit)

    def report(self) -> None:
        """Print the figures."""
        pauses, counts = np.array(self._pauses), self._session.searching.counts().result()
        print(f"first row {self._first_row:.2f} s, first picture {self._first_picture:.2f} s after adding the folder")
        print(f"{counts.photos:,} photos, {counts.searchable:,} searchable when the time was over")
        print(f"pauses: p99 {np.percentile(pauses, 99):.0f} ms, longest {pauses.max():.0f} ms of {len(pauses):,} ticks")
        if self._searches:
            median, p95 = np.percentile(self._searches, [50, 95])
            print(f"searches from words to hits: median {median:.0f} ms, p95 {p95:.0f} ms of {len(self._searches)}")

    def _tick(self) -> None:
        from photon.ui.grid.photo_grid_model import Role

        now = time.perf_counter()
        self._pauses.append(max(0.0, 1000 * (now - self._last) - _TICK_MS))
        self._last = now
        model = self._window.grid.grid_model
        if not self._first_row and model.rowCount():
            self._first_row = now - self._began
        if not self._first_picture and model.rowCount() and model.data(model.index(0), Role.PREVIEW) is not None:
            self._first_picture = now - self._began

    def _search(self) -> None:
        from photon.domain import Query

        asked = time.perf_counter()
        words = f"something number {len(self._searches)}"
        self._window.bridge.call(
            self._session.searching.search(Query.build(words)),
            lambda _: self._searches.append(1000 * (time.perf_counter() - asked)),
            self._window,
        )


if __name__ == "__main__":
    main()
