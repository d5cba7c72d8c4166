"""Batches: groups of automatic changes to photos, each of which can be undone as a whole."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from photon.domain import PhotonError
from photon.domain.metadata.run import Run, RunKind
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.photos.folders import utc_now

_COLUMNS = "id, kind, encoder, version, what, made, photos, undone"
_MADE = {
    "suggest": "suggested_photos WHERE",
    "draft": "drafts WHERE",
    "write": "writes WHERE state = 'written' AND",
}
_LAST = (1 << 63) - 1  # SQLite's largest integer


def begin(library: Library, kind: RunKind, encoder: str, version: str, what: str) -> int:
    """Record the start of a batch; return its id.

    Args:
        library: Open for writing.
        kind: What it does.
        encoder: Encoder id, or empty.
        version: Version of what was computed, or empty.
        what: Description for display.

    Returns:
        The id.
    """
    with library.transaction() as db:
        return begin_within(db, kind, what, encoder, version)


def begin_within(db: sqlite3.Connection, kind: RunKind, what: str, encoder: str = "", version: str = "") -> int:
    """Record the start of a batch within a transaction; return its id."""
    cursor = db.execute(
        "INSERT INTO runs (kind, encoder, version, what, made) VALUES (?, ?, ?, ?, ?)",
        (kind, encoder, version, what, utc_now()),
    )
    return int(cursor.lastrowid or 0)


def continue_or_begin(library: Library, kind: RunKind, encoder: str, version: str, what: str) -> int:
    """Return the last batch of this kind, encoder and version that was not undone, or begin a new one."""
    row = library.db.execute(
        "SELECT max(id) FROM runs WHERE kind = ? AND encoder = ? AND version = ? AND undone = ''",
        (kind, encoder, version),
    ).fetchone()
    return int(row[0]) if row[0] else begin(library, kind, encoder, version, what)


def source(library: Library, among: Iterable[int]) -> tuple[str, str]:
    """Return encoder and version of the most frequent known batch among these; empty texts if none is known."""
    for run, _ in Counter(among).most_common():
        found = find_run(library, run)
        if found is not None:
            return found.encoder, found.version
    return "", ""


def count(library: Library, run: int, photos: int) -> None:
    """Add to the number of photos in a batch."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET photos = photos + ? WHERE id = ?", (photos, run))


def count_made(library: Library, run: int, kind: Literal["suggest", "draft", "write"]) -> None:
    """Set the number of photos in a batch to those it produced something for, each counted once."""
    counted = f"SELECT count(DISTINCT photo_id) FROM {_MADE[kind]} run = ?1"
    with library.transaction() as db:
        db.execute(f"UPDATE runs SET photos = max(photos, ({counted})) WHERE id = ?1", (run,))


def rename_run(library: Library, run: int, what: str) -> None:
    """Change the description of a batch."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET what = ? WHERE id = ?", (what, run))


def close(library: Library, run: int, *, undone: bool) -> None:
    """Mark a batch as undone or, with ``undone`` false, as active again."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET undone = ? WHERE id = ?", (utc_now() if undone else "", run))


def existing(library: Library, run: int) -> Run:
    """Find a batch.

    Raises:
        PhotonError: There is no such batch.
    """
    found = find_run(library, run)
    if found is None:
        raise PhotonError(tr("There is no run {run}.", run=run), tr("For a list of runs: photon runs list"))
    return found


def find_run(library: Library, run: int) -> Run | None:
    """Find a batch, or None; accepts any number."""
    if not 0 < run <= _LAST:
        return None
    row = library.db.execute(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (run,)).fetchone()
    return Run(*row) if row else None


def all_runs(library: Library) -> list[Run]:
    """Return all batches with at least one photo, newest first."""
    rows = library.db.execute(f"SELECT {_COLUMNS} FROM runs WHERE photos > 0 ORDER BY id DESC")
    return [Run(*row) for row in rows]


def with_photos(library: Library) -> set[int]:
    """Return ids of the batches whose results are still in the library or in files."""
    tables = ("photo_tags", "captions", "suggested_photos", "drafts", "imports", "writes")
    found = (library.db.execute(f"SELECT DISTINCT run FROM {table}") for table in tables)
    return {int(run) for rows in found for (run,) in rows}
