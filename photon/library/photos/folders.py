"""Watched folders: add, remove, list, and mark offline."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from photon.domain import Changes, Folder, PhotonError, changed
from photon.domain.arrays import Ids
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.photos import OF_ITSELF, refresh_presence

DIRECTORY = "rtrim(relative, replace(relative, '/', ''))"
"""SQL of the directory of a file, with a slash at its end; empty for the watched folder itself."""
_THERE = f"missing IS NULL AND {OF_ITSELF}"
FILES_BY_DIRECTORY = f"SELECT {DIRECTORY}, count(*) FROM files WHERE folder_id = ? AND {_THERE} GROUP BY 1"
"""Query for the directories of a watched folder that have files in them, and their number; an index has both."""
_SEVERAL = "SELECT photo_id FROM files WHERE missing IS NULL GROUP BY photo_id HAVING count(*) > 1"
_WATCHED = "SELECT id, path, offline FROM folders"
_PER_FILE = ("files", "problems", "sidecar_problems", "given_up")


def add(library: Library, path: str) -> Folder:
    """Watch a folder. A folder inside a watched one is already covered; a parent of watched folders absorbs them.

    One that is off is switched on, but not because a folder inside it is added.

    Args:
        library: Open for writing.
        path: The folder; ``~`` is expanded.

    Returns:
        The watched folder that now covers ``path``.

    Raises:
        PhotonError: It is not a readable folder, or the library cannot be written.
    """
    root = _checked(path)
    with library.transaction() as db:
        return watch_within(db, root, _PER_FILE)


def watch_within(db: sqlite3.Connection, root: str, tables: Sequence[str], number: int | None = None) -> Folder:
    """Within a transaction, watch a folder, as ``add`` does.

    Args:
        db: A connection to the catalogue.
        root: Absolute path without links.
        tables: Tables whose rows belong to a folder and a path below it; the connection must have them.
        number: Row of the folder if it is new, unless another one has it; None for any.

    Returns:
        The watched folder that now covers ``root``.
    """
    rows = db.execute("SELECT id, path, is_off FROM folders").fetchall()
    for folder, known, is_off in rows:
        if not is_off and _inside(root, known):
            return Folder(folder, known)
    new = next((folder for folder, known, _ in rows if known == root), None)
    if new is None:
        number = None if any(folder == number for folder, _, _ in rows) else number
        cursor = db.execute("INSERT INTO folders (id, path, added) VALUES (?, ?, ?)", (number, root, utc_now()))
        new = int(cursor.lastrowid or 0)
    else:
        db.execute("UPDATE folders SET is_off = 0 WHERE id = ?", (new,))
    for folder, known, _ in rows:
        if folder != new and _inside(known, root):
            _take_in(db, folder, new, str(Path(known).relative_to(root).as_posix()), tables)
        elif folder != new and _inside(root, known):  # it is off, and must not have files of another folder
            _give_out(db, folder, new, f"{Path(root).relative_to(known).as_posix()}/", tables)
    return Folder(new, root)


def switch_on(library: Library, folder: int) -> None:
    """Watch a folder that is off, unless its path is not one that ``add`` would store, such as one with a link."""
    (path,) = library.db.execute("SELECT path FROM folders WHERE id = ?", (folder,)).fetchone()
    with suppress(OSError, ValueError, RuntimeError):  # such as a circle of links
        if Path(path).is_absolute() and str(Path(path).resolve()) == path:
            with library.transaction() as db:
                watch_within(db, path, _PER_FILE)


def remove(library: Library, folder: int) -> Changes:
    """Stop watching a folder. Its files stay on disk; user data of its photos stays in the catalogue.

    The full-text table is updated later (``full_text.pending``); for 100,000 photos it would block other writes for 10
    s.
    """
    with library.transaction() as db:
        rows = db.execute("SELECT DISTINCT photo_id FROM files WHERE folder_id = ?", (folder,)).fetchall()
        photos = {int(row[0]) for row in rows}
        db.execute("DELETE FROM files WHERE folder_id = ?", (folder,))
        for table in ("problems", "sidecar_problems"):
            db.execute(f"DELETE FROM {table} WHERE folder_id = ?", (folder,))
        db.execute("DELETE FROM folders WHERE id = ?", (folder,))
        photos = refresh_presence(db, photos)
    return changed("folders", "photos", "problems", photos=frozenset(photos))


def all_folders(library: Library) -> list[Folder]:
    """Return all watched folders with their numbers of photos, ordered by path."""
    twice = (
        "SELECT folder_id, sum(files - 1) AS photos FROM (SELECT folder_id, count(*) AS files FROM files"
        f" WHERE {_THERE} AND photo_id IN ({_SEVERAL}) GROUP BY +folder_id, photo_id) GROUP BY folder_id"
    )
    rows = library.db.execute(
        "SELECT f.id, f.path, f.offline, f.is_off, ifnull(x.files, 0) - ifnull(y.photos, 0),"
        " (SELECT count(DISTINCT l.photo_id) FROM files l"
        " JOIN photos p ON p.id = l.photo_id AND p.present = 0 WHERE l.folder_id = f.id AND l.lost = 1"
        " AND l.missing IS NOT NULL) FROM folders f"
        f" LEFT JOIN (SELECT folder_id, count(*) AS files FROM files WHERE {_THERE} GROUP BY folder_id) x"
        f" ON x.folder_id = f.id LEFT JOIN ({twice}) y ON y.folder_id = f.id ORDER BY f.path"
    )
    return [
        Folder(id_, path, count, bool(offline), missing, bool(is_off))
        for id_, path, offline, is_off, count, missing in rows
    ]


def uncounted(library: Library) -> list[Folder]:
    """Return all watched folders, ordered by path; their photos are not counted."""
    rows = library.db.execute("SELECT id, path, offline, is_off FROM folders ORDER BY path")
    return [Folder(id_, path, offline=bool(offline), is_off=bool(is_off)) for id_, path, offline, is_off in rows]


def subfolders(library: Library) -> list[Folder]:
    """Return every directory that directly contains photos, with their number; ``id`` is that of the watched folder."""
    known = {id_: (path, bool(offline)) for id_, path, offline in library.db.execute(_WATCHED)}
    rows = library.db.execute(f"SELECT folder_id, {DIRECTORY}, count(*) FROM files WHERE {_THERE} GROUP BY 1, 2")
    found = [
        Folder(id_, str(Path(known[id_][0], inner)), count, known[id_][1]) for id_, inner, count in rows if id_ in known
    ]
    return sorted(found, key=lambda folder: folder.path)


def all_levels(library: Library, among: Ids | None = None) -> list[Folder]:
    """Return every directory with photos in it or below it, and their number; ``id`` is that of the watched folder.

    A directory counts each photo once, even if it contains several copies of it.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all.
    """
    found = []
    for id_, path, offline in library.db.execute(_WATCHED).fetchall():
        counts = _photos_below(library, id_, among)
        found += [Folder(id_, str(Path(path, inner)), count, bool(offline)) for inner, count in counts.items()]
    return sorted(found, key=lambda folder: folder.path)


def _photos_below(library: Library, folder: int, among: Ids | None) -> dict[str, int]:
    """Return the number of photos in each directory of a watched folder, by relative path."""
    # counted by SQLite, which lets other threads run meanwhile: 100,000 rows in Python would hold up the window
    counts: Counter[str] = Counter()
    several = f"photo_id {IN_LIST}"
    if among is None:  # files, which an index counts; then photos with several are counted once
        for directory, count in library.db.execute(FILES_BY_DIRECTORY, (folder,)):
            counts.update(dict.fromkeys(_up(directory.rstrip("/")), count))
        several = f"{_THERE} AND photo_id IN ({_SEVERAL})"
    rows = library.db.execute(
        "SELECT directories, count(*) FROM (SELECT"
        f" group_concat({DIRECTORY}, '//') AS directories FROM files WHERE +folder_id = ? AND {several}"
        " GROUP BY photo_id) GROUP BY directories",  # such as ``2005/Trip///2006/`` for a photo with two files
        (folder,) if among is None else (folder, id_list(among.tolist())),
    )
    for directories, count in rows:
        ways = [above for one in directories.split("//") for above in _up(one.strip("/"))]
        counts.update(dict.fromkeys(ways, count))
        if among is None:
            counts.subtract({above: count * times for above, times in Counter(ways).items()})
    return counts


def _up(directory: str) -> list[str]:
    """Return a relative directory and its parents, up to the watched folder itself, which is empty."""
    names = directory.split("/") if directory else []
    return ["/".join(names[:depth]) for depth in range(len(names) + 1)]


def exists(library: Library, folder: int) -> bool:
    """Return whether a folder is still watched."""
    return library.db.execute("SELECT 1 FROM folders WHERE id = ?", (folder,)).fetchone() is not None


def mark_offline(library: Library, folder: int, *, offline: bool) -> Changes:
    """Record whether a whole folder is offline; none of its photos are dropped."""
    row = library.db.execute("SELECT offline FROM folders WHERE id = ?", (folder,)).fetchone()
    if row is None or bool(row[0]) == offline:
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE folders SET offline = ? WHERE id = ?", (int(offline), folder))
    return changed("folders", "photos")


def identity(library: Library, folder: int) -> str | None:
    """Read the identity (``ingest.roots.identity``) of a folder when its photos were last seen; None if unknown."""
    row = library.db.execute("SELECT identity FROM folders WHERE id = ?", (folder,)).fetchone()
    return None if row is None else row[0]


def note_identity(library: Library, folder: int, now: str) -> Changes:
    """Record the identity of a folder whose photos were seen, to recognise it later."""
    with library.transaction() as db:
        db.execute("UPDATE folders SET identity = ? WHERE id = ?", (now, folder))
    return Changes()


def takes_unnamed(library: Library, folder: int) -> bool | None:
    """Return whether images without a file extension are indexed; None if that depends on the files next to them."""
    row = library.db.execute("SELECT unnamed FROM folders WHERE id = ?", (folder,)).fetchone()
    return None if row is None or row[0] is None else bool(row[0])


def take_unnamed(library: Library, folder: int, *, on: bool | None) -> Changes:
    """Set whether images without a file extension are indexed."""
    with library.transaction() as db:
        db.execute("UPDATE folders SET unnamed = ? WHERE id = ?", (None if on is None else int(on), folder))
    return changed("folders")


def skips(library: Library) -> list[str]:
    """Return the user's patterns of folder and file names to skip."""
    return library.column("SELECT pattern FROM skips WHERE is_off = 0 ORDER BY pattern")


