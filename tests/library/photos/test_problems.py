"""The problem list: which lines a listing or a reading replaces, one condition at a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from photon.domain import Problem
from photon.domain.photo.problem import KILLED, KILLED_TWICE
from photon.library import Library
from photon.library.photos import files, problems, sidecars
from photon.library.photos.found_files import Found

At = Callable[[str], Found]


def odd(relative: str, message: str = "It is odd.") -> Problem:
    return Problem(f"/p/{relative}", "unsupported", message, "Leave it.")


def listed(library: Library) -> list[str]:
    return [problem.path.removeprefix("/p/") for problem in problems.all_problems(library)]


@pytest.fixture
def some(library: Library, folder: int, at: At) -> Library:
    """Problems of a listing, and one from reading a file."""
    found = {name: odd(name) for name in ("a", "in/b", "in/deep/c", "in2/d")}
    problems.sync(library, folder, "", found)
    with library.transaction() as db:
        problems.store(db, at("in/read.jpg"), odd("in/read.jpg"))
    return library


@pytest.mark.parametrize(
    ("inner", "standing", "left"),
    [
        ("", None, ["in/read.jpg"]),
        ("in", None, ["a", "in/read.jpg", "in2/d"]),
        ("in", {"in/deep"}, ["a", "in/deep/c", "in/read.jpg", "in2/d"]),
        ("", {"in"}, ["in/b", "in/deep/c", "in/read.jpg"]),
        ("none", None, ["a", "in/b", "in/deep/c", "in/read.jpg", "in2/d"]),
        ("a", None, ["in/b", "in/deep/c", "in/read.jpg", "in2/d"]),
    ],
)
def test_a_listing_replaces_only_what_it_looked_at(
    some: Library, folder: int, inner: str, standing: set[str] | None, left: list[str]
) -> None:
    changes = problems.sync(some, folder, inner, {}, standing)
    assert listed(some) == left
    assert bool(changes) is (len(left) < 5)


def test_a_listing_that_finds_the_same_writes_nothing(some: Library, folder: int) -> None:
    before = some.stamp()
    assert not problems.sync(some, folder, "in2", {"in2/d": odd("in2/d")})
    assert some.stamp() == before
    assert problems.sync(some, folder, "in2", {"in2/d": odd("in2/d", "It is odder.")})
    assert not problems.sync(some, 999, "", {"x": odd("x")})  # the folder is no longer watched
    assert "x" not in listed(some)


@pytest.mark.parametrize(("changed", "is_given_up"), [({}, True), ({"size": 11}, False), ({"mtime_ns": 5}, False)])
def test_a_file_on_which_decoders_were_killed_twice_is_given_up(
    library: Library, at: At, changed: dict[str, int], is_given_up: bool
) -> None:
    killed = Problem("/p/a.jpg", *KILLED)
    with library.transaction() as db:
        assert problems.store(db, at("a.jpg"), killed)
        assert problems.store(db, replace(at("a.jpg"), **changed), killed)
    (one,) = problems.all_problems(library)
    assert ((one.kind, one.message, one.hint) == KILLED_TWICE) is is_given_up
    with library.transaction() as db:
        assert problems.clear(db, at("a.jpg"))
        assert not problems.clear(db, at("a.jpg"))
    assert problems.all_problems(library) == []


def test_a_sidecar_of_several_photos_is_one_problem(library: Library, folder: int, at: At) -> None:
    problems.sync(library, folder, "", {"a": odd("a"), "b.mov": replace(odd("b.mov"), kind="video")})
    with library.transaction() as db:
        for name in ("c.jpg", "d.jpg"):
            sidecars.note(db, folder, name, [odd("c.xmp")])  # of two photos
    assert problems.count_all(library) == 3
    assert listed(library) == ["a", "b.mov", "c.xmp"]


def test_problems_of_sidecars_are_those_of_the_last_reading(library: Library, folder: int) -> None:
    with library.transaction() as db:
        for found, is_news in (
            ([odd("a.xmp")], True), ([odd("a.xmp")], False), ([odd("a.xmp", "It is odder.")], True), ([], True),
            ([], False),
        ):  # fmt: skip
            assert sidecars.note(db, folder, "a.jpg", found) is is_news
            assert sidecars.note(db, folder, "other.jpg", []) is False
    assert problems.all_problems(library) == []


def test_sidecars_are_asked_for_once_where_the_table_is_new(
    library: Library, folder: int, at: At, reading: Callable[..., object]
) -> None:
    files.record(library, [(at("a.jpg"), reading("a")), (at("b.jpg"), reading("b"))])  # type: ignore[list-item]
    library.db.execute("DELETE FROM sidecar_problems")
    for beside, expected in (("a.xmp:1:1", None), ("a.xmp:1:2", "a.xmp:1:2"), ("", "")):
        library.db.execute("UPDATE files SET beside = ? WHERE relative = 'a.jpg'", (beside,))
        sidecars.catch_up(library)
        assert library.column("SELECT beside FROM files WHERE relative = 'a.jpg'") == [expected]
    assert problems.count_all(library) == 0
