"""A decision that only says yes or no: a step that can be undone, found by a filter, in files of decisions."""

import json
from datetime import date
from pathlib import Path

import pytest

from photon.app.bin.file_moving import FileMoving
from photon.app.bin.move_steps import MoveSteps
from photon.app.decisions.decisions import Decisions
from photon.app.decisions.step_history import StepHistory
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.decisions.recall import NOT_RECALLED
from photon.library import open_library
from photon.library.searches.filters import matching
from photon.search.query_language import parse
from tests.new_library_photos import add_photos


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 4)
        library.db.execute("UPDATE photos SET shown = '2020-12-01T10:00:00', taken = '2020-12-01T10:00:00'")
    return tmp_path / "library"


def found(store: LibraryThreads, text: str) -> list[int]:
    query = parse(text).query
    return matching(store.here(), query.filters if query else (), date(2026, 12, 1)).tolist()


def test_a_photo_is_left_out_of_this_day_until_that_is_undone(place: Path, tmp_path: Path) -> None:
    store, history = LibraryThreads(place), History()
    moving = FileMoving(store)
    decisions = Decisions(store, history, StepHistory(store, history, moving, MoveSteps(store, history, moving)))
    assert found(store, "date:on-this-day") == [1, 2, 3, 4]
    changes = decisions.decide(NOT_RECALLED, [2, 3], lambda count: f"left out {count}", on=True).result()
    assert (changes.kinds, changes.photos) == ({"marks"}, {2, 3})
    assert not decisions.decide(NOT_RECALLED, [2], str, on=True).result()
    assert [found(store, text) for text in ("date:on-this-day", "is:not-recalled")] == [[1, 4], [2, 3]]
    assert found(store, "-date:on-this-day") == [2, 3]
    assert found(store, "date:december-1") == [1, 2, 3, 4]
    decisions.decide(NOT_RECALLED, [3], str, on=False).result()
    decisions.export_to(tmp_path / "decided.jsonl").result()
    lines = [json.loads(line) for line in (tmp_path / "decided.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(line["on"] for line in lines if line.get("what") == "not_recalled") == [False, True]
    undone = [history.edit(store, history.undo).result() for _ in range(2)]
    assert [one and one.name for one in undone] == ["1", "left out 2"]
    assert found(store, "is:not-recalled") == []
    decisions.close()
    store.close()
