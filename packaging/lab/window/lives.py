"""A Photon process that is killed during its work, and a second one that continues.

``first_hour`` starts them with ``--life``; they share the library named by ``--kept``.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from lab.window.hands import Hands

from photon.language import tr
from photon.ui.kit.theme import theme
from photon.ui.tags.tag_controller import TagController

READY = "ready"
"""A file next to the library, created when the first process has marked a photo and continues indexing."""
LONGEST_S = 60.0  # time within which it is killed


def first_life(hands: Hands, photos: Path) -> None:
    """Add the folder, mark the first photo that appears, and continue indexing until the process is killed."""
    window = hands.window
    hands.wait(window.first_run.isVisible, "the first run")
    hands.drop(photos, window.first_run)
    hands.push(tr("Start"), window.first_run)
    hands.wait(lambda: window.grid.grid_model.rowCount() > 0, "the first photo")
    hands.click(window.grid.viewport(), hands.photo(0))
    hands.press("5", "T")
    hands.type("Kept")
    hands.press("Return")
    hands.wait(lambda: bool(window.part(TagController).panel.own.parts), "the tag")
    (photos.parent / READY).touch()
    hands.rest(LONGEST_S)


def second_life(hands: Hands, photos: Path) -> None:
    """Check that everything is there, and that indexing continues where it stopped."""
    window, model = hands.window, hands.window.grid.grid_model
    wanted = sum(path.suffix == ".jpg" and path.stat().st_size > 100 for path in photos.rglob("*"))
    hands.wait(lambda: model.rowCount() > 0, "the photos of before")
    hands.picture("19-back")
    hands.wait(lambda: model.rowCount() == wanted, f"all {wanted} photos")
    hands.wait(lambda: window.status.activity.stage == "idle", "the end of indexing")
    hands.press("Ctrl+F")
    hands.type("rating:5 tag:Kept")
    hands.press("Return")
    hands.wait(lambda: model.rowCount() == 1, "the one photo that was marked")
    hands.picture("19-kept")
    if window.notice.isVisible():
        hands.complaints.append(f"19-kept: {window.notice.message.text()}")


LIVES: Mapping[str, Callable[[Hands, Path], None]] = {"first": first_life, "second": second_life}


def die_and_come_back(hands: Hands, photos: Path) -> None:
    """Start another Photon with these photos, kill it, start it again, and add its complaints."""
    place = photos.parent / "Killed"
    first = _begin(hands, place, photos, "first")
    hands.wait((place / READY).exists, "the first life")
    first.kill()
    first.wait()
    second = _begin(hands, place, photos, "second")
    hands.wait(lambda: second.poll() is not None, "the end of the second life")
    if second.returncode != 0:
        output = second.stdout.read() if second.stdout is not None else ""
        hands.complaints.append(f"19-back: {output[-2000:]}")


def _begin(hands: Hands, place: Path, photos: Path, life: str) -> "subprocess.Popen[str]":
    size, scale = hands.window.size(), os.environ["QT_SCALE_FACTOR"]
    look = ["--size", f"{size.width()}x{size.height()}", "--scheme", theme().scheme, "--scale", scale]
    command = [sys.executable, "-m", "lab.window.first_hour", str(photos), "--out", str(hands.out), *look]
    return subprocess.Popen(
        [*command, "--kept", str(place), "--life", life], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
