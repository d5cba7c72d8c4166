"""Parts of photos: negative numbers, valid as long as the picture is, replaced by kind, gone with their encoder."""

import numpy as np
import pytest

from photon.domain import Region
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Embedded

FACE = Region(0.25, 0.5, 0.125, 0.25)


def vector(value: float) -> np.ndarray:
    return np.full(4, value, np.float32)


@pytest.fixture
def photos(library: Library, folder: int, reading) -> list[int]:
    files.record(library, [(Found(folder, f"{name}.jpg", 1, 1), reading(name)) for name in "ab"])
    pending = vectors.pending(library, "e", 9)
    made = [Embedded(item.photo, item.image_hash, vector(0.5), vector(0.5)) for item in pending]
    vectors.store(library, "e", made)
    return [item.photo for item in pending]


def put(library: Library, photo: int, kind: str, *values: float) -> list[int]:
    image = vectors.hashes(library, "e")[photo]
    parts = [
        EmbeddedPart(Part(photo, image, kind, FACE, second), vector(value), vector(-value))
        for second, value in enumerate(values)
    ]
    before = set(items.owners(library, "e"))
    items.store(library, "e", kind, [photo], parts)
    return sorted(set(items.owners(library, "e")) - before, reverse=True)


def test_parts_have_numbers_of_their_own_and_are_read_beside_photos(library: Library, photos: list[int]) -> None:
    first, second = put(library, photos[1], "moment", 0.25, 0.75)
    assert second < first < 0
    assert items.owners(library, "e") == {first: photos[1], second: photos[1]}
    assert items.owners(library, "e", [photos[0]]) == {}
    assert items.part_of(library, second) == Part(
        photos[1], vectors.hashes(library, "e")[photos[1]], "moment", FACE, 1.0
    )
    ids, meanings = vectors.meanings_of(library, "e", [photos[0], second, -99])
    assert dict(zip(ids.tolist(), meanings[:, 0].tolist(), strict=True)) == {photos[0]: 0.5, second: 0.75}
    ids, looks = vectors.looks_of(library, "e", [first])
    assert (ids.tolist(), looks[0, 0]) == ([first], -0.25)
    assert vectors.count(library, "e") == 2  # as before: photos are counted
    hashes = vectors.hashes_of(library, "e", [*photos, first, second])
    assert len(set(hashes.values())) == 4


def test_what_is_found_again_replaces_parts_of_its_kind_alone(library: Library, photos: list[int]) -> None:
    old = put(library, photos[0], "moment", 0.25)
    (face,) = put(library, photos[0], "face", 0.5)
    (new,) = put(library, photos[0], "moment", 0.75)
    assert items.owners(library, "e") == dict.fromkeys((face, new), photos[0])
    assert new not in old


def test_what_an_encoder_recognised_in_parts_is_read_beside_photos_and_goes_with_them(
    library: Library, photos: list[int]
) -> None:
    image = vectors.hashes(library, "e")[photos[0]]
    part, alike = Part(photos[0], image, "moment"), vector(0.5)
    items.store(library, "e", "moment", [], [EmbeddedPart(part, alike, alike, {7: 0.5, 8: 0.25, 9: 0.125})])
    (number,) = items.owners(library, "e")
    found, chances = vectors.showing(library, "e", [7, 8])
    assert (found.tolist(), chances.tolist()) == ([number], [0.75])
    library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (photos[0],))
    assert not len(vectors.showing(library, "e", [7])[0])
    library.db.execute("UPDATE photos SET present = 1 WHERE id = ?", (photos[0],))
    items.store(library, "e", "moment", [photos[0]], [EmbeddedPart(part, alike, alike, {9: 0.5})])
    assert vectors.kinds_of(library, "e", [number])[0].tolist() == []
    items.forget(library, "moment", photos[0])
    assert library.column("SELECT kind FROM kinds") == []


def test_parts_are_valid_only_for_the_picture_and_the_encoder_they_were_made_from(
    library: Library, photos: list[int], folder: int, reading
) -> None:
    (part,) = put(library, photos[0], "face", 0.5)
    files.record(library, [(Found(folder, "a.jpg", 3, 3), reading("edited"))])
    assert items.owners(library, "e") == {}
    assert vectors.hashes_of(library, "e", [part]) == {}
    put(library, photos[1], "face", 0.5)
    vectors.drop(library, "e")
    assert library.db.execute("SELECT count(*) FROM items WHERE photo_id = ?", (photos[1],)).fetchone() == (0,)


def test_parts_of_hidden_photos_are_hidden(library: Library, photos: list[int]) -> None:
    (mine,) = put(library, photos[0], "face", 0.5)
    (other,) = put(library, photos[1], "face", 0.5)
    draw_veil(library, np.array([photos[0]], np.int64))
    assert list(items.owners(library, "e")) == [other]
    assert items.part_of(library, mine) is None
    assert library.db.execute("SELECT count(*) FROM items").fetchone() == (1,)
