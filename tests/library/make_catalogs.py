"""Creates a catalogue of every version with the code of that version, filled with the user's data.

    python -m tests.library.make_catalogs

The commit of each version is checked out next to the repository, its own code creates an empty catalogue, and those
rows of CONTENT that its tables can hold are inserted. Run it only to add a version: later versions must open the
existing files.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from photon.library.captions.confirmed_captions import hash_caption

CATALOGS = Path(__file__).parent / "catalogs"
ROOT = Path(__file__).parents[2]
COMMITS = {
    "m001": "6103bb0",
    "m002": "9dcf90b",
    "m003": "c7b5e81",
    "m004": "fd5b5da",
    "m005": "ffcb50a",
    "m006": "231ecdb",
    "m007": "3a99715",
    "m008": "655d2dc",
    "m009": "8ba1c6c",
    "m010": "c2cb09d",
    "m011": "9eda041a",
    "m012": "50ff45ca",
    "m013": "fe3ba66d",
    "m014": "d7e30ce9",
    "m015": "11ed0477",
    "m016": "e558a79a",
    "m017": "ffd3ef9b",
    "m018": "931a1ee5",
    "m019": "48681382",
    "m020": "d027f83e",
    "m021": "6b3c8bc3",
    "m022": "d50f4359",
    "m023": "def0cb84",
    "m024": "42a7bb25",
    "m025": "dec4249f",
    "m026": "dd1888c6",
    "m027": "2ba1583e",
    "m028": "db6e9a44",
    "m029": "fb8bb7ac",
    "m030": "2bdcf568",
    "m031": "d46711ab",
    "m032": "a4819894",
    "m033": "9d821d15",
}
"""The first commit whose catalogue has the migrations up to this one; m010 was added together with m011."""

_MAKE = """
import contextlib
import sys
from pathlib import Path
from photon.library import open_library
with contextlib.suppress(ImportError, AttributeError):  # older ones have no more than they should
    from photon.library.db import catalog_schema
    catalog_schema.MIGRATIONS = catalog_schema.MIGRATIONS[:int(sys.argv[2])]
