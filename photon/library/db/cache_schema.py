"""Schema of ``cache.db`` and ``previews.db``: data that can be rebuilt from the photos.

Each kind of content has its own format number; only kinds whose number differs are dropped and rebuilt. Tables with
blobs are plain rowid tables with a small covering index: WITHOUT ROWID was measured to be three times as large and
fifty times slower for the pending query.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Literal

from filelock import FileLock

from photon import __version__
from photon.language import tr
from photon.library.db import cache_tables, permissions
from photon.library.db.database_errors import DamagedLibrary, is_damage
from photon.library.db.integrity import CACHE, PREVIEWS, Columns, columns, damage, missing
from photon.library.db.scripts import run_script

_Fault = Literal["", "foreign", "damaged"]

# A new version retries what this one failed on.
_VERSION = int.from_bytes(hashlib.blake2b(__version__.encode(), digest_size=4).digest())

# kind -> (format, statements)
_CACHE: dict[str, tuple[int, str]] = {
    "vectors": (
        2,
        """
        CREATE TABLE vectors (
            photo_id INTEGER NOT NULL,
            encoder TEXT NOT NULL,
            image_hash BLOB NOT NULL,
            meaning BLOB NOT NULL,
            look BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX vectors_by_encoder ON vectors (encoder, photo_id, image_hash);
        CREATE TABLE text_vectors (
            encoder TEXT NOT NULL,
            words TEXT NOT NULL,
            meaning BLOB NOT NULL,
            UNIQUE (encoder, words)
        ) STRICT;
        CREATE TABLE kinds (
            encoder TEXT NOT NULL,
            kind INTEGER NOT NULL,
            photo_id INTEGER NOT NULL,
            chance REAL NOT NULL,
            PRIMARY KEY (encoder, kind, photo_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX kinds_by_photo ON kinds (photo_id);
        """,
    ),
    "items": (
        1,
        """
        CREATE TABLE items (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            photo_id INTEGER NOT NULL,
            encoder TEXT NOT NULL,
            image_hash BLOB NOT NULL,
            kind TEXT NOT NULL,
            x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
            seconds REAL NOT NULL,
            meaning BLOB NOT NULL,
            look BLOB NOT NULL
        ) STRICT;
        CREATE INDEX items_by_encoder ON items (encoder, photo_id, image_hash);
        """,
    ),
    "moments": (
        2,
        """
        CREATE TABLE moment_films (encoder TEXT NOT NULL, photo_id INTEGER NOT NULL, image_hash BLOB NOT NULL,
            until REAL NOT NULL, PRIMARY KEY (encoder, photo_id)) STRICT, WITHOUT ROWID;
        """,
    ),
    "styles": (
        2,  # incremented whenever the same picture would get different probabilities or tones
        """
        CREATE TABLE styles (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, monochrome REAL NOT NULL,
            sepia REAL NOT NULL, dark REAL NOT NULL, drawing REAL NOT NULL, blurred REAL NOT NULL,
            tones BLOB NOT NULL) STRICT;
        """,
    ),
    "fingerprints": (
        3,  # incremented whenever the same picture would get another fingerprint, or must be compared again
        """
        CREATE TABLE fingerprints (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, codes BLOB NOT NULL,
            sharpness REAL NOT NULL, clipped REAL NOT NULL, noise REAL NOT NULL, level REAL NOT NULL,
            plain REAL NOT NULL, is_paired INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX fingerprints_unpaired ON fingerprints (photo_id) WHERE is_paired = 0;
        """,
    ),
    "picture_pairs": (
        3,  # incremented together with that of fingerprints, and whenever pictures would be compared in another way
        """
        CREATE TABLE picture_pairs (
            one INTEGER NOT NULL,
            other INTEGER NOT NULL,
            one_hash BLOB NOT NULL,
            other_hash BLOB NOT NULL,
            likeness TEXT NOT NULL,
            PRIMARY KEY (one, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX picture_pairs_by_other ON picture_pairs (other);
        CREATE TABLE copies (
            photo_id INTEGER PRIMARY KEY,
            image_hash BLOB NOT NULL,
            kept INTEGER NOT NULL,
            kept_hash BLOB NOT NULL
        ) STRICT;
        """,
    ),
    "suggestions": (
        1,
        """
        CREATE TABLE suggested_words (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL) STRICT;
        CREATE TABLE suggested_tags (
            word_id INTEGER NOT NULL,
            photo_id INTEGER NOT NULL,
            certainty REAL NOT NULL,
            decided INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (photo_id, word_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX suggested_tags_by_word ON suggested_tags (word_id, decided, certainty);
        CREATE TABLE suggested_photos (
            photo_id INTEGER PRIMARY KEY,
            encoder TEXT NOT NULL,
            image_hash BLOB NOT NULL,
            version TEXT NOT NULL,
            run INTEGER NOT NULL
        ) STRICT;
        """,
    ),
    "drafts": (
        1,
        """
        CREATE TABLE drafts (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, version TEXT NOT NULL,
            text TEXT NOT NULL, certainty REAL NOT NULL, others TEXT NOT NULL, source TEXT NOT NULL,
            run INTEGER NOT NULL) STRICT;
        """,
    ),
    "graph": (
        1,
        """
        CREATE TABLE graph_parts (encoder TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,
            UNIQUE (encoder, part)) STRICT;
        """,
    ),
    "problems": (
        1,
        """
        CREATE TABLE problems (folder_id INTEGER NOT NULL, relative TEXT NOT NULL, path TEXT NOT NULL,
            kind TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL, size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL, UNIQUE (folder_id, relative)) STRICT;
        """,
    ),
    "failures": (
        _VERSION,
        """
        CREATE TABLE failures (
            photo_id INTEGER NOT NULL,
            image_hash BLOB NOT NULL,
            stage TEXT NOT NULL,
            UNIQUE (photo_id, stage)
        ) STRICT;
        CREATE TABLE given_up (
            folder_id INTEGER NOT NULL,
            relative TEXT NOT NULL,
            beside TEXT NOT NULL,
            UNIQUE (folder_id, relative)
        ) STRICT;
        """,
    ),
    "sidecars": (
        1,
        """
        CREATE TABLE sidecar_problems (folder_id INTEGER NOT NULL, relative TEXT NOT NULL, path TEXT NOT NULL,
            message TEXT NOT NULL, hint TEXT NOT NULL, UNIQUE (folder_id, relative, path)) STRICT;
        """,
    ),
    "texts": (
        2,
        """
        CREATE TABLE texts (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, reader TEXT NOT NULL,
            chance REAL NOT NULL, lines INTEGER, unreadable INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX texts_unread ON texts (photo_id) WHERE lines IS NULL;
        CREATE TABLE text_lines (photo_id INTEGER, line INTEGER, text TEXT NOT NULL, corners TEXT NOT NULL,
            confidence REAL NOT NULL, code TEXT NOT NULL, PRIMARY KEY (photo_id, line)) STRICT, WITHOUT ROWID;
        CREATE INDEX text_codes ON text_lines (photo_id) WHERE code <> '';
        CREATE TABLE text_words (word TEXT PRIMARY KEY, backwards TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX text_words_by_end ON text_words (backwards);
        """,
    ),
    "facts": (
        1,
        """
        CREATE TABLE fact_pages (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, rules INTEGER NOT NULL) STRICT;
        CREATE TABLE page_facts (photo_id INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
            confidence REAL NOT NULL, PRIMARY KEY (photo_id, field)) STRICT, WITHOUT ROWID;
        CREATE INDEX page_facts_by_field ON page_facts (field, value, photo_id);
        """,
    ),
    "faces": (
        2,
        """
        CREATE TABLE face_photos (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, model TEXT NOT NULL) STRICT;
        CREATE TABLE face_details (item INTEGER PRIMARY KEY, photo_id INTEGER NOT NULL, points BLOB NOT NULL,
            score REAL NOT NULL, size REAL NOT NULL, sharpness REAL NOT NULL, pose REAL NOT NULL,
            eyes REAL NOT NULL DEFAULT 0, matched TEXT NOT NULL DEFAULT '') STRICT;
        CREATE INDEX face_details_by_photo ON face_details (photo_id);
        CREATE TABLE face_groups (item INTEGER PRIMARY KEY, photo_id INTEGER NOT NULL, number INTEGER NOT NULL,
            person TEXT NOT NULL, certainty REAL NOT NULL, is_rejected INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX face_groups_by_photo ON face_groups (photo_id);
        CREATE INDEX face_groups_by_person ON face_groups (person, certainty);
        CREATE TABLE face_grouping (version TEXT NOT NULL) STRICT;
        """,
    ),
    "film_looks": cache_tables.FILM_LOOKS,
    "places": cache_tables.PLACES,
    "words": (
        4,
        """
        CREATE VIRTUAL TABLE words USING fts5 (
            name, folder, date, camera, lens, tag, caption, text, alike, tokenize = 'ascii'
        );
        CREATE VIRTUAL TABLE name_parts USING fts5 (names, tokenize = 'trigram');
        CREATE TABLE word_sources (photo_id INTEGER PRIMARY KEY, source TEXT NOT NULL) STRICT;
        CREATE TABLE file_names (photo_id INTEGER NOT NULL, name TEXT NOT NULL, stem TEXT NOT NULL) STRICT;
        CREATE INDEX file_names_by_photo ON file_names (photo_id);
        CREATE INDEX file_names_by_name ON file_names (name);
        CREATE INDEX file_names_by_stem ON file_names (stem);
        """,
    ),
}
_PREVIEWS: dict[str, tuple[int, str]] = {
    "previews": (
        1,
        """
        CREATE TABLE previews (photo_id INTEGER NOT NULL, image_hash BLOB NOT NULL, jpeg BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX previews_by_photo ON previews (photo_id, image_hash);
        """,
    ),
    "frames": (
        1,  # incremented whenever other frames of the same film would be chosen
        """
        CREATE TABLE frames (id INTEGER PRIMARY KEY, photo_id INTEGER NOT NULL, image_hash BLOB NOT NULL,
            seconds REAL NOT NULL, jpeg BLOB NOT NULL) STRICT;
        CREATE INDEX frames_by_photo ON frames (photo_id, image_hash, seconds);
        CREATE TABLE framed (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, until REAL NOT NULL) STRICT;
        """,
    ),
}

Kinds = Mapping[str, tuple[int, str]]
FILES: Mapping[str, Kinds] = {CACHE: _CACHE, PREVIEWS: _PREVIEWS}
_CHECKED = 64 << 20
"""File size in bytes up to which a file is checked at every start (0.06 s); damage in larger ones is found in use."""


def is_fit(db: sqlite3.Connection, uuid: str, kinds: Kinds, size: int) -> bool:
    """Return whether a file of ``size`` bytes is usable as it is: intact, current, and of the catalogue ``uuid``."""
    if _fault(db, uuid, kinds, size):
        return False
    return _formats_wanted(kinds, uuid).items() <= _formats(db).items()


def prepare(path: Path, uuid: str, *, thoroughly: bool = False) -> str:
    """Bring one of the two files to the current version.

    A file that is damaged or belongs to another catalogue is set aside and recreated.

    Args:
        path: Path of the file.
        uuid: Id of the catalogue.
        thoroughly: Whether to check the file whatever its size; 1 s for 400 MB in the disk cache.

    Returns:
        A sentence about the file that was set aside; empty if there is none.
    """
    kinds = FILES[path.name]
    # the lock keeps a file that another process has just recreated from being set aside again
    with FileLock(path.with_name("migrate.lock"), mode=permissions.FILE):
        fault = _fault_of(path, uuid, kinds, thoroughly=thoroughly)
        kept = _set_aside(path) if fault else ""
        _fit(path, uuid, kinds)
    if not fault:
        return ""
    again = tr("It is rebuilt from your photos while the window is open, or with: photon index")
    return f"{_renewed(path.name, fault, kept)} {again}"


def _renewed(name: str, fault: _Fault, kept: str) -> str:
    if fault == "foreign":
        if kept:
            return tr("{name} belonged to another library; Photon set it aside as {kept}.", name=name, kept=kept)
        return tr("{name} belonged to another library; Photon deleted it to free space.", name=name)
    if kept:
        return tr("{name} was damaged; Photon set it aside as {kept}.", name=name, kept=kept)
    return tr("{name} was damaged; Photon deleted it to free space.", name=name)


def lay_out(db: sqlite3.Connection, schema: str, kinds: Kinds) -> None:
    """Create empty tables of all kinds in an attached database."""
    for _, statements in kinds.values():
        run_script(db, _CREATE.sub(rf"\1 {schema}.", statements))


_CREATE = re.compile(r"(CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|INDEX)) ")
_TABLE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")


def _fault_of(path: Path, uuid: str, kinds: Kinds, *, thoroughly: bool) -> _Fault:
    if not path.exists() or not path.stat().st_size:
        return ""
    size = path.stat().st_size
    with closing(sqlite3.connect(path, timeout=15)) as db:
        return _fault(db, uuid, kinds, size, size if thoroughly else _CHECKED)


def _fault(db: sqlite3.Connection, uuid: str, kinds: Kinds, size: int, looked_through: int = _CHECKED) -> _Fault:
    """Return why a file cannot be used or migrated; empty if it can."""
    try:
        found = _formats(db)
        if any(catalog != uuid for _, catalog in found.values()):
            return "foreign"
        if size <= looked_through and damage(db, size=size):
            return "damaged"
        standing = frozenset(kind for kind, (format_, _) in kinds.items() if found.get(kind) == (format_, uuid))
        return "damaged" if missing(db, _wanted(standing)) else ""
    except (DamagedLibrary, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
            raise
        return "damaged"


def _set_aside(path: Path) -> str:
    """Rename a file, replacing the one set aside before; return its new name, or an empty text if it was deleted.

    Other processes may continue to use it: SQLite notices the rename and touches nothing under the old name.
    """
    kept = path.with_name(f"{path.stem}-set-aside{path.suffix}")
    has_room = shutil.disk_usage(path.parent).free > path.stat().st_size  # the new file needs as much space
    for ending in ("", "-wal"):
        one, to = path.with_name(path.name + ending), kept.with_name(kept.name + ending)
        to.unlink(missing_ok=True)
        if one.exists():
            one.replace(to) if has_room else one.unlink()
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return kept.name if has_room else ""


def _formats_wanted(kinds: Kinds, uuid: str) -> dict[str, tuple[int, str]]:
    return {kind: (format_, uuid) for kind, (format_, _) in kinds.items()}


@cache
def _wanted(standing: frozenset[str]) -> Columns:
    """Return the columns of these kinds, of either file."""
    with closing(sqlite3.connect(":memory:")) as db:
        for kinds in FILES.values():
            lay_out(db, "main", {kind: parts for kind, parts in kinds.items() if kind in standing})
        return columns(db)


def _fit(path: Path, uuid: str, kinds: Kinds) -> None:
    wanted = _formats_wanted(kinds, uuid)
    permissions.make_file(path)
    with closing(sqlite3.connect(path, timeout=15, isolation_level=None)) as db:
        if _formats(db) == wanted:
            return
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            db.execute("PRAGMA synchronous=OFF")  # what a power cut leaves of a new file is set aside and made again
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE IF NOT EXISTS formats (kind TEXT UNIQUE, format INTEGER, catalog TEXT)")
        found = _formats(db)
        outdated = cache_tables.add_dependent({kind for kind in kinds if found.get(kind) != wanted[kind]})
        for kind, (format_, statements) in kinds.items():
            if kind not in outdated:
                continue
            for table in _TABLE.findall(statements):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            run_script(db, statements)
            db.execute("INSERT OR REPLACE INTO formats VALUES (?, ?, ?)", (kind, format_, uuid))
        db.execute("COMMIT")


def _formats(db: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'formats'").fetchone():
        return {}
    return {kind: (format_, catalog) for kind, format_, catalog in db.execute("SELECT * FROM formats")}
