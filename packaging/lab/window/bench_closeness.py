"""Times of looking closely at photos of 24 megapixels: the next one in the loupe and when comparing, and 100%.

    python -m lab.window.bench_closeness [--photos 12] [--out PICTURES]

Makes large JPEGs in a temporary folder, opens the first one in the real window, offscreen unless QT_QPA_PLATFORM is
set, and presses keys as a person does who looks at each photo for a moment. Times run from the key until the picture is
painted: ``seen`` with any picture, ``sharp`` with a pixel for each pixel of the screen; ``ready`` counts how often the
first picture was sharp. ``work`` is the CPU time of the main thread until the photo is seen; unlike the others it is
the same on a busy computer.

Limits: the next photo 50 ms (95 of 100 times), 100% for photos that were decoded ahead 150 ms. Without a rest nothing
is decoded ahead, and the preview comes first, within the first limit. The exit code is 1 if the work exceeds a limit,
or a photo was not ready after a rest.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from photon.library import open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.media.read.picture import Picture
from photon.media.read.reading import read
from photon.ui.compare.compare_controller import CompareController

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from photon.ui.loupe.photo_view import PhotoView
    from photon.ui.window.main_window import MainWindow

_SIZE = (6000, 4000)
_NEXT_MS, _CLOSE_MS = 50, 150
_PATIENCE_S = 300.0
_LOOK_S = 0.6  # how long a person looks at a photo at least


@dataclass(frozen=True)
class Times:
    """Milliseconds from a key until the photo is seen and until it is sharp, and of work until it is seen."""

    seen: float
    sharp: float
    work: float


def main() -> None:
    """Make the photos, press the keys, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=int, default=12)
    parser.add_argument("--out", type=Path, help="folder for a picture of each page")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photon-close-") as place:
        screen = Path(place) / "screen.json"
        screen.write_text(json.dumps({"screens": [{"name": "lab", "x": 0, "y": 0, "width": 1920, "height": 1080}]}))
        os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")
        make_photos(Path(place), arguments.photos)
        sys.exit(_use(Path(place), arguments.photos, arguments.out))


def make_photos(home: Path, count: int) -> None:
    """Write large photos to ``home/Photos``, and a library that has already read them to ``home/library``."""
    root = home / "Photos"
    root.mkdir()
    chance = np.random.default_rng(4)
    scene = Image.fromarray(chance.integers(0, 255, (60, 90, 3), np.uint8)).resize(_SIZE, Image.Resampling.BICUBIC)
    grain = chance.integers(-12, 13, (_SIZE[1], _SIZE[0], 1), np.int16)  # detail, so that decoding takes what it takes
    pixels = (np.asarray(scene, np.int16) + grain).clip(0, 255).astype(np.uint8)
    with open_library(home / "library", writable=True) as library:
        folder = folders.add(library, str(root)).id
        for number in range(count):
            path = root / f"{number:02}.jpg"
            Image.fromarray(np.roll(pixels, 400 * number, axis=1)).save(path, quality=90)
            facts = path.stat()
            files.record(library, [(Found(folder, path.name, facts.st_size, facts.st_mtime_ns), read(str(path)))])


def _use(home: Path, count: int, out: Path | None) -> int:
    from lab.window.real_window import open_window

    with open_window(home / "library") as window:
        keys = _Keys(window)
        keys.wait(lambda: len(window.grid.grid_model.ids) == count, "the photos")
        rows = _loupe(keys, window, count, out) + _compare(keys, window, count, out)
    return _report(rows)