open_library(Path(sys.argv[1]), writable=True).close()
"""
_TIME = "2026-11-20T10:00:00Z"
_SPLICE = zlib.compress(b"what leads back to the photo")


def _rows(columns: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]


def _photo(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "file_hash": number.to_bytes(16, "big"),
        "image_hash": (1000 + number).to_bytes(16, "big"),
        "format": "JPEG",
        "width": 4000,
        "height": 3000,
        "colour": 0x336699,
        "shown": f"2024-05-0{number}T12:00:00",
        "added": _TIME,
    } | more


CONTENT: dict[str, list[dict[str, Any]]] = {
    "folders": _rows(
        "id path added offline identity unnamed",
        (1, "/home/anna/Bilder", _TIME, 0, "2049:17", None),
        (3, "/media/Laufwerk 2/Fotos ä", _TIME, 1, None, 1),
    ),
    "skips": _rows("pattern", ("*.tmp",), ("@eaDir",)),
    "photos": [
        _photo(1, taken="2024-05-01T12:00:00", camera="FUJIFILM X-T5", lens="XF 23mm", exposure=0.004, aperture=5.6,
               iso=400, focal_length=23.0, latitude=38.71, longitude=-9.14, rating=5, favourite=1,
               located="38.710000,-9.140000", read_latitude=38.7, read_longitude=-9.1,
               stated_place='{"city":"Lisboa"}'),
        _photo(2, rating=3, dated="2024-05-02T13:00:00", read_shown="2024-05-02T12:00:00", turned=f"3:{1002:032x}",
               read_image_hash=(1002).to_bytes(16, "big"), read_width=4000, read_height=3000),
        _photo(3, damage="The picture is cut off.", present=0),
        _photo(4, format="HEIC", favourite=1, hidden="hidden"),
        _photo(7, format="RAF", width=6000, height=4000, seconds=12.5, pairing="5E0A", has_film=0, still_id=4),
    ],
    "files": _rows(
        "id photo_id folder_id relative size mtime_ns missing beside changed_ns lost",
        (1, 1, 1, "Lissabon/DSCF0001.jpg", 2_000_000, 1_714_557_600_000_000_001, None, "DSCF0001.xmp:10:5", 7, 0),
        (2, 1, 3, "copy of DSCF0001.jpg", 2_000_000, 1_714_557_600_000_000_001, None, None, None, 0),
        (3, 2, 1, "Lissabon/tram 28.jpg", 1_500_000, 1_714_600_000_000_000_000, None, "", 8, 0),
        (4, 3, 1, "gone.jpg", 10, 1, _TIME, None, None, 1),
        (5, 4, 1, "IMG_0042.HEIC", 900_000, 2, None, "", 9, 0),
        (9, 7, 3, "DSCF0007.RAF", 30_000_000, 3, None, None, None, 0),
    ),
    "tags": _rows(
        "id parent_id name taught",
        (1, None, "nature", 0), (2, 1, "beach", 0), (3, None, "Fluffy", 1), (5, None, "Straße", 0),
    ),
    "photo_tags": _rows(
        "photo_id tag_id certainty run given",
        (1, 2, 1.0, 0, _TIME), (1, 3, 1.0, 0, _TIME), (2, 2, 0.91, 2, _TIME), (4, 3, 1.0, 0, _TIME),
        (7, 5, 1.0, 0, _TIME),
    ),
    "concepts": _rows("id name kind made", (1, "Fluffy", "dog", _TIME), (4, "Oma", "woman", _TIME)),
    "concept_examples": _rows(
        "concept_id photo_id x y width height",
        (1, 1, None, None, None, None), (1, 4, 0.1, 0.2, 0.5, 0.25), (4, 2, 0.0, 0.0, 0.5, 1.0),
    ),
    "tag_examples": _rows("tag_id photo_id x y width height", (3, 1, 0.0, 0.0, 1.0, 1.0), (3, 4, 0.1, 0.2, 0.5, 0.25)),
    "saved_searches": _rows(
        "id name text folder made",
        (1, "Dog on a sofa", "my:Fluffy on a sofa", None, _TIME),
        (2, "Oma in Lisbon", 'who:Oma near:Lisbon "tram"', "/home/anna/Bilder/Lissabon", _TIME),
        (5, "Best of the holiday", "album:Lissabon label:beach rating:4..5", None, _TIME),
    ),
    "recent_searches": _rows("text asked", ("a red tram", _TIME), ("person:Oma", _TIME)),
    "encoders": _rows("role name", ("answering", "starter"), ("coming", "MobileCLIP2-S0")),
    "runs": _rows(
        "id kind encoder version what made photos undone",
        (1, "suggest", "starter-1", "v1", "suggested tags", _TIME, 5, ""),
        (2, "confirm", "starter-1", "v1", "beach above 90%", _TIME, 1, ""),
        (3, "draft", "starter-1", "v1", "drafted captions", _TIME, 4, ""),
        (4, "accept", "starter-1", "v1", "2 drafted captions at once", _TIME, 2, ""),
        (5, "import", "", "", "new photos in /home/anna/Bilder", _TIME, 1, ""),
        (6, "write", "", "", "into 3 files", _TIME, 3, _TIME),
    ),
    "rejected_tags": _rows(
        "photo_id key path certainty run given",
        (2, "animal\x1fdog", '["animal", "dog"]', 0.6, 1, _TIME), (7, "fluffy", '["Fluffy"]', 1.0, 0, _TIME),
    ),
    "captions": _rows(
        "photo_id title text run written origin",
        (1, "Lissabon", "A tram in the old town\nat noon", 0, _TIME, ""),
        (2, "", "A beach", 4, _TIME, "draft"),
        (4, "Nur ein Titel", "", 0, _TIME, ""),
        (7, "", "A raw photo, edited", 4, _TIME, "edited"),
    ),
    "confirmed_captions": _rows(
        "photo_id text_hash", (1, hash_caption("A tram in the old town\nat noon")), (2, "0" * 16)
    ),
    "declined_drafts": _rows("photo_id text", (1, "A bus"), (2, "A desert")),
    "vocabulary": _rows(
        "key path synonyms own is_on",
        ("nature\x1fbeach", '["nature", "beach"]', "[]", 0, 0),
        ("tram", '["Tram"]', '["streetcar", "Straßenbahn"]', 1, 1),
    ),
    "settings": _rows(
        "name value",
        ("suggest_tags", "false"),
        ("caption_template", json.dumps("{caption} ({place})")),
        ("captions_that_fit", json.dumps({"1": hash_caption("A tram in the old town\nat noon"), "2": "0" * 16})),
    ),
    "move_batches": _rows("id purpose made", (1, "bin", _TIME)),
    "file_moves": _rows(
        "id batch unit photo_id role source target info size mtime_ns file_hash file state noted",
        (1, 1, 1, 3, "photo", "/p/d.jpg", "/t/files/d.jpg", "/t/info/d.jpg.trashinfo", 9, 8, b"\7" * 16, "{}", "there",
         _TIME),
    ),
    "albums": _rows("id parent_id name query", (1, None, "Trips", ""), (2, 1, "Italy", "rating:5")),
    "album_photos": _rows("album_id photo_id position cover", (2, 1, 4096, 1), (2, 2, 8192, 0)),
    "album_vetoes": _rows("album_id photo_id", (2, 4)),
    "kept_apart": _rows("photo_id among", (1, "9f86d081884c7d65"), (2, "9f86d081884c7d65")),
    "stack_photos": _rows("photo_id stack position", (1, "5f1d0c77a0b9e3c2", 0), (2, "5f1d0c77a0b9e3c2", 1)),
    "not_recalled": _rows("photo_id", (3,)),
    "not_highlighted": _rows("photo_id", (3,)),
    "document_facts": _rows(
        "photo_id field state value", (1, "total", "confirmed", "12.50 EUR"), (2, "shop", "dismissed", "")
    ),
    "people": _rows(
        "person name birthday state favourite merged_into",
        ("00000000000000a1", "Anna", "2015-05-01", "", 1, ""), ("00000000000000b2", "Müller, Ben", "", "hidden", 0, ""),
        ("00000000000000c3", "Annie", "", "", 0, "00000000000000a1"),
    ),
    "face_people": _rows(
        "photo_id box state person source cover",
        (1, "0.1000 0.1000 0.2000 0.2000", "is", "00000000000000a1", "", 1),
        (2, "0.5000 0.1000 0.2000 0.2000", "no-face", "", "", 0),
    ),
    "face_rejections": _rows(
        "photo_id box person", (1, "0.5000 0.5000 0.2000 0.2000", "00000000000000a1")
    ),
    "own_places": _rows(
        "place name latitude longitude radius is_private",
        ("00000000000000d4", "Oma's house", 48.137, 11.575, 150.0, 1), ("00000000000000e5", "Cais", 38.7, -9.1, 1e3, 0),
    ),
    "decided_topics": _rows(
        "kind key name state", ("theme", "00000000000000f6", "Boats", "pinned"), ("thing", "dog", "", "hidden")
    ),
    "judged_answers": _rows("photo_id words verdict odds encoder", (1, "a tram", "wrong", 0.5, "starter")),
    "journal_steps": _rows(
        "id clock device actor name run undoes undone", (1, 1 << 16, "anna", "person", "x", 0, 0, 0)
    ),
    "journal": _rows(
        "id step photo_id what key before after clock device actor",
        (1, 1, 1, "rating", "[]", "[0]", "[5]", None, None, None),
    ),
    "waiting_decisions": _rows(
        "file_hash image_hash name clock line",
        (b"\7" * 16, b"\x08" * 16, "rating", 7, '{"what":"rating","stars":3}'),
    ),
    "understood": _rows(
        "photo_id path known said sidecars lost seen",
        (1, "/home/anna/Bilder/Lissabon/DSCF0001.jpg", '{"rating": 5}', '{"rating": 4}', 1, 0, _TIME),
    ),
    "imports": _rows(
        "run photo_id path change", (5, 1, "/home/anna/Bilder/Lissabon/DSCF0001.jpg", '{"tags": [["nature"]]}')
    ),
    "writes": _rows(
        "id run photo_id photo_path path former written known said state noted way_back sidecars lost",
        (1, 6, 1, "/p/a.jpg", "/p/a.jpg.xmp", None, b"\1" * 32, "{}", "{}", "written", _TIME, None, 1, 0),
        (2, 6, 2, "/p/b.jpg", "/p/b.jpg.xmp", zlib.compress(b"<x/>"), b"\2" * 32, "{}", "{}", "put back", _TIME, None,
         None, None),
        (3, 6, 4, "/p/c.jpg", "/p/c.jpg", None, b"\3" * 32, "{}", "{}", "writing", _TIME, _SPLICE, 0, 0),
    ),
}  # fmt: skip


def make_catalog(name: str, commit: str, place: Path) -> None:
    """Create a catalogue in ``catalogs/`` with the code of a commit, checked out at ``place``."""
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(place), commit], cwd=ROOT, check=True)
    try:
        library = place / "library of the time"
        subprocess.run([sys.executable, "-c", _MAKE, str(library), name[1:]], cwd=place, check=True)
        with closing(sqlite3.connect(library / "catalog.db", isolation_level=None)) as db:
            _fill(db)
            made = CATALOGS / f"{name}.db"
            made.unlink(missing_ok=True)
            db.execute("PRAGMA journal_mode=DELETE")
            db.execute("PRAGMA page_size=1024")  # most tables hold a few rows; nothing depends on it
            db.execute("VACUUM INTO ?", (str(made),))
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=ROOT, check=True)


def _fill(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("UPDATE libraries SET uuid = '00000000-0000-4000-8000-000000000001', made = ?", (_TIME,))
    for table, rows in CONTENT.items():
        columns = {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}
        for row in rows if columns else ():
            fitting = {column: value for column, value in row.items() if column in columns}
            names, places = ", ".join(fitting), ", ".join("?" * len(fitting))
            db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(fitting.values()))


if __name__ == "__main__":
    CATALOGS.mkdir(exist_ok=True)
    for name, commit in COMMITS.items():
        with tempfile.TemporaryDirectory() as folder:
            make_catalog(name, commit, Path(folder, name))
