"""The found faces of a library as arrays, with what a person decided about them: what grouping needs."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from photon.domain import Region
from photon.domain.arrays import Floats, Ids
from photon.domain.decisions.people import NO_FACE
from photon.domain.people.face import SAME_FACE, overlap, read_box
from photon.domain.people.face_table import WEAK, FaceTable, Hashes, rate_faces
from photon.domain.people.person import NO_DAY
from photon.library.db.connection import Library
from photon.library.people.bursts import find_bursts
from photon.library.people.faces import BOX, KIND, VALID, is_box
from photon.library.people.people import all_people
from photon.library.vectors.vectors import lengths_of, unpacked

_FACES = (
    "SELECT i.id, i.meaning, d.photo_id, i.x, i.y, i.width, i.height, d.score, d.size, d.sharpness, d.pose,"
    " CAST(julianday(substr(p.taken, 1, 10)) - 2440587.5 AS INTEGER), p.image_hash, s.stack, f.person"
    f" FROM {VALID} LEFT JOIN stack_photos s ON s.photo_id = p.id"
    " LEFT JOIN face_people f ON f.photo_id = d.photo_id AND f.box = d.matched AND f.box <> ''"
    f" WHERE i.encoder = ? AND i.kind = '{KIND}' AND +p.present = 1 AND ifnull(f.state, '') <> '{NO_FACE}'"
    " ORDER BY i.id"
)
_REJECTED = (
    f"SELECT d.item, {BOX}, d.matched, r.box, r.person FROM face_rejections r CROSS JOIN {VALID}"
    " WHERE d.photo_id = r.photo_id"
)
_PORTION = 5000


def read_faces(library: Library, model: str) -> FaceTable:
    """Read all faces of a model in present photos, in the order of their numbers.

    Those that a person called no face are left out, and those whose vector is damaged.
    """
    people = list(all_people(library).values())
    rows_of_people = {person.key: row for row, person in enumerate(people)}
    stacks: dict[str, int] = {}
    lengths = lengths_of(library, model)[:1]
    cursor = library.db.execute(_FACES, (model,))
    parts: list[tuple[Ids, Floats]] = []
    table: list[tuple[float, ...]] = []
    whole: list[tuple[int, ...]] = []
    pictures: list[bytes] = []
    while rows := cursor.fetchmany(_PORTION):  # all rows at once would take as much memory again
        ids, (found,) = unpacked([row[:2] for row in rows], lengths)
        parts.append((ids, found))
        good = set(ids.tolist())
        for item, _, photo, *measured, day, picture, stack, person in rows:
            if item in good:
                table.append(tuple(measured))
                number = -1 if stack is None else stacks.setdefault(stack, len(stacks))
                whole.append((photo, NO_DAY if day is None else day, number, rows_of_people.get(person, -1)))
                pictures.append(bytes(picture)[:8].ljust(8, b"\0"))
    ids = np.concatenate([ids for ids, _ in parts]) if parts else np.zeros(0, np.int64)
    embeddings = np.concatenate([found for _, found in parts]) if parts else np.zeros((0, 0), np.float32)
    measures = np.array(table, np.float32).reshape(len(ids), 8)
    photos, days, numbers, confirmed = np.array(whole, np.int64).reshape(len(ids), 4).T
    boxes, quality = np.ascontiguousarray(measures[:, :4]), rate_faces(*measures[:, 4:].T)
    lengths_now = np.linalg.norm(embeddings, axis=1, keepdims=True)
    births = np.array([_day_number(one.birthday) for one in people], np.int64)
    hidden = np.array([one.is_hidden for one in people], np.bool_)
    return FaceTable(
        ids, photos, embeddings / np.maximum(lengths_now, 1e-12), quality, quality < WEAK, days,
        _hashes(pictures, boxes), boxes, find_bursts(library, photos, numbers), confirmed,
        _rejected(library, ids, rows_of_people), births, hidden, list(rows_of_people),
    )  # fmt: skip


def _day_number(day: date | None) -> int:
    return NO_DAY if day is None else (day - date(1970, 1, 1)).days


def _hashes(pictures: Sequence[bytes], boxes: Floats) -> Hashes:
    """Return numbers that tell faces apart by what they show: SplitMix64 over the picture and the rounded box."""
    found = np.frombuffer(b"".join(pictures), "<u8").astype(np.uint64)
    with np.errstate(over="ignore"):
        for column in np.rint(boxes * 10_000).astype(np.uint64).T:
            found = (found ^ column) + np.uint64(0x9E3779B97F4A7C15)
            found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            found ^= found >> np.uint64(31)
    return found


def _rejected(library: Library, ids: Ids, people: dict[str, int]) -> Ids:
    rows = {item: row for row, item in enumerate(ids.tolist())}
    pairs = {
        (rows[item], people[person])
        for item, *box, matched, own, person in library.db.execute(_REJECTED)
        if item in rows and person in people and is_box(own)
        if own == matched or overlap(read_box(own), Region(*box)) >= SAME_FACE
    }
    return np.array(sorted(pairs), np.int64).reshape(len(pairs), 2)
