"""Make a library many times as large by copying rows, which takes a tenth of the time of making each photo.

Copies keep words, tags, people and groups of their photo, but have hashes, times, vectors and files of their own. They
share a tiny preview.
"""

import io
import sqlite3
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from photon.library import Library
from photon.library.words.full_text import SOURCE

_HASH = "CAST(printf('%016d', {photo}) AS BLOB)"
_OF_FILES = ("relative", "path", "name", "stem", "names")  # columns with the names of files
_LEFT = frozenset({"journal", "runs", "writes", "imports", "graph_parts"})
_WORDS = ("words", "name_parts")
_SOURCES = f"SELECT p.id, {SOURCE} AS source FROM photos p WHERE p.id > :offset"
_NOISE = 0.2  # of the length of a vector


def copy_photos(library: Library, root: Path, times: int) -> None:
    """Have each photo ``times`` times; files of copies are links to those of their photos.

    Args:
        library: Open for writing; its photos have the numbers from 1 on without a gap.
        root: The folder of its photos.
        times: How often, 1 for no copies.
    """
    db = library.db
    for pragma in ("cache.cache_size=-400000", "main.cache_size=-400000", "cache.synchronous=OFF"):
        db.execute(f"PRAGMA {pragma}")
    count, parts = (
        int(db.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0]) for table in ("photos", "items")
    )
    preview = io.BytesIO()
    Image.open(io.BytesIO(bytes(db.execute("SELECT jpeg FROM previews").fetchone()[0]))).resize((64, 48)).save(
        preview, "JPEG", quality=70
    )
    tables = [one for schema in ("main", "cache", "previews") for one in _tables(db, schema)]
    rng = np.random.default_rng(2)
    for copy in range(1, times):
        values = {
            "offset": count * copy,
            "items": parts * copy,
            "copy": copy,
            "count": count,
            "jpeg": preview.getvalue(),
        }
        db.execute("BEGIN")  # without the journal, which would be as large as everything else
        for table, columns in tables:
            _copy_table(db, table, columns, values)
        for table in ("cache.vectors", "cache.items"):
            _copy_vectors(db, table, values, rng)
        for table, columns in ((one, _columns(db, "cache", one)) for one in _WORDS):
            made = ", ".join(_expression(name, "", is_photos=False) for name in columns)
            copied = f"SELECT rowid + :offset, {made} FROM {table} WHERE rowid <= :count"
            db.execute(f"INSERT INTO {table} (rowid, {', '.join(columns)}) {copied}", values)
        db.execute(f"UPDATE word_sources SET source = s.source FROM ({_SOURCES}) s WHERE photo_id = s.id", values)
        db.execute("COMMIT")
        for (relative,) in db.execute("SELECT relative FROM files WHERE photo_id <= ?", (count,)):
            (root / _renamed(relative, copy)).hardlink_to(root / relative)
    files = db.execute("SELECT id, relative FROM files").fetchall()  # links change it, and what changed is read again
    changed = (((root / relative).stat().st_ctime_ns, file) for file, relative in files)
    db.executemany("UPDATE files SET changed_ns = ? WHERE id = ?", changed)


def _renamed(relative: str, copy: int) -> str:
    return relative.replace("IMG_", f"C{copy}_")


def _columns(db: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")]


def _tables(db: sqlite3.Connection, schema: str) -> list[tuple[str, list[str]]]:
    """Return the tables that have rows of photos, with their columns."""
    names = [name for (name,) in db.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")]
    found = [(name, _columns(db, schema, name)) for name in names if name not in _LEFT | {"vectors", "items"}]
    of_photos = [(name, own) for name, own in found if name == "photos" or "photo_id" in own]
    of_photos.sort(key=lambda one: one[0] != "photos")  # others refer to them
    return [(f"{schema}.{name}", own) for name, own in of_photos]


def _copy_table(db: sqlite3.Connection, table: str, columns: list[str], values: dict[str, Any]) -> None:
    is_photos = table == "main.photos"
    photo = "id" if is_photos else "photo_id"
    kept = [name for name in columns if name != "id" or is_photos]
    made = ", ".join(_expression(name, photo, is_photos=is_photos) for name in kept)
    db.execute(f"INSERT INTO {table} ({', '.join(kept)}) SELECT {made} FROM {table} WHERE {photo} <= :count", values)


def _expression(name: str, photo: str, *, is_photos: bool) -> str:
    if name == photo:
        return f"{photo} + :offset"
    if name in ("image_hash", "file_hash"):
        return _HASH.format(photo=f"({photo} + :offset)")
    if is_photos and name in ("taken", "shown"):
        return f"strftime('%Y-%m-%dT%H:%M:%S', {name}, '+' || :copy || ' minutes')"
    if name in _OF_FILES:
        signs = (("IMG_", "'C' || :copy || '_'"), ("img_", "'c' || :copy || '_'"), ("img ", "'c' || :copy || ' '"))
        return reduce(lambda made, sign: f"replace({made}, '{sign[0]}', {sign[1]})", signs, name)
    made = {
        "item": "item + :items", "number": "iif(number, number + 1000 * :copy, 0)", "jpeg": ":jpeg",
        "position": "position + 1000000 * :copy", "stack": "stack || :copy",
    }  # fmt: skip
    return made.get(name, name)


def _copy_vectors(db: sqlite3.Connection, table: str, values: dict[str, Any], rng: np.random.Generator) -> None:
    """Copy vectors with noise, so that no two are the same; those of parts are numbered as their details say."""
    schema, _, name = table.partition(".")
    columns = _columns(db, schema, name)
    kept = [one for one in columns if one not in ("meaning", "look")]
    rows = db.execute(
        f"SELECT {', '.join(kept)}, meaning, look FROM {table} WHERE photo_id <= :count", values
    ).fetchall()
    offsets = {"photo_id": values["offset"], "id": values["items"]}
    new = []
    for *own, meaning, look in rows:
        row = [value + offsets[one] if one in offsets else value for one, value in zip(kept, own, strict=True)]
        row[kept.index("image_hash")] = b"%016d" % row[kept.index("photo_id")]
        new.append((*row, _noisy(meaning, rng), _noisy(look, rng)))
    holes = ", ".join("?" * (len(kept) + 2))
    db.executemany(f"INSERT INTO {table} ({', '.join(kept)}, meaning, look) VALUES ({holes})", new)


def _noisy(packed: bytes, rng: np.random.Generator) -> bytes:
    vector = np.frombuffer(packed, "<f2").astype(np.float32)
    if not len(vector):
        return packed
    vector += _NOISE / np.sqrt(len(vector)) * rng.standard_normal(len(vector), np.float32)
    return (vector / np.linalg.norm(vector)).astype("<f2").tobytes()
