"""How catalogues and backups identify this computer: by keyed hashes of a secret that is kept outside all libraries.

The secret is random and never leaves its file, so nobody else can make a catalogue or a backup that looks as if it came
from here. If the secret can't be kept, nothing counts as made here.

A catalogue keeps the marks of all computers on which it was opened, so one that is used in two places is at home in
both; so is one that two users of a computer share, each of whom has a secret. A move or write carries the mark of the
computer that makes it, and only this one resumes it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from photon.library.db import permissions

_LENGTH = 32  # bytes
_NOBODY = "nobody"  # tells a catalogue with rows from elsewhere from an older one, which has no mark
_KNOWN = 16  # computers, the most recent ones


def secret_file() -> Path:
    """Return where the secret is kept: with the state of other programs, which is neither synchronised nor shared."""
    import platformdirs

    return Path(platformdirs.user_state_dir()) / "photon-computer"  # on some systems, Photon's own folder is a library


def mark_here(uuid: str) -> str:
    """Return the mark of this computer in a catalogue; empty if the secret can't be kept.

    Args:
        uuid: The id of the catalogue.
    """
    return _hashed(f"catalogue {uuid}")


def proof_of(catalog: Path) -> str:
    """Return the proof that a backup was made here and not changed since; empty if the secret can't be kept.

    Args:
        catalog: The catalogue in it, a file that nobody writes to.

    Raises:
        OSError: The file can't be read.
    """
    with catalog.open("rb") as file:
        return _hashed(f"backup {hashlib.file_digest(file, 'blake2b').hexdigest()}")


def is_proven(proof: str, catalog: Path) -> bool:
    """Return whether a catalogue is the one for which this computer made a proof.

    Raises:
        OSError: The file can't be read.
    """
    return bool(proof) and proof == proof_of(catalog)


def mark_of(db: sqlite3.Connection) -> str:
    """Return the mark of this computer in a catalogue that belongs to it; empty if it was never opened here."""
    (uuid,) = db.execute("SELECT uuid FROM main.libraries").fetchone()
    mark = mark_here(uuid)
    return mark if mark in marks_in(db) else ""


def marks_in(db: sqlite3.Connection) -> list[str]:
    """Return the marks of the computers that a catalogue belongs to; none of an older one that was not migrated."""
    if not any(row[1] == "computers" for row in db.execute("PRAGMA main.table_info(libraries)")):
        return []
    return str(db.execute("SELECT computers FROM main.libraries").fetchone()[0]).split()


def take_over(db: sqlite3.Connection, others: Sequence[str] = ()) -> str:
    """Add this computer to those that a catalogue belongs to; within a transaction, if there is one.

    Args:
        db: The catalogue.
        others: Marks of further computers that it belongs to.

    Returns:
        The mark of this computer.
    """
    (uuid,) = db.execute("SELECT uuid FROM main.libraries").fetchone()
    mark = mark_here(uuid)
    marks = [one for one in dict.fromkeys((*marks_in(db), *others)) if one != mark]
    db.execute("UPDATE main.libraries SET computers = ?", (" ".join([*marks, mark][-_KNOWN:]),))
    return mark


def disown(db: sqlite3.Connection) -> None:
    """Make the next start treat a catalogue as foreign, because it contains rows from elsewhere."""
    db.execute("UPDATE main.libraries SET computers = ?", (_NOBODY,))


def _hashed(text: str) -> str:
    secret = _secret()
    return hashlib.blake2b(text.encode(), key=secret, digest_size=16).hexdigest() if secret else ""


def _secret() -> bytes:
    """Return the secret, which is made at first use; empty if it can't be kept."""
    path = secret_file()
    with suppress(OSError):
        return _read(path) or _made(path)
    return b""


def _read(path: Path) -> bytes:
    with suppress(FileNotFoundError, ValueError):  # a damaged one is replaced
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
        return secret if len(secret) == _LENGTH else b""
    return b""


def _made(path: Path) -> bytes:
    """Make the secret; two processes may start for the first time, and both get the same one."""
    path.parent.mkdir(mode=permissions.FOLDER, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, permissions.FILE), "w") as file:
            file.write(os.urandom(_LENGTH).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(part)
        except OSError:  # another process was quicker, a damaged one is there, or the disk has no hard links
            if not _read(path):
                part.replace(path)
        return _read(path)
    finally:
        part.unlink(missing_ok=True)
