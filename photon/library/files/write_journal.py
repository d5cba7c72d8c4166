"""The journal of written files: an entry is stored before a file is changed, so that interruptions can be resolved."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Literal

from photon.domain import Changes, PhotonError, Reading, changed
from photon.domain.metadata.byte_patch import former_hash, way_back
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.place_words import FiledPlace
from photon.domain.metadata.writing import Change, PatchedPhoto
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.files import file_metadata
from photon.library.files.file_metadata import OF_FILE, FileMetadataState
from photon.library.photos import files, photo_dates, photo_locations
from photon.library.photos.files import Rewritten
from photon.library.photos.folders import utc_now
from photon.library.photos.found_files import Found
from photon.library.tags import runs
from photon.quick_dataclass import dataclass

State = Literal["writing", "written", "putting back", "put back", "not written", "overtaken"]
_HALFWAY = ("writing", "putting back")
_LEAN = "NULL, NULL"
_LARGEST = 256 << 20  # bytes; sidecars and metadata in photos are at most some megabytes


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One file in one batch.

    Attributes:
        id: Row of the journal.
        photo: Photo id.
        photo_path: Path of the photo's file.
        path: The written file: its sidecar, or the photo's file itself.
        former: Previous content of a sidecar; None if there was none.
        written: SHA-256 of the new content.
        state: Progress.
        way_back: For a photo, the patch that restores it; None for a sidecar.
    """

    id: int
    photo: int
    photo_path: str
    path: str
    former: bytes | None
    written: bytes
    state: State
    way_back: bytes | None = None

    @property
    def before(self) -> bytes | None:
        """SHA-256 of the previous content; None if there was no file."""
        if self.way_back is not None:
            return former_hash(self.way_back)
        return None if self.former is None else digest(self.former)


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A journal entry for a file that is about to be written.

    Attributes:
        photo: Photo id.
        photo_path: Path of the photo's file.
        path: The file to write: its sidecar, or the photo's file itself.
        former: Previous content of a sidecar, compressed; None if there was none.
        way_back: For a photo, the patch that restores it, compressed; None for a sidecar.
        written: SHA-256 of the new content.
        known: Common base of library and file, as ``merge.to_text``.
        metadata: Metadata of the file, in the same form.
        sources: The sources read for the file.
    """

    photo: int
    photo_path: str
    path: str
    former: bytes | None
    way_back: bytes | None
    written: bytes
    known: str
    metadata: str
    sources: int


@dataclass(frozen=True, slots=True)
class AgreedMetadata:
    """The metadata of a file after it was written, and its merge state.

    Attributes:
        photo: Photo id.
        path: Path of the file.
        found: The file with its current sidecars.
        understood: Its merge state.
        taken: Capture date that the file contains now; None for none.
        names_albums: Whether the file itself names albums; None if that is unknown.
        left: What it still says of its place after Photon's words of a private one were removed; else None.
    """

    photo: int
    path: str
    found: Found
    understood: FileMetadataState
    taken: str | None = None
    names_albums: bool | None = None
    left: FiledPlace | None = None


def noted(photo: int, photo_path: str, change: Change, was: FileMetadataState) -> PendingWrite:
    """Convert a change to a journal entry.

    Args:
        photo: Photo id.
        photo_path: Path of the photo's file.
        change: The change.
        was: Merge state of the file before the change.

    Returns:
        The entry.
    """
    former: bytes | None = None
    back: bytes | None = None
    if isinstance(change, PatchedPhoto):
        back, written = zlib.compress(way_back(change.splice)), change.splice.after
    else:
        former, written = None if change.before is None else zlib.compress(change.before), digest(change.after)
    known, metadata = to_text(was.known), to_text(was.metadata)
    return PendingWrite(photo, photo_path, change.path, former, back, written, known, metadata, was.sources)


def begin(library: Library, run: int, some: Iterable[PendingWrite]) -> list[int]:
    """Store entries for files that are about to be written; return their rows."""
    now = utc_now()
    with library.transaction() as db:
        return [
            int(
                db.execute(
                    "INSERT INTO writes (run, photo_id, photo_path, path, former, way_back, written, known, said,"
                    " sidecars, state, noted, computer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'writing', ?, ?)",
                    (run, one.photo, one.photo_path, one.path, one.former, one.way_back, one.written, one.known,
                     one.metadata, one.sources, now, library.mark),
                ).lastrowid
                or 0
            )
            for one in some
        ]  # fmt: skip


def note(
    library: Library,
    states: Mapping[int, State],
    rewritten: Iterable[Rewritten] = (),
    agreed: Iterable[AgreedMetadata] | None = None,
    pictures: Mapping[str, Reading] = MappingProxyType({}),
) -> Changes:
    """Update the states of entries. A restored file gets the merge state that it had before it was written.

    Args:
        library: Open for writing.
        states: New states by row.
        rewritten: Photos whose files have new contents.
        agreed: Metadata and merge states of the written files; None if they are to be read later.
        pictures: What was read of files that were turned, by path. The decision to turn a photo is about its former
            picture, so it doesn't turn the new one again, and does so once more if the file is restored.

    Returns:
        What changed because of the pictures, and of places that were removed.
    """
    rewritten, changes = list(rewritten), Changes()
    with library.transaction() as db:
        db.executemany(
            "UPDATE writes SET state = ?, computer = ? WHERE id = ?",
            [(state, library.mark, row) for row, state in states.items()],
        )
        restored = [row for row, state in states.items() if state == "put back"]
        _know_again(db, restored)
        files.rewrite_within(db, rewritten, ask=agreed is None and "written" in states.values())
        _ask_again(db, restored)
        _close_restored(library, restored)
        for one in agreed or ():
            is_open = one.understood.known != one.understood.metadata
            file_metadata.note_asked(db, one.found, names_albums=one.names_albums, again=is_open)
            file_metadata.store_state(db, one.photo, one.path, one.understood)
            if one.taken:
                photo_dates.note_filed(db, one.photo, one.taken)
            if one.left is not None:
                photo_locations.note_left(db, one.photo, one.left)
                changes |= changed("places", photos=frozenset([one.photo]))
        return changes | _record_pictures(library, rewritten, pictures)


def _record_pictures(library: Library, some: Iterable[Rewritten], pictures: Mapping[str, Reading]) -> Changes:
    """Within a transaction, store the new pictures of turned files; those that were not read are read later."""
    turned = {one.path: one for one in some if one.is_turned and one.path in pictures}
    known = file_metadata.known_files(library, list({one.photo: None for one in turned.values()})) if turned else []
    readings = [
        (
            Found(file.found.folder, file.found.relative, one.size, one.mtime_ns, file.found.beside),
            pictures[file.path],
        )
        for file in known
        if (one := turned.get(file.path)) is not None and one.file_hash == pictures[file.path].file_hash
    ]
    return files.record(library, readings) if readings else Changes()


def _know_again(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Restore the merge states from before these entries; otherwise restored files would look edited by the user.

    Entries of older versions do not record sidecars. In that case one may have existed, so no metadata is removed.
    """
    for row in rows:
        db.execute(
            "UPDATE understood SET (known, said, sidecars) = (SELECT w.known, w.said,"
            f" ifnull(w.sidecars, understood.sidecars | {OF_FILE} * (w.known != ?2)) FROM writes w WHERE w.id = ?1)"
            " WHERE (photo_id, path) = (SELECT w.photo_id, w.photo_path FROM writes w WHERE w.id = ?1)",
            (row, to_text(MetadataSnapshot())),
        )
        # later batches start from this state, so restoring them must lead back to it, too
        db.execute(
            "UPDATE writes SET (known, said, sidecars) ="
            " (SELECT w.known, w.said, w.sidecars FROM writes w WHERE w.id = ?1)"
            " WHERE id > ?1 AND state IN ('written', 'putting back')"
            " AND (photo_id, photo_path) = (SELECT w.photo_id, w.photo_path FROM writes w WHERE w.id = ?1)",
            (row,),
        )


