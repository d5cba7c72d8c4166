"""Whether the databases are sound."""

import sqlite3

from photon.library.connection import Library


def faults(library: Library) -> list[str]:
    """Sentences about damage in the three files and broken references; empty when all is well."""
    found: list[str] = []
    for name, file in (("main", "catalog.db"), ("cache", "cache.db"), ("previews", "previews.db")):
        try:
            rows = library.db.execute(f"PRAGMA {name}.quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            rows = [(str(error),)]
        if rows != [("ok",)]:
            found.append(f"{file} is damaged: {rows[0][0]}.{_advice(name)}")
    if library.db.execute("PRAGMA main.foreign_key_check").fetchall():
        found.append("catalog.db has references that lead nowhere.")
    return found


def _advice(name: str) -> str:
    if name == "main":
        return " Restore it from a backup; a copy from before the last upgrade may lie beside it."
    return " It can be deleted: Photon makes it again from your photos."
