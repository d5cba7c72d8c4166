"""Copies found in the background: they are marked, sets are listed, and everything resumes where it was stopped."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photon.app.duplicates.duplicates import Duplicates, apart, find_sets
from photon.app.duplicates.pair_stage import PairStage
from photon.app.indexing.style_stage import StyleStage
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Filter, UnreadableFile, changed
from photon.duplicates.comparison_rounds import FEW
from photon.library.db.connection import Library
from photon.library.duplicates import fingerprints, picture_pairs, shots
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.media.read.preview_alignment import compare_previews
from photon.media.read.reading import read


class DecodeHere:
    """Decoders without processes, which can be told to fail."""

    count = 1

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.asked = failure, 0

    def run(self, function: Callable[..., Any], items: Sequence[object]) -> Future[Any]:
        self.asked += len(items)
        future: Future[Any] = Future()
        if self.failure:
            future.set_exception(self.failure)
        else:
            future.set_result(function(items))
        return future


def _picture(seed: int) -> Image.Image:
    small = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (12, 16, 3), np.uint8))
    return small.resize((320, 240), Image.Resampling.BICUBIC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    """A library of two pictures with a smaller copy each, and one with an equal file and a hard link."""
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(3):
        _picture(seed).save(place / f"{seed}.jpg", quality=92)
    for seed in range(2):
        _picture(seed).resize((200, 150)).save(place / f"sent{seed}.jpg", quality=60)
    (place / "again.jpg").write_bytes((place / "2.jpg").read_bytes())
    (place / "link.jpg").hardlink_to(place / "2.jpg")
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    for path in sorted(place.iterdir()):
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    yield store
    store.close()


def _stages(store: LibraryThreads, decoders: DecodeHere) -> tuple[StyleStage, PairStage]:
    return StyleStage(store, decoders, lambda: None), PairStage(store, decoders)  # type: ignore[arg-type]


def _run(store: LibraryThreads, decoders: DecodeHere | None = None, most: int = 100) -> int:
    steps = 0
    for stage in _stages(store, decoders or DecodeHere()):
        while steps < most and stage.step():
            steps += 1
    return steps


def _found(library: Library, state: str) -> set[str]:
    chosen = matching(library, [Filter("is", state)], date(2026, 1, 1)).tolist()
    return {Path(one.path).name for one in shots.shots_of(library, chosen).values()}


def test_copies_are_found_and_listed_with_the_best_first(store: LibraryThreads) -> None:
    _run(store)
    library = store.here()
    assert _found(library, "duplicate") == {"sent0.jpg", "sent1.jpg"}
    found = find_sets(library, "no encoder")
    listed: dict[str, list[list[str]]] = {one.kind: [] for one in found.sets}
    for one in found.sets:
        listed[one.kind].append([Path(path).name for path in one.paths])
    assert listed == {
        "same-file": [["2.jpg", "again.jpg"]],
        "same-picture": [["0.jpg", "sent0.jpg"], ["1.jpg", "sent1.jpg"]],
    }
    assert found.waiting == 0
    assert all(one.offer for one in found.sets)
    few = [one.photo for one in shots.all_shots(library) if Path(one.path).name in {"0.jpg", "1.jpg", "sent1.jpg"}]
    assert len(find_sets(library, "no encoder", few).sets) == 1


def test_it_resumes_and_looking_twice_asks_nothing(store: LibraryThreads) -> None:
    _run(store, most=1)
    assert fingerprints.PENDING.count(store.here()) + fingerprints.count_unpaired(store.here()) > 0
    _run(store)
    before, again = picture_pairs.all_likenesses(store.here()), DecodeHere()
    assert _run(store, again) == again.asked == 0
    assert picture_pairs.all_likenesses(store.here()) == before
    assert fingerprints.PENDING.count(store.here()) == fingerprints.count_unpaired(store.here()) == 0


def test_overlapping_views_of_one_camera_are_a_panorama(store: LibraryThreads, tmp_path: Path) -> None:
    scene = Image.fromarray(np.random.default_rng(9).integers(0, 256, (12, 40, 3), np.uint8)).resize((1200, 360))
    place = tmp_path / "views"
    place.mkdir()
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    for at in range(3):
        exif = Image.Exif()
        exif[0x010F] = "Makers"
        exif.get_ifd(0x8769)[0x9003] = f"2020:05:01 10:00:{10 + 4 * at}"
        scene.crop((300 * at, 0, 300 * at + 480, 360)).save(place / f"{at}.jpg", exif=exif)
        reading = read(str(place / f"{at}.jpg"))
        store.write(
            lambda lib, at=at, one=reading: files.record(lib, [(Found(folder, f"{at}.jpg", 1, 1), one)])
        ).result()
        _run(store)  # one by one, as they come
    (found,) = [
        one for one in find_sets(store.here(), "no encoder").sets if one.kind not in {"same-file", "same-picture"}
    ]
    assert (found.kind, found.offer, [Path(path).name for path in found.paths]) == (
        "panorama", False, ["0.jpg", "1.jpg", "2.jpg"],
    )  # fmt: skip


def test_a_copy_whose_better_photo_is_gone_is_no_copy(store: LibraryThreads) -> None:
    _run(store)
    with store.write(lambda lib: lib).result().transaction() as db:
        db.execute("UPDATE photos SET present = 0 WHERE id IN (SELECT kept FROM copies LIMIT 1)")
    assert len(_found(store.here(), "duplicate")) == 1


def test_copies_of_a_whole_library_are_updated_in_the_background(store: LibraryThreads) -> None:
    _run(store)
    stage = _stages(store, DecodeHere())[1]
    while stage.step():
        pass
    background = SimpleNamespace(is_at_work=True)
    Duplicates(store, SimpleNamespace(), stage, background, SimpleNamespace())  # type: ignore[arg-type]

    def outdate() -> set[str]:
        store.write(lambda lib: picture_pairs.set_copies(lib, {}) and None).result()
        assert _found(store.here(), "duplicate") == set()
        store.events.send(changed("duplicates"))
        store.write(lambda _: None).result()  # after what it may have asked the writer for
        return _found(store.here(), "duplicate")

    assert outdate() == set()
    while stage.step():
        pass
    assert _found(store.here(), "duplicate") == {"sent0.jpg", "sent1.jpg"}
    background.is_at_work = False  # a command in the terminal
    assert outdate() == {"sent0.jpg", "sent1.jpg"}


def test_a_killed_decoder_costs_only_its_previews(store: LibraryThreads) -> None:
    closed = DecodeHere(UnreadableFile("vanished", "closing"))
    _run(store, closed, most=2)
    assert fingerprints.PENDING.count(store.here()) == 5
    _run(store)
    count = len(photos.in_order(store.here(), "newest"))
    assert len(fingerprints.all_codes(store.here())[0]) == count == 5


def test_links_to_one_file_are_no_copies(tmp_path: Path) -> None:
    one = tmp_path / "one.jpg"
    one.write_bytes(b"1")
    (tmp_path / "a.jpg").symlink_to(one)
    (tmp_path / "hard-link.jpg").hardlink_to(one)
    other = tmp_path / "other.jpg"
    other.write_bytes(b"1")
    paths = [str(path) for path in tmp_path.iterdir()] + [str(tmp_path / "gone.jpg")]
    assert apart(paths) == [str(one), str(other)]


@pytest.mark.parametrize("name", ["copy of 1.jpg", "1 - Copy.jpg", "a (1).jpg", "a Kopie.jpg", "copia de a.jpg"])
def test_the_original_comes_before_what_is_called_a_copy(tmp_path: Path, name: str) -> None:
    copy, original = tmp_path / name, tmp_path / "the photocopier (2) of 2019.jpg"
    for path in (copy, original):
        path.write_bytes(b"1")
    assert apart([str(copy), str(original)]) == [str(original), str(copy)]


def test_a_copy_that_arrives_later_is_marked_by_the_same_stages(store: LibraryThreads, tmp_path: Path) -> None:
    stages = _stages(store, DecodeHere())

    def run() -> set[str]:
        for stage in stages:
            stage.follow_news()
            stage.notify()
            while stage.step():
                pass
        return _found(store.here(), "duplicate")

    assert run() == {"sent0.jpg", "sent1.jpg"}
    path = tmp_path / "photos" / "sent2.jpg"
    _picture(2).resize((200, 150)).save(path, quality=60)
    (folder,) = folders.uncounted(store.here())
    found = Found(folder.id, path.name, 1, 1)
    store.write(lambda lib: files.record(lib, [(found, read(str(path)))])).result()
    assert run() == {"sent0.jpg", "sent1.jpg", "sent2.jpg"}


class _ClosingSoon(DecodeHere):
    """Decoders that are closed after some comparisons."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.pairs = most, 0

    def run(self, function: Callable[..., Any], items: Sequence[object]) -> Future[Any]:
        if function is compare_previews:
            if self.pairs >= self.most:
                self.failure = UnreadableFile("vanished", "closing")
            self.pairs += len(items)
        return super().run(function, items)


