"""Edits of the user are written completely or not at all, and the steps that can be undone agree with them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.runtime.history import History, MadeStep
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, changed
from photon.library import Library
from photon.library.db import journal
from photon.library.db.database_errors import StoppedWrite
from photon.library.db.id_list import id_list
from photon.library.decisions import undoing
from photon.library.decisions.undoing import UndoOutcome

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    yield made
    made.close()


def note(library: Library, text: str, step: str = "noted") -> Changes:
    library.db.execute("INSERT INTO settings (name, value) VALUES (?, '1')", (text,))
    library.journal.name_step(step)
    return changed("tags")


def noted(store: LibraryThreads) -> list[str]:
    names = "SELECT name FROM settings WHERE name IN ('first', 'second', 'third') ORDER BY name"
    return store.read(lambda library: library.column(names)).result()


def names(store: LibraryThreads, steps: list[MadeStep]) -> list[str]:
    rows = "SELECT s.name FROM json_each(?) n JOIN journal_steps s ON s.id = n.value ORDER BY n.key"
    return store.read(lambda library: library.column(rows, (id_list(one.number for one in steps),))).result()


def told(store: LibraryThreads, history: History, act: Callable[[Library], UndoOutcome | None]) -> str | None:
    outcome = history.edit(store, act).result()
    return outcome and outcome.name


def test_an_edit_is_a_step_and_is_reported_when_written(store: LibraryThreads) -> None:
    history, heard = History(), []
    store.events.subscribe(lambda _: heard.append(noted(store)))

    assert history.edit(store, lambda library: note(library, "first")).result() == changed("tags")
    assert heard == [["first"]]
    assert names(store, history.done) == ["noted"]
    assert not history.is_editing


def test_a_stopped_edit_leaves_library_and_steps_unchanged(store: LibraryThreads) -> None:
    history, begun = History(), threading.Event()
    history.edit(store, lambda library: note(library, "first", "before")).result()

    def act(library: Library) -> Changes:
        note(library, "second", "too early")
        begun.set()
        library.db.execute(FOREVER).fetchone()
        raise AssertionError("it was not stopped")

    going, waiting = history.edit(store, act), history.edit(store, lambda library: note(library, "third"))
    begun.wait()
    assert history.is_editing
    history.stop()
    for stopped in (going, waiting):
        with pytest.raises(StoppedWrite, match=r"Stopped\. Nothing was changed\."):
            stopped.result()
    assert noted(store) == ["first"]
    assert names(store, history.done) == ["before"]
    assert not history.is_editing
    history.edit(store, lambda library: note(library, "third")).result()  # later requests are not stopped
    assert noted(store) == ["first", "third"]


def test_at_the_end_a_very_large_edit_is_given_up_and_small_ones_are_written(
    store: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.app.runtime.history._LARGE", 10)
    history, begun, go_on = History(), threading.Event(), threading.Event()

    def act(library: Library) -> Changes:
        note(library, "second")
        for number in range(20):
            note(library, str(number))
        begun.set()
        library.db.execute(FOREVER).fetchone()
        raise AssertionError("it was not given up")

    def wait_and_note(library: Library) -> Changes:
        go_on.wait()
        return note(library, "third")

    large, small = history.edit(store, act), history.edit(store, wait_and_note)
    begun.wait()
    history.end()
    go_on.set()
    with pytest.raises(StoppedWrite):
        large.result()
    small.result()
    assert noted(store) == ["third"]


def test_stopped_undoing_can_be_repeated(store: LibraryThreads) -> None:
    history, begun = History(), threading.Event()
    history.edit(store, lambda library: note(library, "first", "something")).result()
    (step,) = history.done

    def undo(library: Library) -> None:
        history.undo(library)
        begun.set()
        library.db.execute(FOREVER).fetchone()

    going = history.edit(store, undo)
    begun.wait()
    history.stop()
    with pytest.raises(StoppedWrite):
        going.result()
    assert (history.last, history.undone, noted(store)) == (step, [], ["first"])
    outcome = history.edit(store, history.undo).result()
    assert outcome is not None
    assert (outcome.name, outcome.changes) == ("something", changed("vocabulary"))
    assert noted(store) == []
    assert history.undone == [step]


def test_a_failed_edit_writes_nothing_and_is_no_step(store: LibraryThreads) -> None:
    history = History()

    def act(library: Library) -> Changes:
        note(library, "first", "too early")
        return note(library, "first")  # repeating it is refused

    with pytest.raises(Exception, match="UNIQUE"):
        history.edit(store, act).result()
    assert (noted(store), history.done) == ([], [])


def test_a_failed_edit_leaves_what_can_be_redone(store: LibraryThreads) -> None:
    history = History()
    history.edit(store, lambda library: note(library, "first", "undone")).result()
    history.edit(store, history.undo).result()

    def act(library: Library) -> None:
        note(library, "second", "too early")
        raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        history.edit(store, act).result()
    assert names(store, history.undone) == ["undone"]
    assert told(store, history, history.redo) == "undone"


def test_an_edit_that_changes_nothing_or_has_no_name_is_no_step(store: LibraryThreads) -> None:
    history = History()
    history.edit(store, lambda library: library.journal.name_step("nothing")).result()
    history.edit(store, lambda library: note(library, "first", "")).result()
    assert (history.done, told(store, history, history.undo)) == ([], None)


def test_a_step_that_was_undone_elsewhere_is_skipped(store: LibraryThreads) -> None:
    history = History()
    for text in ("first", "second"):
        history.edit(store, lambda library, text=text: note(library, text, text)).result()
    store.write(undoing.undo_step, history.last.number).result()
    assert told(store, history, history.undo) == "first"
    assert (noted(store), history.done) == ([], [])
    assert told(store, history, history.redo) == "first"


def test_steps_that_can_be_undone_are_not_forgotten(store: LibraryThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_ROWS", 3)
    monkeypatch.setattr(journal, "_SPARE", 0)
    history = History()
    for text in ("first", "second", "third"):
        history.edit(store, lambda library, text=text: note(library, text, text)).result()
    steps = [told(store, history, act) for act in (history.undo,) * 3 + (history.redo,) * 3]
    assert steps == ["third", "second", "first", "first", "second", "third"]
    assert noted(store) == ["first", "second", "third"]
    for number in range(9):  # not for ever
        history.edit(store, lambda library, number=number: note(library, f"{number}", f"{number}")).result()
    (kept,) = store.read(lambda library: library.db.execute("SELECT count(*) FROM journal").fetchone()).result()
    assert kept <= 3 * 5
    steps = [told(store, history, history.undo) for _ in range(20)]
    assert steps[:3] == ["8", "7", "6"]
    assert steps[-1] is None
