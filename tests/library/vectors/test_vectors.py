"""Vectors: what is pending, validity by content, the round trip, the graph in parts."""

from dataclasses import replace

import numpy as np
import pytest

from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from photon.library.vectors.kept_graph import graph_parts, save_graph
from photon.library.vectors.vectors import Embedded


def _embedded(photo: int, image: bytes, value: float) -> Embedded:
    return Embedded(photo, image, np.full(4, value, np.float32), np.full(6, value, np.float32))


def test_pending_photos_are_a_query_and_follow_the_picture(library: Library, folder: int, reading) -> None:
    (photo,) = files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))]).photos
    (item,) = vectors.pending(library, "e", 10)
    assert (item.photo, item.preview) == (photo, b"jpeg of x")
    assert vectors.pending_among(library, "e", [photo], 10) == [item]
    vectors.store(library, "e", [_embedded(photo, item.image_hash, 0.5)])
    assert vectors.pending(library, "e", 10) == []
    assert vectors.count_pending(library, "other") == 1
    files.record(library, [(Found(folder, "x.jpg", 2, 2), reading("retagged", image="x"))])
    assert vectors.count_pending(library, "e") == 0
    files.record(library, [(Found(folder, "x.jpg", 3, 3), reading("edited"))])
    assert vectors.count_pending(library, "e") == 1
    assert vectors.hashes(library, "e") == {}


def test_pending_photos_are_ordered_by_id(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(str(n))) for n in range(5)])
    first = [item.photo for item in vectors.pending(library, "e", 3)]
    rest = [item.photo for item in vectors.pending(library, "e", 3, after=first[-1])]
    assert first + rest == sorted(first + rest)
    assert len(first + rest) == 5


def test_vectors_are_returned_in_order_of_id(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(str(n))) for n in range(3)])
    for item in reversed(vectors.pending(library, "e", 9)):
        vectors.store(library, "e", [_embedded(item.photo, item.image_hash, item.photo / 8)])
    ids, matrix = vectors.meanings(library, "e")
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix[:, 0], ids / 8)
    some, looks = vectors.looks_of(library, "e", [int(ids[1]), 999])
    assert some.tolist() == [ids[1]]
    assert looks.shape == (1, 6)


def test_text_vectors_and_graph_round_trip(library: Library) -> None:
    vector = np.random.default_rng(0).normal(size=8).astype(np.float32)
    assert vectors.text_vectors(library, "e", ["a dog"]) == {}
    vectors.keep_text_vectors(library, "e", {"a dog": vector, "a cat": -vector})
    kept = vectors.text_vectors(library, "e", ["a dog", "a bird"])
    assert list(kept) == ["a dog"]
    np.testing.assert_array_equal(kept["a dog"], vector)
    save_graph(library, "e", [b"one", b"two"])
    save_graph(library, "e", [b"three"])
    assert list(graph_parts(library, "e")) == [b"three"]


def _show(library: Library, photo: int, image: bytes, kinds: dict[int, float]) -> None:
    vectors.store(library, "e", [replace(_embedded(photo, image, 0.5), kinds=kinds)])


def test_class_probabilities_are_found_by_class(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(str(n))) for n in range(4)])
    one, two, three, four = vectors.pending(library, "e", 9)
    _show(library, four.photo, four.image_hash, {7: 0.5, 8: 0.25})
    _show(library, one.photo, one.image_hash, {7: 0.75, 8: 0.5, 9: 0.5})
    _show(library, two.photo, two.image_hash, {9: 0.5})
    _show(library, three.photo, three.image_hash, {})
    ids, chances = vectors.showing(library, "e", [7, 8])
    assert (ids.dtype, chances.dtype) == (np.int64, np.float32)
    assert ids.tolist() == [one.photo, four.photo]
    assert chances.tolist() == [1.0, 0.75]
    assert vectors.showing(library, "other", [7])[0].tolist() == []
    assert vectors.showing(library, "e", [])[0].tolist() == []
    assert vectors.showing(library, "e", range(1000))[0].tolist() == [one.photo, two.photo, four.photo]


