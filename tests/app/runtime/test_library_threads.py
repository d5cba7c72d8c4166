"""The store with damaged and unwritable files: reading continues, and work continues when possible."""

import sqlite3
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import pytest

from photon.app.runtime import library_threads as stores
from photon.app.runtime.library_threads import LibraryThreads, RenewedLibrary
from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.db import cache_schema, settings
from photon.library.db.database_errors import StoppedWrite, UnwritableLibrary
from photon.library.db.page_seal import SEAL
from photon.library.settings.known_settings import stored_value
from photon.library.vectors import vectors


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let damage be found during use, as in files that are too large to be checked at every start."""
    monkeypatch.setattr(cache_schema, "_CHECKED", 0)


def damage_vectors(directory: Path) -> None:
    """Overwrite the root of an index without SQLite."""
    db = sqlite3.connect(directory / "cache.db")
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'vectors_by_encoder'").fetchone()
    db.close()
    with (directory / "cache.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))


def count(library: Library) -> int:
    return len(vectors.kept_encoders(library))


@pytest.mark.usefixtures("unchecked")
def test_a_query_that_finds_damage_is_answered_from_a_new_file(tmp_path: Path) -> None:
    open_library(tmp_path, writable=True).close()
    damage_vectors(tmp_path)
    store, renewed = LibraryThreads(tmp_path), []
    store.on_renewed = lambda: renewed.append(True)
    try:
        assert store.read(count).result() == 0
        assert renewed == [True]
        assert store.read(count).result() == 0
        assert (tmp_path / "cache-set-aside.db").exists()
    finally:
        store.close()


@pytest.mark.usefixtures("unchecked")
def test_a_write_that_fails_because_of_damage_is_reported_and_can_be_repeated(tmp_path: Path) -> None:
    open_library(tmp_path, writable=True).close()
    damage_vectors(tmp_path)
    store = LibraryThreads(tmp_path)

    def act(library: Library) -> None:
        settings.store_named(library, "hide", value=True)
        vectors.drop(library, "e")

    try:
        with pytest.raises(RenewedLibrary, match="set aside"):
            store.write(act).result()
        store.write(act).result()
    finally:
        store.close()


@pytest.mark.usefixtures("unchecked")
def test_a_file_recreated_by_another_photon_is_used(tmp_path: Path) -> None:
    open_library(tmp_path, writable=True).close()
    damage_vectors(tmp_path)
    first, second = LibraryThreads(tmp_path), LibraryThreads(tmp_path)
    try:
        second.read(lambda lib: lib.stamp()).result()
        assert first.read(count).result() == 0
        assert second.read(count).result() == 0
        assert second.generation == 1
    finally:
        first.close()
        second.close()


@pytest.mark.usefixtures("unchecked")
def test_no_thread_opens_a_file_that_is_being_recreated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(tmp_path, writable=True).close()
    damage_vectors(tmp_path)
    store, begun, may_go_on = LibraryThreads(tmp_path), threading.Event(), threading.Event()

    def renew(directory: Path) -> tuple[str, ...]:
        for path in directory.glob("cache.db*"):
            path.rename(path.with_name(f"away-{path.name}"))
        (directory / "cache.db").touch()
        begun.set()
        assert may_go_on.wait(60)
        return ("cache.db was damaged.", *stores_renew(directory))

    stores_renew = stores.renew_damaged
    monkeypatch.setattr(stores, "renew_damaged", renew)
    try:
        with ThreadPoolExecutor(1) as thread:
            meets = store.read(count)
            assert begun.wait(60)
            other = thread.submit(lambda: count(store.here()))
            with pytest.raises(TimeoutError):
                other.result(0.2)
            may_go_on.set()
            assert (meets.result(), other.result()) == (0, 0)
    finally:
        may_go_on.set()
        store.close()


def test_a_read_only_library_is_read_until_it_is_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(tmp_path, writable=True).close()
    is_full = True

    def open_now(directory: Path, *, writable: bool) -> Library:
        if writable and is_full:
            raise UnwritableLibrary("The disk with the photo library is full.")
        return open_library(directory, writable=writable)

    monkeypatch.setattr(stores, "open_library", open_now)
    store = LibraryThreads(tmp_path)
    try:
        assert store.read(count).result() == 0
        with pytest.raises(PhotonError, match="full"):
            store.write(lambda lib: settings.store_named(lib, "hide", value=True)).result()
        is_full = False
        store.write(lambda lib: settings.store_named(lib, "hide", value=True)).result()
        assert store.read(lambda lib: stored_value(lib.db, "hide")).result() is True
    finally:
        store.close()


def test_a_new_library_on_a_full_disk_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_now(directory: Path, *, writable: bool) -> Library:
        if writable:
            raise UnwritableLibrary("The disk with the photo library is full.")
        return open_library(directory, writable=writable)

    monkeypatch.setattr(stores, "open_library", open_now)
    with pytest.raises(PhotonError, match="full"):
        LibraryThreads(tmp_path)


def test_what_is_on_the_screen_does_not_wait_for_numbers_of_all_photos(tmp_path: Path) -> None:
    store, go_on = LibraryThreads(tmp_path / "library"), threading.Event()
    try:
        counts = [store.count(lambda _: go_on.wait(60)) for _ in range(3)]
        assert [store.read(count).result(60) for _ in range(3)] == [0, 0, 0]
        assert not any(one.done() for one in counts)
        go_on.set()
        assert [one.result(60) for one in counts] == [True, True, True]
    finally:
        go_on.set()
        store.close()


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_a_question_without_end_is_dropped_when_the_library_is_closed(tmp_path: Path) -> None:
    store, begun = LibraryThreads(tmp_path / "library"), threading.Event()

    def ask(library: Library) -> list[int]:
        begun.set()
        return library.column(ENDLESS)

    asked = [store.count(ask), store.read(ask)]
    assert begun.wait(60)
    store.close()
    for one in asked:
        with pytest.raises((StoppedWrite, CancelledError)):
            one.result(60)
    assert (tmp_path / "library" / SEAL).exists()  # no query was left that keeps the files open


def test_a_thread_that_is_to_end_gives_up_reading_and_finishes_writing(tmp_path: Path) -> None:
    store, begun = LibraryThreads(tmp_path / "library"), threading.Event()
    written, raised = list[object](), list[BaseException]()

    def write(library: Library) -> None:
        begun.set()
        rows = library.column(
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 500000) SELECT x FROM n"
        )
        settings.store_named(library, "hide", value=len(rows))

    def work() -> None:
        written.append(store.write(write).result())
        try:
            store.here().column(ENDLESS)
        except StoppedWrite as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert begun.wait(60)
        store.end([thread])
        assert not thread.is_alive()
        assert (written, len(raised)) == ([None], 1)
        assert store.read(lambda lib: stored_value(lib.db, "hide")).result() == 500_000
    finally:
        store.close()
