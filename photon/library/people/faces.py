"""Faces that a model found in photos; can be rebuilt, keyed by image hash and model.

Each is an item of the kind ``face``, whose number stays positive here; ``face_details`` has what else is known of it,
``face_photos`` the photos that were looked at. ``face_details.matched`` is the box of the decision that is about the
face, so that counts and filters need no geometry; ``match_faces`` keeps it up to date.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

import numpy as np

from photon.domain import Changes, Region, changed
from photon.domain.decisions.people import HIDDEN_PERSON, IS, NO_FACE
from photon.domain.people.face import SAME_FACE, FaceKey, PhotoFace, box_text, overlap, read_box
from photon.domain.people.face_matching import match_regions
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.region import visible
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.vectors import items
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Pending

KIND = "face"
VALID = (  # CROSS: few photos are asked for
    "face_details d CROSS JOIN items i ON i.id = d.item CROSS JOIN photos p ON p.id = d.photo_id"
    " AND p.image_hash = i.image_hash"
)
"""Faces of the pictures that photos have now: details as d, items as i, photos as p."""
BOX = "i.x, i.y, i.width, i.height, i.seconds"
"""The columns of a face's region."""
_UNSEEN = (
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
    " LEFT JOIN face_photos f ON f.photo_id = p.id AND f.image_hash = p.image_hash AND f.model = ?"
    f" WHERE f.model IS NULL AND +p.present = 1 AND {stage_failures.none_of('faces')}"
)

FacesOfPhoto = tuple[int, bytes, Sequence[FoundFace]]
"""A photo, the hash of the picture that was looked at, and what was found in it."""


def unseen(library: Library, model: str, limit: int, after: int = 0) -> list[Pending]:
    """List photos, with their previews, that this model has not looked at, by id from ``after`` on, exclusive."""
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, w.jpeg {_UNSEEN} AND p.id > ? ORDER BY p.id LIMIT ?", (model, after, limit)
    )
    return [Pending(photo, bytes(image), bytes(jpeg)) for photo, image, jpeg in rows]


def count_left(library: Library, model: str) -> int:
    """Count photos that this model has to look at."""
    return int(library.db.execute(f"SELECT count(*) {_UNSEEN}", (model,)).fetchone()[0])


def count_faces(library: Library) -> int:
    """Count the faces that were found in present photos."""
    return int(library.db.execute(f"SELECT count(*) FROM {VALID} WHERE +p.present = 1").fetchone()[0])


def seen_photos(library: Library, photos: Sequence[int]) -> set[int]:
    """Return those of the photos that a model looked at, as they are now."""
    asked = (
        "SELECT f.photo_id FROM face_photos f JOIN photos p ON p.id = f.photo_id AND p.image_hash = f.image_hash"
        f" WHERE f.photo_id {IN_LIST}"
    )
    return set(library.column(asked, (id_list(photos),)))


def store_faces(library: Library, model: str, found: Sequence[FacesOfPhoto], *, in_frames: bool = False) -> Changes:
    """Store the faces of photos in place of those that any model found before; decisions about them stay.

    Where another model found them, they stay in the groups and with the suggestions that they had, until groups are
    made of the faces of this model. Of a video, those of its preview come first; then its frames are looked at.

    Args:
        library: Open for writing.
        model: Id of the model.
        found: Photos with their faces. Faces outside the picture, or without a direction, are left out.
        in_frames: Whether these are the faces of frames, and those of the preview stay.
    """
    photos = [photo for photo, _, _ in found]
    faces = [(photo, image, face) for photo, image, some in found for face in some if _is_sound(face)]
    parts = [
        EmbeddedPart(
            Part(photo, image, KIND, visible(face.region) or face.region, face.region.seconds),
            face.embedding,
            np.zeros(0, "<f4"),
        )
        for photo, image, face in faces
    ]
    with library.transaction() as db:
        grouped = _groups_by_others(db, model, photos)
        _forget(db, photos, in_frames=in_frames)
        (last,) = db.execute("SELECT ifnull(max(id), 0) FROM items").fetchone()
        items.store(library, model, KIND, () if in_frames else photos, parts)
        stored = f"SELECT id FROM items WHERE id > ? AND photo_id {IN_LIST} ORDER BY id"
        numbers = library.column(stored, (last, id_list(photos)))
        details = [
            (number, photo, face.points.astype("<f4").tobytes(), one.score, one.size, one.sharpness, one.pose, one.eyes)
            for number, (photo, _, face) in zip(numbers, faces, strict=True)
            for one in (face.quality,)
        ]
        columns = "item, photo_id, points, score, size, sharpness, pose, eyes"
        db.executemany(f"INSERT INTO face_details ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", details)
        seen = [(photo, image, model) for photo, image, _ in found]
        table = "face_films" if in_frames else "face_photos"
        db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", seen)
        _take_over_groups(db, grouped, photos)
        match_faces(db, photos)
    return changed("people", photos=frozenset(photos))


