"""Cases 39 and 40: clocks that jump, and models, vectors and caches that are missing, truncated or foreign."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest
from PIL import Image

from tests.faults import proofs
from tests.faults.injection import need
from tests.faults.photon_process import wait
from tests.faults.place import Place, draw_photo

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Europe/Berlin")


def dated(path: Path, number: int, when: str, offset: str = "") -> Path:
    """Return a photo taken at this time, with metadata as cameras write it."""
    with Image.open(draw_photo(path, number)) as picture:
        exif = picture.getexif()
        exif.get_ifd(0x8769)[0x9003] = when
        if offset:
            exif.get_ifd(0x8769)[0x9011] = offset
        picture.save(path, exif=exif)
    return path


def test_39_the_time_of_a_photo_is_the_same_in_all_zones(place: Place) -> None:
    """This includes times that a change of the clock skips or repeats."""
    times = ("2024:03:31 02:30:00", "2024:10:27 02:30:00", "2020:01:01 00:00:00", "1969:12:31 23:59:59")
    files = [dated(place.photos / f"d{at}.jpg", 39 + at, when) for at, when in enumerate(times)]
    files.append(dated(place.photos / "offset.jpg", 45, "2022:06:01 12:00:00", "+09:00"))
    told = []
    for zone in ZONES:
        lines = place.photon("facts", "--json", *files, more={"TZ": zone}).said.splitlines()
        told.append([json.loads(line)["taken"] for line in lines])
    assert all(one == told[0] for one in told)
    assert [one[:10] for one in told[0]] == ["2024-03-31", "2024-10-27", "2020-01-01", "1969-12-31", "2022-06-01"]
    before = place.facts()
    place.photon("index", more={"TZ": ZONES[1]})
    shown = shown_times(place)
    for zone in ZONES[2:]:
        place.photon("index", more={"TZ": zone})  # nothing is read or shifted again
        assert shown_times(place) == shown
    assert place.facts() == before


def shown_times(place: Place) -> list[tuple[int, str, str]]:
    with proofs.database(place.catalog) as db:
        return db.execute("SELECT id, taken, shown FROM photos ORDER BY id").fetchall()


def test_39_files_of_the_future_and_of_long_ago(place: Place) -> None:
    before = place.facts()
    for number, when in enumerate((-1_000_000_000, 0, 4_000_000_000, 16_700_000_000)):
        os.utime(draw_photo(place.photos / f"t{number}.jpg", 50 + number), (when, when))
    place.photon("index")
    assert len(place.there()) == 12
    place.photon("index")
    assert len(place.there()) == 12
    assert place.facts() == before


@pytest.mark.parametrize("jump", ["-20y", "+10y"])
def test_39_the_clock_jumps(place: Place, jump: str) -> None:
    need("faketime")
    before = place.facts()
    draw_photo(place.photos / "new.jpg", 55)
    place.photon("index", wrap=("faketime", "-f", jump))
    assert len(place.there()) == 9
    place.edit(100, 6, wrap=("faketime", "-f", jump))
    place.photon("backup", wrap=("faketime", "-f", jump))
    place.photon("index")
    place.photon("backup")
    place.check_edits(before)


def own_models(place: Place) -> tuple[Path, dict[str, str]]:
    """Create a copy of the installed starter, which the test may damage."""
    installed = Path(os.environ.get("PHOTON_CACHE") or platformdirs.user_cache_dir("photon", appauthor=False))
    cache = Path(shutil.copytree(installed / "encoders", place.folder / "models" / "encoders")).parent
    return cache, {"PHOTON_CACHE": str(cache)}


@pytest.mark.parametrize("damage", ["cut", "zeros", "no manifest", "gone"])
def test_40_the_search_model_is_damaged(place: Place, damage: str) -> None:
    before, vectors = place.facts(), proofs.vectors_of(place.library)
    cache, more = own_models(place)
    starters = [path for path in (cache / "encoders").iterdir() if path.is_dir()]
    assert starters
    for starter in starters:
        for path in list(starter.glob("*.onnx")):
            raw = path.read_bytes()
            if damage in {"cut", "zeros"}:
                path.write_bytes(raw[: len(raw) // 2] if damage == "cut" else bytes(len(raw)))
        if damage == "no manifest":
            for path in starter.glob("*.json"):
                path.unlink()
        if damage == "gone":
            shutil.rmtree(starter)
    assert place.photon("search", "tag:edits", more=more).said.count(".jpg") == 8  # text search needs no model
    draw_photo(place.photos / "new.jpg", 56)
    place.photon("index", more=more)  # repairs itself, without a network
    place.photon("search", "a dog", "--top", "3", more=more)
    proofs.check_index(place.library)
    assert vectors.items() <= proofs.vectors_of(place.library).items()
    assert place.facts() == before


def test_40_vectors_of_another_model_are_never_mixed_in(place: Place) -> None:
    before = place.facts()
    with closing(sqlite3.connect(place.library / "cache.db")) as db, db:
        (model,) = db.execute("SELECT DISTINCT encoder FROM vectors").fetchone()
        db.execute("UPDATE vectors SET encoder = 'another-model' WHERE rowid % 2 = 0")
    place.photon("index")
    with proofs.database(place.library / "cache.db") as db:
        rows = db.execute(
            "SELECT count(DISTINCT photo_id), min(length(meaning)), max(length(meaning)) FROM vectors"
            " WHERE encoder = ?",
            (model,),
        ).fetchone()
    assert rows[0] == 8
    assert rows[1] == rows[2]
    assert place.facts() == before


@pytest.mark.parametrize("damage", ["short", "zeros", "nan"])
def test_40_vectors_that_are_damaged(place: Place, damage: str) -> None:
    before = place.facts()
    change = {"short": "substr(meaning, 1, 10)", "zeros": "zeroblob(length(meaning))",
              "nan": "CAST(replace(hex(zeroblob(length(meaning) / 2)), '0000', x'ff7f') AS BLOB)"}[damage]  # fmt: skip
    with closing(sqlite3.connect(place.library / "cache.db")) as db, db:
        db.execute(f"UPDATE vectors SET meaning = {change} WHERE rowid % 2 = 0")
    for words in (("search", "a dog", "--top", "8"), ("index",), ("search", "a dog", "--top", "8")):
        ended = wait(*place.start(*words))
        assert ended.code == 0, ended
    assert ended.said.count(".jpg") >= 4
    assert place.facts() == before
