"""The problem list: files and folders that cannot be used, or only in part."""

import sqlite3

from photon.domain import Changes, Problem, ProblemKind, changed
from photon.domain.photo.problem import FAILED, KILLED, KILLED_TWICE
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.photos.found_files import Found

OF_THIS_VERSION: tuple[ProblemKind, ...] = ("failed", "crashed")
"""Kinds caused by Photon rather than by the file."""


def all_problems(library: Library) -> list[Problem]:
    """Return all problems ordered by path; a sidecar of several photos is listed once."""
    rows = library.db.execute(
        "SELECT * FROM (SELECT path, kind, message, hint FROM problems UNION"
        " SELECT path, 'sidecar', message, hint FROM sidecar_problems WHERE path != ''"
        f" UNION SELECT path, ?, ?, ? FROM ({stage_failures.PATHS})) ORDER BY path",
        FAILED,
    )
    return [Problem(*row) for row in rows]


def count_all(library: Library) -> int:
    """Count the problems."""
    (lines, beside, failed) = library.db.execute(
        "SELECT count(*),"
        " (SELECT count(DISTINCT path) FROM sidecar_problems WHERE path != ''),"
        f" (SELECT count(DISTINCT path) FROM ({stage_failures.PATHS})) FROM problems"
    ).fetchone()
    return int(lines + beside + failed)


def store(db: sqlite3.Connection, found: Found, problem: Problem) -> bool:
    """Within a transaction, store the problem of a file; return whether it changed. If not, nothing is written.

    Size and time of the file are stored with it, and the file is read again when they change. Failures of Photon itself
    and decoder crashes are also retried by the next version, and so is a file whose decoder was killed twice.
    """
    key = (found.folder, found.relative)
    old = db.execute(
        "SELECT path, kind, message, hint, size, mtime_ns FROM problems WHERE folder_id = ? AND relative = ?", key
    ).fetchone()
    if (problem.kind, problem.message, problem.hint) == KILLED and old is not None and _was_killed(old, found):
        problem = Problem(problem.path, *KILLED_TWICE)
    if problem.kind in OF_THIS_VERSION:
        db.execute("INSERT OR REPLACE INTO given_up VALUES (?, ?, ?)", (*key, found.beside))
    new = (problem.path, problem.kind, problem.message, problem.hint, found.size, found.mtime_ns)
    if old == new:
        return False
    db.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*key, *new))
    return True


def clear(db: sqlite3.Connection, found: Found) -> bool:
    """Within a transaction, remove the problem of a file; return whether there was one."""
    db.execute("DELETE FROM given_up WHERE folder_id = ? AND relative = ?", (found.folder, found.relative))
    cursor = db.execute("DELETE FROM problems WHERE folder_id = ? AND relative = ?", (found.folder, found.relative))
    return cursor.rowcount > 0


def sync(
    library: Library, folder: int, inner: str, found: dict[str, Problem], standing: set[str] | None = None
) -> Changes:
    """Replace the problems that a listing found in a part of a folder, but not those from reading files.

    Listing problems are stored with size -1 to tell them apart. Nothing is written if nothing changed.

    Args:
        library: Open for writing.
        folder: Id of the watched folder.
        inner: The listed part, as a path below it; empty for the whole folder.
        found: The new problems by relative path.
        standing: Sub-folders that the listing saw but did not enter; their problems stay.

    Returns:
        What changed.
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
            return Changes()  # the folder was removed in the meantime
        db.executemany(
            "DELETE FROM problems WHERE folder_id = ? AND relative = ?",
            [(folder, relative) for relative in old.keys() - found.keys()],
        )
        db.executemany(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, -1, -1)",
            [(folder, relative, p.path, p.kind, p.message, p.hint) for relative, p in found.items()],
        )
    return changed("problems")


def _was_killed(old: tuple[object, ...], found: Found) -> bool:
    """Return whether the stored problem of this content is that a decoder was killed, once or twice."""
    return old[1:4] in (KILLED, KILLED_TWICE) and old[4:] == (found.size, found.mtime_ns)


def _stands(relative: str, prefix: str, standing: set[str] | None) -> bool:
    """Return whether a problem belongs to a sub-folder that exists but was not entered."""
    if not standing:
        return False
    return prefix + relative[len(prefix) :].partition("/")[0] in standing