class _Keys:
    """Presses keys, and waits for what they lead to."""

    def __init__(self, window: "MainWindow") -> None:
        self._reading = 0
        session = window.session
        ask = session.work.rendering.picture

        def count(photo: int, long_side: int | None, version: bytes = b"") -> Future[Picture]:
            future = ask(photo, long_side, version)
            self._reading += 1
            future.add_done_callback(lambda _: self._count_down())
            return future

        session.work.rendering.picture = count  # type: ignore[method-assign]

    def _count_down(self) -> None:
        self._reading -= 1

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Let the window work until a condition holds."""
        from PySide6.QtTest import QTest

        end = time.perf_counter() + _PATIENCE_S
        while not condition():
            if time.perf_counter() > end:
                raise SystemExit(f"waited for {_PATIENCE_S:.0f} s: {what}")
            QTest.qWait(1)

    def look(self) -> None:
        """Look at a photo until nothing is read any more."""
        from PySide6.QtTest import QTest

        for _ in range(4):  # what was read may be a reason to read the next
            QTest.qWait(round(1000 * _LOOK_S / 4))
            self.wait(lambda: not self._reading, "pictures that are read")

    def press(self, key: Any, on: "QWidget", views: Sequence["PhotoView"]) -> Times:  # noqa: ANN401 - Qt's
        """Press a key, and measure until all views are painted with what it leads to."""
        from PySide6.QtTest import QTest

        began, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(on, key)
        self.wait(lambda: all(view.resolution for view in views), "a preview")
        _paint(views)
        seen, work = time.perf_counter(), time.thread_time() - worked
        if not all(map(is_sharp, views)):
            self.wait(lambda: all(map(is_sharp, views)), "a sharp picture")
            _paint(views)
            return Times(1000 * (seen - began), 1000 * (time.perf_counter() - began), 1000 * work)
        return Times(1000 * (seen - began), 1000 * (seen - began), 1000 * work)


def _paint(views: Sequence["PhotoView"]) -> None:
    for view in views:
        view.repaint()  # at once, on the screen, too


def is_sharp(view: "PhotoView") -> bool:
    """Return whether a view has a pixel of the photo for each pixel of the screen."""
    return view.resolution >= 0.98 * view.photo_rect().width() * view.devicePixelRatioF()


_Row = tuple[str, float, bool, list[Times]]
"""What was done, the limit of its work in milliseconds, whether it must be ready, and the measurements."""


def _loupe(keys: _Keys, window: "MainWindow", count: int, out: Path | None) -> list[_Row]:
    from PySide6.QtCore import Qt

    loupe, key = window.loupe, Qt.Key
    window.navigation.open_photo(window.grid.grid_model.ids[0])
    keys.wait(loupe.isVisible, "the loupe")
    following, close, hurried = [], [], []
    for at in range(count):
        if at:
            following.append(keys.press(key.Key_Right, loupe, [loupe.view]))
        keys.look()
        close.append(keys.press(key.Key_Z, loupe, [loupe.view]))
        _save(window, out, "loupe")
        keys.press(key.Key_Z, loupe, [loupe.view])
    for _ in range(count - 1):  # faster than pictures are decoded
        hurried.append(keys.press(key.Key_Left, loupe, [loupe.view]))
        hurried.append(keys.press(key.Key_Z, loupe, [loupe.view]))
        keys.press(key.Key_Z, loupe, [loupe.view])
    window.navigation.go_back()
    return [
        ("loupe: next photo", _NEXT_MS, True, following),
        ("loupe: 100%", _CLOSE_MS, True, close),
        ("loupe: in a hurry", _NEXT_MS, False, hurried),
    ]


def _compare(keys: _Keys, window: "MainWindow", count: int, out: Path | None) -> list[_Row]:
    from PySide6.QtCore import Qt

    window.pages.setCurrentWidget(window.results)
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.commands["compare"].trigger()
    page = window.part(CompareController).page
    keys.wait(page.isVisible, "the photos side by side")
    views = [pane.view for pane in page.panes[:2]]
    following, close = [], []
    for at in range(count - 1):
        if at:
            following.append(keys.press(Qt.Key.Key_Right, page, views))
        keys.look()
        close.append(keys.press(Qt.Key.Key_Z, page, views))
        _save(window, out, "compare")
        keys.press(Qt.Key.Key_Z, page, views)
    return [("compare: next photo", _NEXT_MS, True, following), ("compare: 100%", _CLOSE_MS, True, close)]


def _save(window: "MainWindow", out: Path | None, name: str) -> None:
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(out / f"{name}.png"))


def _report(rows: Sequence[_Row]) -> int:
    print(f"{'':<22}{'ready':>10}{'seen':>9}{'p95':>6}{'sharp':>9}{'p95':>6}{'work':>9}{'p95':>6}  ms")
    is_slow = False
    for name, limit, must_be_ready, times in rows:
        columns = [[getattr(one, kind) for one in times] for kind in ("seen", "sharp", "work")]
        ready = sum(one.seen == one.sharp for one in times)
        figures = "".join(f"{np.median(some):9.0f}{np.quantile(some, 0.95):6.0f}" for some in columns)
        is_bad = np.quantile(columns[2], 0.95) > limit or (must_be_ready and ready < len(times))
        is_slow |= bool(is_bad)
        print(f"{name:<22}{ready:4} of {len(times):2}{figures}{'  *' if is_bad else ''}")
    return int(is_slow)


if __name__ == "__main__":
    main()