def _is_sound(face: FoundFace) -> bool:
    return visible(face.region) is not None and bool(np.isfinite(face.embedding).all() and face.embedding.any())


def _forget(db: sqlite3.Connection, photos: Iterable[int], *, in_frames: bool) -> None:
    """Drop what was found in photos, or in their frames."""
    some, least = id_list(photos), 0.0 if in_frames else -1.0
    found = f"SELECT d.item FROM face_details d LEFT JOIN items i ON i.id = d.item WHERE d.photo_id {IN_LIST}"
    gone = (id_list([item for (item,) in db.execute(f"{found} AND ifnull(i.seconds, 0) > ?", (some, least))]),)
    for table, item in (("items", "id"), ("face_details", "item"), ("face_groups", "item")):
        db.execute(f"DELETE FROM {table} WHERE {item} {IN_LIST}", gone)
    for table in ("face_films",) if in_frames else ("face_photos", "face_films"):
        db.execute(f"DELETE FROM {table} WHERE photo_id {IN_LIST}", (some,))


_Grouped = tuple[int, float, float, float, float, float, int, str, float]
"""A photo, the region of a face in it, and the group, person and certainty of the face."""


def _groups_by_others(db: sqlite3.Connection, model: str, photos: Collection[int]) -> list[_Grouped]:
    asked = (
        f"SELECT d.photo_id, {BOX}, g.number, g.person, g.certainty"
        f" FROM {VALID} JOIN face_groups g ON g.item = d.item WHERE d.photo_id {IN_LIST} AND i.encoder <> ?"
    )
    return db.execute(asked, (id_list(photos), model)).fetchall()


def _take_over_groups(db: sqlite3.Connection, grouped: Sequence[_Grouped], photos: Collection[int]) -> None:
    """Put found faces in the groups of the same faces that were there before."""
    if not grouped:
        return
    asked = f"SELECT d.photo_id, d.item, {BOX} FROM {VALID} WHERE d.photo_id {IN_LIST}"
    found = db.execute(asked, (id_list(photos),)).fetchall()
    for photo in {row[0] for row in grouped}:
        before, now = ([row for row in rows if row[0] == photo] for rows in (grouped, found))
        pairs = match_regions([Region(*row[1:6]) for row in before], [Region(*row[2:]) for row in now])
        rows = [(now[at][1], photo, *row[6:]) for row, at in zip(before, pairs, strict=True) if at >= 0]
        columns = "item, photo_id, number, person, certainty"
        db.executemany(f"INSERT OR REPLACE INTO face_groups ({columns}) VALUES (?, ?, ?, ?, ?)", rows)


def found_by_others(library: Library, model: str) -> bool:
    """Return whether there are photos that only another model looked at, before this one came."""
    asked = "SELECT 1 FROM face_photos f CROSS JOIN photos p ON p.id = f.photo_id AND p.present = 1 WHERE f.model <> ?"
    return library.db.execute(f"{asked} LIMIT 1", (model,)).fetchone() is not None


def delete_faces(library: Library) -> Changes:
    """Delete all that was found of faces, also from free pages and from a cache that was set aside; decisions stay."""
    library.db.execute("PRAGMA cache.secure_delete = ON")
    with library.transaction() as db:
        db.execute("DELETE FROM items WHERE kind = ?", (KIND,))
        for table in ("face_details", "face_groups", "face_photos", "face_films"):
            db.execute(f"DELETE FROM {table}")
    library.db.execute("PRAGMA cache.wal_checkpoint(TRUNCATE)")  # else the pages stay until Photon is closed
    for path in library.directory.glob("cache-set-aside.db*"):
        path.unlink(missing_ok=True)
    return changed("people")


def match_doubtful(db: sqlite3.Connection) -> None:
    """Within a transaction, match faces where decisions may have changed unnoticed, as by a restored backup."""
    is_same = "d.photo_id = f.photo_id AND d.matched = f.box"
    photos = db.execute(
        "SELECT d.photo_id FROM face_details d WHERE d.matched <> ''"
        f" AND NOT EXISTS (SELECT 1 FROM face_people f WHERE {is_same}) UNION SELECT photo_id FROM face_rejections"
        f" UNION SELECT f.photo_id FROM face_people f WHERE NOT EXISTS (SELECT 1 FROM face_details d WHERE {is_same})"
    )
    match_faces(db, [photo for (photo,) in photos])


