"""Stored pairs of copies."""

from datetime import date

from photon.domain import Filter
from photon.library import Library
from photon.library.duplicates.picture_pairs import set_copies
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
