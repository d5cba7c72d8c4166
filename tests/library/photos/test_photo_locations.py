"""A decided location counts until it is withdrawn, whatever scans read; known defaults count only once decided."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from photon.domain import Filter, Reading
from photon.library import Library
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.decisions.word_union import unite_words
from photon.library.files.missing_photos import link
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.photos.photo_locations import decided_locations, filed_locations, locate_photos
from photon.library.searches.filters import matching
from photon.library.words import full_text

Read = Callable[..., Reading]
At = Callable[[str], Found]
FILED, SOUTH, CAPE = (38.5, -9.0), "-33.900000,18.400000", (-33.9, 18.4)


@pytest.fixture
def read(reading: Read) -> Read:
    def make(content: str, gps: tuple[float, float] | None = FILED) -> Reading:
        one = reading(content, taken="2020-07-15T12:00:00")
        return replace(one, facts=replace(one.facts, gps=gps))

    return make


def record(library: Library, read: Read, at: At, **named: tuple[float, float] | None) -> None:
    files.record(library, [(at(f"{name}.jpg"), read(name, gps)) for name, gps in named.items()])


def location(library: Library, photo: int = 1) -> tuple[object, ...]:
    found = library.db.execute("SELECT latitude, longitude, located FROM photos WHERE id = ?", (photo,)).fetchone()
    return tuple(found)


def test_a_decided_location_is_used_immediately(library: Library, read: Read, at: At) -> None:
    record(library, read, at, a=FILED, b=None)
    changes = locate_photos(library, {1: SOUTH, 2: ""})
    assert (changes.kinds, changes.photos) == ({"photos", "places"}, {1})
    assert not locate_photos(library, {1: SOUTH})
    assert location(library) == (*CAPE, SOUTH)
    found = photos.find_photo(library, 1)
    assert found is not None
    assert found.facts.gps == CAPE
    assert matching(library, [Filter("near", "-33.9,18.4,1km")], date(2026, 1, 1)).tolist() == [1]
    assert full_text.having(library, "winter").tolist() == [1]
    assert filed_locations(library, [1, 2]) == {1: FILED}
    assert decided_locations(library, [1, 2]) == {1: SOUTH}
    locate_photos(library, {1: "none"})
    assert location(library) == (None, None, "none")
    assert full_text.having(library, "winter").tolist() == []
    locate_photos(library, {1: ""})
    assert location(library) == (*FILED, "")


@pytest.mark.parametrize("default", [(0.0, 0.0), (37.7749295, -122.4194155)])
def test_a_known_default_counts_only_once_a_person_decides_it(
    library: Library, read: Read, at: At, default: tuple[float, float]
) -> None:
    record(library, read, at, a=default)
    assert location(library) == (None, None, "")
    assert filed_locations(library, [1]) == {1: default}
    text = f"{default[0]:.6f},{default[1]:.6f}"
    locate_photos(library, {1: text})
    assert location(library) == (*(round(degrees, 6) for degrees in default), text)


def test_it_survives_rescans_edits_and_sidecars(library: Library, read: Read, at: At) -> None:
    record(library, read, at, a=FILED)
    locate_photos(library, {1: SOUTH})
    record(library, read, at, a=FILED)
    files.record(library, [(at("a.jpg"), read("edited", (1.0, 2.0)))])
    assert location(library) == (*CAPE, SOUTH)
    with library.transaction() as db:
        assert files.refresh(db, 1, 5, read("x", (3.0, 4.0)).facts)
        assert not files.refresh(db, 1, 5, read("x", (3.0, 4.0)).facts)
    assert location(library) == (*CAPE, SOUTH)
    locate_photos(library, {1: ""})
    assert location(library) == (3.0, 4.0, "")


def test_it_survives_that_the_photo_is_gone_and_comes_back(library: Library, read: Read, at: At, folder: int) -> None:
    record(library, read, at, a=FILED)
    locate_photos(library, {1: SOUTH})
    files.forget(library, folder, ["a.jpg"])
    files.record(library, [(at("moved.jpg"), read("a"))])
    assert location(library) == (*CAPE, SOUTH)


def test_an_edited_copy_keeps_it(library: Library, read: Read, at: At) -> None:
    files.record(library, [(at("a.jpg"), read("a")), (at("b.jpg"), read("a"))])
    locate_photos(library, {1: SOUTH})
    files.record(library, [(at("b.jpg"), read("edited"))])
    assert location(library, 2) == (*CAPE, SOUTH)


def test_it_is_undone_and_redone(library: Library, read: Read, at: At) -> None:
    record(library, read, at, a=FILED, b=None)
    locate_photos(library, {1: SOUTH, 2: SOUTH})
    step = list_steps(library, 1)[0].id
    locate_photos(library, {2: "none"})
    outcome = undo_step(library, step)
    assert (outcome.undone, outcome.kept) == (1, 1)
    assert [location(library, photo) for photo in (1, 2)] == [(*FILED, ""), (None, None, "none")]
    redo_step(library, step)
    assert location(library) == (*CAPE, SOUTH)


def test_linked_and_united_photos_get_it(library: Library, read: Read, at: At, folder: int) -> None:
    record(library, read, at, a=FILED, b=(1.0, 2.0), c=(3.0, 4.0))
    locate_photos(library, {1: SOUTH})
    unite_words(library, {3: [1]})
    assert location(library, 3) == (*CAPE, SOUTH)
    files.forget(library, folder, ["a.jpg"])
    (root,) = library.db.execute("SELECT path FROM folders").fetchone()
    link(library, 1, f"{root}/b.jpg")
    assert location(library, 2) == (*CAPE, SOUTH)


@pytest.mark.parametrize("text", ["91.0,0.0", "x", "1", "1,2,3"])
def test_what_is_no_location_counts_for_nothing(library: Library, read: Read, at: At, text: str) -> None:
    record(library, read, at, a=FILED)
    locate_photos(library, {1: text})
    assert location(library)[:2] == FILED


def test_wrong_coordinates_of_a_removed_photo_don_t_remove_those_of_the_kept_one(
    library: Library, read: Read, at: At
) -> None:
    record(library, read, at, a=FILED, b=(1.0, 2.0), c=FILED, d=FILED, e=None, f=None)
    locate_photos(library, {2: "none", 4: "none", 6: SOUTH})
    unite_words(library, {1: [2], 3: [4], 5: [2, 6]})
    assert [location(library, photo) for photo in (1, 3, 5)] == [(*FILED, ""), (None, None, "none"), (*CAPE, SOUTH)]


@pytest.mark.parametrize("number", ["9e999", "1e300", "90.5"])
def test_impossible_coordinates_of_a_catalogue_count_for_nothing(
    library: Library, read: Read, at: At, number: str
) -> None:
    record(library, read, at, a=FILED)
    library.db.execute(f"UPDATE photos SET read_latitude = {number}")
    locate_photos(library, {1: SOUTH})
    locate_photos(library, {1: ""})
    assert location(library) == (None, None, "")
    assert filed_locations(library, [1]) == {}
