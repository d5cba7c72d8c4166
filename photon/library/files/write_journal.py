"""The journal of written files: noted before one is touched, so that a kill at any point can be explained."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from photon.domain import PhotonError
from photon.domain.metadata.byte_patch import former_hash, way_back
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.writing import Change, PatchedPhoto
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.files import file_metadata
from photon.library.files.file_metadata import FileMetadataState
from photon.library.photos import files
from photon.library.photos.files import Rewritten
from photon.library.photos.folders import utc_now
from photon.library.photos.found_files import Found
from photon.library.tags import batches

State = Literal["writing", "written", "putting back", "put back", "not written", "overtaken"]
_HALFWAY = ("writing", "putting back")
_LEAN = "NULL, NULL"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One file of one run.

    Attributes:
        id: Row of the journal.
        photo: Whose words they are.
        photo_path: The photo's file.
        path: What was written: its sidecar, or itself.
        former: Bytes of the sidecar before; None where there was none.
        written: SHA-256 of what was written.
        state: How far it is.
        way_back: Of a photo, what leads back; None for a sidecar.
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
        """SHA-256 of what was there before; None where there was no file."""
        if self.way_back is not None:
            return former_hash(self.way_back)
        return None if self.former is None else digest(self.former)


@dataclass(frozen=True, slots=True)
class Noted:
    """What the journal holds of a file that is about to be written.

    Attributes:
        photo: Whose words they are.
        photo_path: The photo's file.
        path: What is written: its sidecar, or itself.
        former: Bytes of the sidecar before, packed; None where there was none.
        way_back: Of a photo, what leads back, packed; None for a sidecar.
        written: SHA-256 of what is written.
        known: What library and file last agreed on, as ``agreement.to_text``.
        said: What the file said, in the same form.
        sidecars: How many sidecars had been read for it, counted as in ``Understood``.
        lost: How many of them were away, counted alike.
    """

    photo: int
    photo_path: str
    path: str
    former: bytes | None
    way_back: bytes | None
    written: bytes
    known: str
    said: str
    sidecars: int
    lost: int


@dataclass(frozen=True, slots=True)
class AgreedMetadata:
    """What a file says once it was written, and what is known of it.

    Attributes:
        photo: Whose file it is.
        path: Of the file.
        found: It, with what stands beside it now.
        understood: What it and the library agree on.
    """

    photo: int
    path: str
    found: Found
    understood: FileMetadataState


def noted(photo: int, photo_path: str, change: Change, was: FileMetadataState) -> Noted:
    """A change as the journal holds it; ``was`` is what was known of the file before."""
    former: bytes | None = None
    back: bytes | None = None
    if isinstance(change, PatchedPhoto):
        back, written = zlib.compress(way_back(change.splice)), change.splice.after
    else:
        former, written = None if change.before is None else zlib.compress(change.before), digest(change.after)
    known, said = to_text(was.known), to_text(was.said)
    return Noted(photo, photo_path, change.path, former, back, written, known, said, was.sidecars, was.lost)


def begin(library: Library, run: int, some: Iterable[Noted]) -> list[int]:
    """Note what is about to be written; returns the rows."""
    now = utc_now()
    with library.transaction() as db:
        return [
            int(
                db.execute(
                    "INSERT INTO writes (run, photo_id, photo_path, path, former, way_back, written, known, said,"
                    " sidecars, lost, state, noted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'writing', ?)",
                    (run, one.photo, one.photo_path, one.path, one.former, one.way_back, one.written, one.known,
                     one.said, one.sidecars, one.lost, now),
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
) -> None:
    """Note how far rows are. Where a file was put back, it says again what it said before it was written.

    Args:
        library: The library.
        states: By row.
        rewritten: Photos that are other files now.
        agreed: What files that were written say now, and what is known of them; None where that is still to be asked.
    """
    with library.transaction() as db:
        db.executemany("UPDATE writes SET state = ? WHERE id = ?", [(state, row) for row, state in states.items()])
        _know_again(db, [row for row, state in states.items() if state == "put back"])
        files.rewrite_within(db, rewritten, ask=agreed is None and "written" in states.values())
        for one in agreed or ():
            file_metadata.note_asked(db, one.found, again=one.understood.known != one.understood.said)
            file_metadata.store_state(db, one.photo, one.path, one.understood)


def _know_again(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Know of files what was known before these rows: else it looks as if somebody had deleted words from them.

    Rows noted by an older Photon say nothing of sidecars: one may have said it all then, and nothing is taken away.
    """
    for row in rows:
        db.execute(
            "UPDATE understood SET (known, said, sidecars, lost) = (SELECT w.known, w.said,"
            " ifnull(w.sidecars, max(understood.sidecars, w.known != ?2)), ifnull(w.lost, w.known != w.said)"
            " FROM writes w WHERE w.id = ?1)"
            " WHERE (photo_id, path) = (SELECT w.photo_id, w.photo_path FROM writes w WHERE w.id = ?1)",
            (row, to_text(MetadataSnapshot())),
        )
        # what a later run found there is gone with this one: putting that back leads to here too
        db.execute(
            "UPDATE writes SET (known, said, sidecars, lost) ="
            " (SELECT w.known, w.said, w.sidecars, w.lost FROM writes w WHERE w.id = ?1)"
            " WHERE id > ?1 AND state IN ('written', 'putting back')"
            " AND (photo_id, photo_path) = (SELECT w.photo_id, w.photo_path FROM writes w WHERE w.id = ?1)",
            (row,),
        )


