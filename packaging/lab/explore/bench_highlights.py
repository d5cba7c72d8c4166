"""Worth of highlights: ``python -m lab.explore.bench_highlights SHARED KEPT [--count 10]``.

20 events of known copies, moments and blurred shots are drawn and indexed (minutes; kept for the next run). For each
way to choose, it prints how many of the chosen photos repeat a picture or moment that is chosen already, how many are
blurred, how even they are spread over six parts of the event, and how unlike each other they are. ``sheet.png`` shows
the highlights of each event in a row, for readers who judge which are worthy.
"""

import argparse
import csv
import io
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from lab.explore.drawn_events import draw_events
from PIL import Image

from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.explore.highlights import choose_highlights
from photon.app.session import Session
from photon.library import Library
from photon.library.duplicates.shots import shots_of
from photon.library.vectors import vectors

_SIDE, _PARTS = 150, 6
Way = Callable[[EncoderEngine, Library, Sequence[int], int], list[int]]


def main(shared: Path, kept: Path, count: int) -> None:
    """Print figures, and draw the sheet."""
    if not (kept / "photos/events.csv").exists():
        draw_events(shared, kept / "photos")
    with Session.open(kept / "library") as session:
        session.work.add_folder(str(kept / "photos")).result()
        while not session.work.up_to_date:
            time.sleep(1)
        events = _events(session, kept / "photos")
        for name, way in _WAYS.items():
            begun, rows = time.process_time(), []
            for photos, truth in events:
                chosen = session.work.questions.ask(way, photos, count).result()
                rows.append(session.work.questions.ask(_measure, photos, chosen, truth).result())
            again, blurred, parts, alike, total = np.sum(rows, axis=0)
            spent = (time.process_time() - begun) / len(events)
            print(
                f"{name:14} repeats {again / total:.1%}, blurred {blurred / total:.1%}, parts {parts / len(events):.1f}"
                f" of {_PARTS}, nearest cosine {alike / total:.2f}, {total:.0f} photos, {spent * 1000:.0f} ms an event"
            )
        _draw_sheet(session, [photos for photos, _ in events], count, kept / "sheet.png")


Truth = Mapping[int, tuple[str, bool]]
"""By photo, its picture or moment, and whether it is blurred."""


def _events(session: Session, place: Path) -> list[tuple[list[int], Truth]]:
    """Return the photos of each event."""
    with (place / "events.csv").open(encoding="utf-8") as rows:
        known = {(f"event{int(row['event']):02}", row["file"]): row for row in csv.DictReader(rows)}
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    found: dict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for photo, path in paths.items():
        row = known[Path(path).parent.name, Path(path).name]
        found[Path(path).parent.name][photo] = (row["group"], row["is_blurred"] == "1")
    return [(list(truth), truth) for _, truth in sorted(found.items())]


def _measure(
    engine: EncoderEngine, library: Library, photos: Sequence[int], chosen: Sequence[int], truth: Truth
) -> tuple[float, ...]:
    """Return repeated and blurred photos, parts of the event with a photo, sum of nearest cosines, and photos."""
    order = {photo: place for place, photo in enumerate(_in_time(library, photos))}
    _, looks = vectors.looks_of(library, engine.encoder.id, chosen)
    cosines = looks @ looks.T - 2 * np.eye(len(looks), dtype=np.float32)
    parts = {order[photo] * _PARTS // len(order) for photo in chosen}
    again = len(chosen) - len({truth[photo][0] for photo in chosen})
    blurred = sum(truth[photo][1] for photo in chosen)
    return again, blurred, len(parts), float(cosines.max(axis=1).sum()), len(chosen)


def _in_time(library: Library, photos: Sequence[int]) -> list[int]:
    shots = shots_of(library, photos)
    return sorted(shots, key=lambda photo: (shots[photo].taken or "9", shots[photo].path))


def _highlights(engine: EncoderEngine, library: Library, photos: Sequence[int], count: int) -> list[int]:
    return [one.photo for one in choose_highlights(engine, library, photos, count)]


def _every_other(_: EncoderEngine, library: Library, photos: Sequence[int], count: int) -> list[int]:
    ordered = _in_time(library, photos)
    return [ordered[at * len(ordered) // count] for at in range(count)]


def _sharpest(_: EncoderEngine, library: Library, photos: Sequence[int], count: int) -> list[int]:
    shots = shots_of(library, photos)
    marks = {photo: shot.fingerprint.sharpness if shot.fingerprint else -1.0 for photo, shot in shots.items()}
    return sorted(marks, key=lambda photo: -marks[photo])[:count]


_WAYS: Mapping[str, Way] = {"highlights": _highlights, "every k-th": _every_other, "sharpest": _sharpest}


def _draw_sheet(session: Session, events: Sequence[Sequence[int]], count: int, to: Path) -> None:
    sheet = Image.new("RGB", (_SIDE * count, _SIDE * len(events)), "white")
    for row, photos in enumerate(events):
        chosen = session.work.questions.ask(_highlights, photos, count).result()
        previews = session.browsing.previews(chosen).result()
        for column, photo in enumerate(chosen):
            picture = Image.open(io.BytesIO(previews[photo])).convert("RGB")
            picture.thumbnail((_SIDE - 4, _SIDE - 4))
            sheet.paste(picture, (column * _SIDE, row * _SIDE))
    sheet.save(to)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("kept", type=Path)
    arguments.add_argument("--count", type=int, default=10)
    given = arguments.parse_args()
    main(given.shared, given.kept, given.count)
