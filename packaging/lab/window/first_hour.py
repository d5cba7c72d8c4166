"""Use the window as in a first hour: some twenty tasks with keys and clicks, and a picture of each step.

    python -m lab.window.first_hour FOLDER --out PICTURES [--size 1024x700] [--scheme dark] [--scale 1.5] [--only 9]

Runs the real window over a new library with copies of the photos in FOLDER, offscreen unless QT_QPA_PLATFORM is set.
Look at the pictures. The table lists for each step its duration, the longest pause of the main thread, and the longest
CPU time of the main thread between two checks for input, which must stay below 50 ms. Complaints are listed below:
buttons that are cut off or out of sight, and expected events that did not occur. The exit code is 1 if there are any.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.window.hands import Hands

PHOTOS = 60
MOST_MS = 50
"""Maximum CPU time in the main thread before it checks for input again."""
BROKEN = {"empty.jpg": b"", "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF", "words.jpg": b"These are words, not a photo."}


def main() -> None:
    """Parse the arguments, perform the tasks, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", default="1440x900", help="pixels of the layout, e.g. 911x472 with --scale 1.5")
    parser.add_argument("--scheme", choices=("dark", "light", "grey"), default="dark")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", help="numbers of tasks, e.g. 3,9; the first is always done")
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--life", help=argparse.SUPPRESS)  # see lives.py
    arguments = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    with tempfile.TemporaryDirectory(prefix="photon-hour-") as place:
        os.environ.setdefault("QT_QPA_PLATFORM", _screen(Path(place), arguments.size, arguments.scale))
        home = arguments.kept or Path(place)
        photos = home / "Photos"
        if not photos.exists():
            _fill(photos, arguments.folder)
        sys.exit(_live(home, photos, arguments))


def _screen(place: Path, size: str, scale: float) -> str:
    """Return an offscreen platform whose screen is as large as the window, as if the window were maximised."""
    width, height = (round(int(part) * scale) for part in size.split("x"))
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    file = place / "screen.json"
    file.write_text(json.dumps({"screens": [{**screen, "logicalBaseDpi": 96}]}), encoding="utf-8")
    return f"offscreen:configfile={file}"


def _fill(photos: Path, source: Path) -> None:
    """Copy photos into two folders, and add files that are not photos."""
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    for number, path in enumerate(islice(found, PHOTOS)):
        folder = photos / ("Holiday" if number % 3 else "Home/Garden")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path.name)
    for name, content in BROKEN.items():
        (photos / name).write_bytes(content)


def _live(place: Path, photos: Path, arguments: argparse.Namespace) -> int:
    from lab.window.hands import Hands
    from lab.window.lives import LIVES
    from lab.window.real_window import open_window
    from lab.window.tasks import TASKS
    from PySide6.QtCore import QSize

    only = {1, *map(int, arguments.only.split(","))} if arguments.only else set(TASKS)
    tasks = [LIVES[arguments.life]] if arguments.life else [TASKS[number] for number in TASKS if number in only]
    size = QSize(*map(int, arguments.size.split("x")))
    with open_window(place / "library", size, arguments.scheme, background=True) as window:
        hands = Hands(window, arguments.out)
        for task in tasks:
            task(hands, photos)
        _report(hands)
    return 1 if hands.complaints else 0


def _report(hands: "Hands") -> None:
    steps = hands.steps
    print(f"{'step':<34} {'seconds':>8} {'pause':>8} {'work':>8}")
    for step in steps:
        mark = " *" if step.work > MOST_MS else ""
        print(f"{step.name:<34} {step.seconds:8.2f} {step.pause:5.0f} ms {step.work:5.0f} ms{mark}")
    slow = sum(step.work > MOST_MS for step in steps)
    print(f"{slow} of {len(steps)} steps with over {MOST_MS} ms of work (*)")
    pause, work = max(step.pause for step in steps), max(step.work for step in steps)
    print(f"longest pause {pause:.0f} ms, most work {work:.0f} ms")
    for complaint in hands.complaints:
        print(complaint)


if __name__ == "__main__":
    main()
