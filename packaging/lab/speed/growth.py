"""How Photon grows with its library: ``python -m lab.speed.growth measure LIBRARY…``, then ``table LIBRARY…``.

Each LIBRARY is made by ``made_up_library`` and changed by the last rows, so make it anew to measure it again. Rows are
measured in the real window over it, offscreen unless QT_QPA_PLATFORM is set: the processor time of all processes until
the result is there, and the longest work of the main thread between two checks for input, which is the same on a busy
computer. The exponent is log(t2 / t1) / log(n2 / n1) between neighbouring sizes: 1 is in proportion to the photos.
"""

import argparse
import json
import math
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import psutil
from lab.speed.bench import photon_command
from lab.speed.made_up_topics import find_topics
from lab.window.painted import are_painted

from photon.app.explore.highlights import choose_highlights
from photon.app.places import place_names
from photon.domain import Filter, Like, Order, Query
from photon.domain.photo.date_span import Period
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.search.query_language import parse

if TYPE_CHECKING:
    from lab.window.hands import Hands

    from photon.app.session import Session
    from photon.ui.search.results import Gallery
    from photon.ui.window.main_window import MainWindow

Row = tuple[str, float, float]
"""What was measured, its seconds of all processors, and the longest work of the main thread in milliseconds."""
PATIENCE_S = 300
AFTER_S = 0.8  # what panels do once a step is done counts for its pause
MANY, FEW, WRITTEN = 100_000, 10_000, 10_000
# What made-up libraries have, where the example of a filter's help finds nothing in them.
TYPICAL: Mapping[str, str] = {
    "tag": "tag7", "album": '"Album 3"', "folder": "Trip-77", "date": "2012", "event": "2012-07-14", "camera": "canon",
    "lens": "50mm", "person": '"Person 3"', "people": ">=2", "text": "invoice", "from": '"Old Mill"', "place": "Home",
    "near": "38.7,-9.1,500km", "type": "raw", "has": "gps", "is": "untagged", "country": "Germany",
}  # fmt: skip
NARROW = {"0.1 %": "tag:tag7 date:2012", "1 %": "tag:tag7", "10 %": "label:red OR flag:picked", "50 %": "has:gps"}
LOOKS = """
import json, sys, time
from pathlib import Path
from lab.window.painted import are_painted
from lab.window.real_window import open_window
with open_window(Path(sys.argv[1])) as window:
    from PySide6.QtWidgets import QApplication
    while not are_painted(window):
        QApplication.processEvents()
"""


class Rows:
    """Measures rows in a window."""

    def __init__(self, hands: "Hands") -> None:
        self.hands, self.rows = hands, list[Row]()
        self.window: MainWindow = hands.window
        self.session: Session = hands.window.session

    def measure(self, name: str, act: Callable[[], object], is_done: Callable[[], object] = lambda: True) -> Any:  # noqa: ANN401 - whatever a Future has
        """Do something, wait for its Future and for a condition, then note what both took; return the result."""
        self.hands.rest(0.2)
        self.hands.begin_step()
        begun, asked = _processor(), time.perf_counter()
        result = act()
        if isinstance(result, Future):
            self.hands.wait(result.done, name, PATIENCE_S)
            result = result.result()
        self.hands.wait(is_done, name, PATIENCE_S)
        seconds, clock = _processor() - begun, time.perf_counter() - asked
        self.hands.rest(AFTER_S)
        self.rows.append((name, seconds, self.hands.longest_work()))
        print(f"{name:<34} {seconds:9.3f} s {self.rows[-1][2]:7.0f} ms {clock:9.2f} s by the clock", flush=True)
        return result


