"""Makes decisions in a library as the window does, one after another, and records each when Photon reports it as saved.

    python -m tests.faults.editing LIBRARY NOTES FIRST COUNT

It runs until Photon refuses one (exit code 3) or all are done. Everything recorded must be there afterwards.
"""

import json
import os
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from photon.app.session import Session
from photon.domain import PhotonError
from tests.faults.proofs import ONE_EACH, Fact, Facts

Photo = tuple[int, str]  # id, image hash


def edit(session: Session, photo: Photo, number: int) -> None:
    """Make one decision and wait until it is saved."""
    id_, _ = photo
    match number % 6:
        case 0:
            session.tags.mark([id_], [("edits", f"tag {number}")], "confirmed").result()
        case 1:
            session.tags.mark([id_], [(f"no {number}",)], "rejected").result()
        case 2:
            session.captions.write([id_], text=f"caption {number}").result()
        case 3:
            session.marking.rate([id_], _stars(number)).result()
        case 4:
            session.searches.save(f"search {number}", "a dog").result()
        case 5:
            session.tags.mark([id_], [(f"taken back {number}",)], "confirmed").result()
            assert session.undoing.undo().result()


def fact_of(photo: Photo, number: int) -> Fact:
    """Return the content of ``edit``; for an undone one, content that must not remain."""
    _, image = photo
    return (
        ("tag", image, f"edits/tag {number}"),
        ("rejected", image, f'["no {number}"]'),
        ("caption", image, f"caption {number}"),
        ("rating", image, str(_stars(number))),
        ("search", "", f"search {number}: a dog"),
        ("tag", image, f"taken back {number}"),
    )[number % 6]


def _stars(number: int) -> int:
    return 1 + number // 6 % 5


def photos_of(library: Path) -> list[Photo]:
    """Return the photos of a library in the order of their ids."""
    with closing(sqlite3.connect(library / "catalog.db", timeout=30)) as db:
        return [(int(id_), bytes(image).hex()) for id_, image in db.execute(
            "SELECT id, image_hash FROM photos ORDER BY id"
        )]  # fmt: skip


def check_edits(before: Facts, notes: Path, now: Facts) -> int:
    """Compare a library with its earlier state and with the record; return the number of saved edits.

    The edit in progress when the process ended may be there or not, but not partially.
    """
    lines = [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []
    wanted, open_, saved = set(before), {}, 0
    for state, number, *fact in lines:
        one: Fact = tuple(fact)
        old = {known for known in wanted if known[:2] == one[:2]} if one[0] in ONE_EACH else set()
        if state == "begun":
            open_[number] = {one, *old}
            continue
        saved += 1
        del open_[number]
        wanted -= old
        if number % 6 != 5:
            wanted.add(one)
    maybe = {one for some in open_.values() for one in some}
    lost, more = (wanted - maybe) - now, now - wanted - maybe
    assert not lost, f"lost after {saved} saved edits: {sorted(lost)[:3]}"
    assert not more, f"nobody said: {sorted(more)[:3]}"
    return saved


def main(library: Path, notes: Path, first: int, count: int) -> int:
    """Make edits, and record them on a separate disk; return the exit code."""
    with notes.open("a") as noted, Session.open(library, background=False) as session:
        photos = photos_of(library)
        for number in range(first, first + count):
            photo = photos[number // 6 % len(photos)]
            for state in ("begun", "saved"):
                if state == "saved":
                    try:
                        edit(session, photo, number)
                    except PhotonError as error:
                        print(f"refused {number}: {error}", flush=True)  # noqa: T201 - read by the test
                        return 3
                print(json.dumps([state, number, *fact_of(photo, number)]), file=noted, flush=True)
                os.fsync(noted.fileno())
    return 0


if __name__ == "__main__":
    began = time.monotonic()
    try:
        code = main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    except PhotonError as error:  # the library cannot even be opened
        print(f"refused: {error}")  # noqa: T201 - read by the test
        code = 3
    print(f"{time.monotonic() - began:.1f} s")  # noqa: T201
    sys.exit(code)