def places_of(library: Library, photos: Iterable[int]) -> set[str]:
    """Where, by photo, something was written for these photos that nobody has put back."""
    sql = "SELECT photo_path FROM writes WHERE photo_id = ? AND state = 'written'"
    return {row[0] for photo in photos for row in library.db.execute(sql, (photo,))}


def move(library: Library, entries: Iterable[JournalEntry]) -> None:
    """Note that files lie elsewhere now."""
    with library.transaction() as db:
        db.executemany(
            "UPDATE writes SET path = ?, photo_path = ? WHERE id = ?",
            [(one.path, one.photo_path, one.id) for one in entries],
        )


def begin_run(library: Library, what: str) -> int:
    """A run of writing begins."""
    return batches.begin(library, "write", "", "", what)


def of_run(library: Library, run: int) -> list[JournalEntry]:
    """What a run wrote and nobody has put back; last first, and without what was there before: see ``of_rows``.

    Raises:
        PhotonError: There is no such run, or nothing of it is left to put back.
    """
    batches.existing(library, run)
    found = _entries(library, "run = ? AND state = 'written'", (run,), _LEAN)
    if not found:
        raise PhotonError(f"Run {run} wrote nothing that could be put back.", "See the list of runs: photon runs list")
    return found


def of_rows(library: Library, rows: Sequence[int]) -> list[JournalEntry]:
    """Whole entries, in the order of these rows."""
    found = {one.id: one for one in _entries(library, f"id {IN_LIST}", (id_list(rows),))}
    return [found[row] for row in rows]


def everything_of(library: Library, run: int) -> list[JournalEntry]:
    """All that a run wrote or was about to write, whatever became of it; last first."""
    return _entries(library, "run = ?", (run,))


def halfway(library: Library) -> list[JournalEntry]:
    """What a killed process left open."""
    return _entries(library, "state IN (?, ?)", _HALFWAY)


def under_way(library: Library) -> set[str]:
    """Photos, by path, into or beside which is being written at this moment."""
    rows = library.db.execute("SELECT photo_path FROM writes WHERE state IN (?, ?)", _HALFWAY)
    return {row[0] for row in rows}


def digest(data: bytes) -> bytes:
    """The form in which the journal keeps what was written."""
    return hashlib.sha256(data).digest()


def _entries(
    library: Library, where: str, values: Sequence[object], kept: str = "former, way_back"
) -> list[JournalEntry]:
    rows = library.db.execute(
        f"SELECT id, photo_id, photo_path, path, written, state, {kept} FROM writes WHERE {where} ORDER BY id DESC",
        tuple(values),
    )
    return [
        JournalEntry(id_, photo, photo_path, path, _unpacked(former), bytes(written), state, _unpacked(back))
        for id_, photo, photo_path, path, written, state, former, back in rows
    ]


def _unpacked(kept: bytes | None) -> bytes | None:
    return None if kept is None else zlib.decompress(kept)
