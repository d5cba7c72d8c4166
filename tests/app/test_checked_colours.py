"""Checking the colours of the first photos of an answer, with real previews."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.colour_check import ColourCheck
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found
from photon.media.read.reading import read
from photon.search.fusion import Fused
from photon.vision.kit.encoder import WHOLE, Window
from tests.fakes import ColourEncoding, MaplessEncoding
from tests.pictures import draw

_COLOURS = ("green", "blue", "red", "yellow")


class Counting(ColourEncoding):
    """Counts the maps requested."""

    def __init__(self) -> None:
        super().__init__()
        self.maps = 0

    def map(self, preview: bytes, window: Window = WHOLE) -> np.ndarray | None:
        self.maps += 1
        return super().map(preview, window)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    """Four photos, each of one colour."""
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(tmp_path))).result().id
    for number, colour in enumerate(_COLOURS):
        path = draw(tmp_path / f"{number}.jpg", colour, number)
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    yield store
    store.close()


def _answer(store: LibraryThreads) -> Fused:
    """Return all photos in order of id, each slightly less likely."""
    found = np.array(sorted(store.read(lambda lib: photos.paths(lib, list(range(1, 50)))).result()), np.int64)
    assert len(found) == len(_COLOURS)
    scores = np.array([0.6, 0.55, 0.5, 0.45], np.float32)
    return Fused(found, scores, 3, (("meaning",),) * len(found), 3)


def _check(store: LibraryThreads, encoder: ColourEncoding, words: str, first: int = 40) -> tuple[Fused, Fused]:
    before, binding = _answer(store), ColourCheck(encoder)
    return before, store.read(lambda lib: binding.check(lib, words, before, first)).result()


def test_photos_with_the_colour_come_first(store: LibraryThreads) -> None:
    before, after = _check(store, ColourEncoding(), "a red car in the street")
    assert after.photos[0] == before.photos[2]
    assert after.scores[0] > before.scores[2]
    assert after.photos[1:].tolist() == before.photos[[0, 1, 3]].tolist()


def test_only_the_first_photos_are_checked(store: LibraryThreads) -> None:
    encoder = Counting()
    before, after = _check(store, encoder, "a red car", first=2)
    assert encoder.maps == 2
    left = dict(zip(after.photos.tolist(), after.scores.tolist(), strict=True))[before.photos[2]]
    # as the checked ones mostly lack the colour, the others are no good matches without a look, but only just
    assert 0.49 < left < before.scores[2]


def test_a_photo_is_checked_once(store: LibraryThreads) -> None:
    encoder = Counting()
    before, binding = _answer(store), ColourCheck(encoder)
    one = store.read(lambda lib: binding.check(lib, "a red car", before)).result()
    other = store.read(lambda lib: binding.check(lib, "a red car", before)).result()
    assert encoder.maps == len(_COLOURS)
    assert one.photos.tolist() == other.photos.tolist()


@pytest.mark.parametrize("words", ["", "a car", "red"])
def test_queries_without_colour_pairs_check_nothing(store: LibraryThreads, words: str) -> None:
    encoder = Counting()
    before, after = _check(store, encoder, words)
    assert after is before
    assert encoder.maps == 0


def test_without_maps_the_answer_is_unchanged(store: LibraryThreads) -> None:
    before, after = _check(store, MaplessEncoding(), "a red car")
    assert after.photos.tolist() == before.photos.tolist()
    assert after.scores == pytest.approx(before.scores)


def test_a_damaged_preview_skips_only_its_own_check(store: LibraryThreads) -> None:
    damaged = int(_answer(store).photos[0])
    statement = "UPDATE previews SET jpeg = ? WHERE photo_id = ?"
    store.write(lambda lib: lib.db.execute(statement, (b"\xff\xd8 nothing", damaged))).result()
    gone = int(_answer(store).photos[1])
    store.write(lambda lib: photos.drop_previews(lib, [gone])).result()
    before, after = _check(store, ColourEncoding(), "a red car")
    assert after.photos[0] == before.photos[2]
    scores = dict(zip(after.photos.tolist(), after.scores.tolist(), strict=True))
    assert scores[damaged] == pytest.approx(0.6)
    assert scores[gone] == pytest.approx(0.55)


def test_an_empty_answer_stays_empty(store: LibraryThreads) -> None:
    nothing = Fused(np.zeros(0, np.int64), np.zeros(0, np.float32), 0, (), 0)
    assert store.read(lambda lib: ColourCheck(ColourEncoding()).check(lib, "a red car", nothing)).result() is nothing
