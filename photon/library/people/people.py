"""What a person decided about people and faces, and the people with what is found of them.

A decision about a face is about any region of the photo that is the same face (``domain.people.face.SAME_FACE``).
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from photon.domain import Changes, PhotonError, Region, changed
from photon.domain.decisions.decision_kinds import BY_WHAT
from photon.domain.decisions.people import FROM_FILE, HIDDEN_PERSON, IS, NO_FACE, WHOLE
from photon.domain.metadata.tag import name_key
from photon.domain.people.face import SAME_FACE, FaceKey, PhotoFace, overlap, read_box
from photon.domain.people.person import CountedPerson, Person, clean_name, new_person_key
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.db.decision_rows import write_lines
from photon.library.db.id_list import IN_LIST, id_list, text_list
from photon.library.people.faces import VALID, is_box, match_faces

BEST = "d.score * d.pose * min(d.size, 300.0)"
"""SQL for how well the face d stands for its person; beyond 300 pixels size shows no more."""
_SUGGESTED = (
    f"SELECT g.person, count(*) FROM face_groups g CROSS JOIN {VALID} WHERE d.item = g.item AND +g.person <> ''"
    # +: by item
    " AND g.is_rejected = 0 AND d.matched = '' AND +p.present = 1 GROUP BY +g.person"
)
_COVERS = (
    f"SELECT f.person, f.photo_id, f.box, max(f.cover * 1000 + ifnull({BEST}, 0)) FROM face_people f"
    " CROSS JOIN photos p ON p.id = f.photo_id AND +p.present = 1"  # CROSS: few faces are named
    " LEFT JOIN face_details d ON d.photo_id = f.photo_id AND d.matched = f.box AND f.box <> '' WHERE f.state = ?"
    f" AND f.box NOT LIKE '{WHOLE}%' GROUP BY f.person"
)

# -- people --------------------------------------------------------------------------------------------


def create_person(library: Library, name: str) -> tuple[str, Changes]:
    """Add a person, whose name may be empty or that of another one; return the key, and what changed."""
    person = new_person_key()
    with library.transaction() as db:
        db.execute("INSERT INTO people (person, name) VALUES (?, ?)", (person, clean_name(name)))
    return person, changed("people")


def all_people(library: Library) -> dict[str, Person]:
    """Return all people by key, also hidden ones, without those that became part of others."""
    rows = library.db.execute(
        "SELECT person, name, birthday, state, favourite FROM people WHERE merged_into = '' ORDER BY rowid"
    )
    return {
        key: Person(key, name, _day(birthday), state == HIDDEN_PERSON, bool(favourite))
        for key, name, birthday, state, favourite in rows
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # in a catalogue from elsewhere
        return None


def names_of_people(library: Library) -> list[str]:
    """Return the names of the people who are not hidden."""
    return [one.name for one in all_people(library).values() if one.name and not one.is_hidden]


def people_named(library: Library, name: str) -> list[Person]:
    """Return the people of a name, whatever its case."""
    wanted = name_key(name)
    return [one for one in all_people(library).values() if wanted and name_key(one.name) == wanted]


def counted_people(library: Library, *, hidden: bool = False) -> list[CountedPerson]:
    """Return people with what is found of them, favourites first, then those in the most photos.

    Args:
        library: The library. While photos are hidden, people who are in no other photo are left out.
        hidden: Whether to return hidden people, too.
    """
    return list(library.remember(f"people {hidden}", partial(_count_people, library, hidden=hidden), "all"))


def _count_people(library: Library, *, hidden: bool) -> list[CountedPerson]:
    db = library.db
    photos = dict(db.execute(
        "SELECT f.person, count(DISTINCT f.photo_id) FROM face_people f CROSS JOIN photos p ON p.id = f.photo_id"
        " AND +p.present = 1 WHERE f.state = ? GROUP BY f.person", (IS,)
    ).fetchall())  # fmt: skip
    suggested = dict(db.execute(_SUGGESTED).fetchall())
    rows = db.execute(_COVERS, (IS,))
    covers = {person: FaceKey(photo, box) for person, photo, box, _ in rows if is_box(box)}
    found = [
        CountedPerson(one, photos.get(key, 0), suggested.get(key, 0), covers.get(key))
        for key, one in all_people(library).items()
        if (hidden or not one.is_hidden) and (key in photos or not len(library.veiled))
    ]
    return sorted(found, key=lambda one: (not one.person.is_favourite, -one.photos, name_key(one.person.name)))


def rename_person(library: Library, person: str, name: str) -> Changes:
    """Give a person another name, which other people may have.

    Raises:
        PhotonError: There is no such person, or the name is too long.
    """
    return _set(library, person, "name", clean_name(name))


def set_birthday(library: Library, person: str, day: date | None) -> Changes:
    """Store when a person was born; None for unknown."""
    return _set(library, person, "birthday", day.isoformat() if day else "")


def hide_person(library: Library, person: str, *, hidden: bool) -> Changes:
    """Leave a person out of everything that is shown, or no longer."""
    return _set(library, person, "state", HIDDEN_PERSON if hidden else "")


def favour_person(library: Library, person: str, *, on: bool) -> Changes:
    """Put a person first, or no longer."""
    return _set(library, person, "favourite", int(on))


def _set(library: Library, person: str, column: str, value: object) -> Changes:
    with library.transaction() as db:
        person = _existing(db, person)
        db.execute(f"UPDATE people SET {column} = ? WHERE person = ?", (value, person))
    return changed("people")


def _existing(db: sqlite3.Connection, person: str) -> str:
    person = current_person(db, person)
    if db.execute("SELECT 1 FROM people WHERE person = ?", (person,)).fetchone() is None:
        raise PhotonError(tr("There is no such person."), tr("Nothing was changed."))
    return person


def current_person(db: sqlite3.Connection, person: str) -> str:
    """Return who a person is now, who may be part of another one."""
    asked, passed = "SELECT merged_into FROM people WHERE person = ? AND merged_into <> ''", set[str]()
    while person not in passed and (row := db.execute(asked, (person,)).fetchone()):
        passed.add(person)  # a catalogue from elsewhere may go in circles
        person = row[0]
    return person


def merge_people(library: Library, into: str, others: Collection[str]) -> Changes:
    """Say that several people are one, who keeps name, birthday and cover; what it lacks comes from the others.

    Raises:
        PhotonError: There is no such person.
    """
    with library.transaction() as db:
        into = _existing(db, into)
        photos = merge_within(db, into, [one for one in others if one != into])
    return changed("people", photos=photos)


def merge_within(db: sqlite3.Connection, into: str, others: Collection[str]) -> frozenset[int]:
    """Within a transaction, make people part of another one; return the photos of their faces."""
    some = (text_list(others),)
    rows = db.execute(
        f"SELECT photo_id FROM face_people WHERE person {IN_LIST} UNION"
        f" SELECT photo_id FROM face_rejections WHERE person {IN_LIST}",
        some * 2,
    )
    photos = frozenset(photo for (photo,) in rows)
    db.execute(f"UPDATE face_people SET person = ?, cover = 0 WHERE person {IN_LIST}", (into, *some))
    db.execute(
        "INSERT OR IGNORE INTO face_rejections (photo_id, box, person)"
        f" SELECT photo_id, box, ? FROM face_rejections WHERE person {IN_LIST}",
        (into, *some),
    )
    db.execute(f"DELETE FROM face_rejections WHERE person {IN_LIST}", some)
    for column in ("name", "birthday", "favourite"):
        given = f"SELECT max({column}) FROM people WHERE person {IN_LIST} AND {column} NOT IN (0, '')"
        db.execute(
            f"UPDATE people SET {column} = ifnull(({given}), {column}) WHERE person = ? AND {column} IN (0, '')",
            (*some, into),
        )
    db.execute(f"UPDATE people SET merged_into = ? WHERE person {IN_LIST}", (into, *some))
    db.execute(f"UPDATE face_groups SET person = ? WHERE person {IN_LIST}", (into, *some))
    settle_faces(db, photos)
    return photos


def forget_person(library: Library, person: str) -> Changes:
    """Remove a person and all that was said of their faces."""
    with library.transaction() as db:
        person = _existing(db, person)
        photos = frozenset(
            photo for (photo,) in db.execute("SELECT photo_id FROM face_people WHERE person = ?", (person,))
        )
        for table in ("face_people", "face_rejections"):
            db.execute(f"DELETE FROM {table} WHERE person = ?", (person,))
        db.execute("UPDATE face_groups SET person = '' WHERE person = ?", (person,))
        db.execute("DELETE FROM people WHERE person = ?1 OR merged_into = ?1", (person,))
        match_faces(db, photos)
    return changed("people", photos=photos)


def forget_people(library: Library) -> Changes:
    """Remove all people and all that was said of faces."""
    with library.transaction() as db:
        for table in ("face_people", "face_rejections", "people"):
            db.execute(f"DELETE FROM {table}")
        db.execute("UPDATE face_groups SET person = '', is_rejected = 0")
        db.execute("UPDATE face_details SET matched = ''")
    return changed("people")


# -- faces ---------------------------------------------------------------------------------------------


def confirm_faces(library: Library, faces: Collection[FaceKey], person: str) -> Changes:
    """Store whose faces these are; also of faces that no model found.

    Raises:
        PhotonError: There is no such person.
    """
    with library.transaction() as db:
        person = _existing(db, person)
        done = {key for given, key, *now in _rows_of(db, faces) if key == given and now == [IS, person, ""]}
        return _decide(db, [one for one in faces if one not in done], IS, person)


def mark_no_faces(library: Library, faces: Collection[FaceKey]) -> Changes:
    """Store that these regions are no faces."""
    with library.transaction() as db:
        return _decide(db, faces, NO_FACE)


def _decide(db: sqlite3.Connection, faces: Collection[FaceKey], state: str, person: str = "") -> Changes:
    """Store decisions about faces in place of others about the same faces."""
    others = {key for _, key, *_ in _rows_of(db, faces)} - set(faces)
    _delete(db, "face_people", [(key.photo, key.box) for key in others])
    against = [(key.photo, key.box, other) for _, key, other in _rejections_of(db, faces) if other == person]
    _delete(db, "face_rejections", against)
    content = {"state": state, "person": person, "source": "", "cover": False}
    write_lines(db, BY_WHAT["face"], [(one.photo, {**content, "box": one.box}) for one in faces])
    return _matched(db, faces)


def reject_faces(library: Library, faces: Collection[FaceKey], person: str) -> Changes:
    """Store that these faces are not a person, which withdraws the opposite.

    Raises:
        PhotonError: There is no such person.
    """
    with library.transaction() as db:
        person = _existing(db, person)
        confirmed = [(key.photo, key.box) for _, key, _, other, _ in _rows_of(db, faces) if other == person]
        _delete(db, "face_people", confirmed)
        lines = [(one.photo, {"box": one.box, "person": person, "on": True}) for one in faces]
        write_lines(db, BY_WHAT["not_person"], lines)
        return _matched(db, faces)


def withdraw(library: Library, faces: Collection[FaceKey]) -> Changes:
    """Remove what was decided about faces: whose they are, whose they are not, and that they are none."""
    with library.transaction() as db:
        _delete(db, "face_people", [(key.photo, key.box) for _, key, *_ in _rows_of(db, faces)])
        _delete(db, "face_rejections", [(key.photo, key.box, person) for _, key, person in _rejections_of(db, faces)])
        return _matched(db, faces)


def set_cover(library: Library, person: str, face: FaceKey) -> Changes:
    """Store which confirmed face stands for a person.

    Raises:
        PhotonError: It is not confirmed as theirs.
    """
    with library.transaction() as db:
        own = [key for _, key, state, other, _ in _rows_of(db, [face]) if (state, other) == (IS, person)]
        if not own:
            raise PhotonError(tr("This face isn't confirmed as this person's."), tr("Nothing was changed."))
        db.execute("UPDATE face_people SET cover = 0 WHERE person = ? AND cover = 1", (person,))
        db.execute("UPDATE face_people SET cover = 1 WHERE photo_id = ? AND box = ?", (own[0].photo, own[0].box))
    return changed("people")


def _matched(db: sqlite3.Connection, faces: Iterable[FaceKey]) -> Changes:
    photos = frozenset(one.photo for one in faces)
    match_faces(db, photos)
    return changed("people", photos=photos) if photos else Changes()


def _delete(db: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    names = ("photo_id", "box", "person")
    for row in set(rows):
        db.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in names[: len(row)])}", row)


def _rows_of(db: sqlite3.Connection, faces: Collection[FaceKey]) -> list[tuple[FaceKey, FaceKey, str, str, str]]:
    """Return what is decided about faces: the face as given, its row's key, state, person and source."""
    rows = db.execute(
        f"SELECT photo_id, box, state, person, source FROM face_people WHERE photo_id {IN_LIST}",
        (id_list({one.photo for one in faces}),),
    )
    return [(given, key, rest[0], rest[1], rest[2]) for given, key, rest in _same(faces, rows)]


