"""Rows of decisions by their declarations: lines are stored and read back, and copied to other photos."""

from collections.abc import Mapping
from typing import Any

import pytest

from photon.domain import Region
from photon.domain.decisions.decision_kinds import BY_WHAT, KINDS
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.db.decision_rows import (
    copy_to_edited,
    copy_united,
    read_rows,
    subject_of,
    take_over,
    values_of,
    write_lines,
)
from photon.library.photos import ratings
from photon.library.tags import tags
from photon.library.tags.tag_lines import marks_of_photos
from tests.library.decisions.decided import add

_LINES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "fits": ({"caption_hash": "abc"}, {"caption_hash": ""}),
    "declined": ({"text": "a ship", "on": True}, {"text": "a ship", "on": False}),
    "rating": ({"stars": 4}, {"stars": 0}),
    "favourite": ({"on": True}, {"on": False}),
    "label": ({"colour": "red"}, {"colour": ""}),
    "flag": ({"state": -1}, {"state": 0}),
    "date": ({"taken": "2020-07-15T12:00:00"}, {"taken": ""}),
    "location": ({"coordinates": "38.700000,-9.100000"}, {"coordinates": ""}),
    "turn": ({"turned": "x"}, {"turned": ""}),
    "hidden": ({"state": "hidden"}, {"state": ""}),
    "kept_apart": ({"among": "set", "on": True}, {"among": "set", "on": False}),
    "not_recalled": ({"on": True}, {"on": False}),
    "not_highlighted": ({"on": True}, {"on": False}),
    "in_stack": ({"stack": "s", "position": 7}, {"stack": "", "position": 0}),
    "judged": (
        {"words": "dog", "verdict": "wrong", "odds": 1.5, "encoder": "e"},
        {"words": "dog", "verdict": "", "odds": 0.0, "encoder": ""},
    ),
    "fact": (
        {"field": "total", "state": "confirmed", "value": "9.00 EUR"},
        {"field": "total", "state": "", "value": ""},
    ),
    "face": (
        {"box": "0.1 0.1 0.2 0.2", "state": "is", "person": "0" * 16, "source": "", "cover": False},
        {"box": "0.1 0.1 0.2 0.2", "state": "", "person": "", "source": "", "cover": False},
    ),
    "not_person": (
        {"box": "0.1 0.1 0.2 0.2", "person": "0" * 16, "on": True},
        {"box": "0.1 0.1 0.2 0.2", "person": "0" * 16, "on": False},
    ),
}


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, range(1, 4))
    return library


@pytest.mark.parametrize("what", [kind.what for kind in KINDS if kind.is_simple])
def test_a_line_is_stored_and_its_opposite_removes_it(photos: Library, what: str) -> None:
    kind, (content, withdrawn) = BY_WHAT[what], _LINES[what]
    with photos.transaction() as db:
        write_lines(db, kind, [(2, content), (99, content)])  # there is no photo 99
        write_lines(db, kind, [(2, content)])
        assert list(read_rows(db, kind, [1, 2, 3, 99])) == [(2, subject_of(kind, content), values_of(kind, content))]
        write_lines(db, kind, [(2, withdrawn)])
        assert list(read_rows(db, kind, [1, 2, 3])) == []
        assert values_of(kind, withdrawn) is None


def _write(library: Library, photo: int, *whats: str) -> None:
    with library.transaction() as db:
        for what in whats:
            write_lines(db, BY_WHAT[what], [(photo, _LINES[what][0])])


def _read(library: Library, photo: int) -> dict[str, tuple[Any, ...]]:
    found = ((kind.what, read_rows(library.db, kind, [photo])) for kind in KINDS if kind.is_simple)
    return {what: values for what, rows in found for _, _, values in rows}


def test_an_edited_copy_inherits_what_is_not_about_the_very_picture(photos: Library) -> None:
    _write(photos, 1, *_LINES)
    with photos.transaction() as db:
        copy_to_edited(db, 1, 3)
    assert set(_read(photos, 3)) == set(_LINES) - {"fits", "declined", "judged"}


def test_a_photo_that_takes_decisions_over_keeps_its_own(photos: Library) -> None:
    _write(photos, 1, *_LINES)
    with photos.transaction() as db:
        write_lines(db, BY_WHAT["rating"], [(2, {"stars": 2})])
        write_lines(db, BY_WHAT["in_stack"], [(2, {"stack": "own", "position": 1})])
        take_over(db, 1, 2)
    found = _read(photos, 2)
    assert found.pop("rating") == (2,)
    assert found.pop("in_stack") == ("own", 1)
    assert set(found) == set(_LINES) - {"rating", "in_stack"}


def test_what_the_opposite_was_decided_about_is_not_taken_over(photos: Library) -> None:
    sea, dog, box = ("Sea",), ("Dog",), (Region(0.1, 0.1, 0.5, 0.5),)
    tags.mark(photos, [TagMark(1, sea, "confirmed"), TagMark(1, dog, "rejected"), TagMark(1, ("Boat",), "confirmed")])
    tags.mark(
        photos, [TagMark(2, sea, "rejected"), TagMark(2, dog, "confirmed"), TagMark(3, sea, "example", regions=box)]
    )
    with photos.transaction() as db:
        for photo in (1, 3):
            take_over(db, photo, 2)
    known = {(mark.path, mark.state) for mark in marks_of_photos(photos, [2])}
    assert known == {(sea, "rejected"), (dog, "confirmed"), (("Boat",), "confirmed")}


def test_rows_are_united_of_the_kinds_that_say_so(photos: Library) -> None:
    _write(photos, 1, *_LINES)
    with photos.transaction() as db:
        copy_united(db, [(2, 1), (3, 1)])
    united = {
        "hidden", "declined", "kept_apart", "not_recalled", "not_highlighted", "in_stack", "judged", "fact", "face",
        "not_person",
    }  # fmt: skip
    assert set(_read(photos, 2)) == set(_read(photos, 3)) == united


def test_that_a_photo_is_hidden_outweighs_that_another_one_is_shown(photos: Library) -> None:
    for photo, state in {1: "hidden", 2: "shown", 3: "shown"}.items():
        ratings.hide(photos, {photo: state})  # type: ignore[dict-item]
    with photos.transaction() as db:
        take_over(db, 1, 2)
        copy_united(db, [(3, 2)])
    assert photos.column("SELECT hidden FROM photos ORDER BY id") == ["hidden"] * 3
    ratings.hide(photos, {3: "shown"})
    with photos.transaction() as db:
        take_over(db, 3, 1)
        copy_united(db, [(2, 3)])
    assert photos.column("SELECT hidden FROM photos ORDER BY id") == ["hidden", "hidden", "shown"]
