"""Check whether a library is intact and writable."""

from collections.abc import Iterable

from photon.domain import PhotonError
from photon.language import tr
from photon.library.db.connection import Library, renew_damaged
from photon.library.db.database_errors import UnwritableLibrary, is_full
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage

_REBUILT = (("cache", CACHE), ("previews", PREVIEWS))


def damages(library: Library) -> list[str]:
    """Check the three files and their references; nothing is changed.

    Returns:
        Sentences that describe the damage; empty if there is none.
    """
    return [*_damages_in(library, (("main", CATALOG), *_REBUILT)), *_broken_references(library)]


def faults(library: Library) -> list[str]:
    """Check the three files and their references.

    A damaged cache or preview file is recreated if possible.

    Args:
        library: The library.

    Returns:
        Sentences that describe the damage; empty if there is none.
    """
    found = list(library.notices)
    wrong = _damages_in(library, _REBUILT)
    if wrong:
        try:
            found += renew_damaged(library.directory)
        except PhotonError:
            found += wrong
    return [*found, *_broken_references(library)]


def _damages_in(library: Library, files: Iterable[tuple[str, str]]) -> list[str]:
    """Sentences about files, each given as its schema and its name."""
    return [
        tr("{name} is damaged ({reason}).", name=name, reason=what)
        for schema, name in files
        if (what := damage(library.db, schema))
    ]


def _broken_references(library: Library) -> list[str]:
    rows = library.db.execute("PRAGMA main.foreign_key_check").fetchall()
    return [tr("{name} has broken references.", name=CATALOG)] if rows else []


def obstacle(library: Library) -> str:
    """Explain why an open library cannot be written to, as a sentence; empty if it can."""
    try:
        with library.again(writable=True, wait_ms=0) as writable, writable.transaction():
            pass
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
