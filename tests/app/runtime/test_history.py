"""Edits of the user are written completely or not at all, and the steps that can be undone agree with them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, changed
from photon.library import Library
from photon.library.db.database_errors import StoppedWrite

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    yield made
    made.close()


def note(library: Library, text: str) -> Changes:
    library.db.execute("INSERT INTO settings (name, value) VALUES (?, '1')", (text,))
    return changed("tags")


def noted(store: LibraryThreads) -> list[str]:
    names = "SELECT name FROM settings WHERE name IN ('first', 'second', 'third') ORDER BY name"
    return store.read(lambda library: library.column(names)).result()


def remember(history: History, name: str) -> None:
    history.push(name, lambda _: Changes(), lambda _: Changes())


def test_an_edit_is_a_step_and_is_reported_when_written(store: LibraryThreads) -> None:
    history, heard = History(), []
    store.events.subscribe(lambda _: heard.append(noted(store)))

    def act(library: Library) -> Changes:
        remember(history, "noted")
        return note(library, "first")

    assert history.edit(store, act).result() == changed("tags")
    assert heard == [["first"]]
    assert [step.name for step in history.done] == ["noted"]
    assert not history.is_editing


def test_a_stopped_edit_leaves_library_and_steps_unchanged(store: LibraryThreads) -> None:
    history, begun = History(), threading.Event()
    history.edit(store, lambda library: note(library, "first")).result()
    remember(history, "before")

    def act(library: Library) -> Changes:
        note(library, "second")
        remember(history, "too early")
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
    assert [step.name for step in history.done] == ["before"]
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
    is_long = True

    def back(library: Library) -> Changes:
        begun.set()
        if is_long:
            library.db.execute(FOREVER).fetchone()
        return note(library, "second")

    history.push("something", back, lambda _: Changes())
    going = history.edit(store, history.undo)
    begun.wait()
    history.stop()
    with pytest.raises(StoppedWrite):
        going.result()
    assert (history.last, history.undone) == (1, [])
    is_long = False
    assert history.edit(store, history.undo).result() == ("something", changed("tags"))
    assert noted(store) == ["second"]
    assert [step.name for step in history.undone] == ["something"]


def test_a_failed_edit_writes_nothing_and_is_no_step(store: LibraryThreads) -> None:
    history = History()

    def act(library: Library) -> Changes:
        remember(history, "too early")
        note(library, "first")
        return note(library, "first")  # repeating it is refused

    with pytest.raises(Exception, match="UNIQUE"):
        history.edit(store, act).result()
    assert (noted(store), history.done) == ([], [])


def test_a_failed_edit_leaves_what_can_be_redone(store: LibraryThreads) -> None:
    history = History()
    history.edit(store, lambda _: remember(history, "undone")).result()
    history.edit(store, history.undo).result()

    def act(_: Library) -> None:
        remember(history, "too early")
        raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        history.edit(store, act).result()
    assert [step.name for step in history.undone] == ["undone"]
    assert history.edit(store, history.redo).result()[0] == "undone"
