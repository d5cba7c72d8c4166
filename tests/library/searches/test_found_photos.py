"""What a filter finds is remembered until anything changes that it may depend on."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from photon.domain import Facts, Filter, Reading
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from tests.library.tagged import write_text


@pytest.fixture
def reader(library: Library, folder: int) -> Iterator[Library]:
    """A second connection to a library with the photos 1 to 5, of which 1 and 2 have four stars."""
    hashes = [number.to_bytes(16) for number in range(1, 6)]
    readings = [Reading(one, one, 10, Facts("JPEG", 40, 30), b"preview", 0) for one in hashes]
    found = [Found(folder, f"{number}.jpg", 10, 1) for number in range(1, 6)]
    files.record(library, list(zip(found, readings, strict=True)))
    ratings.rate(library, {1: 4, 2: 4})
    with library.again(writable=False) as reader:
        yield reader


def find(library: Library, field: str, value: str) -> list[int]:
    found = matching(library, [Filter(field, value)], date(2024, 2, 10))
    assert matching(library, [Filter(field, value)], date(2024, 2, 10)) is found
    return [*found.tolist()]


def test_photos_are_forgotten_when_another_connection_writes(library: Library, reader: Library) -> None:
    assert find(reader, "rating", ">=3") == [1, 2]
    ratings.rate(library, {5: 3})
    assert find(reader, "rating", ">=3") == [1, 2, 5]
    assert find(reader, "has", "text") == []
    write_text(library, 4, "Gate 12")  # of the cache
    assert find(reader, "has", "text") == [4]


def test_photos_are_forgotten_when_the_connection_itself_writes(library: Library, reader: Library) -> None:
    for rated, found in ((2, [2]), (5, [1, 2])):
        ratings.rate(library, {1: rated})
        assert find(library, "rating", ">=3") == found
        assert find(reader, "rating", ">=3") == found


def test_photos_are_forgotten_when_others_are_hidden(reader: Library) -> None:
    assert find(reader, "rating", ">=3") == [1, 2]
    draw_veil(reader, np.array([1], np.int64))
    assert find(reader, "rating", ">=3") == [2]


def test_nothing_is_remembered_of_a_transaction_that_is_rolled_back(library: Library, reader: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.transaction() as db:
        db.execute("UPDATE photos SET rating = 5 WHERE id = 3")
        within = matching(library, [Filter("rating", ">=3")], date(2024, 2, 10))
        assert within.tolist() == [1, 2, 3]
        1 / 0  # noqa: B018 - any error
    assert find(library, "rating", ">=3") == find(reader, "rating", ">=3") == [1, 2]