def _rejections_of(db: sqlite3.Connection, faces: Collection[FaceKey]) -> list[tuple[FaceKey, FaceKey, str]]:
    rows = db.execute(
        f"SELECT photo_id, box, person FROM face_rejections WHERE photo_id {IN_LIST}",
        (id_list({one.photo for one in faces}),),
    )
    return [(given, key, rest[0]) for given, key, rest in _same(faces, rows)]


def _same(faces: Iterable[FaceKey], rows: Iterable[Sequence[str]]) -> Iterator[tuple[FaceKey, FaceKey, Sequence[str]]]:
    """Yield pairs of faces and of rows, of photo, box and more, that are about the same face."""
    by_photo: dict[int, list[tuple[FaceKey, Sequence[str]]]] = {}
    for photo, box, *more in rows:
        by_photo.setdefault(int(photo), []).append((FaceKey(int(photo), box), more))
    for given in faces:
        for key, rest in by_photo.get(given.photo, ()):
            if key == given or (
                is_box(key.box) and is_box(given.box) and overlap(key.region, given.region) >= SAME_FACE
            ):
                yield given, key, rest


def settle_faces(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, leave one decision about each face, where those of several photos or catalogues met.

    Of two, what a person decided counts more than what a file says, a name more than "no face", then the box that
    comes first, so that catalogues agree. Of a name and its rejection, the rejection is withdrawn if a person gave the
    name, else the name.
    """
    rows = db.execute(
        "SELECT photo_id, box, person, source FROM face_people"
        f" WHERE photo_id {IN_LIST} ORDER BY photo_id, source, state <> ?, box",
        (id_list(photos), IS),
    ).fetchall()
    regions: dict[int, list[Region]] = {}
    named: dict[FaceKey, tuple[str, str]] = {}
    gone = []
    for photo, box, *name in rows:
        if not is_box(box):
            continue
        region, own = read_box(box), regions.setdefault(photo, [])
        if any(overlap(region, other) >= SAME_FACE for other in own):
            gone.append((photo, box))
        else:
            own.append(region)
            named[FaceKey(photo, box)] = name[0], name[1]
    against = []
    for given, key, person in _rejections_of(db, named):
        if named[given] == (person, FROM_FILE):
            gone.append((given.photo, given.box))
        elif named[given][0] == person:
            against.append((key.photo, key.box, person))
    _delete(db, "face_people", gone)
    _delete(db, "face_rejections", against)
    match_faces(db, photos)


def faces_of_person(library: Library, person: str) -> list[PhotoFace]:
    """Return the confirmed faces of a person in present photos, the newest photo first."""
    rows = library.db.execute(
        "SELECT f.photo_id, f.box, ifnull(q.name, ''), ifnull(d.item, 0) FROM face_people f"
        " JOIN photos p ON p.id = f.photo_id AND p.present = 1 LEFT JOIN people q ON q.person = f.person"
        " LEFT JOIN face_details d ON d.photo_id = f.photo_id AND d.matched = f.box"
        " WHERE f.person = ? AND f.state = ? ORDER BY p.shown DESC, p.id, f.box",
        (person, IS),
    )
    return [
        PhotoFace(FaceKey(photo, box), "confirmed", person, name, 1.0, 0, item)
        for photo, box, name, item in rows
        if is_box(box)
    ]
