"""A library of an earlier version, which knew no parts of photos, keeps its vectors: no photo is embedded again."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from photon.app.engine.embedding import Embedding
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.index_store import IndexStore
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.search.examples import ExamplePictures
from photon.domain import Facts, Query, Reading
from photon.library import open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.vectors.kept_graph import graph_parts
from tests.fakes import COLOURS, ColourEncoding, _vector

MANY = 10_000


def make_earlier_library(place: Path, count: int) -> list[tuple[object, ...]]:
    """Store photos of an offline folder with vectors, as the last version did; return the rows of the vectors."""
    folder = place.with_name("away")
    folder.mkdir()
    with open_library(place, writable=True) as library:
        number = folders.add(library, str(folder)).id
        facts, rng = Facts("JPEG", 9, 9), np.random.default_rng(2)
        hashes = [n.to_bytes(16, "big") for n in range(1, count + 1)]
        found = [
            (Found(number, f"{n}.jpg", 1, 1), Reading(one, one, 9, facts, b"x", 0)) for n, one in enumerate(hashes)
        ]
        files.record(library, found)
        grey = _vector((128, 128, 128))
        noisy = grey + 0.1 * rng.normal(size=(count, len(grey))).astype(np.float32)
        noisy[-1] = _vector(COLOURS["red"])
        made = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
        packed = [one.astype("<f2").tobytes() for one in made]
        stored = [(n, ColourEncoding.id, hashes[n - 1], one, one) for n, one in enumerate(packed, 1)]
        library.db.executemany(
            "INSERT INTO vectors (photo_id, encoder, image_hash, meaning, look) VALUES (?, ?, ?, ?, ?)", stored
        )
        rows = library.db.execute("SELECT rowid, * FROM vectors").fetchall()
    with closing(sqlite3.connect(place / "cache.db")) as db:
        db.execute("DROP TABLE items")
        db.execute("DELETE FROM formats WHERE kind = 'items'")
        db.commit()
    folder.rmdir()
    return rows


def test_vectors_of_an_earlier_version_stay_and_are_searched_without_encoding_a_photo(tmp_path: Path) -> None:
    rows, encoder = make_earlier_library(tmp_path / "library", MANY), ColourEncoding()
    store = LibraryThreads(tmp_path / "library")
    try:
        engine = EncoderEngine(store, encoder, ExamplePictures(pytest.fail))
        embedding = Embedding(store, engine, Progress(store.events), lambda: None, lambda: True)
        assert engine.finding.search(store.here(), Query.build("red")).hits[0].photo == MANY
        while embedding.run_next():
            pass
        embedding.finish()
        embedding.close()
        assert encoder.pictures == 0
        assert store.here().db.execute("SELECT rowid, * FROM vectors").fetchall() == rows
    finally:
        store.close()


def test_a_graph_of_an_earlier_version_is_used_as_it_is(tmp_path: Path) -> None:
    make_earlier_library(tmp_path / "library", 200)
    with open_library(tmp_path / "library", writable=True) as library:
        store = IndexStore(ColourEncoding.id, len(_vector((0, 0, 0))))
        store.exact_limit = 3
        store.index(library).link(200)
        store.save(library)
        saved = list(graph_parts(library, ColourEncoding.id))
        again = IndexStore(ColourEncoding.id, len(_vector((0, 0, 0))))
        again.exact_limit = 3
        index = again.index(library)
        assert len(index) == 200
        again.save(library)
        assert list(graph_parts(library, ColourEncoding.id)) == saved
