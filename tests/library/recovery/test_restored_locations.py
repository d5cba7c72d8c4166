"""A restored backup has the locations of its time, and the coordinates of the current files."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from photon.domain import Reading
from photon.domain.places.coordinates import Coordinates
from photon.library import Library, open_library
from photon.library.backups.backup_file import CatalogCounts
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.photos.photo_locations import locate_photos
from photon.library.places.own_places import delete_place, own_places
from photon.library.recovery.restoring import examine_backup, restore_backup
from tests.library.places.named_places import name_place
from tests.library.recovery.conftest import back_up

Read = Callable[[str, tuple[float, float]], Reading]
OLD, NEW, SOUTH = (38.5, -9.0), (10.0, 20.0), "-33.900000,18.400000"


@pytest.fixture
def read(reading: Callable[..., Reading]) -> Read:
    return lambda name, gps: replace(reading(name), facts=replace(reading(name).facts, gps=gps))


@pytest.fixture
def located(library: Library, at: Callable[[str], Found], read: Read) -> Library:
    """Three photos, the first two with a decided location."""
    files.record(library, [(at(f"{name}.jpg"), read(name, OLD)) for name in "abc"])
    locate_photos(library, {1: SOUTH, 2: "none"})
    return library


def test_decisions_are_restored_and_files_are_current(located: Library, at: Callable[[str], Found], read: Read) -> None:
    backup = back_up(located.directory)
    locate_photos(located, {1: "", 2: SOUTH, 3: SOUTH})
    edited = [(at(f"{name}.jpg"), read(f"{name} edited", gps)) for name, gps in (("a", NEW), ("c", (0.0, 0.0)))]
    files.record(located, [*edited, (at("new.jpg"), read("new", OLD))])
    locate_photos(located, {4: SOUTH})
    located.close()
    restore_backup(located.directory, backup)
    with open_library(located.directory, writable=True) as library:
        rows = library.db.execute("SELECT latitude, longitude, read_latitude, located FROM photos ORDER BY id")
        assert rows.fetchall() == [
            (-33.9, 18.4, 10.0, SOUTH), (None, None, 38.5, "none"), (None, None, 0.0, ""), (38.5, -9.0, 38.5, ""),
        ]  # fmt: skip


def test_locations_and_places_are_counted(located: Library) -> None:
    key, _ = name_place(located, "House", Coordinates(*OLD))
    backup = back_up(located.directory)
    locate_photos(located, {1: "", 3: SOUTH})
    delete_place(located, key)
    located.close()
    found = examine_backup(located.directory, backup)
    assert found.change.gained == CatalogCounts(locations=1, places=1)
    assert found.change.lost == CatalogCounts(locations=1)
    restore_backup(located.directory, backup)
    with open_library(located.directory, writable=False) as library:
        assert [place.name for place in own_places(library).values()] == ["House"]
