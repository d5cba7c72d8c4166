"""Vectors that a new version of an encoder adopts."""

import numpy as np

from photon.domain.arrays import Floats
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.vectors import adoption, items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Embedded

LOOK = np.array([0.6, 0.8, 0, 0, 0, 0], np.float32)


def _turned(looks: Floats) -> Floats:
    return np.ascontiguousarray(looks[:, [1, 0, 2, 3]])


def _store(library: Library, encoder: str, photo: int, image: bytes) -> None:
    meaning = np.array([0, 0, 0, 1], np.float32)
    vectors.store(library, encoder, [Embedded(photo, image, meaning, LOOK, {7: 0.5, 9: 0.25})])


def _photos(library: Library, folder: int, reading, count: int) -> list[vectors.Pending]:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(str(n))) for n in range(count)])
    return vectors.pending(library, "new", count)


def test_all_vectors_are_moved(library: Library, folder: int, reading) -> None:
    photos = _photos(library, folder, reading, 5)
    for item in photos:
        _store(library, "old", item.photo, item.image_hash)
    vectors.keep_text_vectors(library, "old", {"a dog": LOOK})
    assert adoption.count_adoptable(library, "old") == 5
    moved = [adoption.adopt(library, "new", "old", _turned, 2).photos for _ in range(3)]
    assert [len(photos) for photos in moved] == [2, 2, 1]
    assert not adoption.adopt(library, "new", "old", _turned, 2).photos
    ids, meanings, looks = vectors.everything_of(library, "new", [item.photo for item in photos])
    assert ids.tolist() == [item.photo for item in photos]
    np.testing.assert_allclose(meanings, np.tile([0.8, 0.6, 0, 0], (5, 1)), atol=1e-3)
    np.testing.assert_allclose(looks, np.tile(LOOK, (5, 1)), atol=1e-3)
    assert len(vectors.kinds_of(library, "new", ids.tolist())[0]) == 10
    assert vectors.pending(library, "new", 9) == []
    assert vectors.kept_encoders(library) == ["new"]
    assert vectors.text_vectors(library, "old", ["a dog"]) == {}


def test_parts_of_photos_follow_once_all_photos_were_moved(library: Library, folder: int, reading) -> None:
    photos = _photos(library, folder, reading, 2)
    for item in photos:
        _store(library, "old", item.photo, item.image_hash)
        parts = [EmbeddedPart(Part(item.photo, item.image_hash, "face"), LOOK[2:], LOOK, {7: 0.5})] * 2
        items.store(library, "old", "face", [item.photo], parts)
    before = items.owners(library, "old")
    moved = [adoption.adopt(library, "new", "old", _turned, 3).photos for _ in range(4)]
    assert [len(some) for some in moved] == [2, 2, 1, 0]
    assert items.owners(library, "new") == before
    assert sorted(vectors.kinds_of(library, "new", list(before))[0].tolist()) == sorted(before)
    _, meanings = vectors.meanings_of(library, "new", list(before))
    np.testing.assert_allclose(meanings, np.tile([0.8, 0.6, 0, 0], (4, 1)), atol=1e-3)


def test_a_newer_vector_stays(library: Library, folder: int, reading) -> None:
    (item,) = _photos(library, folder, reading, 1)
    _store(library, "new", item.photo, item.image_hash)
    _store(library, "old", item.photo, item.image_hash)
    adoption.adopt(library, "new", "old", _turned, 9)
    _, meanings, _ = vectors.everything_of(library, "new", [item.photo])
    assert meanings.tolist() == [[0, 0, 0, 1]]
    assert len(vectors.kinds_of(library, "new", [item.photo])[0]) == 2


def test_damaged_vectors_are_computed_again(library: Library, folder: int, reading) -> None:
    photos = _photos(library, folder, reading, 3)
    for item in photos:
        _store(library, "old", item.photo, item.image_hash)
    library.db.execute("UPDATE vectors SET look = x'00' WHERE photo_id = ?", (photos[1].photo,))
    adoption.adopt(library, "new", "old", _turned, 9)
    assert vectors.pending(library, "new", 9) == [photos[1]]
    assert vectors.kept_encoders(library) == ["new"]


def test_an_offline_photo_keeps_its_vector(library: Library, folder: int, reading) -> None:
    (item,) = _photos(library, folder, reading, 1)
    _store(library, "old", item.photo, item.image_hash)
    library.db.execute("UPDATE photos SET present = 0")
    adoption.adopt(library, "new", "old", _turned, 9)
    library.db.execute("UPDATE photos SET present = 1")
    assert vectors.count(library, "new") == 1
