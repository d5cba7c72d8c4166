"""Styles in the background: the result survives being killed, and a second run writes nothing."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photon.app.indexing.style_stage import StyleStage
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.duplicates import fingerprints
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.library.vectors import styles
from photon.media.read.preview_measuring import measure_previews
from photon.media.read.reading import read
from tests.pictures import draw


class MeasureHere:
    """Decoders without processes, which can be made to fail."""

    count = 1

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.asked = failure, 0

    def run(self, function: Callable[..., Any], previews: Sequence[bytes]) -> Future[Any]:
        self.asked += len(previews)
        future: Future[Any] = Future()
        if self.failure:
            future.set_exception(self.failure)
        else:
            future.set_result(function(previews))
        return future


def _store(place: Path, count: int) -> LibraryThreads:
    store = LibraryThreads(place / "library")
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    for number in range(count):
        path = draw(place / f"{number}.jpg", "black" if number % 2 else "red", number)
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    return store


def _run(styling: StyleStage, most: int = 100) -> int:
    steps = 0
    while steps < most and styling.step():
        steps += 1
    return steps


def test_stopping_anywhere_gives_the_same_result_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path, 40)
    try:
        _run(StyleStage(store, MeasureHere(), lambda: None), most=1)  # it is then killed
        left = styles.PENDING.count(store.here())
        assert 0 < left < 40
        styling = StyleStage(store, MeasureHere(), lambda: None)
        _run(styling)
        assert styling.idle
        ids, dark = styles.chances_of(store.here(), "dark")
        assert ids.tolist() == sorted(photos.in_order(store.here(), "newest"))
        assert ((dark > 0.5) == (photos_are_black(store, ids.tolist()))).all()
        before, again = store.here().stamp(), MeasureHere()
        styling = StyleStage(store, again, lambda: None)
        styling.notify()
        assert _run(styling) == 0
        assert (store.here().stamp(), again.asked) == (before, 0)
    finally:
        store.close()


def test_fingerprints_come_with_the_styles_and_stay_paired_when_only_styles_are_measured_again(tmp_path: Path) -> None:
    store = _store(tmp_path, 3)
    try:
        _run(StyleStage(store, MeasureHere(), lambda: None))
        library = store.here()
        assert (styles.PENDING.count(library), fingerprints.PENDING.count(library)) == (0, 0)
        assert len(fingerprints.unpaired(library, 9)) == 3

        def forget_styles(writable: Library) -> None:
            with writable.transaction() as db:
                db.execute("UPDATE fingerprints SET is_paired = 1")
                db.execute("DELETE FROM styles")

        store.write(forget_styles).result()
        _run(StyleStage(store, MeasureHere(), lambda: None))
        assert styles.PENDING.count(library) == 0
        assert fingerprints.count_unpaired(library) == 0, "their copies need not be looked for again"
    finally:
        store.close()


def test_nothing_is_saved_if_no_preview_could_be_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(tmp_path, 2)
    try:
        styling = StyleStage(store, MeasureHere(UnreadableFile("vanished", "closing")), lambda: None)
        monkeypatch.setattr(styling, "save", lambda _: pytest.fail("there was nothing to save"))
        styling.run(styling.next_batch())
        assert styles.PENDING.count(store.here()) == 2
    finally:
        store.close()


def photos_are_black(store: LibraryThreads, ids: list[int]) -> list[bool]:
    names = photos.paths(store.here(), ids)
    return [int(Path(names[photo]).stem) % 2 == 1 for photo in ids]


def test_a_damaged_preview_is_made_again_and_affects_only_itself(tmp_path: Path) -> None:
    store = _store(tmp_path, 3)
    try:
        ids = sorted(photos.in_order(store.here(), "newest"))

        def spoil(library) -> None:
            with library.transaction() as db:
                db.execute("UPDATE previews SET jpeg = ? WHERE photo_id = ?", (b"spoiled", ids[1]))

        store.write(spoil).result()
        told = []
        _run(StyleStage(store, MeasureHere(), lambda: told.append(1)))
        assert styles.chances_of(store.here(), "sepia")[0].tolist() == [ids[0], ids[2]]
        assert sorted(photos.previews(store.here(), ids)) == [ids[0], ids[2]]
        assert told
    finally:
        store.close()


def test_closing_in_between_loses_no_preview(tmp_path: Path) -> None:
    store = _store(tmp_path, 2)
    try:
        closed = MeasureHere(UnreadableFile("vanished", "Photon was closed."))
        StyleStage(store, closed, lambda: None).step()
        assert styles.PENDING.count(store.here()) == 2
    finally:
        store.close()


@pytest.mark.usefixtures("processes")
def test_decoder_processes_measure_previews(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), "black").save(tmp_path / "a.jpg")
    preview = (tmp_path / "a.jpg").read_bytes()
    decoders = Decoders(1)
    try:
        end = time.monotonic() + 60
        found = decoders.run(measure_previews, [preview, b"no picture"]).result(timeout=end - time.monotonic())
        (one, none), (here, _) = found, measure_previews([preview, b"no picture"])
        assert none is None
        assert (one.styles, one.fingerprint, one.tones.tolist()) == (here.styles, here.fingerprint, here.tones.tolist())
    finally:
        decoders.close()


def test_a_preview_that_causes_an_error_affects_only_its_photo_and_is_not_retried_forever(tmp_path: Path) -> None:
    store = _store(tmp_path, 7)
    try:
        ids = sorted(photos.in_order(store.here(), "newest"))
        spoiled = photos.previews(store.here(), ids)[ids[3]]

        class Failing(MeasureHere):
            def run(self, function: Callable[..., Any], previews: Sequence[bytes]) -> Future[Any]:
                self.failure = KeyError("a bug") if spoiled in previews else None
                return super().run(function, previews)

        failing = Failing()
        styling = StyleStage(store, failing, lambda: None)
        _run(styling)
        assert styling.idle
        assert styles.chances_of(store.here(), "sepia")[0].tolist() == [*ids[:3], *ids[4:]]
        assert [Path(one.path).stem for one in problems.all_problems(store.here())] == ["3"]
        assert photos.counts(store.here(), "none").problems == 1
        asked = failing.asked
        styling.notify()
        assert (_run(styling), failing.asked) == (0, asked)
    finally:
        store.close()