def test_earlier_pictures_and_missing_photos_do_not_count(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(str(n))) for n in range(2)])
    for item in vectors.pending(library, "e", 9):
        _show(library, item.photo, item.image_hash, {7: 0.5})
    first, second = vectors.showing(library, "e", [7])[0].tolist()
    files.record(library, [(Found(folder, "0.jpg", 2, 2), reading("edited"))])
    assert vectors.showing(library, "e", [7])[0].tolist() == [second]
    (item,) = vectors.pending(library, "e", 9)
    _show(library, item.photo, item.image_hash, {8: 0.5})
    assert vectors.showing(library, "e", [7])[0].tolist() == [second]
    assert vectors.showing(library, "e", [8])[0].tolist() == [first]
    with library.transaction() as db:
        db.execute("UPDATE photos SET present = 0 WHERE id = ?", (second,))
    assert vectors.showing(library, "e", [7])[0].tolist() == []


@pytest.mark.parametrize("bad", [b"\0\x3c" * 3, b"\0" * 8, b"\0\x7e" * 4, b"\0\x7c" * 4, b"\0\x3c\0"])
def test_invalid_vectors_are_in_no_answer_and_are_computed_again(
    library: Library, folder: int, reading, bad: bytes
) -> None:
    """Of a wrong length, zero, not a number, infinite, truncated."""
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(f"{n}")) for n in range(5)])
    vector = np.array([1, 0, 0, 0], np.float32)
    waiting = vectors.pending(library, "e", 9)
    vectors.store(library, "e", [vectors.Embedded(one.photo, one.image_hash, vector, vector) for one in waiting])
    library.db.execute("UPDATE vectors SET meaning = ? WHERE photo_id = 2", (bad,))
    library.db.execute("UPDATE vectors SET look = ? WHERE photo_id = 4", (bad,))
    assert vectors.meanings(library, "e")[0].tolist() == [1, 3, 4, 5]
    assert vectors.meanings_of(library, "e", [2])[0].tolist() == []
    assert vectors.looks_of(library, "e", [2, 4])[0].tolist() == [2]
    assert vectors.everything_of(library, "e", range(9))[0].tolist() == [1, 3, 5]
    assert vectors.broken(library, "e") == [2, 4]
    vectors.forget(library, "e", [2, 4])
    assert [one.photo for one in vectors.pending(library, "e", 9)] == [2, 4]
    assert vectors.broken(library, "e") == []


def test_half_of_the_vectors_being_truncated_does_not_affect_the_others(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(f"{n}")) for n in range(4)])
    vector = np.array([1, 0, 0, 0], np.float32)
    waiting = vectors.pending(library, "e", 9)
    vectors.store(library, "e", [vectors.Embedded(one.photo, one.image_hash, vector, vector) for one in waiting])
    library.db.execute("UPDATE vectors SET meaning = substr(meaning, 1, 6) WHERE photo_id <= 2")
    assert vectors.meanings(library, "e")[0].tolist() == [3, 4]
    assert vectors.broken(library, "e") == [1, 2]


@pytest.mark.parametrize("bad", [b"\0" * 16, b"\0" * 12, b"\0\0\xc0\x7f" * 4, b"abc"])
def test_damaged_text_vectors_are_computed_again(library: Library, folder: int, reading, bad: bytes) -> None:
    files.record(library, [(Found(folder, "1.jpg", 1, 1), reading("1"))])
    vector = np.array([1, 0, 0, 0], np.float32)
    (one,) = vectors.pending(library, "e", 9)
    vectors.store(library, "e", [vectors.Embedded(one.photo, one.image_hash, vector, vector)])
    vectors.keep_text_vectors(library, "e", {"good": vector, "bad": vector})
    library.db.execute("UPDATE text_vectors SET meaning = ? WHERE words = 'bad'", (bad,))
    assert list(vectors.text_vectors(library, "e", ["good", "bad"])) == ["good"]
