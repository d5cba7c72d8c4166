"""Libraries in which people are named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.library import Library, open_library
from photon.library.people.people import confirm_faces, create_person, mark_no_faces, reject_faces
from photon.library.photos import folders
from tests.library.decisions.decided import add
from tests.library.people.drawn_faces import key_at, look


@pytest.fixture
def named(library: Library, folder: int) -> Library:
    """A library with two people, a face that is not one of them, and one that is none."""
    add(library, folder, range(1, 6))
    look(library)
    anna, ben = create_person(library, "Anna")[0], create_person(library, "Ben")[0]
    confirm_faces(library, [key_at(1, 0), key_at(2, 1)], anna)
    confirm_faces(library, [key_at(1, 4)], ben)
    reject_faces(library, [key_at(1, 2)], anna)
    mark_no_faces(library, [key_at(1, 6)])
    return library


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "other library", writable=True) as opened:
        (tmp_path / "others").mkdir()
        folders.add(opened, str(tmp_path / "others"))
        yield opened
