"""The problem list: files and folders that could not be used, or only in part."""

import sqlite3

from photon.domain import Changes, Problem, ProblemKind, changed
from photon.domain.photo.problem import FAILED
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.photos.found_files import Found

OF_THIS_VERSION: tuple[ProblemKind, ...] = ("failed", "crashed")
"""Kinds that say something of Photon rather than of the file."""


def all_problems(library: Library) -> list[Problem]:
    """All lines, films last, in order of path; a sidecar of several photos once."""
    rows = library.db.execute(
        "SELECT * FROM (SELECT path, kind, message, hint FROM problems UNION"
        " SELECT path, 'sidecar', message, hint FROM sidecar_problems WHERE path != ''"
        f" UNION SELECT path, ?, ?, ? FROM ({stage_failures.PATHS})) ORDER BY kind = 'video', path",
        FAILED,
    )
    return [Problem(*row) for row in rows]


def counts(library: Library) -> tuple[int, int]:
    """How many lines there are without films, and how many films."""
    (lines, films, beside, failed) = library.db.execute(
        "SELECT count(*) FILTER (WHERE kind <> 'video'), count(*) FILTER (WHERE kind = 'video'),"
        " (SELECT count(DISTINCT path) FROM sidecar_problems WHERE path != ''),"
        f" (SELECT count(DISTINCT path) FROM ({stage_failures.PATHS})) FROM problems"
    ).fetchone()
    return lines + beside + failed, films


def store(db: sqlite3.Connection, found: Found, problem: Problem) -> bool:
    """Within a transaction: keep the line of a file; tells whether it is news, so that looking again writes nothing.

    The line keeps size and time of the file, which is read again when they change; what Photon itself failed on, or
    what ended a decoder, is tried again by the next version, too.
    """
    key = (found.folder, found.relative)
    if problem.kind in OF_THIS_VERSION:
        db.execute("INSERT OR REPLACE INTO given_up VALUES (?, ?, ?)", (*key, found.beside))
    new = (problem.path, problem.kind, problem.message, problem.hint, found.size, found.mtime_ns)
    old = db.execute(
        "SELECT path, kind, message, hint, size, mtime_ns FROM problems WHERE folder_id = ? AND relative = ?", key
    ).fetchone()
    if old == new:
        return False
    db.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*key, *new))
    return True


def clear(db: sqlite3.Connection, found: Found) -> bool:
    """Within a transaction: the file is well; tells whether it had a line."""
    db.execute("DELETE FROM given_up WHERE folder_id = ? AND relative = ?", (found.folder, found.relative))
    cursor = db.execute("DELETE FROM problems WHERE folder_id = ? AND relative = ?", (found.folder, found.relative))
    return cursor.rowcount > 0


def sync(
    library: Library, folder: int, inner: str, found: dict[str, Problem], standing: set[str] | None = None
) -> Changes:
    """Replace what a listing of the part ``inner`` of ``folder`` noticed (not what reading files did).

    Listing problems are kept with size -1, so that files' own problems stay. Writes nothing if nothing differs.
    ``standing`` are the sub-folders that the listing saw but did not look into: their lines stay.
    """
    prefix = f"{inner}/" if inner else ""
    rows = library.db.execute(
        "SELECT relative, path, kind, message, hint FROM problems WHERE folder_id = ?1 AND size = -1"
        " AND (relative = ?2 OR substr(relative, 1, length(?3)) = ?3)",
        (folder, inner, prefix),
    )
    old = {relative: Problem(*rest) for relative, *rest in rows if not _stands(relative, prefix, standing)}
    if old == found:
        return Changes()
    with library.transaction() as db:
        if db.execute("SELECT 1 FROM folders WHERE id = ?", (folder,)).fetchone() is None:
            return Changes()  # it was removed meanwhile
        db.executemany(
            "DELETE FROM problems WHERE folder_id = ? AND relative = ?",
            [(folder, relative) for relative in old.keys() - found.keys()],
        )
        db.executemany(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, -1, -1)",
            [(folder, relative, p.path, p.kind, p.message, p.hint) for relative, p in found.items()],
        )
    return changed("problems")


def _stands(relative: str, prefix: str, standing: set[str] | None) -> bool:
    """Whether a line belongs to a sub-folder that is there and was not looked into."""
    if not standing:
        return False
    return prefix + relative[len(prefix) :].partition("/")[0] in standing
