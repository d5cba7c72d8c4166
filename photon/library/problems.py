"""The problem list: files and folders that could not be used, or only in part."""

from photon.domain import Changes, Problem, changed
from photon.library.connection import Library


def everything(library: Library) -> list[Problem]:
    """All lines, films last, in order of path; a sidecar of several photos once."""
    rows = library.db.execute(
        "SELECT * FROM (SELECT path, kind, message, hint FROM problems UNION"
        " SELECT path, 'sidecar', message, hint FROM sidecar_problems WHERE path != '')"
        " ORDER BY kind = 'video', path"
    )
    return [Problem(*row) for row in rows]


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
