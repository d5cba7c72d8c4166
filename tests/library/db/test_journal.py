"""The journal: each change made by the user is a row, whatever code makes it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from photon.domain import Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.captions import captions
from photon.library.db import journal, settings
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found
from photon.library.searches import searches
from photon.library.tags import tags


@pytest.fixture
def photo(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> int:
    files.record(library, [(at("a.jpg"), reading("a"))])
    return 1


def rows(library: Library) -> list[tuple[str, Any, Any]]:
    found = library.db.execute("SELECT what, before, after FROM journal WHERE what <> 'folder' ORDER BY id")
    return [(what, *(None if one is None else json.loads(one) for one in values)) for what, *values in found]


def test_every_change_is_recorded_with_before_and_after(library: Library, photo: int) -> None:
    ratings.rate(library, {photo: 4})
    ratings.rate(library, {photo: 4})
    captions.write(library, {photo: Caption("t", "c")})
    tags.mark(library, [TagMark(photo, ("dog",), "confirmed")])
    tags.mark(library, [TagMark(photo, ("dog",), "rejected")])
    found = rows(library)
    assert found[0] == ("rating", [0], [4])
    assert found[1][0] == "caption"
    assert found[1][2][:2] == ["t", "c"]
    assert [one[0] for one in found[2:]] == ["branch", "tag", "tag", "rejected"]
    assert found[3][1] is None
    assert found[4][2] is None
    steps = library.db.execute("SELECT clock, device, actor FROM journal_steps ORDER BY id").fetchall()
    assert [clock for clock, _, _ in steps] == sorted({clock for clock, _, _ in steps})
    assert {(len(device), actor) for _, device, actor in steps} == {(8, "person")}


def test_a_rolled_back_change_leaves_nothing(library: Library, photo: int) -> None:
    before = library.db.execute("SELECT count(*) FROM journal_steps").fetchone()

    def fail() -> None:
        with library.transaction() as db:
            ratings.set_within(db, "rating", {photo: 4})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert rows(library) == []
    assert library.db.execute("SELECT count(*) FROM journal_steps").fetchone() == before


def test_replaced_values_are_recorded(library: Library) -> None:
    saved, _ = searches.save(library, "a", "dog", None)
    searches.save(library, "a", "cat", None)
    changes = [(before and before[1], after and after[1]) for what, before, after in rows(library) if what == "search"]
    assert changes == [(None, "dog"), ("dog", None), (None, "cat")]
    assert searches.find_search(library, saved.id) is not None


def test_each_writable_connection_records_changes(library: Library, photo: int) -> None:
    with library.again(writable=True) as other:
        ratings.rate(other, {photo: 2})
    ratings.rate(library, {photo: 3})
    assert [one[1:] for one in rows(library)] == [([0], [2]), ([2], [3])]
    triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal%'"
    assert library.db.execute(triggers).fetchone() == (0,)  # none is in the file


def test_a_step_records_its_author(library: Library, photo: int) -> None:
    with library.transaction() as db:
        library.journal.sign("file", "read a.xmp", 7)
        ratings.set_within(db, "rating", {photo: 4})
    ratings.rate(library, {photo: 1})
    steps = "SELECT actor, name, run FROM journal_steps ORDER BY id DESC LIMIT 2"
    assert library.db.execute(steps).fetchall() == [("person", "", 0), ("file", "read a.xmp", 7)]


def test_the_oldest_steps_are_dropped_completely(library: Library, photo: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_ROWS", 20)
    monkeypatch.setattr(journal, "_SPARE", 5)
    counts = []
    for number in range(30):
        tags.mark(library, [TagMark(photo, (f"{number}", f"below {number}"), "confirmed")])
        count, first = library.db.execute("SELECT count(*), min(step) FROM journal").fetchone()
        counts.append(count)
    assert all(18 <= count <= 25 for count in counts[6:])  # whole steps of three rows, no more of them than must go
    assert count % 3 == 0
    assert library.db.execute("SELECT min(id) FROM journal_steps").fetchone() == (first,)
    tags.mark(library, [TagMark(photo, (f"x{number}",), "confirmed") for number in range(40)])
    assert library.db.execute("SELECT count(*) FROM journal").fetchone() == (80,)  # the newest one is always complete


def test_other_changes_are_not_recorded(library: Library) -> None:
    settings.store_named(library, "hidden_at", 12.5)
    assert rows(library) == []