def _close_restored(library: Library, rows: Iterable[int]) -> None:
    """Mark the batches of restored files as undone if nothing of them is left to restore, even after a crash."""
    sql = (
        f"SELECT DISTINCT run FROM writes w WHERE id {IN_LIST} AND NOT EXISTS (SELECT 1 FROM writes"
        " WHERE run = w.run AND is_off = 0 AND state IN ('writing', 'written', 'putting back'))"
    )
    for run in library.column(sql, (id_list(rows),)):
        runs.close(library, run, undone=True)


def _ask_again(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Request reading of restored files that contained the date or the location that a person chose."""
    db.execute(
        "UPDATE files SET beside = NULL WHERE photo_id IN (SELECT w.photo_id FROM writes w JOIN photos p ON"
        f" p.id = w.photo_id WHERE w.id {IN_LIST} AND (p.located <> '' OR (p.dated <> '' AND p.read_taken = p.dated)))",
        (id_list(rows),),
    )


def paths_of(library: Library, photos: Iterable[int]) -> set[str]:
    """Return paths of the photos' files for which something was written and not restored."""
    sql = "SELECT photo_path FROM writes WHERE photo_id = ? AND state = 'written'"
    return {row[0] for photo in photos for row in library.db.execute(sql, (photo,))}


def move(library: Library, entries: Iterable[JournalEntry]) -> None:
    """Record the new paths of moved files."""
    with library.transaction() as db:
        db.executemany(
            "UPDATE writes SET path = ?, photo_path = ? WHERE id = ?",
            [(one.path, one.photo_path, one.id) for one in entries],
        )


def begin_run(library: Library, what: str) -> int:
    """Record the start of a batch of writes; return its id."""
    return runs.begin(library, "write", "", "", what)


def of_run(library: Library, run: int) -> list[JournalEntry]:
    """Return the written, not restored entries of a batch, last first, without previous contents (see ``of_rows``).

    Raises:
        PhotonError: There is no such batch, or nothing of it is left to restore.
    """
    runs.existing(library, run)
    found = _entries(library, "run = ? AND state = 'written' AND is_off = 0", (run,), _LEAN)
    if not found and library.db.execute("SELECT 1 FROM writes WHERE run = ? AND is_off = 1", (run,)).fetchone():
        raise PhotonError(
            tr("Run {run} was not written by this library on this computer; no file was changed.", run=run),
            tr("If it is yours: photon settings switch-on"),
        )
    if not found:
        raise PhotonError(tr("Run {run} has nothing to restore.", run=run), tr("For a list of runs: photon runs list"))
    return found


def of_rows(library: Library, rows: Sequence[int]) -> list[JournalEntry]:
    """Return complete entries, in the order of these rows."""
    found = {one.id: one for one in _entries(library, f"id {IN_LIST}", (id_list(rows),))}
    return [found[row] for row in rows]


def halfway(library: Library) -> list[JournalEntry]:
    """Return entries that an interrupted process left open on this computer.

    A damaged original counts as none, so that it doesn't keep Photon from finishing the others.
    """
    if library.is_foreign:
        return []
    return _entries(library, "state IN (?, ?) AND computer = ?", (*_HALFWAY, library.mark), unpack=_unpacked_or_none)


def under_way(library: Library) -> set[str]:
    """Return paths of the photos' files that are being written, or whose sidecars are."""
    return set(library.column("SELECT photo_path FROM writes WHERE state IN (?, ?)", _HALFWAY))


def digest(data: bytes) -> bytes:
    """Return the SHA-256 of a content, as stored in the journal."""
    return hashlib.sha256(data).digest()


def _unpacked(kept: bytes | None) -> bytes | None:
    """Unpack what is kept of a file.

    Raises:
        PhotonError: It is far larger than metadata, so only a forged catalogue can contain it, or it is damaged.
    """
    if kept is None:
        return None
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(kept, _LARGEST)
        is_whole = unpacking.eof
    except zlib.error:
        is_whole = False
    if not is_whole:
        raise PhotonError(
            tr(
                "The saved original of a file is damaged or larger than {count:,} MB.",
                count=_LARGEST >> 20,
            ),
            tr("The file was not changed. To check the library: photon doctor"),
        )
    return content


def _unpacked_or_none(kept: bytes | None) -> bytes | None:
    with suppress(PhotonError):
        return _unpacked(kept)
    return None


def _entries(
    library: Library,
    where: str,
    values: Sequence[object],
    kept: str = "former, way_back",
    unpack: Callable[[bytes | None], bytes | None] = _unpacked,
) -> list[JournalEntry]:
    rows = library.db.execute(
        f"SELECT id, photo_id, photo_path, path, written, state, {kept} FROM writes WHERE {where} ORDER BY id DESC",
        tuple(values),
    )
    return [
        JournalEntry(id_, photo, photo_path, path, unpack(former), bytes(written), state, unpack(back))
        for id_, photo, photo_path, path, written, state, former, back in rows
    ]