def _similar_library(tmp_path: Path, count: int) -> LibraryThreads:
    """Many copies of one picture that differ a little."""
    place = tmp_path / "many"
    place.mkdir()
    store = LibraryThreads(tmp_path / "library of many")
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    for number in range(count):
        path = place / f"{chr(97 + number // 26)}{chr(97 + number % 26)}.jpg"
        _picture(0).resize((200 + 4 * number, 150 + 3 * number)).save(path, quality=90)
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    return store


def test_many_near_equal_pictures_are_one_set_after_a_few_comparisons_each(tmp_path: Path) -> None:
    store = _similar_library(tmp_path, 24)
    decoders = _ClosingSoon(1000)
    _run(store, decoders)
    assert decoders.pairs <= 24 * FEW
    (found,) = find_sets(store.here(), "no encoder").sets
    assert (found.kind, len(found.photos), found.offer) == ("same-picture", 24, True)
    store.close()


def test_what_was_compared_before_closing_is_not_compared_again(tmp_path: Path) -> None:
    store = _similar_library(tmp_path, 16)
    whole = _ClosingSoon(30)
    _run(store, whole, most=2)
    kept = picture_pairs.all_likenesses(store.here())
    assert 0 < len(kept) <= 45  # a round at a time is kept
    assert whole.pairs <= 30 + 16  # no more than one round was asked for after that
    assert fingerprints.count_unpaired(store.here()) == 16
    again = _ClosingSoon(1000)
    _run(store, again)
    assert again.pairs <= 16 * FEW - len(kept)
    assert kept.items() <= picture_pairs.all_likenesses(store.here()).items()
    store.close()


def test_files_that_cannot_be_read_now_are_no_copies_by_what_is_not_known(tmp_path: Path) -> None:
    place = tmp_path / "away"
    place.mkdir()
    store = LibraryThreads(tmp_path / "library of two")
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    for name, quality in (("one.jpg", 92), ("other.jpg", 60)):
        _picture(0).save(place / name, quality=quality)
        found = Found(folder, name, 1, 1)
        store.write(lambda lib, f=found: files.record(lib, [(f, read(str(place / f.relative)))])).result()
        (place / name).rename(tmp_path / name)
    _run(store)
    (likeness,) = picture_pairs.all_likenesses(store.here()).values()
    assert (likeness.noise, likeness.is_resaved) == (0.0, False)
    assert find_sets(store.here(), "no encoder").sets == ()
    store.close()
