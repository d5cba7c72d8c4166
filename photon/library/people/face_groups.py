"""Groups of faces, and the people whom they may be: what grouping found last; can be rebuilt."""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial

from photon.domain import Changes, Region, changed
from photon.domain.decisions.people import HIDDEN_PERSON
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.domain.people.person import FaceGroup
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.people.face_evidence import hidden_groups
from photon.library.people.faces import BOX, VALID, faces_of, match_doubtful
from photon.library.people.people import BEST

_OPEN = f"face_groups g CROSS JOIN {VALID} WHERE d.item = g.item AND d.matched = '' AND +p.present = 1"
_UNNAMED = f"{_OPEN} AND g.number <> 0 AND (g.person = '' OR g.is_rejected = 1)"
GroupOfFace = tuple[int, str, float]
"""The number of its group, or 0; the key of the suggested person, or an empty text; and how certain that is, 0..1."""


def store_groups(library: Library, found: Mapping[int, GroupOfFace], model: str) -> Changes:
    """Store groups and suggestions; rows that are the same are not written again.

    Args:
        library: Open for writing.
        found: By the numbers of all faces of a model. Those that are not there any more are left out.
        model: Id of the model; what is stored of faces of others stays as long as these are there.
    """
    with library.transaction() as db:
        asked = (
            "SELECT g.item, g.number, g.person, g.certainty FROM face_groups g LEFT JOIN items i ON i.id = g.item"
            " WHERE ifnull(i.encoder, ?1) = ?1"
        )
        known = {item: tuple(rest) for item, *rest in db.execute(asked, (model,))}
        gone = [item for item in known if item not in found]
        db.execute(f"DELETE FROM face_groups WHERE item {IN_LIST}", (id_list(gone),))
        new = [(item, *rest) for item, rest in found.items() if known.get(item) != rest]
        db.executemany(
            "INSERT OR REPLACE INTO face_groups (item, photo_id, number, person, certainty)"
            " SELECT item, photo_id, ?2, ?3, ?4 FROM face_details WHERE item = ?1",
            new,
        )
        match_doubtful(db)
    return changed("people") if new or gone else Changes()


def count_groups(library: Library) -> int:
    """Count groups of at least two faces without a name."""
    asked = f"SELECT count(*) FROM (SELECT 1 FROM {_UNNAMED} GROUP BY g.number HAVING count(*) > 1)"
    return int(library.db.execute(asked).fetchone()[0])


def unnamed_groups(library: Library, least: int = 2, limit: int = 100) -> list[FaceGroup]:
    """Return groups of faces that nobody decided about and no person is suggested for, the largest first.

    Args:
        library: The library.
        least: The fewest faces of a group.
        limit: The most groups.
    """
    asked = partial(_read_unnamed, library, least, limit)
    return list(library.remember(f"unnamed groups {least} {limit}", asked, "all"))


def _read_unnamed(library: Library, least: int, limit: int) -> list[FaceGroup]:
    largest = f"SELECT g.number FROM {_UNNAMED} GROUP BY 1 HAVING count(*) >= ? ORDER BY count(*) DESC, 1 LIMIT ?"
    groups: dict[int, list[PhotoFace]] = {number: [] for number in library.column(largest, (least, limit))}
    rows = library.db.execute(
        f"SELECT g.number, d.photo_id, {BOX}, d.item FROM {_UNNAMED} AND g.number {IN_LIST}"
        f" ORDER BY {BEST} DESC, d.item",
        (id_list(groups),),
    )
    for number, photo, *box, item in rows:
        groups[number].append(PhotoFace(FaceKey(photo, box_text(Region(*box))), group=number, item=item))
    return [FaceGroup(number, faces) for number, faces in groups.items()]


def all_groups(library: Library) -> list[FaceGroup]:
    """Return all groups of faces, also those with names, the largest first; the person is that of most faces.

    Faces in groups of hidden people are left out, unless somebody else is meant.
    """
    photos = library.column("SELECT DISTINCT photo_id FROM face_groups WHERE number <> 0")
    groups, hidden = dict[int, list[PhotoFace]](), hidden_groups(library, photos)
    for faces in faces_of(library, photos).values():
        for face in faces:
            if face.group and (face.person or face.group not in hidden):
                groups.setdefault(face.group, []).append(face)
    found = []
    for number, faces in groups.items():
        people = Counter(face.person for face in faces if face.person).most_common(1)
        found.append(FaceGroup(number, faces, people[0][0] if people else ""))
    return sorted(found, key=lambda group: (-len(group.faces), group.number))


def suggested_faces(library: Library, person: str) -> list[PhotoFace]:
    """Return the faces that are suggested for a person, the surest first; none for a hidden person."""
    rows = library.db.execute(
        f"SELECT d.photo_id, {BOX}, q.name, g.certainty, g.number, d.item FROM people q"
        f" CROSS JOIN {_OPEN} AND g.person = q.person AND q.person = ? AND q.state <> ? AND g.is_rejected = 0"
        " ORDER BY g.certainty DESC, d.item",
        (person, HIDDEN_PERSON),
    )
    return [
        PhotoFace(FaceKey(photo, box_text(Region(*box))), "suggested", person, name, certainty, number, item)
        for photo, *box, name, certainty, number, item in rows
    ]


def faces_in_groups(library: Library, numbers: Collection[int]) -> list[FaceKey]:
    """Return the faces of groups that nobody decided about."""
    rows = library.db.execute(
        f"SELECT d.photo_id, {BOX} FROM {_OPEN} AND g.number {IN_LIST} ORDER BY d.item",
        (id_list(numbers),),
    )
    return [FaceKey(photo, box_text(Region(*box))) for photo, *box in rows]
