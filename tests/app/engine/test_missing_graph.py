"""A missing graph delays no answer: it is made in the background, and saved when it is complete.

Small libraries have none.
"""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.engine import index_store
from photon.app.engine.index_store import IndexStore, saved_hashes
from photon.app.session import Session
from photon.domain import Query
from photon.index import VectorIndex
from photon.library import open_library
from photon.library.vectors import vectors
from photon.library.vectors.kept_graph import graph_parts, save_graph
from tests.app.conftest import settle, until
from tests.app.engine.test_earlier_vectors import make_earlier_library
from tests.fakes import ColourEncoding
from tests.pictures import draw


@pytest.fixture
def needs_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_store.IndexStore, "exact_limit", 3)


def found(session: Session) -> set[int]:
    return {hit.photo for hit in session.searching.search(Query.build("red")).result().hits}


@pytest.mark.usefixtures("needs_graph")
def test_photos_are_found_before_the_graph_is_made_and_it_is_saved(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    encoder = ColourEncoding.id
    before = found(session)
    session.close()

    monkeypatch.setattr(index_store, "_LINKED_AT_ONCE", 0)
    with open_library(tmp_path / "library", writable=True) as library:
        save_graph(library, encoder, [])
    again = open_session(background=False)
    assert found(again) == before
    assert not again.store.read(lambda lib: saved_hashes(lib, encoder)).result()
    again.close()

    last = open_session()
    assert found(last) == before
    until(lambda: len(last.store.read(lambda lib: saved_hashes(lib, encoder)).result()) == len(before))


def test_a_graph_that_was_saved_before_it_was_complete_is_saved_again(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    session.close()

    monkeypatch.setattr(index_store, "_LINKED_AT_ONCE", 0)
    monkeypatch.setattr(IndexStore, "exact_limit", 0)  # a graph for so few photos, too
    encoder = ColourEncoding()
    with open_library(tmp_path / "library", writable=True) as library:
        save_graph(library, encoder.id, [])
        left = []
        for _ in range(2):
            store = IndexStore(encoder.id, encoder.dimension)
            left.append(store.index(library).unlinked)
            store.save(library)  # as after a batch of new photos
            while store.link(2):
                pass
            store.save(library)
    assert left == [3, 0]


def test_a_small_library_keeps_no_graph_and_drops_one_of_an_earlier_version(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    encoder = ColourEncoding.id
    with monkeypatch.context() as earlier:
        earlier.setattr(index_store.IndexStore, "exact_limit", 3)
        session = open_session()
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        before = found(session)
        session.close()
    with open_library(tmp_path / "library", writable=False) as library:
        assert len(saved_hashes(library, encoder)) == 6

    draw(tmp_path / "photos" / "another.jpg", "red", 7)
    again = open_session()
    settle(again)
    assert found(again) > before
    again.close()
    with open_library(tmp_path / "library", writable=False) as library:
        assert list(graph_parts(library, encoder)) == []


def test_a_disk_that_fills_while_the_graph_is_saved_costs_only_the_new_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_earlier_library(tmp_path / "library", 20)
    encoder = ColourEncoding()
    with open_library(tmp_path / "library", writable=True) as library:
        save_graph(library, encoder.id, [b"before"])
        store = IndexStore(encoder.id, encoder.dimension)
        store.exact_limit = 3
        index = store.index(library)
        store.link(20)

        def fill_disk(self: VectorIndex) -> Iterator[bytes]:
            yield b"a part"
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as full:
            full.setattr(VectorIndex, "to_parts", fill_disk)
            store.save(library)
        assert list(graph_parts(library, encoder.id)) == [b"before"]
        assert len(index.nearest(index.sample(1)[0], 20)[0]) == 20
        store.follow(library, [1])
        vectors.forget(library, encoder.id, [1])
        store.refresh(library)
        store.save(library)
        assert len(saved_hashes(library, encoder.id)) == 19
