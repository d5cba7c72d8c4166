"""Pauses of the window while thousands of photos are marked, grouped, binned, and all of it is undone.

    python -m lab.window.bench_marks [--photos 5000] [--out PICTURES]

Makes small photos in a temporary folder, selects all of them in the real window, offscreen unless QT_QPA_PLATFORM is
set, and gives each command to all at once. The table lists for each step how long it took until its result was there,
the longest pause of the main thread, and the longest CPU time of the main thread between two checks for input, which
must stay below 50 ms. The exit code is 1 if it does not.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from photon.domain import Facts, Reading
from photon.library import open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found

if TYPE_CHECKING:
    from lab.window.hands import Hands

    from photon.ui.window.main_window import MainWindow

MOST_MS = 50
PATIENCE_S = 400.0


def main() -> None:
    """Make the photos, perform the steps, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=int, default=5000)
    parser.add_argument("--out", type=Path, help="folder for a picture of each step")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="photon-marks-") as place:
        os.environ["XDG_DATA_HOME"] = f"{place}/data"  # of the bin
        home = Path(place)
        make_photos(home, arguments.photos)
        sys.exit(_use(home, arguments.photos, arguments.out or home / "pictures"))


def make_photos(home: Path, count: int) -> None:
    """Write photos to ``home/Photos``, and a library that has already read them to ``home/library``."""
    root = home / "Photos"
    root.mkdir()
    with open_library(home / "library", writable=True) as library:
        folder = folders.add(library, str(root)).id
        found = []
        for number in range(count):
            content = BytesIO()
            colour = (number % 256, number // 256 % 256, 128)
            Image.new("RGB", (64, 48), colour).save(content, "JPEG", comment=str(number).encode())
            name = f"{number:05}.jpg"
            (root / name).write_bytes(content.getvalue())
            facts = (root / name).stat()
            taken = (datetime(2020, 1, 1) + timedelta(hours=number)).isoformat()  # noqa: DTZ001 - as cameras write it
            mark = number.to_bytes(16, "big")
            reading = Reading(
                mark, mark, facts.st_size, Facts("JPEG", 64, 48, taken=taken), content.getvalue(), 0x808080
            )
            found.append((Found(folder, name, facts.st_size, facts.st_mtime_ns), reading))
        files.record(library, found)


def _use(home: Path, count: int, out: Path) -> int:
    from lab.window.hands import Hands
    from lab.window.real_window import open_window

    with open_window(home / "library") as window:
        hands = Hands(window, out)
        hands.wait(lambda: len(window.grid.grid_model.ids) == count, "the photos")
        hands.picture("01-start")
        for name, act, is_done in _steps(window, home, count):
            act()
            hands.wait(is_done, name, PATIENCE_S)
            hands.rest(0.5)
            hands.picture(name)
        return _report(hands)


Step = tuple[str, Callable[[], object], Callable[[], bool]]


def _steps(window: "MainWindow", home: Path, count: int) -> list[Step]:
    """Return the name of each step, what it does, and whether its result is there."""
    flags, root, run = window.status.flags, home / "Photos", window.commands

    def are_flagged(text: str) -> Callable[[], bool]:
        return lambda: flags.text().startswith(text)

    def stars(wanted: int) -> Callable[[], bool]:
        photos = list(window.grid.grid_model.ids[:1])
        return lambda: all(card.rating == wanted for card in window.session.cards(photos).result().values())

    def have_rows(rows: int) -> Callable[[], bool]:
        return lambda: len(window.grid.grid_model.ids) == rows

    def bin_all() -> None:
        window.grid.selectAll()
        run["to-bin"].trigger()

    def answer() -> None:
        if window.deleting.bin.question is not None:
            window.deleting.bin.question.accept()

    def are_files(rest: int) -> Callable[[], bool]:
        return lambda: sum(1 for _ in root.iterdir()) == rest and not window.deleting.moves.is_busy

    return [
        ("02-select", window.grid.selectAll, lambda: len(window.grid.selected()) == count),
        ("03-rate", run["rate-3"].trigger, stars(3)),
        ("04-pick", run["pick"].trigger, are_flagged(f"{count:,} picked")),
        ("05-reject", run["reject"].trigger, are_flagged("0 picked")),
        ("06-undo", run["undo"].trigger, are_flagged(f"{count:,} picked")),
        ("07-undo", run["undo"].trigger, flags.isHidden),
        ("08-undo", run["undo"].trigger, stars(0)),
        ("09-events", run["group-event"].trigger, lambda: window.grid.grid_model.spans[0].last != ""),
        ("10-months", run["group-month"].trigger, lambda: not window.grid.grid_model.spans[0].last),
        ("11-stack", run["stack"].trigger, have_rows(1)),
        ("12-undo", run["undo"].trigger, have_rows(count)),
        ("13-to-bin", bin_all, lambda: window.deleting.bin.question is not None),
        ("14-binned", answer, are_files(0)),
        ("15-undo", run["undo"].trigger, are_files(count)),
        ("16-back", lambda: None, have_rows(count)),
    ]


def _report(hands: "Hands") -> int:
    print(f"{'step':<14} {'seconds':>8} {'pause':>8} {'work':>8}")
    for step in hands.steps:
        mark = " *" if step.work > MOST_MS else ""
        print(f"{step.name:<14} {step.seconds:8.2f} {step.pause:5.0f} ms {step.work:5.0f} ms{mark}")
    for complaint in hands.complaints:
        print(complaint)
    return 1 if any(step.work > MOST_MS for step in hands.steps) or hands.complaints else 0


if __name__ == "__main__":
    main()
