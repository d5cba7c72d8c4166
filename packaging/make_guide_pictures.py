"""Makes the pictures of the guide from a real library of sample photos that may be redistributed.

Usage: python packaging/make_guide_pictures.py

The photos are those of scikit-image, Matplotlib and scikit-learn, whole and in parts; THIRD_PARTY.md names their
licences. Photon needs only the last of these packages; install the others into a separate folder with pip and add it
to PYTHONPATH: ``pip install --no-deps --target DIR scikit-image matplotlib``. None of their code is run. No screen is
needed.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from photon.app.session import Session
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import theme
from photon.ui.window.main_window import MainWindow

PICTURES = Path(__file__).resolve().parent.parent / "resources" / "help" / "pictures"
SIZE = (1024, 700)
TILE = 132
MOST_BYTES, COLOURS = 150_000, (192, 128, 96, 64)
PATIENCE = 300.0  # seconds
SAMPLES = {
    "cat": ("skimage", "data/chelsea.png"),
    "coffee": ("skimage", "data/coffee.png"),
    "cameraman": ("skimage", "data/camera.png"),
    "rocket": ("skimage", "data/rocket.jpg"),
    "moon": ("skimage", "data/moon.png"),
    "deep field": ("skimage", "data/hubble_deep_field.jpg"),
    "astronaut": ("skimage", "data/astronaut.png"),
    "portrait": ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
    "flower": ("sklearn", "datasets/images/flower.jpg"),
    "temple": ("sklearn", "datasets/images/china.jpg"),
}
PARTS = {"": (0.0, 0.0, 1.0, 1.0), " left": (0.0, 0.0, 0.72, 0.9), " right": (0.25, 0.1, 1.0, 1.0)}
"""Left, top, right and bottom of each photo made from a sample, as fractions."""


def sample_path(package: str, inner: str) -> Path:
    """Return the path of a sample picture of an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is missing. {__doc__}")
    return Path(spec.submodule_search_locations[0]) / inner


def make_photos(folder: Path) -> int:
    """Write the photos; return their number."""
    number = 0
    for name, place in SAMPLES.items():
        with Image.open(sample_path(*place)) as opened:
            whole = opened.convert("RGB")
        for part, box in PARTS.items():
            pixels = [round(side * share) for side, share in zip(whole.size * 2, box, strict=True)]
            number += 1
            exif = Image.Exif()
            exif[0x0132] = exif.get_ifd(0x8769)[0x9003] = f"2024:{7 + number % 3:02}:{1 + number % 28:02} 12:00:00"
            photo = whole.crop((pixels[0], pixels[1], pixels[2], pixels[3]))
            photo.save(folder / f"{name}{part}.jpg", quality=92, exif=exif)
    return number


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window work until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit("Photon did not finish in time.")
        QTest.qWait(200)
    QTest.qWait(1500)  # for thumbnails to fade in, and for counts to be updated


def take_picture(window: MainWindow, session: Session, name: str) -> None:
    """Save a picture of the window once it no longer changes, with as many colours as fit in a small file."""
    wait_until(lambda: session.work.up_to_date and not window.gallery.state.is_waiting)
    before, now = None, window.grab().toImage()
    while now != before:  # thumbnails fade in, and panels are updated
        QTest.qWait(2000)
        before, now = now, window.grab().toImage()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    path = PICTURES / f"{name}.png"
    path.with_suffix(".tmp").write_bytes(buffer.data().data())
    with Image.open(path.with_suffix(".tmp")) as full:
        for colours in COLOURS:
            full.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size <= MOST_BYTES:
                break
    path.with_suffix(".tmp").unlink()
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def take_pictures(window: MainWindow, session: Session) -> None:
    """Navigate to everything that the guide shows, as a user would."""
    ids = list(window.grid.grid_model.ids)
    for album, photos in (("Family", ids[:9]), ("Travel", ids[9:21]), ("Travel/Space", ids[12:16])):
        session.albums.make(album, photos).result()
    session.stacks.make(ids[5:8]).result()
    window.grid.setFocus()
    window.grid.set_tile(TILE)
    take_picture(window, session, "window")
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    words = window.top_bar.search.words
    QTest.keyClicks(words, "a cat")
    QTest.keyClick(words, Qt.Key.Key_Return)
    wait_until(lambda: window.gallery.state.query is not None and not window.gallery.state.is_waiting)
    window.grid.setFocus()
    QTest.keyClick(window.grid, Qt.Key.Key_Home)
    take_picture(window, session, "search")
    QTest.keyClick(window.grid, Qt.Key.Key_E)
    take_picture(window, session, "loupe")
    QTest.keyClick(window.loupe, Qt.Key.Key_Escape)
    window.commands["review"].trigger()
    take_picture(window, session, "review")


def main() -> None:
    """Create a library, open the window, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setCursorFlashTime(0)  # pictures are taken until two are identical
    theme().choose("dark")
    with tempfile.TemporaryDirectory() as place:
        library, photos = Path(place) / "library", Path(place) / "Family photos"
        for folder in (library, photos):
            folder.mkdir()
        number = make_photos(photos)
        remember_in(library)
        with Session.open(library) as session:
            window = MainWindow(session)
            window.setMinimumSize(1, 1)
            window.resize(*SIZE)
            window.show()
            window.activateWindow()
            session.work.add_folder(str(photos)).result()
            wait_until(lambda: session.searching.counts().result().searchable == number and session.work.up_to_date)
            take_pictures(window, session)
            window.close()
    application.quit()


if __name__ == "__main__":
    main()
