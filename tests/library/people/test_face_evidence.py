"""Faces as evidence: who decided what counts, and only pictures as they are now."""

from dataclasses import replace

import numpy as np
import pytest

from photon.library import Library
from photon.library.people import people
from photon.library.people.face_evidence import found_faces, hidden_groups, photos_with_faces, rejected_photos
from tests.library.decisions.decided import add
from tests.library.people.drawn_faces import face_at, key_at, store

IDS = range(1, 6)


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, range(1, 6))
    store(library, {1: [face_at(0, who=3), face_at(2, size=200.0)], 2: [face_at(1)], 3: []})
    return library


def test_photos_show_somebody_unless_the_user_says_that_it_is_no_face(photos: Library) -> None:
    assert photos_with_faces(photos, IDS) == {1, 2}
    assert photos_with_faces(photos, [2, 3]) == {2}
    people.mark_no_faces(photos, [key_at(2, 1), key_at(1, 0)])
    assert photos_with_faces(photos, IDS) == {1}
    anna = people.create_person(photos, "Anna")[0]
    people.confirm_faces(photos, [key_at(4, 0)], anna)
    assert photos_with_faces(photos, IDS) == {1, 4}, "drawn by hand"


def test_faces_of_a_former_picture_are_no_evidence(photos: Library) -> None:
    with photos.transaction() as db:
        db.execute("UPDATE photos SET image_hash = x'ff' WHERE id = 1")
    assert photos_with_faces(photos, IDS) == {2}
    assert set(found_faces(photos, [1, 2, 3, 4])) == {2, 3}


def test_what_was_measured_is_read_again(photos: Library) -> None:
    quality = replace(face_at(0).quality, sharpness=310.0, pose=0.5, eyes=0.25)
    store(photos, {4: [replace(face_at(5, who=2), quality=quality), face_at(7, size=300.0)]})
    found = found_faces(photos, [4, 5])
    assert set(found) == {4}, "nobody looked at the other one"
    large, small = found[4]
    assert (large.quality.size, small.quality) == (300.0, quality)
    assert small.embedding.tolist() == face_at(5, who=2).embedding.tolist()
    assert np.allclose(small.points, face_at(5).points)
    assert small.region.x == pytest.approx(face_at(5).region.x)
    people.mark_no_faces(photos, [key_at(4, 5)])
    assert len(found_faces(photos, [4])[4]) == 1


def test_groups_of_hidden_people_are_known(photos: Library) -> None:
    anna = people.create_person(photos, "Anna")[0]
    people.confirm_faces(photos, [key_at(2, 1)], anna)
    with photos.transaction() as db:
        groups = "INSERT INTO face_groups (item, photo_id, number, person, certainty) SELECT item, photo_id, 7, '', 0"
        db.execute(f"{groups} FROM face_details WHERE photo_id = 2")
    assert hidden_groups(photos, [1, 2]) == set()
    people.hide_person(photos, anna, hidden=True)
    assert hidden_groups(photos, [1, 2]) == {7}
    assert hidden_groups(photos, [1]) == set()


def test_rejected_photos_are_those_with_the_flag(photos: Library) -> None:
    with photos.transaction() as db:
        db.execute("UPDATE photos SET flag = id - 2 WHERE id < 4")
    assert rejected_photos(photos, [1, 2, 3, 5]) == {1}
