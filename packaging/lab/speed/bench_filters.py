"""Measure each filter in a synthetic library: ``python -m lab.speed.bench_filters [PHOTOS]``.

The photos are in 2,000 folders, from 20 years and 12 cameras, half of them with coordinates, a tenth with tags.
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from photon.domain import AnyOf, Filter
from photon.domain.metadata.tag import TagMark
from photon.library import Library, open_library
from photon.library.photos import folders
from photon.library.searches.filters import matching
from photon.library.tags import tags
from photon.search.query_language import parse

ASKED = (
    "", "tag:tag7", "-tag:group1", "folder:Trip-77", "folder:2012", "-folder:2012", "date:2012", "date:last-summer",
    "date:july", "rating:>=3", "camera:canon", "-camera:canon", "lens:50mm", "type:raw", "size:>10MP", "size:<2MB",
    "size:>=4000px", "orientation:portrait", "event:2023-07-14", "has:gps", "has:tags", "near:38.7,-9.1,20km",
    "near:0,0,5000km", "is:favourite", "is:untagged", "is:offline", "(date:2012 OR tag:tag7) camera:canon",
)  # fmt: skip
TODAY = date(2026, 7, 1)
TIMES = 7


def make(library: Library, root: Path, count: int) -> None:
    """Insert rows as an indexed library has them, without images."""
    rng = np.random.default_rng(1)
    root.mkdir()
    folder = folders.add(library, str(root)).id
    begin = datetime(2005, 1, 1, tzinfo=UTC)
    numbers = [row.tolist() for row in rng.random((count, 6))]
    with library.transaction() as db:
        for photo, (when, north, east, kind, stars, size) in enumerate(numbers, 1):
            taken = (begin + timedelta(days=20 * 365 * when)).strftime("%Y-%m-%dT%H:%M:%S")
            place = (180 * north - 90, 360 * east - 180) if photo % 2 else (None, None)
            sides = (4000, 3000) if kind < 0.7 else (3000, 4000)
            camera = f"{('Canon EOS', 'Nikon D', 'Sony A')[photo % 3]} {photo % 4}"
            facts = (
                "CR2" if kind < 0.2 else "JPEG",
                *sides,
                taken,
                camera,
                f"{(24, 50, 85)[photo % 3]}mm f/1.8",
                *place,
            )
            db.execute(
                "INSERT INTO photos (id, file_hash, image_hash, format, width, height, taken, camera, lens, latitude,"
                " longitude, colour, rating, favourite, shown, added)"
                " VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11, ?12, ?6, '')",
                (photo, photo.to_bytes(16, "big"), *facts, int(6 * stars), photo % 9 == 0),
            )
            relative = f"{taken[:4]}/Trip-{photo % 100}/IMG_{photo}.jpg"
            db.execute(
                "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns) VALUES (?, ?, ?, ?, 0)",
                (photo, folder, relative, int(8e6 * size)),
            )
    for tag in range(20):
        path = (f"group{tag % 3}", f"tag{tag}")
        tags.mark(library, [TagMark(photo, path, "confirmed") for photo in range(1 + tag, count, 200)])


def main() -> None:
    """Print milliseconds and hits of each filter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="?", type=int, default=100_000)
    with tempfile.TemporaryDirectory() as place, open_library(Path(place) / "library", writable=True) as library:
        make(library, Path(place) / "photos", parser.parse_args().photos)
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
