"""Manage a large library in the real window: ``python -m lab.window.bench_managing [--photos N] [--library DIR]``.

Uses a made-up library (``lab.speed.made_up_library``) with keys and clicks, offscreen unless QT_QPA_PLATFORM is set:
tags thousands of photos, moves them to the bin, renames them, and undoes each of it. The table lists for each step the
time until its result was there, by the clock and as processor time of Photon's main process, the longest pause of the
main thread, and its longest work between two checks for input, which is the same on a busy computer. The memory is
that of all processes: what they share counts once (PSS). What misses its bar is marked.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING

from lab.speed.made_up_library import made
from lab.window.painted import are_painted

from photon.domain import Card
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.move_runner import MoveRunner
from photon.ui.bin.rename_controller import RenameController
from photon.ui.tags.tag_controller import TagController

if TYPE_CHECKING:
    from lab.window.hands import Hands

    from photon.ui.window.main_window import MainWindow

PAUSE_MS, ALL_MS = 100, 150
FEW = 1000
AFTER_S = 2.5  # what the panels do once a step is done counts for its pauses
IDLE_S = 120
STARTED_S = 5.0  # until the process for texts is there; the graph takes much longer
PATIENCE_S = 300
SEARCHES = 10
LETTERS = "tgpaes"
Condition = Callable[[], object]


class Table:
    """Measures steps in a window, and prints a line for each.

    Attributes:
        misses: The number of bars that were missed.
    """

    def __init__(self, hands: "Hands") -> None:
        self.hands, self.misses = hands, 0
        print(f"{'step':<26} {'clock':>8} {'bar':>6} {'processor':>9} {'pause':>8} {'work':>8}")

    def step(self, name: str, act: Condition, is_done: Condition, most: float, pause: int = PAUSE_MS) -> None:
        """Do something; wait until its result is there, which should take ``most`` seconds, then for the panels."""
        begun, worked = time.perf_counter(), time.process_time()
        act()
        self.hands.wait(is_done, name, PATIENCE_S)
        self.tell(name, time.perf_counter() - begun, time.process_time() - worked, most, pause)

    def undo(self, is_done: Condition, most: float) -> None:
        """Take back the last step."""
        self.step("undo", self.hands.window.commands["undo"].trigger, is_done, most)

    def tell(self, name: str, seconds: float, processor: float, most: float, pause: int = PAUSE_MS) -> None:
        """Print what a step took; its pauses are those since the last one."""
        self.hands.rest(AFTER_S)
        self.hands.picture(name.replace(" ", "-").replace(",", ""))
        last = self.hands.steps[-1]
        is_missed = min(seconds, processor) > most or last.work > pause
        self.misses += is_missed
        mark = " *" if is_missed else ""
        times = f"{seconds:7.2f}s {most:5.1f}s {processor:8.2f}s"
        print(f"{name:<26} {times} {last.pause:5.0f} ms {last.work:5.0f} ms{mark}", flush=True)

    def memory(self, name: str, most: float) -> None:
        """Print the memory of all processes, which should be at most ``most`` MB."""
        shares = [_memory(process) for process in (os.getpid(), *(one.pid for one in active_children() if one.pid))]
        used = sum(shares)
        self.misses += used > most
        parts = " + ".join(f"{share:.0f}" for share in shares)
        print(f"{name:<26} {used:6.0f} MB {most:6.0f} MB   {parts}{' *' if used > most else ''}", flush=True)


def main() -> None:
    """Make the library if there is none, use it, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="made if it is not there, and kept for the next time")
    parser.add_argument("--out", type=Path, help="folder for a picture of each step")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--idle", type=float, default=IDLE_S, help="idle seconds before memory is measured again")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="photon-managing-") as place:
        os.environ["XDG_DATA_HOME"] = f"{place}/data"  # of the bin
        library = made(arguments.library or Path(place) / "library", arguments.photos)
        print(f"{arguments.photos:,} photos, load {os.getloadavg()[0]:.1f}")
        out = arguments.out or Path(place) / "pictures"
        missed = _use(library, arguments, out)  # first, because its memory would count what another life left
        sys.exit(missed + (0 if arguments.only else _search_without_graph(library, out)) > 0)


