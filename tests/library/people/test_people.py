"""People and their faces: named, rejected, drawn, merged, hidden; and found again whatever model looks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.domain.people.face import FaceKey
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.people import faces, people
from photon.library.people.people import (
    confirm_faces,
    counted_people,
    create_person,
    faces_of_person,
    forget_person,
    hide_person,
    mark_no_faces,
    merge_people,
    people_named,
    reject_faces,
    rename_person,
    set_birthday,
    set_cover,
    withdraw,
)
from tests.library.decisions.decided import add
from tests.library.people.drawn_faces import LENGTH, face_at, faces_in, key_at, states, store


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, range(1, 6))
    store(library, {1: [face_at(0), face_at(2)], 2: [face_at(1)], 3: []})
    return library


def person(library: Library, name: str) -> str:
    return create_person(library, name)[0]


def test_a_named_face_keeps_its_name_whatever_finds_it(photos: Library) -> None:
    anna = person(photos, "Anna")
    confirm_faces(photos, [key_at(1, 2), key_at(2, 1)], anna)
    assert states(photos, [1, 2, 3]) == {1: [("unknown", ""), ("confirmed", "Anna")], 2: [("confirmed", "Anna")]}
    store(photos, {1: [face_at(2)]}, "faces-ffffffff")  # another model, which misses the first one
    assert states(photos, [1]) == {1: [("confirmed", "Anna")]}
    faces.delete_faces(photos)
    assert [(one.state, one.item) for one in faces_in(photos, 1)] == [("confirmed", 0)]
    store(photos, {1: [face_at(0), face_at(2)]})
    assert states(photos, [1]) == {1: [("unknown", ""), ("confirmed", "Anna")]}
    assert photos.column("SELECT count(*) FROM items WHERE kind = 'face' AND photo_id = 1") == [2]


def test_a_box_that_another_detector_draws_is_the_same_face(photos: Library) -> None:
    anna = person(photos, "Anna")
    confirm_faces(photos, [key_at(1, 0, grown=0.005)], anna)
    (first, second) = faces_in(photos, 1)
    assert (first.key, first.state, second.state) == (key_at(1, 0, grown=0.005), "confirmed", "unknown")
    assert first.item > 0
    ben = person(photos, "Ben")
    confirm_faces(photos, [key_at(1, 0)], ben)
    assert states(photos, [1])[1] == [("confirmed", "Ben"), ("unknown", "")]
    assert photos.column("SELECT count(*) FROM face_people") == [1]


def test_not_this_person_and_no_face_are_remembered(photos: Library) -> None:
    anna = person(photos, "Anna")
    confirm_faces(photos, [key_at(1, 0)], anna)
    reject_faces(photos, [key_at(1, 0)], anna)
    mark_no_faces(photos, [key_at(1, 2)])
    assert states(photos, [1]) == {1: [("unknown", "")]}
    store(photos, {1: [face_at(0), face_at(2)]}, "faces-ffffffff")
    assert states(photos, [1]) == {1: [("unknown", "")]}
    assert photos.db.execute("SELECT box, person FROM face_rejections").fetchall() == [(key_at(1, 0).box, anna)]
    confirm_faces(photos, [key_at(1, 0)], anna)  # a person thinks again
    assert photos.column("SELECT count(*) FROM face_rejections") == [0]
    withdraw(photos, [key_at(1, 2), key_at(1, 0)])
    assert states(photos, [1]) == {1: [("unknown", ""), ("unknown", "")]}


def test_merged_people_are_one_and_later_keys_lead_to_them(photos: Library) -> None:
    anna, other = person(photos, "Anna"), person(photos, "Annie")
    set_birthday(photos, other, date(2015, 5, 1))
    confirm_faces(photos, [key_at(1, 0)], anna)
    confirm_faces(photos, [key_at(2, 1)], other)
    reject_faces(photos, [key_at(1, 0), key_at(1, 2)], other)
    merge_people(photos, anna, [other])
    assert [one.name for one in people.all_people(photos).values()] == ["Anna"]
    assert people.all_people(photos)[anna].birthday == date(2015, 5, 1)
    assert {one.key.photo for one in faces_of_person(photos, anna)} == {1, 2}
    assert photos.db.execute("SELECT box, person FROM face_rejections").fetchall() == [(key_at(1, 2).box, anna)]
    confirm_faces(photos, [key_at(4, 0)], other)
    assert [one.person.name for one in counted_people(photos)] == ["Anna"]
    assert counted_people(photos)[0].photos == 3


def test_two_people_may_have_one_name(photos: Library) -> None:
    both = {person(photos, "Anna"), person(photos, " anna ")}
    assert {one.key for one in people_named(photos, "ANNA")} == both
    assert people_named(photos, "") == []


@pytest.mark.parametrize("name", ["Müller, Anna", "Anna/Ben", "אנה כהן", "أنا", "山田 花子", "Anna|Ben"])
def test_names_keep_commas_slashes_and_scripts(photos: Library, name: str) -> None:
    key = person(photos, name)
    rename_person(photos, key, f"  {name}\u202e\n")
    assert people.all_people(photos)[key].name == name


def test_too_long_a_name_and_a_missing_person_are_refused(photos: Library) -> None:
    with pytest.raises(PhotonError, match="at most 200"):
        create_person(photos, "x" * 201)
    with pytest.raises(PhotonError, match="no such person"):
        confirm_faces(photos, [key_at(1, 0)], "0" * 16)
    assert photos.column("SELECT count(*) FROM face_people") == [0]


def test_lists_have_counts_and_covers(photos: Library) -> None:
    anna, ben = person(photos, "Anna"), person(photos, "Ben")
    store(photos, {1: [face_at(0, size=50), face_at(2)], 2: [face_at(1, size=200)], 4: [face_at(4, size=150)]})
    confirm_faces(photos, [key_at(1, 0), key_at(2, 1), key_at(4, 4)], anna)
    people.favour_person(photos, ben, on=True)
    assert [(one.person.name, one.photos, one.cover) for one in counted_people(photos)] == [
        ("Ben", 0, None),
        ("Anna", 3, key_at(2, 1)),
    ]
    set_cover(photos, anna, key_at(1, 0))
    set_cover(photos, anna, key_at(4, 4))
    assert [one.cover for one in counted_people(photos)][1] == key_at(4, 4)
    with pytest.raises(PhotonError, match="isn't confirmed"):
        set_cover(photos, anna, key_at(1, 2))


def test_hidden_people_and_photos_appear_nowhere(photos: Library) -> None:
    anna, ben = person(photos, "Anna"), person(photos, "Ben")
    confirm_faces(photos, [key_at(1, 0), key_at(2, 1)], anna)
    confirm_faces(photos, [key_at(1, 2)], ben)
    hide_person(photos, ben, hidden=True)
    assert [one.person.name for one in counted_people(photos)] == ["Anna"]
    assert [one.person.name for one in counted_people(photos, hidden=True)] == ["Anna", "Ben"]
    assert states(photos, [1]) == {1: [("confirmed", "Anna"), ("unknown", "")]}
    draw_veil(photos, np.array([1], np.int64))
    assert [(one.photos, one.cover) for one in counted_people(photos, hidden=True)] == [(1, key_at(2, 1))]
    assert states(photos, [1, 2]) == {2: [("confirmed", "Anna")]}
    assert [one.key.photo for one in faces_of_person(photos, anna)] == [2]


def test_a_forgotten_person_leaves_no_trace(photos: Library) -> None:
    anna = person(photos, "Anna")
    confirm_faces(photos, [key_at(1, 0)], anna)
    reject_faces(photos, [key_at(2, 1)], anna)
    forget_person(photos, anna)
    assert states(photos, [1, 2]) == {1: [("unknown", ""), ("unknown", "")], 2: [("unknown", "")]}
    for table in ("people", "face_people", "face_rejections"):
        assert photos.column(f"SELECT count(*) FROM {table}") == [0]


def test_unreadable_boxes_of_a_foreign_catalogue_are_left_out(photos: Library) -> None:
    anna = person(photos, "Anna")
    rows = [(1, box, "is", anna) for box in ("", "x", "0 0 0 0", "nan 0 1 1", "0.9 0.9 0.5 0.5", "0 0 1")]
    photos.db.executemany("INSERT INTO face_people (photo_id, box, state, person) VALUES (?, ?, ?, ?)", rows)
    confirm_faces(photos, [key_at(1, 0)], anna)
    assert [one.key for one in faces_in(photos, 1) if one.state == "confirmed"] == [key_at(1, 0)]
    assert counted_people(photos)[0].cover == key_at(1, 0)
    assert [one.key for one in faces_of_person(photos, anna)] == [key_at(1, 0)]


def test_a_photo_with_500_faces_is_named(photos: Library) -> None:
    anna = person(photos, "Anna")
    boxes = [f"{0.04 * (at % 25):.4f} {0.05 * (at // 25):.4f} 0.0300 0.0400" for at in range(500)]
    confirm_faces(photos, [FaceKey(5, box) for box in boxes], anna)
    assert len(faces_in(photos, 5)) == 500


def test_deleted_faces_are_in_no_file_any_more(photos: Library) -> None:
    (photos.directory / "cache-set-aside.db").write_bytes(b"embeddings")
    rng = np.random.default_rng(0)
    found = [replace(face_at(0), embedding=rng.standard_normal(LENGTH).astype(np.float32)) for _ in range(100)]
    store(photos, {1: found})
    vectors = [bytes(one) for one in photos.column("SELECT meaning FROM items WHERE photo_id = 1")]
    photos.db.execute("PRAGMA cache.wal_checkpoint(TRUNCATE)")
    assert count_vectors(photos, vectors) == 100
    photos.db.execute("PRAGMA cache.secure_delete = OFF")  # as SQLite is built elsewhere
    faces.delete_faces(photos)
    assert count_vectors(photos, vectors) == 0
    assert not list(photos.directory.glob("*set-aside*"))


def count_vectors(library: Library, vectors: Sequence[bytes]) -> int:
    files = [path.read_bytes() for path in library.directory.iterdir() if path.is_file()]
    return sum(any(vector in content for content in files) for vector in vectors)
