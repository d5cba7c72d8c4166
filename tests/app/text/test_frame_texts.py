"""Text in frames of videos: read at full size once previews were read, stored once, found, and shown with its time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photon.annotate.text.page_facts import RULES
from photon.app.films.frame_stage import FrameStage
from photon.app.indexing.scan_requests import ScanRequests
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.text.fact_stage import FactStage
from photon.app.text.frame_text_stage import FrameTextStage
from photon.app.text.photo_texts import _marked
from photon.app.text.text_stage import TextStage
from photon.domain import UnreadableFile
from photon.domain.photo.page_text import PageText, TextLine
from photon.library.db import settings
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.text import stated_facts, texts
from photon.library.text.text_search import phrase_photos
from photon.library.text.text_settings import READ_TEXT
from photon.media.read.film_reading import read_film
from photon.vision.worker import WorkerSpec
from tests.app.stage_runs import run
from tests.decoders_here import DecodersHere
from tests.films import make_film, scenes
from tests.vision.kit.fake_text_reader import LOWER, TEXT_READER, UPPER, WRITTEN

FILM, OTHER = 1, 2
SIZE = (960, 540)
TOTAL = "Horst Total 23,80 EUR"


class Reader:
    """The reader without a process; it notes the sizes of the pictures that it read."""

    order = WorkerSpec(TEXT_READER, 1)

    def __init__(self) -> None:
        self._reader = TEXT_READER.open(1, None)
        self.read: list[tuple[int, ...]] = []
        self.looks = 0

    def ask(self, capability: str, method: Callable[..., Any], pictures: Sequence[Any]) -> Any:
        assert capability == "read"
        if method.__name__ == "read_text":
            self.read += [np.shape(picture)[1::-1] for picture in pictures]
        else:
            self.looks += len(pictures)
        return getattr(self._reader, method.__name__)(pictures)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film in blue, where nothing is written, with a red scene twice and a lime one; and one in blue."""
    place = tmp_path_factory.mktemp("clips")
    drawn = scenes("blue", "blue", "blue", "red", "blue", "red", "lime", "blue", each=2.0, size=SIZE)
    make_film(place / "a.mp4", drawn, seconds=16, size=SIZE)
    make_film(place / "b.mp4", scenes("blue"), seconds=3)
    return place


@pytest.fixture
def store(tmp_path: Path, clips: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    folder = made.write(folders.add, str(clips)).result().id
    found = [(Found(folder, name, 1, 1), read_film(str(clips / name))) for name in ("a.mp4", "b.mp4")]
    made.write(files.record, found).result()
    yield made
    made.close()


def choose_frames(store: LibraryThreads) -> None:
    run(FrameStage(store, DecodersHere(), ScanRequests(), Progress(store.events)))  # type: ignore[arg-type]


def look(store: LibraryThreads, reader: Reader, decoders: DecodersHere | None = None) -> FrameTextStage:
    """Choose frames, and look at previews and frames."""
    choose_frames(store)
    here, asked = DecodersHere(), reader
    reading = TextStage(store, here, lambda: None, asked)  # type: ignore[arg-type]
    stage = FrameTextStage(store, decoders or here, lambda: None, asked, reading)  # type: ignore[arg-type]
    run(reading, stage)
    return stage


def page_of(store: LibraryThreads, film: int = FILM) -> PageText:
    return texts.pages(store.here(), [film]).get(film, PageText())


def test_each_line_is_stored_once_and_found(store: LibraryThreads) -> None:
    reader = Reader()
    stage = look(store, reader)
    lines = [line.text for line in page_of(store).lines]
    assert lines == [*(line.text for line in WRITTEN["red"].lines), TOTAL]
    times = [line.seconds for line in page_of(store).lines]
    assert 5 < times[0] == times[1] < times[2]
    assert set(reader.read) == {SIZE}
    assert len(reader.read) >= 3
    assert phrase_photos(store.here(), "lisboa kowalski").tolist() == [FILM]
    assert phrase_photos(store.here(), "total 23,80").tolist() == [FILM]
    assert page_of(store, OTHER) == PageText()
    assert not stage.anything_left(store.here())
    before, asked = store.here().stamp(), (reader.looks, len(reader.read))
    run(stage)
    assert (store.here().stamp(), reader.looks, len(reader.read)) == (before, *asked)


def test_a_preview_that_is_read_again_has_its_frames_read_again(store: LibraryThreads) -> None:
    look(store, Reader())
    while store.write(texts.delete_some, 100).result():
        pass
    assert page_of(store) == PageText()
    assert phrase_photos(store.here(), TOTAL).tolist() == []
    look(store, Reader())
    assert len(page_of(store).lines) == 3


def test_text_of_frames_is_not_over_the_preview_and_no_document(store: LibraryThreads) -> None:
    look(store, Reader())
    assert store.read(_marked, FILM, None).result() == (PageText(), [])
    run(FactStage(store))
    assert not stated_facts.pages_without_facts(store.here(), RULES, 1)
    assert store.here().column("SELECT count(*) FROM page_facts") == [0]


def test_lines_of_the_preview_are_not_repeated(store: LibraryThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    same = TextLine(TOTAL.replace("Horst", "Hors"), LOWER, 0.8)
    monkeypatch.setitem(WRITTEN, "blue", PageText((same, TextLine("7", UPPER, 0.7))))
    look(store, Reader())
    assert [(line.text, line.seconds > 0) for line in page_of(store).lines][:2] == [(same.text, False), ("7", False)]
    assert TOTAL not in page_of(store).text


class FailingPlayer(DecodersHere):
    """Decoders whose player says that the file is away."""

    def run(self, function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        if function.__name__ != "draw_still":
            return super().run(function, *arguments, **limits)
        future: Future[Any] = Future()
        future.set_exception(UnreadableFile("vanished", "It is away."))
        return future


def test_a_video_that_is_away_waits_and_one_that_cannot_be_drawn_is_read_as_it_is(
    store: LibraryThreads, clips: Path
) -> None:
    choose_frames(store)
    (clips / "a.mp4").rename(clips / "away.mp4")
    reader = Reader()
    stage = look(store, reader, FailingPlayer())
    (clips / "away.mp4").rename(clips / "a.mp4")
    assert (reader.read, stage.idle, stage.anything_left(store.here())) == ([], True, True)
    run(stage)
    assert len(page_of(store).lines) == 3
    assert max(max(size) for size in reader.read) < SIZE[0], "these are the small frames"


def test_videos_wait_for_photos_and_for_the_setting(store: LibraryThreads) -> None:
    reader: Any = Reader()
    reading = TextStage(store, DecodersHere(), lambda: None, reader)  # type: ignore[arg-type]
    stage = FrameTextStage(store, DecodersHere(), lambda: None, reader, reading)  # type: ignore[arg-type]
    assert not stage.step()
    assert (stage.idle, reader.looks) == (False, 0)
    store.write(settings.store, READ_TEXT, value=False).result()
    run(reading, stage)
    assert (stage.idle, reader.looks) == (True, 0)
