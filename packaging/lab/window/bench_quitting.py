"""Quit in the middle of large things: ``python -m lab.window.bench_quitting LIBRARY``.

Each begins in the real window, which is closed half a second later. The table says how long Photon took to end, which
should be at most a second, and how many photos were changed by then: none or all, but for files that are read or moved,
which are done one by one. LIBRARY is made up (``lab.speed.made_up_library``) and changed.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lab.speed.made_up_library import made
from lab.window.hands import Hands
from lab.window.painted import are_painted
from lab.window.real_window import open_window
from PIL import Image

from photon.app.bin.rename_plan import RenameChoice
from photon.export.naming import read_template
from photon.library import open_library
from photon.ui.bin.bin_controller import BinController
from photon.ui.window.main_window import MainWindow

MOST_S = 1.0
BEFORE_S = 0.5
FEW = 1000
LONG = 60  # letters of a tag
Begin = Callable[[MainWindow, Sequence[int]], object]
Count = tuple[str, int]
"""SQL that counts what was done, and how many that is when all is done; 0 if any number is right."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--photos", type=int, default=10_000, help="of the library, where it has to be made")
    parser.add_argument("--files", type=int, default=50_000, help="files in one new folder")
    parser.add_argument("--elsewhere", type=Path, help="a folder on another drive than the photos, for the bin")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made(arguments.library, arguments.photos)
    with tempfile.TemporaryDirectory(dir=arguments.elsewhere) as place:
        os.environ["XDG_DATA_HOME"] = place  # of the bin in the home folder
        many = arguments.library.with_name(f"{arguments.library.name}-many")
        _draw(many, arguments.files)
        try:
            missed = [_quit(arguments.library, name, *case) for name, case in _cases(many).items()]
        finally:
            shutil.rmtree(many)
    sys.exit(any(missed))


def _draw(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        Image.new("RGB", (8, 8), number).save(folder / f"{number}.png")


def _cases(many: Path) -> dict[str, tuple[Begin, Count]]:
    names = [(f"{number:05}{'x' * (LONG - 5)}",) for number in range(10_000)]
    tagged = "SELECT count(*) FROM photo_tags p JOIN tags t ON t.id = p.tag_id WHERE t.name = 'everywhere'"
    listed = "SELECT count(*) FROM album_photos p JOIN albums a ON a.id = p.album_id WHERE a.name = 'Everything'"
    halfway = "SELECT count(*) FROM file_moves WHERE state NOT IN ('there', 'over')"
    return {
        "a tag on all": (
            lambda window, all_: window.session.tags.mark(all_, [("everywhere",)], "confirmed"), (tagged, -1),
        ),
        "10,000 tags": (
            lambda window, all_: window.session.tags.mark(all_[:1], names, "confirmed"),
            (f"SELECT count(*) FROM tags WHERE length(name) = {LONG}", len(names)),
        ),
        "an album of all": (
            lambda window, all_: window.session.albums.add("Everything", all_, make=True), (listed, -1),
        ),
        "files in one folder": (lambda window, _: window.sidebar.add(str(many)), ("SELECT count(*) FROM files", 0)),
        "to the bin": (_bin, (halfway, FEW + 1)),
        "rename": (_rename, (halfway, FEW + 1)),
    }  # fmt: skip


def _bin(window: MainWindow, photos: Sequence[int]) -> None:
    """Move photos to the bin of their own drive; the first close is only noted, and the second ends it."""
    plan = window.session.bin.plan(photos[:FEW]).result()
    window.part(BinController)._move(plan)  # noqa: SLF001 - without the question
    window.close()


def _rename(window: MainWindow, photos: Sequence[int]) -> None:
    """Rename photos, without the dialog."""
    renaming = window.session.bin.renaming
    renaming.rename(renaming.plan(photos[:FEW], RenameChoice(read_template("{name}_q"))).result())


def _quit(library: Path, name: str, begin: Begin, count: Count) -> bool:
    """Begin something and quit; return whether it took too long, or was half done."""
    with open_window(library, background=True) as window:
        hands = Hands(window, library / "pictures")
        hands.wait(lambda: are_painted(window), "the photos")
        photos = window.session.browsing.photos("newest").result()
        begin(window, photos)
        hands.rest(BEFORE_S)
        begun, worked = time.perf_counter(), time.process_time()
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    sql, whole = count
    with open_library(library, writable=False) as opened:
        done = opened.column(sql)[0]
    is_half = whole and done not in {0, len(photos) if whole < 0 else whole}
    is_missed = bool(is_half) or min(seconds, processor) > MOST_S
    took = f"{seconds:6.2f} s {processor:6.2f} s of processor"
    print(f"{name:<20} {took} {done:8,} done{' *' if is_missed else ''}", flush=True)
    return is_missed


if __name__ == "__main__":
    main()
