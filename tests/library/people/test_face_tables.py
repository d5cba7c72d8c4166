"""What grouping gets: faces as arrays, with what a person decided about them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Facts, Reading
from photon.domain.people.face_table import FaceTable
from photon.domain.people.person import NO_DAY
from photon.library import Library, open_library
from photon.library.people import faces
from photon.library.people.face_tables import read_faces
from photon.library.people.people import (
    confirm_faces,
    create_person,
    hide_person,
    mark_no_faces,
    reject_faces,
    set_birthday,
)
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.stacks import stacks
from tests.library.people.drawn_faces import LENGTH, MODEL, box_at, face_at, key_at, store

TAKEN = ("1970-01-02T23:59:59", None, "2024-02-29T00:00:00.5+02:00", "1969-12-31T12:00:00")
DAYS = [1, NO_DAY, 19782, -1]


def fill(library: Library, place: Path, numbers: range) -> Library:
    """Add photos with a face each."""
    place.mkdir()
    folder = folders.add(library, str(place)).id
    facts = [Facts("JPEG", 40, 30, taken) for taken in TAKEN]
    readings = [Reading(bytes([n]) * 16, bytes([n]) * 16, 10, facts[n], b"x", 0) for n in numbers]
    files.record(library, [(Found(folder, f"{n}.jpg", 10, 1), one) for n, one in zip(numbers, readings, strict=True)])
    photos = library.column("SELECT id FROM photos ORDER BY file_hash")
    store(library, {photo: [face_at(n, n)] for n, photo in zip(numbers, photos, strict=True)})
    return library


@pytest.fixture
def found(library: Library, tmp_path: Path) -> Library:
    return fill(library, tmp_path / "found", range(4))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "other", writable=True) as opened:
        yield fill(opened, tmp_path / "others", range(1, 4))


def read(library: Library) -> FaceTable:
    return read_faces(library, MODEL)


def test_each_face_is_a_row(found: Library) -> None:
    stacks.make_stacks(found, [[2, 3]])
    table = read(found)
    assert table.ids.tolist() == [1, 2, 3, 4]
    assert table.photos.tolist() == [1, 2, 3, 4]
    assert table.days.tolist() == DAYS
    assert table.bursts.tolist() == [-1, 2, 2, -1]
    assert np.array_equal(table.embeddings, np.eye(LENGTH, dtype=np.float32)[:4])
    boxes = [(one.x, one.y, one.width, one.height) for one in map(box_at, range(4))]
    assert np.allclose(table.boxes, boxes)
    assert table.quality == pytest.approx([0.9 * (1 / 60) ** (1 / 3)] * 4), "of blurred faces"
    assert not table.is_weak.any()
    assert (table.persons.tolist(), table.rejected.shape) == ([-1] * 4, (0, 2))


def test_decisions_come_with_their_faces(found: Library) -> None:
    anna, ben = create_person(found, "Anna")[0], create_person(found, "")[0]
    set_birthday(found, anna, date(2000, 1, 1))
    hide_person(found, ben, hidden=True)
    confirm_faces(found, [key_at(2, 1, grown=0.004)], ben)
    reject_faces(found, [key_at(2, 1), key_at(4, 3, grown=0.004)], anna)
    mark_no_faces(found, [key_at(1, 0)])
    table = read(found)
    assert table.ids.tolist() == [2, 3, 4]
    assert (table.people, table.hidden.tolist(), table.births.tolist()) == ([anna, ben], [False, True], [10957, NO_DAY])
    assert table.persons.tolist() == [1, -1, -1]
    assert table.rejected.tolist() == [[0, 0], [2, 0]]


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xff" * LENGTH, b"\0\0" * LENGTH])
def test_a_corrupt_embedding_costs_only_its_face(found: Library, damage: bytes) -> None:
    found.db.execute("UPDATE items SET meaning = ? WHERE id = 3", (damage,))
    table = read(found)
    assert table.ids.tolist() == [1, 2, 4]
    assert table.days.tolist() == [DAYS[0], DAYS[1], DAYS[3]]
    assert len(table.embeddings) == len(table.hashes) == 3
    assert len(faces.faces_of(found, [3])[3]) == 1


def test_hashes_are_those_of_the_content(found: Library, other: Library) -> None:
    here, there = read(found).hashes, read(other).hashes
    assert here[1:].tolist() == there.tolist()
    assert len({*here.tolist()}) == 4
    store(found, {1: [face_at(5), face_at(6)]})
    assert len({*read(found).hashes.tolist()}) == 5


def test_faces_of_another_model_picture_or_missing_photo_are_left_out(found: Library) -> None:
    store(found, {1: [face_at(0)]}, "faces-ffffffff")
    found.db.execute("UPDATE photos SET image_hash = x'00' WHERE id = 2")
    found.db.execute("UPDATE photos SET present = 0 WHERE id = 3")
    assert read(found).photos.tolist() == [4]
    assert read_faces(found, "faces-ffffffff").photos.tolist() == [1]
    assert read_faces(found, "none").embeddings.shape[0] == 0


def test_photos_are_looked_at_once_by_each_model(found: Library) -> None:
    assert faces.unseen(found, MODEL, 9) == []
    assert [one.photo for one in faces.unseen(found, "faces-ffffffff", 2, after=1)] == [2, 3]
    assert (faces.count_left(found, MODEL), faces.count_left(found, "faces-ffffffff")) == (0, 4)
    store(found, {1: []})
    assert (faces.count_left(found, MODEL), faces.count_faces(found)) == (0, 3)
    found.db.execute("UPDATE photos SET image_hash = x'00' WHERE id = 2")
    assert faces.seen_photos(found, [1, 2, 3]) == {1, 3}


def test_faces_without_a_place_or_direction_are_left_out(found: Library) -> None:
    bad = face_at(2)
    bad.embedding[:] = np.nan
    outside = face_at(20)
    store(found, {1: [face_at(0), bad, outside]})
    assert len(faces.faces_of(found, [1])[1]) == 1
