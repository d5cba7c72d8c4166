"""Whether the databases are sound."""

from photon.library.connection import Library
from photon.library.soundness import CACHE, CATALOG, PREVIEWS, damage


def faults(library: Library) -> list[str]:
    """Sentences about damage in the three files and broken references; empty when all is well."""
    found: list[str] = list(library.notices)
    for schema, name in (("main", CATALOG), ("cache", CACHE), ("previews", PREVIEWS)):
        wrong = damage(library.db, schema)
        if wrong:
            found.append(f"{name} is damaged ({wrong}).")
    if library.db.execute("PRAGMA main.foreign_key_check").fetchall():
        found.append("catalog.db has references that lead nowhere.")
    return found
