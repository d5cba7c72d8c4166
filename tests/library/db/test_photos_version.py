"""What is remembered of the times and places of all photos: read again once they change, and only then."""

from collections.abc import Callable

import pytest

from photon.domain import Reading
from photon.library import Library
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found

CHANGES = (
    "UPDATE photos SET shown = '2001-01-01T00:00:00'",
    "UPDATE photos SET taken = NULL",
    "UPDATE photos SET present = 0",
    "UPDATE photos SET latitude = 1.5, longitude = 2",
    "DELETE FROM photos",
    "INSERT INTO photos (file_hash, image_hash, format, width, height, colour, shown, added)"
    " VALUES (x'01', x'01', 'JPEG', 1, 1, 0, '', '')",
)


@pytest.fixture
def reads(library: Library, folder: int, reading: Callable[..., Reading]) -> Callable[[Library], int]:
    """Return what remembers in a connection, and returns how often it has read."""
    files.record(library, [(Found(folder, "a.jpg", 10, 1), reading("a", taken="2012-07-14T10:00:00"))])
    read: list[int] = []

    def remember(of: Library) -> int:
        of.remember("test", lambda: read.append(1), "photos")
        return len(read)

    return remember


@pytest.mark.parametrize("change", CHANGES)
def test_photos_that_change_are_read_again(library: Library, reads: Callable[[Library], int], change: str) -> None:
    with library.again(writable=False) as reader:
        assert [reads(reader), reads(reader)] == [1, 1]
        library.db.execute(change)
        assert [reads(reader), reads(reader)] == [2, 2]


def test_ratings_and_what_stays_the_same_make_nothing_be_read_again(
    library: Library, reads: Callable[[Library], int]
) -> None:
    with library.again(writable=False) as reader:
        assert reads(reader) == 1
        ratings.rate(library, {1: 4})
        library.db.execute("UPDATE photos SET shown = shown, present = present")
        assert reads(reader) == 1


def test_a_lost_number_is_counted_anew(library: Library, reads: Callable[[Library], int]) -> None:
    library.db.execute("DELETE FROM photos_version")
    with library.again(writable=False) as reader:
        assert reads(reader) == 1
        library.db.execute("UPDATE photos SET present = 0")
        assert reads(reader) == 2
