"""What files said when their words were last read, and what they and the library last agreed on."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from photon.domain.metadata.merge import MetadataSnapshot, from_text, to_text
from photon.domain.metadata.tag import TagPath
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.library.photos.folders import utc_now
from photon.library.photos.found_files import Found

_NOTHING = MetadataSnapshot()
EXPORT = 1 << 16
"""The JSON file of an export in a count of sidecars: a sort of its own, for no XMP that comes later stands for it."""


@dataclass(frozen=True, slots=True)
class FileMetadataState:
    """One file of a photo.

    Attributes:
        known: What it and the library last agreed on.
        said: What it said last.
        sidecars: How many sidecars were read for it, at most; an export's counts as EXPORT.
        lost: How many of them were away then, counted alike.
    """

    known: MetadataSnapshot = _NOTHING
    said: MetadataSnapshot = _NOTHING
    sidecars: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of the library, as it was when it was last read; ``found.beside`` as it was when its words were."""

    photo: int
    path: str
    found: Found


def asked(library: Library, folder: int) -> dict[str, str | None]:
    """Relative path → the sidecars that stood beside when words were last read; None where they never were.

    Where Photon failed to take them over, those count on which it failed, so that it is tried once.
    """
    rows = library.db.execute(
        "SELECT f.relative, ifnull(g.beside, f.beside) FROM files f LEFT JOIN given_up g ON g.folder_id = f.folder_id"
        " AND g.relative = f.relative WHERE f.folder_id = ? AND f.missing IS NULL",
        (folder,),
    )
    return dict(rows.fetchall())


def places(library: Library, photos: Sequence[int]) -> list[KnownFile]:
    """Every file of these photos that is believed to exist, in the order of the photos; offline ones are left out."""
    found: dict[int, list[KnownFile]] = {}
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.folder_id, f.relative, f.size, f.mtime_ns, ifnull(f.beside, '?') FROM files f"
        " JOIN folders d ON d.id = f.folder_id AND d.offline = 0"
        f" WHERE f.photo_id {IN_LIST} AND f.missing IS NULL ORDER BY f.id",
        (id_list(photos),),
    )
    for photo, root, *rest in rows:
        found.setdefault(photo, []).append(KnownFile(photo, join(root, rest[1]), Found(*rest)))
    return [place for photo in photos for place in found.get(photo, ())]


def by_folder(library: Library, photos: Sequence[int]) -> list[int]:
    """The same photos, those whose first files lie in one folder behind each other."""
    rows = library.db.execute(
        "SELECT photo_id, folder_id, relative FROM files"
        f" WHERE photo_id {IN_LIST} AND missing IS NULL ORDER BY id DESC",
        (id_list(photos),),
    )
    folders = {photo: (folder, relative.rpartition("/")[0]) for photo, folder, relative in rows}
    return sorted(photos, key=lambda photo: folders.get(photo, (0, "")))


def states_of_files(library: Library, places_: Iterable[tuple[int, str]]) -> dict[tuple[int, str], FileMetadataState]:
    """What is known of files, by photo and path.

    A path that was never asked takes over from another one of the same photo, most recent first: it is the same
    content, moved or copied, and what a person has taken away in the library must not come back from it.
    """
    found = {}
    for photo, path in places_:
        row = library.db.execute(
            "SELECT known, said, sidecars, lost FROM understood WHERE photo_id = ?"
            " ORDER BY path = ? DESC, seen DESC LIMIT 1",
            (photo, path),
        ).fetchone()
        if row:
            found[photo, path] = _understood(*row)
    return found


def store_state(db: sqlite3.Connection, photo: int, path: str, understood: FileMetadataState) -> None:
    """Within a transaction: note what a file says."""
    db.execute(
        "INSERT OR REPLACE INTO understood VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            photo,
            path,
            to_text(understood.known),
            to_text(understood.said),
            understood.sidecars,
            understood.lost,
            utc_now(),
        ),
    )


def note_asked(db: sqlite3.Connection, found: Found, *, again: bool = False) -> None:
    """Within a transaction: the words of a file were read while these sidecars stood beside it.

    Args:
        db: The library.
        found: The file.
        again: They are to be read once more at the next look, for there is something in them to take over.
    """
    db.execute(
        "UPDATE files SET beside = ? WHERE folder_id = ? AND relative = ?",
        (None if again else found.beside, found.folder, found.relative),
    )


def differing(library: Library, photos: Sequence[int] | None = None) -> list[tuple[int, str]]:
    """Files, by photo and path, that say something on which they and the library have not agreed.

    What was known of paths that photos have no more, because they were moved or edited, is nobody's question.

    Args:
        library: Open for reading.
        photos: Whose; None: of all photos.
    """
    sql = (
        "SELECT photo_id, path FROM understood u WHERE known != said AND EXISTS (SELECT 1 FROM files f"
        " JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = u.photo_id AND f.missing IS NULL"
        " AND u.path = rtrim(d.path, '/') || '/' || f.relative)"
    )
    if photos is None:
        return library.db.execute(f"{sql} ORDER BY path").fetchall()
    return library.db.execute(f"{sql} AND photo_id {IN_LIST} ORDER BY path", (id_list(photos),)).fetchall()


def keywords(library: Library, photos: Sequence[int]) -> dict[int, tuple[TagPath, ...]]:
    """What the files of photos held when they were last read, all files of a photo together."""
    found: dict[int, tuple[TagPath, ...]] = {}
    rows = library.db.execute(f"SELECT photo_id, said FROM understood WHERE photo_id {IN_LIST}", (id_list(photos),))
    for photo, said in rows:
        found[photo] = (*found.get(photo, ()), *from_text(said).keywords)
    return found


def _understood(known: str, said: str, sidecars: int, lost: int) -> FileMetadataState:
    return FileMetadataState(from_text(known), from_text(said), sidecars, lost)
