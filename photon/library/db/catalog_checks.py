"""Check whether the catalogue of a folder is usable; if it is lost, find what could be restored."""

import shlex
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.library.backups.backup_folder import newest_whole_backup
from photon.library.db import catalog_schema
from photon.library.db.database_errors import LostCatalog
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage, illegible_text
from photon.library.db.page_seal import changed_pages, compare_seal
from photon.library.db.read_only import connect_for_reading

READ_MS = 5_000
"""How long to wait for locks: readers do not wait for writers, only while a file is created or recovered."""
_OTHERS = (CACHE, PREVIEWS, "exports")  # created only once the catalogue is complete
_COPIES = "catalog-before-*.db"


LARGE = 256 << 20
"""Size in bytes from which a catalogue whose seal holds is looked through once a week only: 1.4 GB take 2.2 s."""
_WEEK_S = 7 * 86_400


class Catalog(NamedTuple):
    """A usable catalogue.

    Attributes:
        is_current: Whether its schema is.
        uuid: Its id.
        intact: When SQLite last found it intact, in seconds since 1970.
        is_compared: Whether it was compared with its seal.
    """

    is_current: bool
    uuid: str
    intact: int
    is_compared: bool


def usable_catalog(directory: Path) -> Catalog | None:
    """Check the catalogue of a folder without changing anything.

    Args:
        directory: Folder of the library.

    Returns:
        The catalogue, or None if there is none yet or its creation was interrupted.

    Raises:
        PhotonError: It is damaged, comes from a newer Photon, or is gone while other files of the library exist.
    """
    # check the others first: another process that is creating a library completes the catalogue before them
    others = [name for name in _OTHERS if (directory / name).exists()] or _kept(directory)
    catalog = directory / CATALOG
    if not catalog.exists() or not catalog.stat().st_size:
        others = others or _backed_up(directory)
        # SQLite would discard the log of an empty file
        if others or _size(directory / f"{CATALOG}-wal"):
            raise _lost(directory, "empty" if catalog.exists() else "gone", others)
        return None
    with closing(connect_for_reading(catalog, READ_MS)) as db:
        size, now = catalog.stat().st_size, int(time.time())
        seal = compare_seal(directory) if size >= LARGE else None
        intact = seal.intact if seal and 0 <= now - seal.intact < _WEEK_S else now
        found = _changed_words(len(seal.changed) if seal else 0) or (damage(db, size=size) if intact == now else "")
        if found:
            raise _damaged(directory, found)
        if not catalog_schema.is_begun(db):
            others = others or _backed_up(directory)
            if others:
                raise _lost(directory, "empty", others)
            return None
        found = catalog_schema.missing_of(db) or _active(db)
        if found:
            raise _damaged(directory, found)
        return Catalog(catalog_schema.is_current(db), catalog_schema.uuid_of(db), intact, seal is not None)


def check_texts(directory: Path) -> None:
    """Check that all texts of the catalogue can be read, once one could not.

    Raises:
        PhotonError: The catalogue is damaged.
    """
    if not (directory / CATALOG).exists():
        return
    with closing(connect_for_reading(directory / CATALOG, READ_MS)) as db:
        if found := illegible_text(db):
            raise _damaged(directory, found)


def _active(db: sqlite3.Connection) -> str:
    """Name a foreign part of a catalogue that would run automatically, as a clause; empty if there is none."""
    name = catalog_schema.foreign_of(db, only_active=True)
    return tr("it contains “{name}”, which no catalogue has", name=name) if name else ""


def check_seal(directory: Path) -> None:
    """Check that no bit changed while the catalogue was closed: the next write would make the change permanent.

    Raises:
        PhotonError: A bit changed.
    """
    found = turned_bits(directory)
    if found:
        raise _damaged(directory, found)


def turned_bits(directory: Path) -> str:
    """Describe what changed in the closed catalogue without a program writing to it; empty if nothing did."""
    return _changed_words(len(changed_pages(directory)))


def _changed_words(pages: int) -> str:
    if not pages:
        return ""
    return tr_n(
        "{count:,} page changed on the disk while Photon was closed",
        "{count:,} pages changed on the disk while Photon was closed",
        pages,
    )


def _lost(directory: Path, how: Literal["empty", "gone"], others: list[str]) -> PhotonError:
    catalog, other = directory / CATALOG, others[0] if others else ""
    if other and how == "empty":
        lost = tr(
            "The catalogue of this photo library, {catalog}, is empty, but {other} is still there.",
            catalog=catalog,
            other=other,
        )
    elif other:
        lost = tr(
            "The catalogue of this photo library, {catalog}, is gone, but {other} is still there.",
            catalog=catalog,
            other=other,
        )
    elif how == "empty":
        lost = tr(
            "The catalogue of this photo library, {catalog}, is empty, but its log is still there.", catalog=catalog
        )
    else:
        lost = tr(
            "The catalogue of this photo library, {catalog}, is gone, but its log is still there.", catalog=catalog
        )
    kept = tr("It holds your tags, captions and ratings; Photon changed nothing.")
    anew = tr("To start a new library, choose another folder with --library.")
    return _to_restore(directory, f"{lost} {kept}", anew)


def _damaged(directory: Path, found: str) -> PhotonError:
    error = _to_restore(
        directory,
        tr(
            "The catalogue of this photo library, {catalog}, is damaged ({reason}). It holds your tags, "
            "captions and ratings; Photon did not change it.",
            catalog=directory / CATALOG,
            reason=found,
        ),
        tr("To save what can be read in the damaged one: photon doctor --repair"),
    )
    error.is_damaged = True
    return error


def _to_restore(directory: Path, message: str, anew: str = "") -> LostCatalog:
    backup = newest_whole_backup(directory)
    if backup is None:
        return LostCatalog(message, f"{_copies(directory)} {anew}".rstrip())
    when = backup.facts.made.astimezone()
    hint = tr(
        "The newest backup is from {day} at {time}. To restore it: photon restore {file}",
        day=f"{when:%Y-%m-%d}",
        time=f"{when:%H:%M}",
        file=shlex.quote(str(backup.path)),
    )
    return LostCatalog(message, f"{hint} {anew}".rstrip(), backup.path, backup.facts.made)


def _backed_up(directory: Path) -> list[str]:
    backup = newest_whole_backup(directory)
    return [str(backup.path)] if backup else []


def _copies(directory: Path) -> str:
    kept = _kept(directory)
    if kept:
        return tr(
            "Restore your own backup copy if you have one; {file} beside it is from before an upgrade.", file=kept[-1]
        )
    return tr("Restore your own backup copy if you have one; Photon has none.")


def _kept(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.glob(_COPIES) if path.stat().st_size)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
