r"""Measure what reading text costs while photos are indexed and searched, beside the same without it, in turns.

    python -m lab.text.text_costs PHOTOS [--rounds 2] [--searches 40]

PHOTOS is a folder of ordinary photos. For each round, a new library is made with the setting off and one with it on:
seconds, and those of a processor in all processes, until all photos are searchable. Then queries are asked while text
is read and once nothing is left to do.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from photon.app.session import Session
from photon.library import Library
from photon.library.db import settings
from photon.library.text.text_settings import READ_TEXT
from photon.search.query_language import parse
from photon.vision.text.installed_reader import text_reader

_QUERIES = ("a dog on the beach", "red car", "old house", "people at a table", "flowers", "text:gate", "snow", "boat")


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--searches", type=int, default=40)
    arguments = parser.parse_args()
    took: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for at in range(arguments.rounds):
        for reads in (False, True) if at % 2 == 0 else (True, False):
            with tempfile.TemporaryDirectory() as directory:
                took[reads].append(_index(Path(directory), arguments.photos, arguments.searches, reads=reads))
    clock, processor = (
        statistics.median(one[kind] for one in took[True]) / statistics.median(one[kind] for one in took[False])
        for kind in (0, 1)
    )
    print(f"until searchable, reading on / off: clock {clock:.2f}, processor {processor:.2f}")


def _index(directory: Path, photos: Path, searches: int, *, reads: bool) -> tuple[float, float]:
    with Session.open(directory / "library", background=False) as session:
        session.store.write(settings.store, READ_TEXT, reads).result()
        session.work.add_folder(str(photos)).result()
        began, worked = time.perf_counter(), _worked()
        session.start_work()
        while not (counts := session.searching.counts().result()).photos or counts.searchable < counts.photos:
            time.sleep(0.05)
        found = time.perf_counter() - began, _worked() - worked
        looked = session.store.read(_count_looked).result()
        print(f"reading {reads!s:5}: {found[0]:.1f} s, {found[1]:.1f} s of a processor, {looked} looked at by then")
        if reads:
            while session.work.activity.stage != "texts" and not session.work.up_to_date:
                time.sleep(0.05)
            busy = _searched(session, searches)
            is_whole = session.work.activity.stage == "texts"
            while not session.work.up_to_date:
                time.sleep(0.05)
            idle = _searched(session, searches)
            print(f"searches while text is read {busy} (until the end: {is_whole}), idle {idle} ms, median and p95")
    return found


def _searched(session: Session, count: int) -> list[float]:
    took = []
    for at in range(count):
        began = time.perf_counter()
        session.searching.search(parse(_QUERIES[at % len(_QUERIES)]).query).result()
        took.append(1000 * (time.perf_counter() - began))
    return [round(value, 1) for value in np.percentile(took[len(_QUERIES) :], [50, 95]).tolist()]


def _count_looked(library: Library) -> int:
    row = library.db.execute("SELECT count(*) FROM texts WHERE reader = ?", (text_reader().id,)).fetchone()
    return int(row[0])


def _worked() -> float:
    """Return the seconds of a processor that this process and its children took."""
    own = psutil.Process()
    return sum(one.cpu_times().user + one.cpu_times().system for one in (own, *own.children(recursive=True)))


if __name__ == "__main__":
    main()
