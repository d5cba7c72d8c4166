"""People and whose faces are in photos, as lines of a file of decisions.

A person of another catalogue whose name only one person has here is that person: of both keys the smaller one stays,
so that catalogues agree in whatever order they are merged, and the other one leads to it. A name that two people have
here leads to neither: the person is added beside them.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from photon.domain.decisions.decision_kinds import BY_WHAT
from photon.domain.metadata.tag import name_key
from photon.library.db.connection import Library
from photon.library.db.photo_lines import LineAbout, LineContent, PhotoLines, simple_lines
from photon.library.people.people import current_person, merge_within, settle_faces

FIELDS = ("name", "birthday", "state", "favourite", "into")
"""The fields of a line about a person, in the order of the columns."""
_COLUMNS = "name, birthday, state, favourite, merged_into"


def person_lines(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the fields of a line for each person; of one that is part of another one, after that one, only this."""
    for person, *values, into in db.execute(f"SELECT person, {_COLUMNS} FROM people ORDER BY merged_into <> '', rowid"):
        usual = {field: value for field, value in zip(FIELDS, values, strict=False) if value and not into}
        yield {"person": person, **usual, **({"favourite": True} if usual.get("favourite") else {}), "into": into}


class PersonLines:
    """Reads and writes the people of lines, one after the other, within a transaction."""

    def __init__(self) -> None:
        """Know no names yet."""
        self._known: dict[str, set[str]] | None = None

    def read(self, library: Library, content: Mapping[str, Any]) -> object:
        """Return the values of the person of a line, as they are here; None if the person is not known.

        That two people are one counts whenever it was said, as names that lead from one library to another one do.
        """
        db, person, into = library.db, content["person"], content.get("into", "")
        row = db.execute(f"SELECT {_COLUMNS} FROM people WHERE person = ?", (person,)).fetchone()
        if row is None:
            return None
        is_same = row[4] and (not into or current_person(db, person) == current_person(db, into))
        return tuple(content.get(field, "") for field in FIELDS) if is_same else (*row[:3], bool(row[3]), row[4])

    def write(self, library: Library, content: Mapping[str, Any]) -> None:
        """Store what a line says about a person; one who has faces here is not removed.

        Nobody becomes part of somebody who is not known: the name would be lost.
        """
        db, person, into = library.db, content["person"], content.get("into", "")
        if not content["on"]:
            is_used = "SELECT 1 FROM face_people WHERE person = ?"
            db.execute(f"DELETE FROM people WHERE person = ? AND NOT EXISTS ({is_used})", (person, person))
            return
        target = current_person(db, into)
        if into and _name_of(db, target) is None:
            return
        same = self._namesakes(db, content["name"]) if _name_of(db, person) is None and not into else []
        db.execute(
            "INSERT INTO people (person, name, birthday, state, favourite) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT (person) DO UPDATE SET (name, birthday, state, favourite) = (?2, ?3, ?4, ?5) WHERE ?6 = ''",
            (person, *(content[field] for field in FIELDS)),
        )
        self._keys(db, content["name"]).add(person)
        if len(same) == 1:
            into, person = sorted((person, same[0]))
            is_hidden = "max(state, (SELECT state FROM people WHERE person = ?))"  # in either library
            db.execute(f"UPDATE people SET state = {is_hidden} WHERE person = ?", (person, into))
            target = into
        if into and target != person:
            merge_within(db, target, [person])
        elif into and into < person:  # both libraries said so, the other way round
            db.execute("UPDATE people SET merged_into = '' WHERE person = ?", (into,))
            merge_within(db, into, [person])

    def _namesakes(self, db: sqlite3.Connection, name: str) -> list[str]:
        """Return the people of a name."""
        wanted, found = name_key(name), {current_person(db, person) for person in self._keys(db, name)}
        return [person for person in found if wanted and name_key(_name_of(db, person) or "") == wanted]

    def _keys(self, db: sqlite3.Connection, name: str) -> set[str]:
        """Return the keys of people who have or had a name; all are read once, because there may be as many lines."""
        if self._known is None:
            self._known = {}
            for person, own in db.execute("SELECT person, name FROM people"):
                self._known.setdefault(name_key(own), set()).add(person)
        return self._known.setdefault(name_key(name), set())


def _name_of(db: sqlite3.Connection, person: str) -> str | None:
    row = db.execute("SELECT name FROM people WHERE person = ?", (person,)).fetchone()
    return None if row is None else str(row[0])


def _lines_of(what: str) -> PhotoLines:
    """Return lines of a simple kind that write decisions about people as they are known here."""
    lines = simple_lines(BY_WHAT[what])

    def write(library: Library, some: Sequence[LineAbout]) -> None:
        lines.write(library, [one._replace(content=_with_own_keys(library.db, one.content)) for one in some])
        settle_faces(library.db, {one.photo for one in some})

    return replace(lines, write=write)


def _with_own_keys(db: sqlite3.Connection, content: LineContent) -> LineContent:
    return {**content, "person": current_person(db, content["person"])}


PEOPLE_LINES = (_lines_of("face"), _lines_of("not_person"))