def _processor() -> float:
    """Return the seconds of this process and all below it, those that ended included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() + ended.ru_utime + ended.ru_stime
    for child in active_children():
        try:
            times = psutil.Process(child.pid).cpu_times()
        except psutil.Error:
            continue
        seconds += times.user + times.system
    return seconds


def _starts(library: Path) -> Iterator[Row]:
    words = [*photon_command(library), "search", "a dog in the snow"]
    for name, command in (
        ("start of the window", [sys.executable, "-c", LOOKS, str(library)]),
        ("photon search", words),
    ):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        yield name, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0.0


def _look(rows: Rows) -> None:
    """Paint, scroll, sort, divide, and read what panels show."""
    window, session = rows.window, rows.session
    rows.measure("first paint", lambda: None, partial(are_painted, window))
    bar = window.grid.verticalScrollBar()
    rows.measure("scroll to the middle", lambda: bar.setValue(bar.maximum() // 2), partial(are_painted, window))
    rows.measure("scroll to the end", lambda: bar.setValue(bar.maximum()), partial(are_painted, window))
    bar.setValue(0)
    gallery = window.gallery
    orders: list[Order] = [*(one for one in gallery.asked.orders if one != "newest"), "newest"]
    for order in orders:
        rows.measure(f"sort: {order}", partial(gallery.set_order, order), partial(_has_changed, gallery, gallery.state))
    for period in get_args(Period):
        rows.measure(f"timeline: {period}", partial(session.browsing.photos_by_date, "newest", None, period))
    rows.measure("folder tree", session.browsing.subfolders)
    rows.measure("tag tree", session.tags.all_tags)
    rows.measure("counts", session.searching.counts)
    rows.measure("people", session.people.people)
    rows.measure("groups of faces", session.people.groups)
    rows.measure("map: all photos", session.places.on_map)
    rows.measure("places", partial(session.store.count, place_names.list_places))
    for command in ("people", "map", "explore"):
        rows.measure(f"page: {command}", window.commands[command].trigger)


def _has_changed(gallery: "Gallery", before: object) -> bool:
    return gallery.state is not before


def _ask(rows: Rows) -> None:
    """Ask each kind of query, each after one like it, which reads what is read once."""
    searching, photo = rows.session.searching, 3
    search = searching.search
    searching.warm_up()  # as the app does once it is shown
    rows.measure("made ready for text queries", searching.counts)  # which waits for it
    rows.measure("text query, first", partial(search, Query.build("a cat")))
    rows.measure("text query", partial(search, Query.build("a dog in the snow")))
    rows.measure("composed query", partial(search, Query.build("a boat at night", likes=(Like(photo=photo),))))
    for name, text in NARROW.items():
        rows.measure(f"text query among {name}", partial(search, parse(f"{text} a red car").query))
    similar = partial(rows.session.searching.similar, Query.build(likes=(Like(photo=photo),)))
    rows.measure("more like this, first", similar)
    rows.measure("more like this", similar)
    for kind in FILTER_KINDS:
        value = TYPICAL.get(kind.name, kind.help.example)
        query = parse(f"{kind.name}:{value}").query
        if not any(isinstance(part, Filter) for part in query.parts):
            raise SystemExit(f"{kind.name}:{value} is no filter")
        search(query).result()
        rows.measure(f"filter: {kind.name}:{value}", partial(search, query))
    rows.measure("completion: per", partial(rows.session.searching.suggestions, "person:per", 10))


def _explore(rows: Rows) -> None:
    """Fill the shelves, choose highlights, and find all themes and things anew."""
    session = rows.session
    rows.measure("all shelves", lambda: list(map(Future.result, session.explore.shelves().values())))
    query = parse("date:2012").query
    answer = rows.measure("a year", partial(session.searching.search, query))
    varied = partial(session.searching.rows, query, answer, "varied", "month", fold=False, stacked=False)
    year = rows.measure("a year in varied order", varied).good
    rows.measure("highlights of a year", partial(session.work.questions.ask, choose_highlights, year, 30))
    for kind in ("theme", "thing"):
        rows.measure(f"find all {kind}s", partial(session.store.count, find_topics, kind))


def _edit(rows: Rows) -> None:
    """Change many photos at once, and undo it."""
    session, window = rows.session, rows.window
    every: Sequence[int] = session.browsing.photos("newest").result()
    many = every[:MANY]
    rows.measure(
        "select all", window.grid.selectAll, lambda: len(window.grid.selected()) == len(window.grid.grid_model.ids)
    )
    window.grid.clearSelection()
    rows.measure("tag 100,000 at once", partial(session.tags.mark, many, [("bulk",)], "confirmed"))
    rows.measure("undo", session.undoing.undo)
    rows.measure("rate 100,000 at once", partial(session.marking.rate, many, 3))
    rows.measure("undo rating", session.undoing.undo)
    rows.measure("suggest after a new word", partial(_suggest_anew, rows))
    rows.measure("backup", session.backups.back_up)
    rows.measure("doctor", session.health.examine)
    plan = rows.measure("plan 100,000 sidecars", partial(session.writing.plan, many))
    if plan.files and len(every) <= WRITTEN:
        rows.measure("write 10,000 sidecars", partial(session.writing.write, plan))
    binned = rows.measure("plan the bin: a tenth", partial(session.bin.plan, every[: min(FEW, len(every) // 10)]))
    if binned.units:
        rows.measure("a tenth to the bin", partial(session.bin.move_to_bin, binned))


def _suggest_anew(rows: Rows) -> object:
    """Suggest for 1,000 photos without what is stored."""
    return rows.session.tags.suggest(rows.window.grid.grid_model.ids[:1000], keep=False)


def _index(library: Path) -> Iterator[Row]:
    """Add 100 photos, and rename the watched folder."""
    folder = library.with_name(f"{library.name}-photos")
    if not any(folder.rglob("*.jpg")):
        return
    for at, path in enumerate(sorted(folder.rglob("IMG_*.jpg"))[:100]):
        path.with_name(f"new{at}.jpg").write_bytes(path.read_bytes().replace(b"number 0", b"number 9"))
    yield _timed_index(library, folder, "look again, and add 100")
    renamed = folder.with_name(f"{folder.name}-renamed")
    folder.rename(renamed)
    yield _timed_index(library, renamed, "rename the folder")
    renamed.rename(folder)


def _timed_index(library: Path, folder: Path, name: str) -> Row:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*photon_command(library), "index", str(folder)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return name, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0.0


PARTS: Mapping[str, Callable[[Rows], None]] = {"look": _look, "ask": _ask, "explore": _explore, "edit": _edit}


def measure(library: Path, parts: Sequence[str]) -> None:
    """Measure a library in this process; the rows are stored beside it."""
    from lab.window.hands import Hands
    from lab.window.real_window import open_window

    found: list[Row] = []
    if "start" in parts:
        found += _starts(library)
    with tempfile.TemporaryDirectory(prefix="photon-growth-") as place, open_window(library) as window:
        os.environ["XDG_DATA_HOME"] = f"{place}/data"  # of the bin
        rows = Rows(Hands(window, Path(place)))
        for part in parts:
            if part in PARTS:
                PARTS[part](rows)
        found += rows.rows
        found.append(("memory (MB)", psutil.Process().memory_info().rss / 1e6, 0.0))
        for complaint in rows.hands.complaints:
            print(complaint)
    if "index" in parts:
        found += _index(library)
    known = {name: rest for name, *rest in _read(library)} | {name: rest for name, *rest in found}
    _file_of(library).write_text(json.dumps([(name, *rest) for name, rest in known.items()], indent=0))


def print_table(libraries: Sequence[Path]) -> None:
    """Print a table of what was measured, in Markdown."""
    sizes = [_count(library) for library in libraries]
    measured = [{name: (seconds, pause) for name, seconds, pause in _read(library)} for library in libraries]
    print("| what |", " | ".join(f"{size:,}" for size in sizes), "| exponents | pauses |")
    print("|---" * (len(sizes) + 3) + "|")
    for name in {name: 0 for rows in measured for name in rows}:
        cells = [rows.get(name) for rows in measured]
        times = [f"{cell[0]:.3g}" if cell else "" for cell in cells]
        pairs = zip(zip(sizes, cells, strict=True), list(zip(sizes, cells, strict=True))[1:], strict=False)
        powers = [_exponent(*one, *other) for one, other in pairs]
        pauses = [f"{cell[1]:.0f}" if cell else "" for cell in cells]
        print(f"| {name} |", " | ".join(times), f"| {', '.join(powers)} | {', '.join(pauses)} |")


def _exponent(n1: int, one: tuple[float, float] | None, n2: int, other: tuple[float, float] | None) -> str:
    if not one or not other or min(one[0], other[0]) <= 0:
        return ""
    return f"{math.log(other[0] / one[0]) / math.log(n2 / n1):.2f}"


def _count(library: Path) -> int:
    with closing(sqlite3.connect(library / "catalog.db")) as db:
        return round(int(db.execute("SELECT count(*) FROM photos").fetchone()[0]), -3)


def _file_of(library: Path) -> Path:
    return library.with_suffix(".growth.json")


def _read(library: Path) -> list[Row]:
    file = _file_of(library)
    return [tuple(row) for row in json.loads(file.read_text())] if file.exists() else []


def main() -> None:
    """Measure libraries, each in a process of its own, or print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("measure", "table"))
    parser.add_argument("libraries", nargs="+", type=Path)
    parser.add_argument("--only", nargs="+", choices=("start", *PARTS, "index"), default=("start", *PARTS, "index"))
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments.command == "table":
        print_table(arguments.libraries)
    elif len(arguments.libraries) == 1:
        measure(arguments.libraries[0], arguments.only)
    else:
        for library in arguments.libraries:
            command = [sys.executable, "-m", "lab.speed.growth", "measure", str(library), "--only", *arguments.only]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
