"""What the journal tells of decisions: the text of each value, which steps are listed, and which is undone first."""

from collections.abc import Callable

import pytest

from photon.domain.decisions.decision import Actor, UserDecision
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.albums import album_content, albums, smart_albums
from photon.library.captions import captions
from photon.library.decisions.decision_stamps import Stamp
from photon.library.decisions.journal_steps import (
    find_step,
    history_of_photos,
    history_of_tag,
    list_steps,
    undoable_steps,
)
from photon.library.decisions.photo_merge import is_later
from photon.library.decisions.undoing import undo_step
from photon.library.photos import ratings
from photon.library.tags import tag_moves, tags
from tests.library.decisions.decided import add


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, [1, 2])
    return library


def history(library: Library, photo: int = 1) -> list[tuple[str, object, str, str]]:
    return [(one.what, one.about, one.before, one.after) for one in history_of_photos(library, [photo])]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda lib: ratings.rate(lib, {1: 3}), ("rating", "", "", "3")),
        (lambda lib: ratings.favour(lib, {1: True}), ("favourite", "", "", "1")),
        (lambda lib: ratings.label(lib, {1: "red"}), ("label", "", "", "red")),
        (lambda lib: ratings.flag(lib, {1: -1}), ("flag", "", "", "-1")),
        (lambda lib: ratings.hide(lib, {1: "hidden"}), ("hidden", "", "", "hidden")),
        (lambda lib: captions.write(lib, {1: Caption("t", "a tram")}), ("caption", "", "", "t · a tram")),
        (lambda lib: captions.write(lib, {1: Caption("", "a tram")}), ("caption", "", "", "a tram")),
        (lambda lib: captions.decline(lib, {1: ["a ship"]}), ("declined", "a ship", "", "declined")),
        (lambda lib: tags.mark(lib, [TagMark(1, ("a", "b"), "confirmed")]), ("tag", ("a", "b"), "", "tag")),
        (lambda lib: tags.mark(lib, [TagMark(1, ("a", "b"), "rejected")]), ("rejected", ("a", "b"), "", "rejected")),
    ],
)
def test_a_value_is_told_as_text(
    photos: Library, act: Callable[[Library], object], expected: tuple[str, object, str, str]
) -> None:
    act(photos)
    assert history(photos) == [expected]
    assert history(photos, 2) == []


def test_both_values_of_a_change_are_told_in_order(photos: Library) -> None:
    for stars in (3, 5, 0):
        ratings.rate(photos, {1: stars})
    ratings.rate(photos, {1: 0})  # no change
    assert [one[2:] for one in history(photos)] == [("", "3"), ("3", "5"), ("5", "")]


def test_albums_are_told_by_their_names(photos: Library) -> None:
    album, _ = albums.make_album(photos, ("Trips", "Rome"))
    album_content.add_photos(photos, album, [1])
    album_content.set_cover(photos, album, 1)
    smart, _, _ = smart_albums.store_smart_album(photos, ("Best",), "rating:4")
    album_content.remove_photos(photos, smart, [1])
    assert [one[0] for one in history(photos)] == ["in_album", "in_album", "never_in_album"]
    assert [one[3] for one in history(photos)] == ["in_album", "cover", "never"]
    assert history(photos)[0][1] == history(photos)[1][1] != history(photos)[2][1]
    assert "Rome" in str(history(photos)[0][1])


def test_a_tag_that_was_deleted_since_is_still_named_where_the_row_names_it(photos: Library) -> None:
    tags.mark(photos, [TagMark(1, ("a", "b"), "rejected")])
    tags.mark(photos, [TagMark(1, ("A",), "confirmed"), TagMark(2, ("ab",), "confirmed")])
    tag_moves.delete_subtree(photos, ("ab",))
    assert ("rejected", ("a", "b"), "", "rejected") in history(photos)
    assert [(one.photo, one.what) for one in history_of_tag(photos, ("a",))] == [(1, "rejected"), (1, "tag")]
    assert [(one.photo, one.what) for one in history_of_tag(photos, ("a", "b"))] == [(1, "rejected")]


def step(library: Library, stars: int, actor: Actor = "person", name: str = "rated") -> int:
    with library.transaction() as db:
        library.journal.sign(actor, name)
        ratings.set_within(db, "rating", {1: stars, 2: stars})
    return library.journal.step


def test_steps_are_listed_newest_first_without_those_of_photon_and_those_that_undid(photos: Library) -> None:
    first, machine, second = step(photos, 1), step(photos, 2, "photon"), step(photos, 3)
    assert [one.id for one in list_steps(photos, 9)][:2] == [second, first]
    assert machine not in [one.id for one in list_steps(photos, 9)]
    assert [one.id for one in list_steps(photos, 1)] == [second]
    found = find_step(photos, second)
    assert found is not None
    assert (found.photos, found.changes, found.name, found.actor, found.is_undone) == (2, 2, "rated", "person", False)
    undo_step(photos, second)
    assert [one.id for one in list_steps(photos, 9)][:2] == [second, first]
    assert [one.is_undone for one in list_steps(photos, 2)] == [True, False]
    assert find_step(photos, 10**30) is None


@pytest.mark.parametrize(
    ("actor", "name", "counts"),
    [("person", "rated", True), ("batch", "rated", True), ("decisions", "rated", True), ("file", "rated", False),
     ("photon", "rated", False), ("person", "", False)],
)  # fmt: skip
def test_undo_begins_with_a_named_step_of_a_person(photos: Library, actor: Actor, name: str, counts: bool) -> None:
    former = step(photos, 1)
    newest = step(photos, 2, actor, name)
    found = undoable_steps(photos, photos.journal.device)
    assert found[0].id == (newest if counts else former)
    assert undoable_steps(photos, "elsewhere") == []


@pytest.mark.parametrize(
    ("clock", "actor", "ours", "is_empty", "expected"),
    [
        (5, "person", None, True, True),
        (5, "person", None, False, False),  # nobody knows when ours was decided
        (5, "person", Stamp(4, "here", "person"), False, True),
        (5, "person", Stamp(6, "here", "person"), False, False),
        (5, "batch", Stamp(4, "here", "person"), False, True),
        (5, "person", Stamp(6, "here", "file"), False, True),  # a person's outweighs a file's
        (5, "file", Stamp(4, "here", "person"), False, False),
        (5, "file", Stamp(4, "here", "file"), False, True),
        (5, "file", Stamp(6, "here", "file"), False, False),
    ],
)
def test_the_later_decision_counts_and_a_person_s_before_a_file_s(
    clock: int, actor: Actor, ours: Stamp | None, is_empty: bool, expected: bool
) -> None:
    theirs = UserDecision("rating", {"stars": 3}, clock=clock, device="there", actor=actor)
    assert is_later(theirs, ours, is_empty=is_empty) is expected
