"""The tree of tags: all spellings are one tag, at any size."""

import pytest

from photon.domain.metadata.tag import TagMark, name_key
from photon.library import Library
from photon.library.db import name_tree
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.tags import tag_tree, tags


@pytest.fixture
def photo(library: Library, folder: int, reading) -> int:
    files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
    return photos.in_order(library, "newest")[0]


def test_all_spellings_are_one_tag(library: Library, photo: int) -> None:
    tags.mark(library, [TagMark(photo, ("Café", "Zürich"), "confirmed")])
    same = [("café", "ZÜRICH"), ("CAFÉ", "zu\u0308rich"), ("Café", "Zürich")]
    tags.mark(library, [TagMark(photo, path, "confirmed") for path in same])
    assert sorted(tag_tree.paths(library.db).values()) == [["Café"], ["Café", "Zürich"]]
    assert len({tag_tree.find(library.db, path) for path in same}) == 1
    assert tag_tree.find(library.db, ("Café", "Genf")) is None


def test_many_new_tags_of_one_level_are_not_compared_one_by_one(
    library: Library, photo: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, compared = 300, 0

    def counting(name: str) -> str:
        nonlocal compared
        compared += 1
        return name_key(name)

    monkeypatch.setattr(name_tree, "name_key", counting)
    tags.mark(library, [TagMark(photo, (f"Word {number}",), "confirmed") for number in range(many)])
    assert len(tag_tree.paths(library.db)) == many
    assert compared < 10 * many
