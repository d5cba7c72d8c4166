"""The problem list: files and folders that could not be used, or only in part."""

from collections.abc import Iterable

from photon.domain import Changes, Problem, changed
from photon.library.connection import Library


def everything(library: Library) -> list[Problem]:
    """All lines, films last, in order of path."""
    rows = library.db.execute("SELECT path, kind, message, hint FROM problems ORDER BY kind = 'video', path")
    return [Problem(*row) for row in rows]


def sync(library: Library, folder: int, inner: str, found: Iterable[tuple[str, Problem]]) -> Changes:
    """Replace what a listing of the part ``inner`` of ``folder`` noticed (not what reading files did).

    Listing problems are kept with size -1, so that files' own problems stay. Writes nothing if nothing differs.
    """
    new = dict(found)
    prefix = f"{inner}/" if inner else ""
    rows = library.db.execute(
        "SELECT relative, path, kind, message, hint FROM problems WHERE folder_id = ? AND size = -1"
        " AND (relative = ? OR substr(relative, 1, length(?)) = ?)",
        (folder, inner, prefix, prefix),
    )
    old = {relative: Problem(*rest) for relative, *rest in rows}
    if old == new:
        return Changes()
    with library.transaction() as db:
        db.executemany(
            "DELETE FROM problems WHERE folder_id = ? AND relative = ?",
            [(folder, relative) for relative in old.keys() - new.keys()],
        )
        db.executemany(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, -1, -1)",
            [(folder, relative, p.path, p.kind, p.message, p.hint) for relative, p in new.items()],
        )
    return changed("problems")
