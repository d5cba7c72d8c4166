"""What is hidden stays hidden when a backup is restored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.domain.metadata.tag import TagMark, tag_key
from photon.library import Library, open_library
from photon.library.db import settings
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found
from photon.library.recovery.restoring import restore_backup
from photon.library.tags import hidden_photos, tags
from tests.library.recovery.conftest import back_up
from tests.library.recovery.test_foreign_backups import hostile

KEYS = frozenset({tag_key(("nudity",))})


def hidden(directory: Path) -> list[int]:
    with open_library(directory, writable=True) as library:
        if not hidden_photos.is_wanted(library):
            return []
        return [int(photo) for photo in hidden_photos.find_hidden(library, KEYS, 0.5).all]


def hide(library: Library, *, on: bool) -> None:
    settings.store(library, hidden_photos.HIDE, on or None)


@pytest.mark.parametrize(("then", "now"), [(True, False), (False, True), (True, True), (False, False)])
@pytest.mark.parametrize("way", ["own", "copy", "another library"])
def test_what_is_hidden_in_either_of_the_two_stays_hidden(
    filled: Library, reading: Callable[..., Reading], at: Callable[[str], Found], then: bool, now: bool, way: str
) -> None:
    tags.mark(filled, [TagMark(1, ("nudity",), "confirmed"), TagMark(2, ("Nudity",), "rejected")])
    hide(filled, on=then)
    backup = back_up(filled.directory)
    tags.mark(filled, [TagMark(1, ("nudity",), None), TagMark(2, ("nudity",), "confirmed")])
    files.record(filled, [(at("d.jpg"), reading("d"))])
    tags.mark(filled, [TagMark(4, ("nudity",), "confirmed"), TagMark(4, ("sun",), "confirmed")])
    hide(filled, on=now)
    filled.close()
    if way != "own":
        backup = hostile(backup, *(["UPDATE libraries SET uuid = 'another'"] if way == "another library" else []))
    restore_backup(filled.directory, backup, allow_foreign=True, sensitive=KEYS)
    of_both = [1, 2] if way == "another library" else [1, 2, 4]
    assert hidden(filled.directory) == (of_both if then or now else [])
    with open_library(filled.directory, writable=True) as library:
        assert "sun" not in library.column("SELECT name FROM tags"), "other decisions are those of the backup"


def test_a_rejection_in_the_backup_does_not_show_what_is_hidden_here(filled: Library) -> None:
    tags.mark(filled, [TagMark(2, ("nudity",), "rejected"), TagMark(2, ("dog",), "rejected")])
    backup = back_up(filled.directory)
    tags.mark(filled, [TagMark(2, ("nudity",), None), TagMark(2, ("dog",), None)])
    hide(filled, on=True)
    filled.close()
    restore_backup(filled.directory, backup, sensitive=KEYS)
    with open_library(filled.directory, writable=True) as library:
        assert library.column("SELECT key FROM rejected_tags") == [tag_key(("dog",))]


@pytest.mark.parametrize("way", ["own", "another library"])
def test_photos_that_a_person_hid_since_stay_hidden(filled: Library, way: str) -> None:
    ratings.hide(filled, {2: "shown", 3: "shown"})
    backup = back_up(filled.directory)
    ratings.hide(filled, {1: "hidden", 2: "hidden", 3: ""})
    hide(filled, on=True)
    filled.close()
    if way != "own":
        backup = hostile(backup, "UPDATE libraries SET uuid = 'another'")
    restore_backup(filled.directory, backup, allow_foreign=True, sensitive=KEYS)
    with open_library(filled.directory, writable=True) as library:
        assert library.column("SELECT hidden FROM photos ORDER BY id") == ["hidden", "hidden", ""]