def set_skip(library: Library, pattern: str, *, on: bool) -> Changes:
    """Add or remove such a pattern, for example ``*_proxies``."""
    with library.transaction() as db:
        if on:
            keep_skips(db, [pattern])
        else:
            db.execute("DELETE FROM skips WHERE pattern = ?", (pattern,))
    return changed("folders")


def keep_skips(db: sqlite3.Connection, patterns: Iterable[str]) -> None:
    """Within a transaction, skip names by these patterns, also if they were off."""
    db.executemany(
        "INSERT INTO skips (pattern) VALUES (?) ON CONFLICT (pattern) DO UPDATE SET is_off = 0",
        [(one,) for one in patterns],
    )


def utc_now() -> str:
    """Return the current time in stored form."""
    return stored_time(datetime.now(UTC))


def stored_time(moment: datetime) -> str:
    """Format a time in UTC as ISO 8601, so that texts sort like times."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _checked(path: str) -> str:
    try:
        root = Path(path).expanduser().resolve()
        if not root.is_dir():
            raise PhotonError(
                tr("{path} is a file, not a folder.", path=path)
                if root.exists()
                else tr("{path} does not exist.", path=path),
                tr("Check the spelling, and that its drive is connected."),
            )
        next(root.iterdir(), None)
    except OSError as error:
        raise PhotonError(
            tr("{path} can't be read: {reason}.", path=path, reason=error.strerror), tr("Check its permissions.")
        ) from error
    try:
        str(root).encode()
    except UnicodeEncodeError as error:
        raise PhotonError(
            tr("The name of {path!a} isn't valid text.", path=root), tr("Rename the folder, then add it.")
        ) from error
    return str(root)


def _inside(path: str, outer: str) -> bool:
    return Path(path).is_relative_to(outer)


def _take_in(db: sqlite3.Connection, folder: int, new: int, prefix: str, tables: Sequence[str]) -> None:
    for table in tables:
        db.execute(
            f"UPDATE OR IGNORE {table} SET folder_id = ?, relative = ? || '/' || relative WHERE folder_id = ?",
            (new, prefix, folder),
        )
        db.execute(f"DELETE FROM {table} WHERE folder_id = ?", (folder,))
    db.execute("DELETE FROM folders WHERE id = ?", (folder,))


def _give_out(db: sqlite3.Connection, folder: int, new: int, prefix: str, tables: Sequence[str]) -> None:
    for table in tables:
        below = (folder, len(prefix), prefix)
        db.execute(
            f"UPDATE OR IGNORE {table} SET folder_id = ?, relative = substr(relative, ?)"
            " WHERE folder_id = ? AND substr(relative, 1, ?) = ?",
            (new, len(prefix) + 1, *below),
        )
        db.execute(f"DELETE FROM {table} WHERE folder_id = ? AND substr(relative, 1, ?) = ?", below)
