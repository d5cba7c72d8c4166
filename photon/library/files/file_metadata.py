"""The metadata that files had when they were last read, and the common base on which file and library last agreed."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Self

from photon.domain.metadata.merge import FIELDS, MetadataSnapshot, beyond, from_text, shared, to_text, united
from photon.domain.metadata.tag import TagPath
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.library.photos import merge_bases
from photon.library.photos.folders import utc_now
from photon.library.photos.found_files import Found
from photon.quick_dataclass import dataclass

_NOTHING = MetadataSnapshot()
OF_FILE, OF_STEM, ITSELF, EXPORT = 1, 2, 4, 1 << 16
"""Sources, which are added up: sidecars such as ``lake.jpg.xmp`` and ``lake.xmp``, the file, and an export's JSON."""


@dataclass(frozen=True, slots=True)
class FileMetadataState:
    """The merge state of one file of a photo.

    Attributes:
        known: Common base: the metadata on which file and library last agreed.
        metadata: The file's metadata when it was last read.
        sources: The sources read then.
        former: What was agreed on elsewhere or through a sidecar that is gone, and that the file does not say.
    """

    known: MetadataSnapshot = _NOTHING
    metadata: MetadataSnapshot = _NOTHING
    sources: int = 0
    former: MetadataSnapshot = _NOTHING

    def base_for(self, theirs: MetadataSnapshot, sources: int, ours: MetadataSnapshot | None) -> Self:
        """Return the state to merge with the file's metadata, so that it removes only what it had when last read.

        The rest of its base is laid aside: what an import removed that was undone since or, if a source is gone, all of
        it; what the file still has then isn't new. Nor is what a new source has in common with former bases.

        Args:
            theirs: What the file says now.
            sources: The sources that it has now.
            ours: The library's metadata; None if the user requests the import, so that what was undone is repeated.
        """
        known, former = self.known, self.former
        if self.sources & ~sources:
            former = united(known, former)
            same = {name: getattr(theirs, name) for name in FIELDS if getattr(known, name)}
            known = replace(shared(known, theirs), **same)
        elif ours is not None:
            metadata, undone = self.metadata, [name for name in FIELDS if getattr(known, name) == getattr(ours, name)]
            values = {
                name: getattr(_NOTHING, name) for name in undone if getattr(known, name) != getattr(metadata, name)
            }
            same_sets = shared(known, metadata)
            known = replace(known, keywords=same_sets.keywords, people=same_sets.people, **values)
            former = united(beyond(self.known, known), former)
        if sources & ~self.sources:
            known = united(known, shared(former, theirs))
        return replace(self, known=known, former=beyond(former, theirs))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of the library as it was when last read; ``found.beside`` as it was when its metadata was last read.

    Attributes:
        photo: Photo id.
        path: Its path.
        found: Its size, time and sidecars.
        names_albums: Whether it names albums itself; None until the metadata of this content was read.
    """

    photo: int
    path: str
    found: Found
    names_albums: bool | None = None


def known_files(library: Library, photos: Sequence[int]) -> list[KnownFile]:
    """List all present files of some photos, in the order of the photos; files of offline folders are left out."""
    found: dict[int, list[KnownFile]] = {}
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.folder_id, f.relative, f.size, f.mtime_ns, ifnull(f.beside, '?'),"
        " f.names_albums FROM files f"
        " JOIN folders d ON d.id = f.folder_id AND d.offline = 0"
        f" WHERE f.photo_id {IN_LIST} AND f.missing IS NULL ORDER BY f.id",
        (id_list(photos),),
    )
    for photo, root, *rest, names_albums in rows:
        is_naming = None if names_albums is None else bool(names_albums)
        found.setdefault(photo, []).append(KnownFile(photo, join(root, rest[1]), Found(*rest), is_naming))
    return [file for photo in photos for file in found.get(photo, ())]


def by_folder(library: Library, photos: Sequence[int]) -> list[int]:
    """Sort photos so that those of the same folder are adjacent."""
    rows = library.db.execute(
        "SELECT photo_id, folder_id, relative FROM files"
        f" WHERE photo_id {IN_LIST} AND missing IS NULL ORDER BY id DESC",
        (id_list(photos),),
    )
    folders = {photo: (folder, relative.rpartition("/")[0]) for photo, folder, relative in rows}
    return sorted(photos, key=lambda photo: folders.get(photo, (0, "")))


def states_of_files(library: Library, files: Iterable[tuple[int, str]]) -> dict[tuple[int, str], FileMetadataState]:
    """Read the merge states of files by photo and path; a base of a file that was not read here yet has no sources."""
    found = {}
    for photo, path in files:
        row = library.db.execute(
            "SELECT known, said, iif(seen = '' AND former <> '', 0, sidecars), former FROM understood"
            " WHERE photo_id = ? AND path = ?",
            (photo, path),
        ).fetchone()
        if row:
            known, metadata, sources, former = row
            was = FileMetadataState(from_text(known), from_text(metadata), sources)
            found[photo, path] = replace(was, former=from_text(former)) if former else was
    return found


def store_state(db: sqlite3.Connection, photo: int, path: str, understood: FileMetadataState) -> None:
    """Within a transaction, store the merge state of a file."""
    db.execute(
        "INSERT OR REPLACE INTO understood (photo_id, path, known, said, sidecars, lost, seen, former)"
        " VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
        (
            photo,
            path,
            to_text(understood.known),
            to_text(understood.metadata),
            understood.sources,
            utc_now(),
            merge_bases.former_text(understood.former),
        ),
    )


def note_asked(db: sqlite3.Connection, found: Found, *, names_albums: bool | None = None, again: bool = False) -> None:
    """Within a transaction, record that the metadata of a file was read with its current sidecars.

    Args:
        db: The catalogue.
        found: The file.
        names_albums: Whether the file itself names albums; None if that is unknown.
        again: Whether to read it again at the next scan, because there is something left to import.
    """
    db.execute(
        "UPDATE files SET beside = ?, names_albums = iif(size = ? AND mtime_ns = ?, ?, NULL)"
        " WHERE folder_id = ? AND relative = ?",
        (
            None if again else found.beside,
            found.size,
            found.mtime_ns,
            names_albums,
            found.folder,
            found.relative,
        ),
    )


def note_album_names(library: Library, found: Mapping[tuple[int, int, int], bool]) -> None:
    """Remember which files name albums, unless they were read again since.

    Args:
        library: Open for writing.
        found: Whether a file does, by photo, size in bytes and modification time in nanoseconds.
    """
    with library.transaction() as db:
        db.executemany(
            "UPDATE files SET names_albums = ? WHERE photo_id = ? AND size = ? AND mtime_ns = ?",
            [(is_naming, *key) for key, is_naming in found.items()],
        )


def differing(library: Library, photos: Sequence[int] | None = None) -> list[tuple[int, str]]:
    """List files whose metadata differs from the common base.

    Paths that a photo no longer has, because it was moved or edited, are left out.

    Args:
        library: The library.
        photos: Photo ids, or None for all.

    Returns:
        Photo and path of each file, ordered by path.
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
    """Read the keywords that the files of each photo had when last read, all files together."""
    found: dict[int, tuple[TagPath, ...]] = {}
    rows = library.db.execute(f"SELECT photo_id, said FROM understood WHERE photo_id {IN_LIST}", (id_list(photos),))
    for photo, metadata in rows:
        found[photo] = (*found.get(photo, ()), *from_text(metadata).keywords)
    return found
