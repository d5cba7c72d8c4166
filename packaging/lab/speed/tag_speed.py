"""Measure suggesting tags for a whole library: reading vectors, scoring, writing."""

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import InProcessEncoder
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.library import Library
from photon.library.photos import folders
from photon.library.tags import tag_suggestions
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded

_DIMENSION, _LOOK, _KINDS, _WRITTEN = 384, 1280, 5, 5000


def measure(photos: int, folder: Path | None) -> None:
    """Suggest tags for synthetic photos, then again after switching off a concept; print both times.

    Args:
        photos: Number of photos.
        folder: Folder of the library, which is reused if it exists; a temporary one by default.
    """
    place = folder or Path(tempfile.mkdtemp(prefix="photon-tags-"))
    store = LibraryThreads(place)
    encoder = InProcessEncoder()
    try:
        store.write(lambda lib: _make(lib, photos, encoder.id)).result()
        words = [everyday()]
        stage = SuggestionStage(
            store, lambda: encoder, LibraryTagSuggester(store, lambda _: words[0], TagClassifierCache())
        )
        _time(store, stage, "the first time, with the vectors of all words", photos)
        words[0] = TagVocabulary(everyday().entries).without([everyday().entries[-1].path])
        _time(store, stage, "again, after a change of the vocabulary", photos)
    finally:
        store.close()
        if folder is None:
            shutil.rmtree(place)


def _time(store: LibraryThreads, stage: SuggestionStage, what: str, photos: int) -> None:
    stage.notify()
    began, used = time.monotonic(), time.process_time()
    while stage.step():
        pass
    wall, busy = time.monotonic() - began, time.process_time() - used
    groups = tag_suggestions.groups(store.here())
    tags = sum(group.waiting for group in groups)
    print(f"{what}: {wall:.1f} s ({busy:.1f} s of processor), {tags / photos:.1f} of {len(groups):,} tags a photo")


def _make(library: Library, photos: int, encoder: str) -> None:
    """Insert rows as an indexed library has them, with synthetic vectors and class probabilities."""
    (known,) = library.db.execute("SELECT count(*) FROM photos").fetchone()
    if known:
        return
    rng = np.random.default_rng(0)
    folders.add(library, str(library.directory))
    for first in range(1, photos + 1, _WRITTEN):
        ids = range(first, min(first + _WRITTEN, photos + 1))
        with library.transaction() as db:
            db.executemany(
                "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
                " VALUES (?1, ?2, ?2, 'JPEG', 4000, 3000, 0, '2020-01-01', '')",
                [(photo, photo.to_bytes(16, "big")) for photo in ids],
            )
        looks = np.maximum(rng.normal(0.3, 0.5, (len(ids), _LOOK)), 0).astype(np.float32)
        meanings = rng.normal(size=(len(ids), _DIMENSION)).astype(np.float32)
        looks /= np.linalg.norm(looks, axis=1, keepdims=True)
        meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
        kinds = rng.integers(0, 1000, (len(ids), _KINDS))
        chances = rng.dirichlet(np.ones(_KINDS + 2), len(ids))[:, :_KINDS]
        rows = [
            Embedded(photo, photo.to_bytes(16, "big"), *vectors_of, dict(zip(*named, strict=True)))
            for photo, vectors_of, named in zip(
                ids,
                zip(meanings, looks, strict=True),
                zip(kinds.tolist(), chances.tolist(), strict=True),
                strict=True,
            )
        ]
        vectors.store(library, encoder, rows)
