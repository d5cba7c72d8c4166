"""Measure starts of the window, each in a process of its own: ``python -m lab.speed.bench_start [PHOTOS …]``.

For made-up libraries of these numbers of photos (0: there is no library yet, as at the first start), the table shows
how much processor time it takes until the window is shown, until all cells on the screen have their pictures, and how
many of Photon's modules are imported by then, each as the median of several starts. The seconds of the clock are given,
too; they say something on an idle computer only. To compare with another version, measure both in turn: PYTHONPATH
determines which one is measured.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from lab.speed.made_up_library import made

# Opens the window as a double click does; prints seconds when it is shown, and when it has its pictures, and ends.
_START = """
import time
begun = time.time()
import json, sys
from pathlib import Path
from lab.window.painted import are_painted
import photon.ui
from photon.__main__ import open_window

wanted, times = int(sys.argv[2]), {}

def note(name):
    times[name] = (time.process_time(), time.time() - begun)

def run(*arguments, run=photon.ui.run, **named):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def look(window):
        if wanted and not are_painted(window):
            QTimer.singleShot(5, lambda: look(window))
            return
        note("photos")
        times["modules"] = sum(name.partition(".")[0] == "photon" for name in sys.modules)
        print(json.dumps(times))
        QApplication.quit()

    def execute(*_, execute=QApplication.exec):  # once the window is shown
        window = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "MainWindow")
        QTimer.singleShot(0, lambda: (note("window"), look(window)))
        return execute()

    QApplication.exec = execute
    return run(*arguments, **named)

photon.ui.run = run
open_window(Path(sys.argv[1]), None)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="*", type=int, default=[0, 1_000, 100_000])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--in", dest="place", type=Path, help="where libraries are made, and kept for the next time")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print("photos     window: processor, clock    all pictures: processor, clock    modules")
    with tempfile.TemporaryDirectory() as place:
        for count in arguments.photos:
            directory = (arguments.place or Path(place)) / f"{count}"
            _measure(made(directory, count) if count else Path(place) / "none", count, arguments.starts)


def _measure(directory: Path, count: int, starts: int) -> None:
    """Print the row of a library; the first start is left out, for it finds nothing in the disk cache."""
    runs = [_start(directory if count else directory / f"{start}", count) for start in range(starts + 1)][1:]
    cells = [statistics.median(run[name][at] for run in runs) for name in ("window", "photos") for at in (0, 1)]
    print(
        f"{count:7,} {cells[0]:15.2f} s {cells[1]:7.2f} s {cells[2]:20.2f} s {cells[3]:7.2f} s {runs[0]['modules']:10}"
    )


def _start(directory: Path, count: int) -> dict[str, list[float]]:
    command = [sys.executable, "-c", _START, str(directory), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    times: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return times


if __name__ == "__main__":
    main()
