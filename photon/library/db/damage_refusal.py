"""Refuse folders whose catalogue is lost or damaged, so that a new library cannot overwrite user data."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from photon.domain import PhotonError
from photon.library.db import catalog_schema
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage
from photon.library.db.read_only import connect_for_reading

_WAIT_MS = 5_000
_OTHERS = (CACHE, PREVIEWS, "exports")  # created only once the catalogue is complete
_COPIES = "catalog-before-*.db"


class Catalog(NamedTuple):
    """A usable catalogue: whether its schema is current, and its id."""

    is_current: bool
    uuid: str


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
        # SQLite would discard the log of an empty file
        if others or _size(directory / f"{CATALOG}-wal"):
            raise _lost(directory, "empty" if catalog.exists() else "gone", others)
        return None
    with closing(connect_for_reading(catalog, _WAIT_MS)) as db:
        found = damage(db, size=catalog.stat().st_size)
        if found:
            raise _damaged(directory, found)
        if not catalog_schema.is_begun(db):
            if others:
                raise _lost(directory, "empty", others)
            return None
        found = catalog_schema.missing_of(db)
        if found:
            raise _damaged(directory, found)
        return Catalog(catalog_schema.is_current(db), catalog_schema.uuid_of(db))


def _lost(directory: Path, how: str, others: list[str]) -> PhotonError:
    found = f"{others[0]} is" if others else "its log is"
    return PhotonError(
        f"The catalogue of this photo library, {directory / CATALOG}, is {how}, but {found} still there. It holds your "
        "tags, captions and ratings; Photon changed nothing.",
        f"{_copies(directory)} To begin a new library, choose another folder with --library.",
    )


def _damaged(directory: Path, found: str) -> PhotonError:
    return PhotonError(
        f"The catalogue of this photo library, {directory / CATALOG}, is damaged ({found}). It holds your tags, "
        "captions and ratings; Photon left it as it is.",
        _copies(directory),
    )


def _copies(directory: Path) -> str:
    kept = _kept(directory)
    if kept:
        return f"Put your own copy of it back, if you have one; {kept[-1]} beside it is from before an upgrade."
    return "Put your own copy of it back, if you have one; Photon has none."


def _kept(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.glob(_COPIES) if path.stat().st_size)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