def match_faces(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, note which decisions are about which found faces, after either changed."""
    some = (id_list(photos),)
    faces = db.execute(
        f"SELECT d.photo_id, d.item, {BOX}, d.matched, ifnull(g.person, ''),"
        f" g.is_rejected FROM {VALID} LEFT JOIN face_groups g ON g.item = d.item"
        f" WHERE d.photo_id {IN_LIST} ORDER BY d.photo_id",
        some,
    ).fetchall()
    decided, rejected = boxes_of(db, "face_people", photos), boxes_of(db, "face_rejections", photos)
    for photo, own in groupby(faces, key=lambda row: int(row[0])):
        rows = list(own)
        regions, boxes = [Region(*row[2:7]) for row in rows], list(decided.get(photo, {}))
        matched = [""] * len(rows)
        for box, at in zip(boxes, match_regions([read_box(box) for box in boxes], regions), strict=True):
            if at >= 0:
                matched[at] = box
        pairs = [(box, row[1]) for box, row in zip(matched, rows, strict=True) if box != row[7]]
        db.executemany("UPDATE face_details SET matched = ? WHERE item = ?", pairs)
        for row, region, box in zip(rows, regions, matched, strict=True):
            is_rejected = bool(row[8]) and row[8] in rejected_of(rejected.get(photo, {}), region, box)
            if row[9] is not None and bool(row[9]) != is_rejected:
                db.execute("UPDATE face_groups SET is_rejected = ? WHERE item = ?", (is_rejected, row[1]))


def boxes_of(db: sqlite3.Connection, table: str, photos: Collection[int]) -> dict[int, dict[str, list[str]]]:
    """Return the people that decisions are about, by photo and box; unreadable boxes are left out."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = db.execute(f"SELECT photo_id, box, person FROM {table} WHERE photo_id {IN_LIST}", (id_list(photos),))
    for photo, box, person in rows:
        if is_box(box):
            found.setdefault(photo, {}).setdefault(box, []).append(person)
    return found


def is_box(text: str) -> bool:
    """Return whether a text of the catalogue is a region of a picture."""
    try:
        read_box(text)
    except ValueError:
        return False
    return True


def rejected_of(rejected: dict[str, list[str]], region: Region, box: str) -> set[str]:
    """Return the people whom a face does not show, from those rejected in its photo by box."""
    same = (some for own, some in rejected.items() if own == box or overlap(read_box(own), region) >= SAME_FACE)
    return {person for some in same for person in some}


def faces_of(library: Library, photos: Sequence[int], *, hidden: bool = False) -> dict[int, list[PhotoFace]]:
    """Return the faces of photos, from left to right; photos without any are left out.

    Args:
        library: The library.
        photos: Photo ids.
        hidden: Whether faces of hidden people have their names; else they are unknown.
    """
    db, some = library.db, (id_list(photos),)
    decided = {(photo, box): state for photo, box, *state in _decided(db, some) if is_box(box)}
    names: dict[str, str] = dict(db.execute("SELECT person, name FROM people").fetchall())
    veiled = set() if hidden else set(library.column("SELECT person FROM people WHERE state = ?", (HIDDEN_PERSON,)))
    found: list[PhotoFace] = []
    rows = db.execute(
        f"SELECT d.photo_id, d.item, {BOX}, d.matched, ifnull(g.number, 0),"
        f" ifnull(g.person, ''), ifnull(g.certainty, 0), ifnull(g.is_rejected, 0) FROM {VALID} LEFT JOIN face_groups g"
        f" ON g.item = d.item WHERE d.photo_id {IN_LIST}",
        some,
    )
    for photo, item, *box, matched, group, person, certainty, is_rejected in rows:
        key, (state, confirmed) = FaceKey(photo, matched), decided.pop((photo, matched), ("", ""))
        if state == IS and confirmed not in veiled:
            found.append(PhotoFace(key, "confirmed", confirmed, names.get(confirmed, ""), 1.0, group, item))
            continue
        key = key if state else FaceKey(photo, box_text(Region(*box)))
        if not state and person and not is_rejected and person not in veiled:
            found.append(PhotoFace(key, "suggested", person, names.get(person, ""), certainty, group, item))
        elif state != NO_FACE:
            found.append(PhotoFace(key, group=group, item=item))
    for (photo, box), (state, person) in decided.items():
        if state == IS:
            one = PhotoFace(FaceKey(photo, box), "confirmed", person, names.get(person, ""), 1.0)
            found.append(PhotoFace(one.key) if person in veiled else one)
    by_photo: dict[int, list[PhotoFace]] = {}
    for face in sorted(found, key=lambda one: one.key.region.x):
        by_photo.setdefault(face.key.photo, []).append(face)
    return by_photo


def _decided(db: sqlite3.Connection, some: tuple[str]) -> sqlite3.Cursor:
    return db.execute(f"SELECT photo_id, box, state, person FROM face_people WHERE photo_id {IN_LIST}", some)
