"""The journal of written sidecars: noted before a file is touched, so that a kill at any point can be explained."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from photon.domain import PhotonError
from photon.domain.agreement import to_text
from photon.domain.writing import Written
from photon.library import runs
from photon.library.connection import Library
from photon.library.folders import utc_now
from photon.library.understood import Understood

State = Literal["writing", "written", "putting back", "put back", "not written", "overtaken"]
_HALFWAY = ("writing", "putting back")


@dataclass(frozen=True, slots=True)
class Entry:
    """One sidecar of one run.

    Attributes:
        id: Row of the journal.
        photo: Whose sidecar it is.
        photo_path: The file that it is about.
        path: The sidecar.
        former: Its bytes before; None where there was none.
        written: SHA-256 of what was written.
        state: How far it is.
    """

    id: int
    photo: int
    photo_path: str
    path: str
    former: bytes | None
    written: bytes
    state: State


def begin(library: Library, run: int, planned: Iterable[tuple[int, str, Written, Understood]]) -> list[int]:
    """Note what is about to be written: photo, its path, the change, what was known of the file; returns the rows."""
    now = utc_now()
    with library.transaction() as db:
        return [
            int(
                db.execute(
                    "INSERT INTO writes (run, photo_id, photo_path, path, former, written, known, said, state, noted)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'writing', ?)",
                    (
                        run,
                        photo,
                        path,
                        change.path,
                        None if change.before is None else zlib.compress(change.before),
                        digest(change.after),
                        to_text(was.known),
                        to_text(was.said),
                        now,
                    ),
                ).lastrowid
                or 0
            )
            for photo, path, change, was in planned
        ]


def note(library: Library, states: Mapping[int, State]) -> None:
    """Note how far rows are. Where a sidecar was put back, the file says again what it said before it was written."""
    with library.transaction() as db:
        db.executemany("UPDATE writes SET state = ? WHERE id = ?", [(state, row) for row, state in states.items()])
        # else putting back would look as if somebody had deleted these words from the file
        db.executemany(
            "UPDATE understood SET (known, said) = (SELECT w.known, w.said FROM writes w WHERE w.id = ?1)"
            " WHERE (photo_id, path) = (SELECT w.photo_id, w.photo_path FROM writes w WHERE w.id = ?1)",
            [(row,) for row, state in states.items() if state == "put back"],
        )


def begin_run(library: Library, what: str) -> int:
    """A run of writing begins."""
    return runs.begin(library, "write", "", "", what)


def of_run(library: Library, run: int) -> list[Entry]:
    """What a run wrote and nobody has put back; last first.

    Raises:
        PhotonError: There is no such run, or nothing of it is left to put back.
    """
    found = _entries(library, "run = ? AND state = 'written'", (run,))
    if not found:
        raise PhotonError(
            f"Run {run} wrote no sidecar that could be put back.", "See the list of runs: photon runs list"
        )
    return found


def halfway(library: Library) -> list[Entry]:
    """What a killed process left open."""
    return _entries(library, "state IN (?, ?)", _HALFWAY)


def digest(data: bytes) -> bytes:
    """The form in which the journal keeps what was written."""
    return hashlib.sha256(data).digest()


def _entries(library: Library, where: str, values: Sequence[object]) -> list[Entry]:
    rows = library.db.execute(
        f"SELECT id, photo_id, photo_path, path, former, written, state FROM writes WHERE {where} ORDER BY id DESC",
        tuple(values),
    )
    return [
        Entry(id_, photo, photo_path, path, None if former is None else zlib.decompress(former), bytes(written), state)
        for id_, photo, photo_path, path, former, written, state in rows
    ]
