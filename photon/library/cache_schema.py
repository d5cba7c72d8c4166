"""Schema of ``cache.db`` and ``previews.db``: what can be rebuilt from the photos.

Each kind of content carries its own format number; only a kind whose number differs is dropped and made anew.
Blob tables are plain rowid tables with a small covering index: WITHOUT ROWID was measured three times larger
and fifty times slower for the pending query.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

# kind -> (format, tables, statements)
_CACHE: dict[str, tuple[int, tuple[str, ...], str]] = {
    "vectors": (
        2,
        ("vectors", "text_vectors", "kinds"),
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
    "styles": (
        1,  # raised whenever the same picture would get other chances
        ("styles",),
        """
        CREATE TABLE styles (
            photo_id INTEGER PRIMARY KEY,
            image_hash BLOB NOT NULL,
            monochrome REAL NOT NULL,
            sepia REAL NOT NULL,
            dark REAL NOT NULL,
            drawing REAL NOT NULL,
            blurred REAL NOT NULL
        ) STRICT;
        """,
    ),
    "suggestions": (
        1,
        ("suggested_tags", "suggested_words", "suggested_photos"),
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
        ("drafts",),
        """
        CREATE TABLE drafts (
            photo_id INTEGER PRIMARY KEY,
            image_hash BLOB NOT NULL,
            version TEXT NOT NULL,
            text TEXT NOT NULL,
            certainty REAL NOT NULL,
            others TEXT NOT NULL,
            source TEXT NOT NULL,
            run INTEGER NOT NULL
        ) STRICT;
        """,
    ),
    "graph": (
        1,
        ("graph_parts",),
        """
        CREATE TABLE graph_parts (
            encoder TEXT NOT NULL,
            part INTEGER NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (encoder, part)
        ) STRICT;
        """,
    ),
    "problems": (
        1,
        ("problems",),
        """
        CREATE TABLE problems (
            folder_id INTEGER NOT NULL,
            relative TEXT NOT NULL,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL,
            hint TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            UNIQUE (folder_id, relative)
        ) STRICT;
        """,
    ),
    "sidecars": (
        1,
        ("sidecar_problems",),
        """
        CREATE TABLE sidecar_problems (
            folder_id INTEGER NOT NULL,
            relative TEXT NOT NULL,
            path TEXT NOT NULL,
            message TEXT NOT NULL,
            hint TEXT NOT NULL,
            UNIQUE (folder_id, relative, path)
        ) STRICT;
        """,
    ),
    "words": (
        3,
        ("words", "name_parts", "word_sources", "file_names"),
        """
        CREATE VIRTUAL TABLE words USING fts5 (
            name, folder, date, camera, lens, tag, caption, tokenize = 'ascii'
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
_PREVIEWS: dict[str, tuple[int, tuple[str, ...], str]] = {
    "previews": (
        1,
        ("previews",),
        """
        CREATE TABLE previews (
            photo_id INTEGER NOT NULL,
            image_hash BLOB NOT NULL,
            jpeg BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX previews_by_photo ON previews (photo_id, image_hash);
        """,
    ),
}


def prepare_cache(path: Path, uuid: str) -> None:
    """Make ``cache.db`` fit this version and the catalogue ``uuid``; a damaged file is begun anew."""
    _prepare(path, uuid, _CACHE)


def prepare_previews(path: Path, uuid: str) -> None:
    """The same for ``previews.db``."""
    _prepare(path, uuid, _PREVIEWS)


def _prepare(path: Path, uuid: str, kinds: dict[str, tuple[int, tuple[str, ...], str]]) -> None:
    try:
        _fit(path, uuid, kinds)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
        ):
            raise
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        _fit(path, uuid, kinds)


def _fit(path: Path, uuid: str, kinds: dict[str, tuple[int, tuple[str, ...], str]]) -> None:
    wanted = {kind: (format_, uuid) for kind, (format_, _, _) in kinds.items()}
    with closing(sqlite3.connect(path, timeout=15, isolation_level=None)) as db:
        if _formats(db) == wanted:
            return
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE IF NOT EXISTS formats (kind TEXT UNIQUE, format INTEGER, catalog TEXT)")
        found = _formats(db)
        for kind, (format_, tables, statements) in kinds.items():
            if found.get(kind) == (format_, uuid):
                continue
            for table in tables:
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in statements.split(";"):
                if statement.strip():
                    db.execute(statement)
            db.execute("INSERT OR REPLACE INTO formats VALUES (?, ?, ?)", (kind, format_, uuid))
        db.execute("COMMIT")


def _formats(db: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'formats'").fetchone():
        return {}
    return {kind: (format_, catalog) for kind, format_, catalog in db.execute("SELECT * FROM formats")}
