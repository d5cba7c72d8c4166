"""Stored pairs of copies."""

from datetime import date

from photon.domain import Filter
from photon.domain.photo.likeness import NO_LIKENESS
from photon.library import Library
from photon.library.duplicates.picture_pairs import copy_sets, likeness_of, set_copies, store
from photon.library.searches.filters import matching
from tests.library.decisions.decided import add


def copies(library: Library) -> list[int]:
    return list(matching(library, [Filter("is", "duplicate")], date(2026, 1, 1)))


def test_an_edited_copy_that_is_still_a_copy_is_found_again(library: Library, folder: int) -> None:
    add(library, folder, [1, 2, 3])
    assert set_copies(library, {2: 1}).photos == {2}
    assert copies(library) == [2]
    with library.transaction() as db:
        db.execute("UPDATE photos SET image_hash = ? WHERE id = 2", (b"edited".ljust(16),))
    assert copies(library) == []  # nothing is known about this picture yet
    assert set_copies(library, {2: 1}).photos == {2}
    assert copies(library) == [2]
    assert set_copies(library, {2: 1}).photos == frozenset()


def test_the_best_of_each_set_of_copies_comes_first(library: Library, folder: int) -> None:
    add(library, folder, [1, 2, 3, 4, 5, 6, 7])
    set_copies(library, {2: 4, 6: 4, 5: 1, 3: 7})
    assert copy_sets(library) == [(1, 5), (4, 2, 6), (7, 3)]
    assert copy_sets(library, [2, 4, 1]) == [(4, 2)]
    with library.transaction() as db:
        db.execute("UPDATE photos SET image_hash = ? WHERE id IN (1, 6)", (b"edited".ljust(16),))
        db.execute("UPDATE photos SET present = 0 WHERE id = 7")
    assert copy_sets(library) == [(4, 2)]


def test_a_comparison_is_known_until_a_picture_changes(library: Library, folder: int) -> None:
    add(library, folder, [1, 2, 3])
    store(library, {(1, 2): NO_LIKENESS}, [1, 2])
    assert likeness_of(library, 2, 1) == likeness_of(library, 1, 2) == NO_LIKENESS
    assert likeness_of(library, 1, 3) is None
    with library.transaction() as db:
        db.execute("UPDATE photos SET image_hash = ? WHERE id = 2", (b"edited".ljust(16),))
    assert likeness_of(library, 1, 2) is None
