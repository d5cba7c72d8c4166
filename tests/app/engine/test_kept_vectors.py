"""The file that has the vectors of a large library once more: it is there soon, never out of date, and only a cache."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.app import searching
from photon.app.engine import index_store
from photon.app.engine.index_store import IndexStore
from photon.app.one_shot_search import OneShotSearch
from photon.app.session import Session
from photon.domain import Query
from photon.index import VectorIndex
from photon.index.rows import VectorMatrix
from photon.index.stored_rows import StoredRows
from photon.library import Library, open_library
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.kept_vectors import kept_file
from photon.library.vectors.vectors import Embedded
from photon.search.lexicons import everyday_words
from tests.app.conftest import settle, until
from tests.app.engine.test_earlier_vectors import make_earlier_library
from tests.fakes import DIMENSION, ColourEncoding
from tests.pictures import draw

ENCODER, COUNT = ColourEncoding.id, 200


@pytest.fixture(autouse=True)
def are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.index.vector_index.WIDE_LIMIT", 5)
    monkeypatch.setattr(index_store, "WIDE_LIMIT", 5)
    monkeypatch.setattr(index_store, "_SAVE_AFTER", 5)


def finish(store: IndexStore, library: Library) -> int:
    count = 0
    while store.tend(library, is_busy=False):
        count += 1
    return count


@pytest.fixture
def place(tmp_path: Path) -> Path:
    make_earlier_library(tmp_path / "library", COUNT)
    with open_library(tmp_path / "library", writable=True) as library:
        finish(IndexStore(ENCODER, DIMENSION), library)
        assert kept_file(library, ENCODER).exists()
    return tmp_path / "library"


def content(index: VectorIndex) -> dict[int, list[float]]:
    labels = np.sort(index.labels())
    with index.held() as rows:
        return dict(zip(labels.tolist(), rows.vectors(labels).tolist(), strict=True))


def expect_truth(library: Library, *, is_used: bool = True) -> IndexStore:
    """Load the index; it has what SQLite has, and with ``is_used`` it began with what is in the file."""
    store, alone, path = IndexStore(ENCODER, DIMENSION), IndexStore(ENCODER, DIMENSION), kept_file(library, ENCODER)
    index, began = store.index(library), store._is_unchecked
    path.rename(away := path.with_name("away"))
    assert content(index) == content(alone.index(library))
    away.rename(path)
    assert began == is_used
    return store


def _vectors(seed: int) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made), np.float32)


def change(library: Library, what: str, photo: int) -> None:
    image, one = photo.to_bytes(16, "little"), _vectors(photo)
    if what == "picture":
        library.db.execute("UPDATE photos SET image_hash = ? WHERE id = ?", (image, photo))
        vectors.store(library, ENCODER, [Embedded(photo, image, one, one)])
    elif what == "moments":
        (now,) = library.db.execute("SELECT image_hash FROM photos WHERE id = ?", (photo,)).fetchone()
        part = EmbeddedPart(Part(photo, now, "moment", seconds=1), one, one)
        items.store(library, ENCODER, "moment", [photo], [part])
    elif what == "forgotten":
        vectors.forget(library, ENCODER, [photo])
    else:
        library.db.execute(f"UPDATE photos SET present = {what == 'back'} WHERE id = ?", (photo,))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["picture", "moments", "forgotten", "gone", "back"]), st.integers(1, COUNT)),
        max_size=12,
    ),
    st.booleans(),
)
def test_what_changed_since_the_file_was_written_is_as_in_the_cache(
    place: Path, steps: list[tuple[str, int]], is_written: bool
) -> None:
    with open_library(place, writable=True) as library:
        for what, photo in steps:
            change(library, what, photo)
        store = expect_truth(library)
        if is_written:
            finish(store, library)
            expect_truth(library)


def test_a_file_is_not_read_from_sqlite_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "meanings_in_portions", pytest.fail)
    monkeypatch.setattr(vectors, "meanings_of", pytest.fail)
    with open_library(place, writable=False) as library:
        assert len(IndexStore(ENCODER, DIMENSION).index(library)) == COUNT


def test_a_file_of_another_library_or_a_restored_one_is_not_believed(place: Path) -> None:
    with open_library(place, writable=True) as library:
        for photo in range(1, COUNT + 1):
            change(library, "picture", photo)
        store = expect_truth(library, is_used=False)
        finish(store, library)
        expect_truth(library)


def test_the_file_of_another_encoder_is_left_alone_and_goes_with_its_vectors(place: Path) -> None:
    with open_library(place, writable=True) as library:
        path, other = kept_file(library, ENCODER), kept_file(library, "other")
        assert path != other
        other.write_bytes(path.read_bytes())
        assert len(IndexStore("other", DIMENSION).index(library)) == 0
        vectors.drop(library, ENCODER)
        assert (path.exists(), other.exists()) == (False, True)


def test_a_damaged_file_is_made_again(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_library(place, writable=True) as library:
        path = kept_file(library, ENCODER)
        whole = path.read_bytes()
        at = len(whole) - COUNT // 4 * 2 * DIMENSION - 1  # of the last vector
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 64]) + whole[at + 1 :])
        store = IndexStore(ENCODER, DIMENSION)
        store.index(library)
        finish(store, library)
        assert "is damaged" in caplog.text
        assert path.read_bytes() == whole
        expect_truth(library)
        path.write_bytes(whole[: len(whole) // 2])
        store = expect_truth(library, is_used=False)
        finish(store, library)
        assert path.read_bytes() == whole


def test_a_damaged_file_that_cannot_be_removed_is_not_read_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    with open_library(place, writable=True) as library:
        path = kept_file(library, ENCODER)
        whole = path.read_bytes()
        path.write_bytes(whole[: -1 - COUNT // 4 * 2 * DIMENSION] + bytes(COUNT // 4 * 2 * DIMENSION + 1))
        store = IndexStore(ENCODER, DIMENSION)
        store.index(library)
        monkeypatch.setattr(Path, "unlink", refuse)
        monkeypatch.setattr(Path, "replace", refuse)
        assert finish(store, library) < 5
        found = content(store.index(library))
        monkeypatch.undo()
        path.unlink()
        assert found == content(IndexStore(ENCODER, DIMENSION).index(library))


def test_with_too_little_memory_for_the_vectors_the_next_question_finds_them(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise MemoryError

    with open_library(place, writable=True) as library:
        kept_file(library, ENCODER).unlink()
        store = IndexStore(ENCODER, DIMENSION)
        with monkeypatch.context() as short:
            short.setattr(VectorMatrix, "fit", refuse)  # once all are read
            with pytest.raises(MemoryError):
                store.index(library)
            finish(store, library)
        assert "not kept in a file" in caplog.text
        assert len(store.index(library)) == COUNT


def test_a_full_disk_costs_only_the_file(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fill(_: int) -> None:
        raise OSError(28, "No space left on device")

    with open_library(place, writable=True) as library:
        kept_file(library, ENCODER).unlink()
        monkeypatch.setattr(os, "fsync", fill)
        store = IndexStore(ENCODER, DIMENSION)
        assert finish(store, library) == 1
        assert "No space left" in caplog.text
        assert len(store.index(library)) == COUNT
        assert not [path for path in place.iterdir() if path.name.startswith("vectors-")]


def test_a_disk_with_little_room_is_not_filled(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_library(place, writable=True) as library:
        kept_file(library, ENCODER).unlink()
        monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
        finish(IndexStore(ENCODER, DIMENSION), library)
        assert not kept_file(library, ENCODER).exists()


@pytest.mark.parametrize("failures", [2, 20])
def test_with_little_memory_smaller_portions_are_written(
    place: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    asked, plain = [], VectorMatrix.stored

    def few(self: VectorMatrix, rows: slice) -> StoredRows:
        asked.append(rows.stop - rows.start)
        if len(asked) <= failures:
            raise MemoryError
        return plain(self, rows)

    monkeypatch.setattr(VectorMatrix, "stored", few)
    monkeypatch.setattr(index_store, "PORTION", 64)
    monkeypatch.setattr(index_store, "_LEAST", 16)
    with open_library(place, writable=True) as library:
        kept_file(library, ENCODER).unlink()
        store = IndexStore(ENCODER, DIMENSION)
        finish(store, library)
        assert asked[:3] == [64, 32, 16]
        assert kept_file(library, ENCODER).exists() == (failures == 2)
        assert len(store.index(library)) == COUNT


def test_a_session_keeps_the_file_and_one_question_uses_it(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        draw(tmp_path / "photos" / f"{number}.jpg", "red" if number % 2 else "blue", number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    found = {hit.photo for hit in session.searching.search(Query.build("red")).result().hits}
    until(session.store.read(lambda library: kept_file(library, ENCODER)).result().exists)
    session.close()
    monkeypatch.setattr(vectors, "meanings_in_portions", pytest.fail)
    monkeypatch.setattr("photon.app.one_shot_search.exact_index", pytest.fail)
    monkeypatch.setattr("photon.app.one_shot_search.answering_here", lambda _: ColourEncoding())
    with OneShotSearch(tmp_path / "library", lambda *_: None) as asked:
        assert {hit.photo for hit in asked.search(Query.build("red")).hits} == found
    again = open_session()
    settle(again)
    assert {hit.photo for hit in again.searching.search(Query.build("red")).result().hits} == found


def test_all_that_is_read_once_is_there_before_the_first_question(
    place: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    everyday_words._everyday_words.cache_clear()
    session = open_session(background=False, directory=place)
    session.searching.warm_up()
    until(lambda: everyday_words._everyday_words.cache_info().currsize)
    session.searching.counts().result()  # which waits for the rest
    assert everyday_words._everyday_words.cache_info().currsize == 1
    monkeypatch.setattr(IndexStore, "_load", pytest.fail)
    assert session.searching.search(Query.build("red")).result().hits


def test_nothing_is_counted_later_because_the_process_for_texts_starts(
    open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    started, warmed, counted = threading.Event(), threading.Event(), list[bool]()
    monkeypatch.setattr(searching, "_encode_some_text", lambda *_: started.wait(60))
    monkeypatch.setattr(searching, "_warm_up", lambda *_: warmed.set())
    session = open_session(background=False)
    session.searching.warm_up()
    session.searching.counts().result()
    counted.append(warmed.is_set())
    started.set()
    assert warmed.wait(60)
    assert counted == [False]


def test_a_small_library_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.index.vector_index.WIDE_LIMIT", COUNT)
    monkeypatch.setattr(index_store, "WIDE_LIMIT", COUNT)
    make_earlier_library(tmp_path / "library", COUNT)
    with open_library(tmp_path / "library", writable=True) as library:
        store = IndexStore(ENCODER, DIMENSION)
        store.index(library)
        assert not store.tend(library, is_busy=False)
        assert not kept_file(library, ENCODER).exists()
