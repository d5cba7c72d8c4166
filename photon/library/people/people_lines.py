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
from photon.library.db.connection import Library
from photon.library.db.photo_lines import LineAbout, LineContent, PhotoLines, simple_lines
from photon.library.people.people import merge_within, people_named, resolved, settle_faces

FIELDS = ("name", "birthday", "state", "favourite", "into")
"""The fields of a line about a person, in the order of the columns."""
_COLUMNS = "name, birthday, state, favourite, merged_into"


def person_lines(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the fields of a line for each person; of one that is part of another one, who comes first, only that."""
    for person, *values, into in db.execute(f"SELECT person, {_COLUMNS} FROM people ORDER BY merged_into <> '', rowid"):
        usual = {field: value for field, value in zip(FIELDS, values, strict=False) if value and not into}
        yield {"person": person, **usual, **({"favourite": True} if usual.get("favourite") else {}), "into": into}


def read_person(library: Library, content: Mapping[str, Any]) -> object:
    """Return the values of the person of a line, as they are here; None if the person is not known.

    That two people are one counts whenever it was said, as names that lead from one library to another one do.
    """
    asked = f"SELECT {_COLUMNS} FROM people WHERE person = ?"
    row = library.db.execute(asked, (content["person"],)).fetchone()
    if row is None:
        return None
    now, into = resolved(library.db), content.get("into", "")
    is_same = row[4] and (not into or now[content["person"]] == now.get(into, into))
    return tuple(content.get(field, "") for field in FIELDS) if is_same else (*row[:3], bool(row[3]), row[4])


def write_person(library: Library, content: Mapping[str, Any]) -> None:
    """Within a transaction, store what a line says about a person; one who has faces here is not removed.

    Nobody becomes part of somebody who is not known: the name would be lost.
    """
    db, person, into = library.db, content["person"], content.get("into", "")
    target = resolved(db).get(into, into)
    if not content["on"]:
        is_used = "SELECT 1 FROM face_people WHERE person = ?"
        db.execute(f"DELETE FROM people WHERE person = ? AND NOT EXISTS ({is_used})", (person, person))
        return
    is_known = "SELECT 1 FROM people WHERE person = ?"
    if into and db.execute(is_known, (target,)).fetchone() is None:
        return
    is_new = db.execute(is_known, (person,)).fetchone() is None
    same = people_named(library, content["name"]) if is_new and not into else []
    db.execute(
        "INSERT INTO people (person, name, birthday, state, favourite) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (person) DO UPDATE SET (name, birthday, state, favourite) = (?2, ?3, ?4, ?5) WHERE ?6 = ''",
        (person, *(content[field] for field in FIELDS)),
    )
    if len(same) == 1:
        into, person = sorted((person, same[0].key))
        is_hidden = "max(state, (SELECT state FROM people WHERE person = ?))"  # in either library
        db.execute(f"UPDATE people SET state = {is_hidden} WHERE person = ?", (person, into))
        target = into
    if into and target != person:
        merge_within(db, target, [person])
    elif into and into < person:  # both libraries said so, the other way round
        db.execute("UPDATE people SET merged_into = '' WHERE person = ?", (into,))
        merge_within(db, into, [person])


def _lines_of(what: str) -> PhotoLines:
    """Return lines of a simple kind that write decisions about people as they are known here."""
    lines = simple_lines(BY_WHAT[what])

    def write(library: Library, some: Sequence[LineAbout]) -> None:
        now = resolved(library.db)
        lines.write(library, [one._replace(content=_with_own_keys(now, one.content)) for one in some])
        settle_faces(library.db, {one.photo for one in some})

    return replace(lines, write=write)


def _with_own_keys(now: Mapping[str, str], content: LineContent) -> LineContent:
    return {**content, "person": now.get(content["person"], content["person"])}


PEOPLE_LINES = (_lines_of("face"), _lines_of("not_person"))
