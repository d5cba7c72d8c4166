"""A restored or repaired library shows films by their photos as the files are, not as they once were."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from photon.domain import Reading
from photon.domain.films.film import FilmFacts
from photon.library import Library, open_library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.photos.photos import in_order, refresh_films
from photon.library.recovery.restoring import restore_backup
from tests.library.recovery.conftest import back_up

STILL, FILM = FilmFacts(None, "x1"), FilmFacts(3.0, "x1")


@pytest.fixture
def put(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Callable[..., None]:
    def record(relative: str, film: FilmFacts) -> None:
        files.record(library, [(at(relative), replace(reading(relative), film=film))])

    return record


def shown_after(library: Library, restored: Callable[[], object]) -> list[int]:
    library.close()
    restored()
    with open_library(library.directory, writable=True) as again:
        return sorted(in_order(again, "newest"))


def test_a_film_found_after_the_backup_is_shown_by_its_photo(library: Library, put: Callable[..., None]) -> None:
    put("a.heic", STILL)
    backup = back_up(library.directory)
    put("a.mov", FILM)
    assert in_order(library, "newest") == [1]
    assert shown_after(library, lambda: restore_backup(library.directory, backup)) == [1]


def test_a_film_whose_photo_went_after_the_backup_is_a_video(
    library: Library, folder: int, put: Callable[..., None]
) -> None:
    put("a.heic", STILL)
    put("a.mov", FILM)
    backup = back_up(library.directory)
    files.forget(library, folder, ["a.heic"])
    assert in_order(library, "newest") == [2]
    assert shown_after(library, lambda: restore_backup(library.directory, backup)) == [2]


def test_a_film_whose_photo_was_lost_with_its_rows_is_a_video(library: Library, put: Callable[..., None]) -> None:
    put("a.heic", STILL)
    put("a.mov", FILM)
    with library.transaction() as db:
        db.execute("DELETE FROM files WHERE photo_id = 1")
        db.execute("DELETE FROM photos WHERE id = 1")
        refresh_films(db)
    assert in_order(library, "newest") == [2]
