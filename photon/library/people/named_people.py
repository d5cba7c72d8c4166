"""People whom the library and files name: in the form in which files are merged, and what an import stores.

Names that files list without a region are of the photo as a whole: their rows of ``face_people`` have no region but
``@`` and the key of the person, so that a photo has any number of them. Regions here are of the picture as its file's
orientation shows it; those of the catalogue are of the picture as a person turned it.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from photon.domain import Changes, changed
from photon.domain.decisions.people import FROM_FILE, HIDDEN_PERSON, IS, WHOLE
from photon.domain.metadata.people_words import PeopleDecisions, PersonMark, settle_people, without_people
from photon.domain.metadata.tag import name_key
from photon.domain.photo.turn import AS_IT_IS, reverse_turn
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list, text_list
from photon.library.people.faces import is_box
from photon.library.people.people import create_person, settle_faces
from photon.library.photos import photo_turns
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The people of a photo.

    Attributes:
        marks: Those with a name, hidden ones included.
        decisions: What the user decided.
    """

    marks: tuple[PersonMark, ...] = ()
    decisions: PeopleDecisions = PeopleDecisions()


NOBODY = NamedPeople()
PeopleChanges = Mapping[int, tuple[Sequence[PersonMark], Sequence[PersonMark]]]
"""People to remove from photos, and people to add, by photo."""


def people_in_photos(library: Library, photos: Sequence[int]) -> dict[int, NamedPeople]:
    """Return the people whom the library names in photos; photos without decisions about people are left out."""
    turns = photo_turns.turns_of(library, photos)
    rows = library.db.execute(
        "SELECT f.photo_id, f.box, f.state = ?, ifnull(p.name, ''), f.source, ifnull(p.state, '') FROM face_people f"
        f" LEFT JOIN people p ON p.person = f.person WHERE f.photo_id {IN_LIST}"
        " UNION ALL SELECT r.photo_id, r.box, -1, p.name, '', '' FROM face_rejections r"
        f" JOIN people p ON p.person = r.person WHERE r.photo_id {IN_LIST} ORDER BY 1, 4, 2",
        (IS, *(id_list(photos),) * 2),
    )
    found: dict[int, dict[str, list[PersonMark]]] = {}
    for photo, box, sense, name, source, state in rows:
        kinds = found.setdefault(photo, {"marks": [], "confirmed": [], "rejected": [], "others": [], "hidden": []})
        mark = PersonMark(name, box if is_box(box) else "").turned(reverse_turn(turns.get(photo, AS_IT_IS)))
        for kind, is_meant in (
            ("marks", sense == 1 and name),
            ("confirmed", sense == 1 and name and source != FROM_FILE),
            ("hidden", sense == 1 and name and state == HIDDEN_PERSON),
            ("rejected", sense == -1 and name),
            ("others", sense == 0 or not name),
        ):
            if is_meant:
                kinds[kind].append(mark.for_file() if kind == "marks" else mark)
    return {
        photo: NamedPeople(
            settle_people(kinds.pop("marks")), PeopleDecisions(**{name: tuple(some) for name, some in kinds.items()})
        )
        for photo, kinds in found.items()
    }


def import_people(library: Library, changes: PeopleChanges) -> Changes:
    """Within a transaction, store whom files name, and remove whom only files named.

    A name is that of the only person who has it. Of several, it is that of one whom only files name, so that no file
    decides for a person whom the user named; else a new one. Nobody gets a second face in a photo.

    Args:
        library: Open for writing.
        changes: People whom files no longer name, and people whom they name, and to whom nothing that the user decided
            is opposed; in the pictures as the files' orientations show them.
    """
    photos = [photo for photo, sides in changes.items() if any(sides)]
    if not photos:
        return Changes()
    db, turns = library.db, photo_turns.turns_of(library, photos)
    shown = {
        photo: [[one.turned(turns.get(photo, AS_IT_IS)) for one in side] for side in changes[photo]] for photo in photos
    }
    for photo, (removed, _) in shown.items():
        _remove(db, photo, removed)
    names, rows = _PeopleOfFiles(library, photos), []
    for photo, (_, added) in shown.items():
        for mark in added:
            person = names.person_of(mark.name, photo)
            rows.append((photo, mark.box or WHOLE + person, IS, person, FROM_FILE))
    db.executemany(
        "INSERT OR IGNORE INTO face_people (photo_id, box, state, person, source) VALUES (?, ?, ?, ?, ?)", rows
    )
    faces = [(photo, WHOLE + person, FROM_FILE) for photo, box, _, person, _ in rows if box != WHOLE + person]
    db.executemany("DELETE FROM face_people WHERE photo_id = ? AND box = ? AND source = ?", faces)  # a face says more
    settle_faces(db, photos)
    return changed("people", photos=frozenset(photos))


def _remove(db: sqlite3.Connection, photo: int, marks: Sequence[PersonMark]) -> None:
    rows = db.execute(
        "SELECT p.name, f.box FROM face_people f JOIN people p ON p.person = f.person"
        " WHERE f.photo_id = ? AND f.state = ? AND f.source = ?",
        (photo, IS, FROM_FILE),
    ).fetchall()
    for name, box in rows:
        if not without_people([PersonMark(name, box if is_box(box) else "")], marks):
            db.execute("DELETE FROM face_people WHERE photo_id = ? AND box = ?", (photo, box))


class _PeopleOfFiles:
    """Finds the people whom names mean."""

    def __init__(self, library: Library, photos: Collection[int]) -> None:
        self._library = library
        self._keys: dict[str, list[str]] = {}
        rows = library.db.execute(
            "SELECT name, person FROM people WHERE merged_into = '' AND name <> '' ORDER BY rowid"
        )
        for name, person in rows:
            self._keys.setdefault(name_key(name), []).append(person)
        shown = library.db.execute(
            f"SELECT photo_id, person FROM face_people WHERE photo_id {IN_LIST} AND state = ? AND box NOT LIKE ?",
            (id_list(photos), IS, f"{WHOLE}%"),
        )
        self._taken = set(map(tuple, shown))

    def person_of(self, name: str, photo: int) -> str:
        """Return the key of the person whom a file means with a name in a photo, who is then taken there."""
        known = self._keys.setdefault(name_key(name), [])
        free = [person for person in known if (photo, person) not in self._taken]
        if len(known) > 1 and free:
            free = self._only_in_files(free)
        if not free:
            free = [create_person(self._library, name)[0]]
            known += free
        self._taken.add((photo, free[0]))
        return free[0]

    def _only_in_files(self, people: Iterable[str]) -> list[str]:
        some = list(people)
        sql = f"SELECT DISTINCT person FROM face_people WHERE person {IN_LIST} AND source <> ?"
        named = set(self._library.column(sql, (text_list(some), FROM_FILE)))
        return [person for person in some if person not in named]
