"""Decisions about tags as examples: the latest first, counted by tag, with a stamp that changes with each decision."""

from itertools import pairwise

import pytest

from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.tags import tag_decisions, tag_moves, tags
from photon.library.tags.tag_decisions import Decision

DOG, BEACH = ("animal", "dog"), ("beach",)
DOG_KEY = "animal\x1fdog"


@pytest.fixture
def ids(library: Library, folder: int, reading) -> list[int]:
    for name in "xyz":
        files.record(library, [(Found(folder, f"{name}.jpg", 1, 1), reading(name))])
    return sorted(photos.in_order(library, "newest"))


def test_decisions_are_returned_as_examples(library: Library, ids: list[int]) -> None:
    assert tag_decisions.latest(library, 9) == []
    assert tag_decisions.about(library, []) == []
    tags.mark(library, [TagMark(ids[0], DOG, "confirmed"), TagMark(ids[1], BEACH, "confirmed")])
    tags.mark(library, [TagMark(ids[2], DOG, "rejected")])
    wrong = Decision(ids[2], DOG_KEY, is_right=False)
    assert tag_decisions.latest(library, 1) == [Decision(ids[1], "beach", is_right=True), wrong]
    assert tag_decisions.about(library, [ids[0], ids[2]]) == [Decision(ids[0], DOG_KEY, is_right=True), wrong]
    assert tag_decisions.counts(library) == {DOG_KEY: (1, 1), "beach": (1, 0)}


def test_each_decision_changes_the_stamp(library: Library, ids: list[int]) -> None:
    stamps = [tag_decisions.stamp(library)]
    for state in ("confirmed", "rejected", None):
        tags.mark(library, [TagMark(ids[0], DOG, state)])
        stamps.append(tag_decisions.stamp(library))
    assert all(one != other for one, other in pairwise(stamps))


def test_missing_photos_are_no_examples(library: Library, folder: int, ids: list[int]) -> None:
    tags.mark(library, [TagMark(ids[0], DOG, "confirmed"), TagMark(ids[0], BEACH, "rejected")])
    files.forget(library, folder, ["x.jpg"])
    assert tag_decisions.latest(library, 9) == []


def test_tags_added_or_deleted_during_reading_cause_no_error(
    library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tags.mark(library, [TagMark(ids[0], DOG, "confirmed")])
    paths = tag_decisions.tag_tree.paths

    def another_comes_and_this_goes(db: object) -> object:
        monkeypatch.undo()
        tags.mark(library, [TagMark(ids[1], BEACH, "confirmed")])
        tag_moves.delete_subtree(library, DOG)
        return paths(db)  # type: ignore[arg-type]

    monkeypatch.setattr(tag_decisions.tag_tree, "paths", another_comes_and_this_goes)
    assert tag_decisions.counts(library) == {}
    assert tag_decisions.counts(library) == {"beach": (1, 0)}


def test_photos_are_found_by_the_name_of_a_decision(library: Library, ids: list[int]) -> None:
    terrier = (*DOG, "terrier")
    tags.mark(library, [TagMark(ids[0], terrier, "confirmed"), TagMark(ids[1], DOG, "rejected")])
    tags.mark(library, [TagMark(ids[2], BEACH, "confirmed"), TagMark(ids[2], ("hot dog",), "rejected")])

    def found(*names: str) -> tuple[list[int], list[int]]:
        given, refused = tag_decisions.named(library, names)
        return given.tolist(), refused.tolist()

    assert found("dog") == found("DOG", "dogs") == ([ids[0]], [ids[1]])
    assert found("animal") == ([ids[0]], [])
    assert found("animal/dog") == ([ids[0]], [])
    assert found("terrier") == ([ids[0]], [])
    assert found("beach", "dog") == (sorted([ids[0], ids[2]]), [ids[1]])
    assert found("cat") == found() == ([], [])
