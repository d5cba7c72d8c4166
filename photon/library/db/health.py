"""Check whether a library is intact and writable."""

from photon.domain import PhotonError
from photon.library.db.connection import Library, renew_damaged
from photon.library.db.database_errors import UnwritableLibrary, is_full
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage


def damages(library: Library) -> list[str]:
    """Check the three files and their references; nothing is changed.

    Returns:
        Sentences that describe the damage; empty if there is none.
    """
    files = (("main", CATALOG), ("cache", CACHE), ("previews", PREVIEWS))
    found = [f"{name} is damaged ({what})." for schema, name in files if (what := damage(library.db, schema))]
    if library.db.execute("PRAGMA main.foreign_key_check").fetchall():
        found.append(f"{CATALOG} has broken references.")
    return found


def faults(library: Library) -> list[str]:
    """Check the three files and their references.

    A damaged cache or preview file is recreated if possible.

    Args:
        library: The library.

    Returns:
        Sentences that describe the damage; empty if there is none.
    """
    found = list(library.notices)
    wrong = {name: damage(library.db, schema) for schema, name in (("cache", CACHE), ("previews", PREVIEWS))}
    if any(wrong.values()):
        try:
            found += renew_damaged(library.directory)
        except PhotonError:
            found += [f"{name} is damaged ({what})." for name, what in wrong.items() if what]
    if library.db.execute("PRAGMA main.foreign_key_check").fetchall():
        found.append(f"{CATALOG} has broken references.")
    return found


def obstacle(library: Library) -> str:
    """Explain why an open library cannot be written to, as a sentence; empty if it can."""
    try:
        with library.again(writable=True, wait_ms=0) as writable, writable.transaction():
            pass
    except UnwritableLibrary:
        why = "is full" if is_full(library.directory) else "is read-only, or you don't have permission to write to it"
        return f"The library can be read but not written to: its disk {why}."
    except PhotonError:  # another process is writing
        return ""
    return ""
