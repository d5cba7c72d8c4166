"""Places that the user named, as lines of a file of decisions."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from photon.library.db.connection import Library
from photon.library.places.own_places import COLUMNS, STORE

FIELDS = ("name", "latitude", "longitude", "radius", "private")
"""The fields of a line about a place, in the order of the columns."""


def place_lines(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the fields of a line for each place."""
    for place, *values in db.execute(f"SELECT place, {COLUMNS} FROM own_places ORDER BY rowid"):
        content = dict(zip(FIELDS, values, strict=True))
        yield {"place": place, **content, "private": bool(content["private"])}


def read_place_line(library: Library, content: Mapping[str, Any]) -> object:
    """Return the values of the place of a line, as they are here; None if there is no such place."""
    row = library.db.execute(f"SELECT {COLUMNS} FROM own_places WHERE place = ?", (content["place"],)).fetchone()
    return None if row is None else (*row[:-1], bool(row[-1]))


def write_place_line(library: Library, content: Mapping[str, Any]) -> None:
    """Within a transaction, store what a line says about a place; one without its name says nothing."""
    if content["on"] and content["name"]:
        library.db.execute(STORE, (content["place"], *(content[field] for field in FIELDS)))
    elif not content["on"]:
        library.db.execute("DELETE FROM own_places WHERE place = ?", (content["place"],))
