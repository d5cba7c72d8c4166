"""The journal of moved files: what each state of a move means for the catalogue, one condition at a time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.domain.photo.file_move import FileMove, MoveState, Purpose, Role
from photon.library import Library
from photon.library.bin import file_moves
from photon.library.bin.photo_files import files_of, known_at
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found

At = Callable[[str], Found]
Make = Callable[..., Reading]


@pytest.fixture
def root(library: Library, at: At, reading: Make, tmp_path: Path) -> str:
    """Two photos, the first of them at two places."""
    files.record(library, [(at("a.jpg"), reading("a")), (at("sub/a.jpg"), reading("a")), (at("b.jpg"), reading("b"))])
    return str(tmp_path / "photos")


def move(root: str, name: str, photo: int, target: str = "", role: Role = "photo", unit: int = 0) -> FileMove:
    place = f"{root}/{target}" if target else f"/bin/{name}"
    return FileMove(f"{root}/{name}", place, "", 10, 1_000_000_000, role, photo, unit)


def begun(library: Library, purpose: Purpose, *moves: FileMove) -> tuple[int, list[FileMove]]:
    batch = file_moves.begin_batch(library, purpose, "moved")
    return batch, file_moves.begin(library, batch, moves)[0]


def settle(library: Library, state: MoveState, moves: list[FileMove]) -> frozenset[int]:
    return frozenset(file_moves.settle(library, {one.id: state for one in moves}).photos or ())


def at_path(library: Library, path: str) -> int | None:
    known = known_at(library, path)
    return known.photo if known else None


@pytest.mark.parametrize(("state", "is_listed"), [("going", False), ("there", False), ("over", True), ("gone", False)])
def test_a_photo_on_its_way_to_the_bin_is_in_no_list(
    library: Library, root: str, state: MoveState, is_listed: bool
) -> None:
    (photo,) = {at_path(library, f"{root}/b.jpg")} - {None}
    assert photo is not None
    batch, moved = begun(library, "bin", move(root, "b.jpg", photo))
    if state != "going":
        assert settle(library, state, moved) == {photo}
    assert (photo in photos.in_order(library, "name")) is is_listed
    assert at_path(library, f"{root}/b.jpg") == (photo if is_listed else None)
    assert [one.state for one in file_moves.of_batch(library, batch, state)] == [state]
    assert file_moves.of_batch(library, batch, "back") == []
    assert [one.id for one in file_moves.halfway(library)] == ([moved[0].id] if state == "going" else [])
    assert bool(file_moves.there(library)) is bool(file_moves.binned(library)) is (state == "there")
    assert bool(file_moves.of_units(library, [moved[0].unit])) is (state == "there")


def test_one_of_two_files_in_the_bin_leaves_the_photo(library: Library, root: str) -> None:
    photo = at_path(library, f"{root}/a.jpg")
    assert photo is not None
    _, moved = begun(library, "bin", move(root, "a.jpg", photo))
    settle(library, "there", moved)
    assert photo in photos.in_order(library, "name")
    assert at_path(library, f"{root}/sub/a.jpg") == photo
    settle(library, "over", moved)
    assert len(photos.find_photo(library, photo).files) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["sidecar", "video"])
def test_what_goes_along_changes_no_photo(library: Library, root: str, role: Role) -> None:
    photo = at_path(library, f"{root}/b.jpg")
    assert photo is not None
    _, moved = begun(library, "bin", move(root, "b.jpg", photo, role=role))
    assert settle(library, "there", moved) == frozenset()
    assert at_path(library, f"{root}/b.jpg") == photo


def test_a_file_that_a_scan_found_again_while_it_was_moved_is_dropped(
    library: Library, root: str, at: At, reading: Make
) -> None:
    photo = at_path(library, f"{root}/b.jpg")
    assert photo is not None
    for found, is_dropped in ((at("b.jpg"), True), (replace(at("b.jpg"), mtime_ns=2), False)):
        _, moved = begun(library, "bin", move(root, "b.jpg", photo))
        files.record(library, [(found, reading("b"))])
        settle(library, "there", moved)
        assert (at_path(library, f"{root}/b.jpg") is None) is is_dropped
        files.record(library, [(at("b.jpg"), reading("b"))])


def test_a_file_that_comes_back_replaces_none_that_is_there_now(
    library: Library, root: str, at: At, reading: Make
) -> None:
    photo = at_path(library, f"{root}/b.jpg")
    assert photo is not None
    _, moved = begun(library, "bin", move(root, "b.jpg", photo))
    settle(library, "there", moved)
    files.record(library, [(at("b.jpg"), reading("other"))])
    other = at_path(library, f"{root}/b.jpg")
    assert other not in {photo, None}
    assert not file_moves.is_in_files(library, moved[0])
    settle(library, "over", moved)
    assert at_path(library, f"{root}/b.jpg") == other


def test_a_renamed_file_is_followed(library: Library, root: str) -> None:
    photo = at_path(library, f"{root}/b.jpg")
    assert photo is not None
    _, moved = begun(library, "rename", move(root, "b.jpg", photo, "sub/new.jpg"))
    assert at_path(library, f"{root}/b.jpg") == photo  # it is listed all the time
    for state, old, new in (("there", "b.jpg", "sub/new.jpg"), ("over", "sub/new.jpg", "b.jpg")):
        assert settle(library, state, moved) == {photo}
        assert (at_path(library, f"{root}/{old}"), at_path(library, f"{root}/{new}")) == (None, photo)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("b", None, ("", "b")),
        ("b", "b", ("", "b")),  # a scan was quicker, and the old name is still listed
        ("b", "other", ("", "b")),  # what was listed there was overwritten before
        ("a", None, ("other", "")),  # a copy of another photo has the old name now
        (None, "b", ("", "b")),
        (None, None, ("", "b")),  # it was missed at its old place, and is at the new one
    ],
)
def test_a_scan_may_have_been_quicker_than_the_journal(
    library: Library, root: str, at: At, reading: Make, old: str | None, new: str | None, expected: tuple[str, str]
) -> None:
    photo = at_path(library, f"{root}/b.jpg")
    assert photo is not None
    _, moved = begun(library, "rename", move(root, "b.jpg", photo, "new.jpg"))
    if new:
        files.record(library, [(at("new.jpg"), reading(new))])
    if old:
        files.record(library, [(at("b.jpg"), reading(old))])
    else:
        files.forget(library, at("b.jpg").folder, ["b.jpg"])
    settle(library, "there", moved)
    names = {photo: "b", None: ""}
    found = tuple(names.get(at_path(library, f"{root}/{name}"), "other") for name in ("b.jpg", "new.jpg"))
    assert found == expected


def test_moves_are_grouped_by_what_goes_together(library: Library, root: str) -> None:
    one, other = (at_path(library, f"{root}/{name}") or 0 for name in ("a.jpg", "b.jpg"))
    batch, moved = begun(
        library, "bin", move(root, "a.jpg", one, unit=0), move(root, "a.xmp", one, role="sidecar", unit=0),
        move(root, "b.jpg", other, unit=1),
    )  # fmt: skip
    assert [one.unit - moved[0].unit for one in moved] == [0, 0, 2]
    assert [(one.id, one.unit) for one in moved] == sorted((one.id, one.unit) for one in moved)
    settle(library, "there", moved)
    last, first = file_moves.binned(library)
    assert (first.path, first.others, first.bytes, first.batch) == (
        f"{root}/a.jpg", (f"{root}/a.xmp",), 20, batch
    )  # fmt: skip
    assert (last.path, last.others, last.bytes) == (f"{root}/b.jpg", (), 10)
    assert (first.card.name, last.card.id) == ("a.jpg", other)  # type: ignore[union-attr]
    assert [one.source for one in file_moves.of_units(library, [first.id])] == [f"{root}/a.jpg", f"{root}/a.xmp"]
    assert file_moves.batches(library, "bin", 9)[0][2:] == (3, 3)
    settle(library, "over", moved[2:])
    assert file_moves.batches(library, "bin", 9)[0][2:] == (3, 2)
    assert file_moves.batches(library, "rename", 9) == []


def test_only_names_are_changed_by_renaming(library: Library, root: str) -> None:
    photo = at_path(library, f"{root}/b.jpg") or 0
    made = [begun(library, purpose, move(root, "b.jpg", photo, "new.jpg"))[0] for purpose in ("bin", "rename")]
    assert [file_moves.is_renaming(library, one) for one in (*made, 99)] == [False, True, False]


def test_a_listing_that_began_before_a_move_may_be_out_of_date(library: Library, root: str) -> None:
    photo = at_path(library, f"{root}/b.jpg") or 0
    before = file_moves.moment_now(library)
    _, moved = begun(library, "rename", move(root, "b.jpg", photo, "new.jpg"))
    both = {f"{root}/b.jpg", f"{root}/new.jpg"}
    assert file_moves.under_way(library) == file_moves.touched_since(library, file_moves.moment_now(library)) == both
    settle(library, "there", moved)
    assert file_moves.under_way(library) == set()
    assert file_moves.touched_since(library, before) == both
    assert file_moves.touched_since(library, file_moves.moment_now(library)) == set()
    file_moves.turn_back(library, moved)
    assert file_moves.under_way(library) == both


@pytest.mark.parametrize(
    ("within", "copies", "expected", "others"),
    [
        ((), False, ["a.jpg"], 1),
        ((), True, ["a.jpg", "sub/a.jpg"], 0),
        (("sub",), False, ["sub/a.jpg"], 1),
        (("sub/a.jpg", "a.jpg"), False, ["a.jpg", "sub/a.jpg"], 0),
        (("elsewhere",), False, ["a.jpg"], 1),
    ],
)
def test_which_files_of_a_photo_are_meant(
    library: Library, root: str, within: tuple[str, ...], copies: bool, expected: list[str], others: int
) -> None:
    photo = at_path(library, f"{root}/a.jpg") or 0
    choice = PathChoice(tuple(f"{root}/{place}" for place in within))
    found, left = files_of(library, [photo], choice, copies=copies)
    assert sorted(found) == [f"{root}/{name}" for name in expected]
    assert left == ({photo: others} if others else {})


def test_missing_files_are_never_moved_and_offline_ones_are_known_as_such(library: Library, root: str, at: At) -> None:
    photo = at_path(library, f"{root}/b.jpg") or 0
    folders.mark_offline(library, at("b.jpg").folder, offline=True)
    assert files_of(library, [photo], FIRST, copies=True)[0][f"{root}/b.jpg"].is_offline
    folders.mark_offline(library, at("b.jpg").folder, offline=False)
    files.forget(library, at("b.jpg").folder, ["b.jpg"])
    assert files_of(library, [photo], FIRST, copies=True) == ({}, {})
    assert at_path(library, f"{root}/b.jpg") is None
