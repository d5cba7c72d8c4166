"""Measure each filter in a made-up library: ``python -m lab.speed.bench_filters [PHOTOS] [--library LIBRARY]``."""

import argparse
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from lab.speed.made_up_library import made

from photon.app.places.place_lookup import find_town
from photon.domain import AnyOf, Filter
from photon.library import Library, open_library
from photon.library.searches.filters import matching
from photon.search.query_language import parse

ASKED = (
    "", "tag:tag7", "-tag:group1", "folder:Trip-77", "folder:2012", "-folder:2012", "date:2012", "date:last-summer",
    "date:july", "rating:>=3", "camera:canon", "-camera:canon", "lens:50mm", "type:raw", "size:>10MP", "size:<2MB",
    "size:>=4000px", "orientation:portrait", "event:2023-07-14", "has:gps", "has:tags", "near:38.7,-9.1,20km",
    "near:0,0,5000km", "near:Lisbon,500km", "place:Lisbon", "place:Texas", 'place:"Paris, Texas"', "country:pt",
    "country:Germany", "area:35,-10,45,5", "is:misplaced", "is:favourite", "is:untagged", "is:offline",
    "(date:2012 OR tag:tag7) camera:canon",
)  # fmt: skip
TODAY = date(2026, 7, 1)
TIMES = 7


def main() -> None:
    """Print milliseconds and hits of each filter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="?", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="made if it is not there, and kept for the next time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        directory = made(arguments.library or Path(place) / "library", arguments.photos)
        with open_library(directory, writable=False) as library:
            library.find_town = find_town
            find_town("Lisbon")  # its data are read once
            _measure(library)


def _measure(library: Library) -> None:
    for text in ASKED:
        filters = [part for part in parse(text).query.parts if isinstance(part, Filter | AnyOf)]
        took = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            found = matching(library, filters, TODAY)
            took.append(1000 * (time.perf_counter() - begun))
        print(f"{statistics.median(took):7.1f} ms  {len(found):7,}  {text or 'everything'}")


if __name__ == "__main__":
    main()
