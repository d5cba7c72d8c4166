"""A catalogue with enough rows for trees of several pages, and ways to damage its file as disks do."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from photon.library import open_library

PAGE = 4096
Rows = dict[str, dict[int, tuple[object, ...]]]
TABLES = (
    "folders", "photos", "files", "tags", "photo_tags", "albums", "album_photos", "stack_photos", "captions",
    "saved_searches", "settings",
)  # fmt: skip
_TIME = "2026-11-20T10:00:00Z"


def make_library(directory: Path, photos: int = 400) -> Path:
    """Create a closed library whose decisions fill some 60 pages."""
    chance = random.Random(7)  # noqa: S311 - no secret
    numbers = range(1, photos + 1)
    with open_library(directory, writable=True) as library, library.transaction() as db:
        db.execute("INSERT INTO folders (id, path, added) VALUES (1, '/photos', ?)", (_TIME,))
        db.executemany(
            "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, rating, added)"
            " VALUES (?, ?, ?, 'JPEG', 60, 40, 0, ?, ?, ?)",
            ((n, chance.randbytes(16), chance.randbytes(16), _TIME, n % 6, _TIME) for n in numbers),
        )
        db.executemany(
            "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns) VALUES (?, 1, ?, ?, ?)",
            ((n, f"{n % 9}/photo {n}.jpg", 5_000 + n, 10**18 + n) for n in numbers),
        )
        db.executemany("INSERT INTO tags (id, name) VALUES (?, ?)", ((n, f"tag {n}") for n in range(1, 41)))
        db.executemany(
            "INSERT INTO photo_tags (photo_id, tag_id, given) VALUES (?, ?, ?)",
            ((n, tag, _TIME) for tag in range(1, 11) for n in numbers),
        )
        db.executemany("INSERT INTO albums (id, name) VALUES (?, ?)", ((n, f"album {n}") for n in range(1, 4)))
        db.executemany(
            "INSERT INTO album_photos (album_id, photo_id, position) VALUES (?, ?, ?)",
            ((album, n, n << 32) for album in range(1, 4) for n in numbers),
        )
        db.executemany(
            "INSERT INTO stack_photos (photo_id, stack, position) VALUES (?, ?, ?)",
            ((n, f"{n // 3:032x}", n % 3) for n in numbers),
        )
        db.executemany(
            "INSERT INTO captions (photo_id, title, text, written, origin) VALUES (?, '', ?, ?, '')",
            ((n, f"A long caption of photo {n}. " * (400 if n == 5 else 3), _TIME) for n in numbers),
        )
        db.execute("INSERT INTO saved_searches (name, text, made) VALUES ('Boats', 'boat', ?)", (_TIME,))
        db.execute("INSERT INTO settings (name, value) VALUES ('x', '1')")
    return directory


def rows_in(path: Path) -> Rows:
    """Return all rows of the user's tables by number."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        return {table: {row[0]: row[1:] for row in db.execute(f"SELECT rowid, * FROM {table}")} for table in TABLES}


def share_of(found: Rows, wanted: Rows) -> float:
    """Return the share of the wanted rows that was found unchanged, 0..1."""
    same = sum(found[table].get(number) == row for table, rows in wanted.items() for number, row in rows.items())
    return same / sum(map(len, wanted.values()))


def turn(path: Path, change: Callable[[bytearray], None]) -> None:
    """Change the content of a file without its time, as a disk with flipped bits does."""
    status = path.stat()
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def zero_page(path: Path, number: int) -> None:
    """Overwrite a page with zeros."""
    turn(path, lambda content: content.__setitem__(slice((number - 1) * PAGE, number * PAGE), bytes(PAGE)))


def root_of(path: Path, table: str) -> int:
    """Return the first page of a table."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0])
