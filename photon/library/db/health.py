"""Check whether a library is intact and writable."""

import os
from collections.abc import Iterator
from contextlib import closing

from photon.domain import PhotonError
from photon.language import tr
from photon.library.db.connection import Library, renew_damaged
from photon.library.db.database_errors import UnwritableLibrary, is_full, translated_errors
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage
from photon.library.db.read_only import connect


def faults(library: Library) -> list[str]:
    """Recreate damaged cache and preview files; describe what was recreated now and when the library was opened.

    Args:
        library: The library.

    Returns:
        Sentences that describe the damage; empty if there is none.
    """
    found, wrong = list(library.notices), list(_damages(library))
    if not wrong:
        return found
    try:
        return [*found, *renew_damaged(library.directory)]
    except PhotonError:
        return [*found, *wrong]


def damage_of(library: Library, schema: str) -> str:
    """Check a file: SQLite's message, or empty if it is intact.

    Whether indexes have what their tables have is checked of the catalogue, and of others as far as they are then
    recreated (``THOROUGH``): it takes more than half of the time.

    Args:
        library: The library.
        schema: ``main`` for the catalogue, ``cache`` or ``previews``.
    """
    name = {"cache": CACHE, "previews": PREVIEWS}.get(schema)
    return damage(library.db, schema, size=(library.directory / name).stat().st_size if name else 0)


def broken_references(library: Library) -> str:
    """Check whether rows of the catalogue refer to missing rows; return a clause, or empty if none does."""
    broken = library.db.execute("PRAGMA main.foreign_key_check").fetchone()
    return tr("broken references") if broken else ""


def _damages(library: Library) -> Iterator[str]:
    for schema, name in (("cache", CACHE), ("previews", PREVIEWS)):
        reason = damage(library.db, schema)
        if reason:
            yield tr("{name} is damaged ({reason}).", name=name, reason=reason)


def obstacle(library: Library) -> str:
    """Explain why an open library cannot be written to, as a sentence; empty if it can."""
    path = library.directory / CATALOG
    try:  # not with a writable connection, which would break the catalogue's seal
        if not os.access(path, os.W_OK):  # SQLite would open it read-only instead
            raise UnwritableLibrary("")
        with (
            translated_errors(library.directory),
            closing(connect(f"{path.absolute().as_uri()}?mode=rw", 0, library.directory)) as db,
        ):
            db.execute("BEGIN IMMEDIATE")
            db.execute("ROLLBACK")
    except UnwritableLibrary:
        if is_full(library.directory):
            return tr("The library can be read but not written to: its disk is full.")
        return tr(
            "The library can be read but not written to: its disk is read-only, or you don't have permission to write "
            "to it."
        )
    except PhotonError:  # another process is writing
        return ""
    return ""
