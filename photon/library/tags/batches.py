"""Runs: where machine words come from, so that each can be taken back as one."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from photon.domain import PhotonError
from photon.domain.metadata.batch import Run, RunKind
from photon.library.db.connection import Library
from photon.library.photos.folders import utc_now

_COLUMNS = "id, kind, encoder, version, what, made, photos, undone"
_MADE = {
    "suggest": "suggested_photos WHERE",
    "draft": "drafts WHERE",
    "write": "writes WHERE state = 'written' AND",
}
_LAST = (1 << 63) - 1  # SQLite counts no further


def begin(library: Library, kind: RunKind, encoder: str, version: str, what: str) -> int:
    """Note that a run begins; returns its id."""
    with library.transaction() as db:
        return begin_within(db, kind, what, encoder, version)


def begin_within(db: sqlite3.Connection, kind: RunKind, what: str, encoder: str = "", version: str = "") -> int:
    """The same within a transaction."""
    cursor = db.execute(
        "INSERT INTO runs (kind, encoder, version, what, made) VALUES (?, ?, ?, ?, ?)",
        (kind, encoder, version, what, utc_now()),
    )
    return int(cursor.lastrowid or 0)


def continue_or_begin(library: Library, kind: RunKind, encoder: str, version: str, what: str) -> int:
    """The last run of this kind, encoder and version that was not taken back, or a new one; returns its id."""
    row = library.db.execute(
        "SELECT max(id) FROM runs WHERE kind = ? AND encoder = ? AND version = ? AND undone = ''",
        (kind, encoder, version),
    ).fetchone()
    return int(row[0]) if row[0] else begin(library, kind, encoder, version, what)


def source(library: Library, among: Iterable[int]) -> tuple[str, str]:
    """Encoder and version of the run that occurs most often among these; empty texts where none is known."""
    for run, _ in Counter(among).most_common():
        found = find_batch(library, run)
        if found is not None:
            return found.encoder, found.version
    return "", ""


def count(library: Library, run: int, photos: int) -> None:
    """So many more photos were concerned."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET photos = photos + ? WHERE id = ?", (photos, run))


def count_made(library: Library, run: int, kind: Literal["suggest", "draft", "write"]) -> None:
    """As many photos are concerned as a run has made words for; one that had its turn twice is one."""
    counted = f"SELECT count(DISTINCT photo_id) FROM {_MADE[kind]} run = ?1"
    with library.transaction() as db:
        db.execute(f"UPDATE runs SET photos = max(photos, ({counted})) WHERE id = ?1", (run,))


def rename_batch(library: Library, run: int, what: str) -> None:
    """What a run did turned out to be something else than what it set out to do."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET what = ? WHERE id = ?", (what, run))


def close(library: Library, run: int, *, undone: bool) -> None:
    """Note that a run was taken back, or, with ``undone`` false, that it counts again."""
    with library.transaction() as db:
        db.execute("UPDATE runs SET undone = ? WHERE id = ?", (utc_now() if undone else "", run))


def existing(library: Library, run: int) -> Run:
    """A run.

    Raises:
        PhotonError: There is no such run.
    """
    found = find_batch(library, run)
    if found is None:
        raise PhotonError(f"There is no run {run}.", "See the list of runs: photon runs list")
    return found


def find_batch(library: Library, run: int) -> Run | None:
    """A run, or None; any number may be asked for."""
    if not 0 < run <= _LAST:
        return None
    row = library.db.execute(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (run,)).fetchone()
    return Run(*row) if row else None


def all_batches(library: Library) -> list[Run]:
    """All runs that concerned a photo, the latest first."""
    rows = library.db.execute(f"SELECT {_COLUMNS} FROM runs WHERE photos > 0 ORDER BY id DESC")
    return [Run(*row) for row in rows]


def with_photos(library: Library) -> set[int]:
    """Runs of which something is still said of a photo, or was written into its files."""
    tables = ("photo_tags", "captions", "suggested_photos", "drafts", "imports", "writes")
    found = (library.db.execute(f"SELECT DISTINCT run FROM {table}") for table in tables)
    return {int(run) for rows in found for (run,) in rows}