@contextmanager
def _without_graph(library: Path) -> Iterator[None]:
    """Hide the graph of a library, and bring it back."""
    with closing(sqlite3.connect(library / "cache.db", isolation_level=None)) as db:
        db.execute("UPDATE graph_parts SET encoder = encoder || ' away'")
        yield
        db.execute("DELETE FROM graph_parts WHERE encoder NOT LIKE '% away'")
        db.execute("UPDATE graph_parts SET encoder = substr(encoder, 1, length(encoder) - 5)")


def _search_without_graph(library: Path, out: Path) -> int:
    from lab.window.hands import Hands
    from lab.window.real_window import open_window
    from lab.window.tasks import ask

    with _without_graph(library), open_window(library, background=True) as window:
        hands = Hands(window, out)
        table = Table(hands)
        hands.wait(partial(are_painted, window), "the photos")
        hands.rest(STARTED_S)
        table.step("first answer, no graph", partial(ask, hands, "a dog in the snow"), lambda: True, 1.5)
    return table.misses


def _use(library: Path, arguments: argparse.Namespace, out: Path) -> int:
    from lab.window.hands import Hands
    from lab.window.real_window import open_window

    with open_window(library, background=True) as window:
        hands = Hands(window, out)
        table = Table(hands)
        table.step("all cells painted", lambda: None, partial(are_painted, window), 2.0)
        hands.rest(STARTED_S)
        hands.wait(lambda: window.session.work.up_to_date, "nothing to do", PATIENCE_S)
        table.memory("memory after the start", 1000)
        for name in arguments.only or PARTS:
            PARTS[name](table, arguments)
        table.memory("memory at the end", 1000)
    for complaint in hands.complaints:
        print(complaint)
    return table.misses


def _search(table: Table, arguments: argparse.Namespace) -> None:
    from lab.window.tasks import SEARCHES as WORDS
    from lab.window.tasks import ask, show_all

    for words in WORDS[:SEARCHES]:
        table.step(words, partial(ask, table.hands, words), lambda: True, 1.5)
    table.memory("after ten searches", 1000)
    _idle(table, arguments)
    show_all(table.hands)
    model = table.hands.window.grid.grid_model
    table.hands.wait(lambda: len(model.ids) == arguments.photos, "all photos")


def _idle(table: Table, arguments: argparse.Namespace) -> None:
    table.hands.rest(arguments.idle)
    table.memory(f"{arguments.idle:.0f} idle seconds later", 700)


def _complete(table: Table, _: argparse.Namespace) -> None:
    """Type letters into the line for tags, each into an empty line."""
    hands, line = table.hands, table.hands.window.part(TagController).panel.line
    hands.click(hands.window.grid.viewport(), hands.photo(0))
    hands.rest(1)
    hands.press("T")
    for letter in LETTERS:
        table.step(f"letter {letter} of a tag", partial(hands.type, letter), line.popup.isVisible, 0.1)
        hands.press("Backspace")
    hands.press("Esc")


def _select(hands: "Hands", count: int) -> None:
    """Select the first photos by a click and one with Shift."""
    from PySide6.QtCore import Qt

    grid = hands.window.grid
    grid.verticalScrollBar().setValue(0)
    hands.rest(0.3)
    hands.click(grid.viewport(), hands.photo(0))
    grid.scrollTo(grid.grid_model.index(count - 1))
    hands.rest(0.5)
    hands.click(grid.viewport(), hands.photo(count - 1), Qt.KeyboardModifier.ShiftModifier)
    hands.wait(lambda: len(grid.selected()) == count, f"{count:,} selected photos")
    hands.rest(AFTER_S)


def _tag(table: Table, arguments: argparse.Namespace) -> None:
    hands, panel, many = table.hands, table.hands.window.part(TagController).panel, arguments.photos // 5
    done: list[str] = []
    panel.done.connect(done.append)

    def has_tag() -> bool:
        return any(chip.tag.path == ("bulk",) for chip in panel.own.parts)  # type: ignore[attr-defined]

    _select(hands, many)
    hands.press("T")
    hands.type("bulk")
    hands.rest(AFTER_S)
    hands.picture("selected")
    table.step(f"tag {many:,}", partial(hands.press, "Return"), lambda: done, 5)
    hands.wait(has_tag, "the tag in the panel")
    table.undo(lambda: not has_tag(), 6)


