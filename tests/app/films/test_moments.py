"""Videos are looked through once photos can be searched, and found by a moment that no preview shows."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from photon.app.films.frame_stage import FrameStage
from photon.app.films.moment_stage import MomentStage
from photon.app.indexing.scan_requests import ScanRequests
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.session import Session
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.films import frames
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.library.vectors import items
from photon.media.read.film_reading import read_film
from tests.decoders_here import DecodersHere
from tests.fakes import ColourEncoding
from tests.films import make_film, scenes

RED, BLUE = 1, 2


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film that is green for 2 seconds among 12 in red, and one in blue."""
    place = tmp_path_factory.mktemp("clips")
    make_film(place / "a.mp4", scenes(*["red"] * 4, "lime", "red", each=2.0), seconds=12)
    make_film(place / "b.mp4", scenes("blue"), seconds=3)
    return place


@pytest.fixture
def session(clips: Path, tmp_path: Path) -> Iterator[Session]:
    with Session.open(tmp_path / "library", background=False, encoder=ColourEncoding()) as opened:
        folder = opened.store.write(folders.add, str(clips)).result().id
        found = [(Found(folder, name, 1, 1), read_film(str(clips / name))) for name in ("a.mp4", "b.mp4")]
        opened.store.write(files.record, found).result()
        yield opened


class ToldDecoders(DecodersHere):
    """Decoders that raise an error when they are told to."""

    error: Exception | None = None

    def run(self, function: Any, *arguments: Any, **limits: Any) -> Future[Any]:
        if self.error is None:
            return super().run(function, *arguments, **limits)
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future


def make_stage(store: LibraryThreads, decoders: DecodersHere, *, is_busy: bool = False) -> FrameStage:
    scans = ScanRequests()
    scans.busy = is_busy
    return FrameStage(store, decoders, scans, Progress(store.events))  # type: ignore[arg-type]


def run(*stages: FrameStage | MomentStage) -> None:
    for _ in range(50):
        if not any(stage.step() for stage in stages):
            return
    pytest.fail("the stages find work for ever")


def times(library: Library, film: int) -> list[float]:
    return [frame.seconds for frame in frames.frames_of(library, film)]


def test_each_scene_becomes_a_moment_of_its_video(session: Session) -> None:
    framing = make_stage(session.store, DecodersHere())
    moments = MomentStage(session.store, session.work.engines)
    engine = session.work.engines.current
    engine.indexing.index(session.store.here())
    assert framing.anything_left(session.store.here())
    run(moments, framing)
    assert moments.idle or moments.has_news  # nobody tells it here
    moments.notify()
    run(moments, framing)
    library = session.store.here()
    assert not framing.anything_left(library)
    assert not moments.anything_left(library)
    begin, green, again = times(library, RED)
    assert (begin, again) == (0, 10)
    assert 8 <= green < 10
    assert times(library, BLUE) == [0]
    owners = items.owners(library, "colours-1")
    assert sorted(owners.values()) == [RED] * 3 + [BLUE]
    assert set(owners) <= set(engine.indexing.index(library).labels().tolist())
    before = library.stamp()
    framing.notify()
    moments.notify()
    run(moments, framing)
    assert library.stamp() == before


def test_videos_wait_until_photos_are_read(session: Session) -> None:
    framing = make_stage(session.store, DecodersHere(), is_busy=True)
    run(framing)
    assert not framing.idle
    assert times(session.store.here(), RED) == []


def test_a_video_that_is_away_is_tried_again_and_one_that_ends_the_player_is_a_problem(session: Session) -> None:
    decoders, library = ToldDecoders(), session.store.here()
    decoders.error = UnreadableFile("vanished", "It is away.")
    framing = make_stage(session.store, decoders)
    run(framing)
    assert framing.idle
    assert framing.anything_left(library)
    assert problems.count_all(library) == 0
    decoders.error = UnreadableFile("crashed", "It ends the player.")
    framing.notify()
    run(framing)
    assert not framing.anything_left(library)
    assert problems.count_all(library) == 2
    assert set(photos.in_order(library, "newest")) == {RED, BLUE}


def test_a_damaged_frame_costs_itself(session: Session) -> None:
    run(make_stage(session.store, DecodersHere()))

    def damage(library: Library) -> None:
        library.db.execute("UPDATE frames SET jpeg = x'00' WHERE photo_id = ? AND seconds BETWEEN 8 AND 9.9", (RED,))

    session.store.write(damage).result()
    moments = MomentStage(session.store, session.work.engines)
    run(moments)
    assert sorted(items.owners(session.store.here(), "colours-1").values()) == [RED] * 2 + [BLUE]
    assert not moments.anything_left(session.store.here())
