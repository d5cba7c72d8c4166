"""Whether a library is sound, and whether it can be written to."""

from photon.domain import PhotonError
from photon.library.db.connection import Library, renew_damaged
from photon.library.db.database_errors import UnwritableLibrary, is_full
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, damage


def faults(library: Library) -> list[str]:
    """Sentences about damage in the three files and broken references; empty when all is well.

    Of the two files that can be made again a damaged one is begun anew where that is possible.
    """
    found = list(library.notices)
    wrong = {name: damage(library.db, schema) for schema, name in (("cache", CACHE), ("previews", PREVIEWS))}
    if any(wrong.values()):
        try:
            found += renew_damaged(library.directory)
        except PhotonError:
            found += [f"{name} is damaged ({what})." for name, what in wrong.items() if what]
    if library.db.execute("PRAGMA main.foreign_key_check").fetchall():
        found.append(f"{CATALOG} has references that lead nowhere.")
    return found


def obstacle(library: Library) -> str:
    """Why nothing can be written to a library that is open for reading, as a sentence; empty where it can."""
    try:
        with library.again(writable=True, wait_ms=0) as writable, writable.transaction():
            pass
    except UnwritableLibrary:
        why = "is full" if is_full(library.directory) else "is read-only, or you may not write there"
        return f"The library can be read, but not written to: its disk {why}."
    except PhotonError:  # another one is writing
        return ""
    return ""