def _bin(table: Table, arguments: argparse.Namespace) -> None:
    hands, window = table.hands, table.hands.window
    model, left = window.grid.grid_model, arguments.photos - FEW
    binning, moves = window.part(BinController), window.part(MoveRunner)
    _select(hands, FEW)
    window.commands["to-bin"].trigger()
    hands.wait(lambda: binning.question is not None, "the question")
    hands.picture("question")

    def confirm() -> None:
        if binning.question is not None:
            binning.question.accept()

    table.step(f"{FEW:,} to the bin", confirm, lambda: not moves.is_busy and len(model.ids) == left, 4)
    table.undo(lambda: len(model.ids) == arguments.photos, 6)


class _Shown:
    """Whether the cards of photos are as they should be; asked without waiting, which would be a pause."""

    def __init__(
        self,
        window: "MainWindow",
        photos: Sequence[int],
        are_so: Callable[[Mapping[int, Card]], bool],
        may_be: Callable[[], bool] = lambda: True,
    ) -> None:
        self._window, self._photos, self._are_so, self._may_be = window, photos, are_so, may_be
        self._cards: Future[dict[int, Card]] | None = None

    def __call__(self) -> bool:
        if not self._may_be():
            return False
        if self._cards is None:
            self._cards = self._window.session.browsing.cards(self._photos)
        if not self._cards.done():
            return False
        cards, self._cards = self._cards.result(), None
        return self._are_so(cards)


def _rename(table: Table, _: argparse.Namespace) -> None:
    hands, window = table.hands, table.hands.window
    model, moves = window.grid.grid_model, window.part(MoveRunner)
    _select(hands, FEW)
    window.commands["rename"].trigger()
    dialog = window.part(RenameController).dialog
    if dialog is None:
        hands.complaints.append("no dialog to rename")
        return
    dialog.template.setText("{name}_x")
    hands.wait(dialog.go.isEnabled, "the plan")
    hands.picture("rename", dialog)
    ends = [model.ids[0], model.ids[FEW - 1]]

    def are_renamed(count: int, cards: Mapping[int, Card]) -> bool:
        return sum(card.name.endswith("_x.jpg") for card in cards.values()) == count

    table.step(
        f"rename {FEW:,}",
        partial(hands.click, dialog.go),
        _Shown(window, ends, partial(are_renamed, 2), lambda: not moves.is_busy),
        4,
    )
    table.undo(_Shown(window, ends, partial(are_renamed, 0)), 6)


def _mark(table: Table, arguments: argparse.Namespace) -> None:
    """Give commands to all photos at once, and take them back."""
    hands, window, count = table.hands, table.hands.window, arguments.photos
    run, model, grid, flags = window.commands, window.grid.grid_model, window.grid, window.status.flags
    before = window.session.browsing.cards(model.ids[:1]).result()[model.ids[0]].rating

    def have_stars(stars: int) -> "_Shown":
        return _Shown(window, model.ids[:1], lambda cards: all(card.rating == stars for card in cards.values()))

    hands.click(grid.viewport(), hands.photo(0))
    grid.selectAll()
    wanted = before % 5 + 1
    table.step("rate all", run[f"rate-{wanted}"].trigger, have_stars(wanted), 5)
    table.undo(have_stars(before), 5)
    counts = flags.text()
    table.step("pick all", run["pick"].trigger, lambda: flags.text().startswith(f"{count:,} picked"), 5)
    table.undo(lambda: flags.text() == counts, 5)
    table.step("events", run["group-event"].trigger, lambda: model.spans and model.spans[0].last != "", 3)
    table.step("months", run["group-month"].trigger, lambda: not model.spans[0].last, 3)
    _select(hands, FEW)
    table.step(f"stack {FEW:,}", run["stack"].trigger, lambda: len(model.ids) == count - FEW + 1, 3)
    table.undo(lambda: len(model.ids) == count, 3)


def _select_all(table: Table, arguments: argparse.Namespace) -> None:
    hands, grid = table.hands, table.hands.window.grid
    hands.window.activateWindow()  # without a window manager, a dialog that closed leaves no window active
    hands.click(grid.viewport(), hands.photo(0))
    count = arguments.photos
    table.step("select all", partial(hands.press, "Ctrl+A"), lambda: len(grid.selected()) == count, 1.0, ALL_MS)
    hands.press("Esc")


PARTS: Mapping[str, Callable[[Table, argparse.Namespace], None]] = {
    "search": _search, "complete": _complete, "tag": _tag, "bin": _bin, "rename": _rename, "all": _select_all,
    "mark": _mark, "idle": _idle,
}  # fmt: skip


def _memory(process: int) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
