"""The process that plays videos: what it must not load, and what it does to nothing else."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.runtime.decoders import Decoders
from photon.domain import UnreadableFile
from tests.app import endings
from tests.films import make_film
from tests.pictures import draw

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way"),
    pytest.mark.usefixtures("processes"),
]


@pytest.fixture
def decoders(processes: None) -> Iterator[Decoders]:
    found = Decoders(1)
    yield found
    found.close()


@pytest.fixture
def film(tmp_path: Path) -> str:
    return str(make_film(tmp_path / "film.mp4", seconds=1))


def loaded(name: str) -> bool:
    return any(module.partition(".")[0] == name for module in sys.modules)


def test_only_the_process_for_videos_loads_qt(decoders: Decoders, film: str, tmp_path: Path) -> None:
    draw(tmp_path / "photo.jpg")
    assert decoders.read(film).result(60).film.seconds == pytest.approx(1, abs=0.1)
    assert decoders.read(str(tmp_path / "photo.jpg")).result(60).film.seconds is None
    assert decoders.films.run(loaded, "PySide6").result(60)
    assert not decoders.run(loaded, "PySide6").result(60)


def test_a_video_that_hangs_or_crashes_costs_itself(decoders: Decoders, film: str, tmp_path: Path) -> None:
    slow = decoders.films.run(time.sleep, 60, seconds=1)
    behind = decoders.read(film)
    with pytest.raises(UnreadableFile, match="longer than 1 seconds"):
        slow.result(60)
    assert behind.result(60).facts.format == "MP4"
    crashed = decoders.films.run(endings.last_for, str(tmp_path / "noted"), 99, signal.SIGSEGV)
    with pytest.raises(UnreadableFile, match="crashed"):
        crashed.result(60)
    assert decoders.read(film).result(60).facts.format == "MP4"


def test_a_video_that_eats_memory_is_ended(decoders: Decoders, film: str) -> None:
    with pytest.raises(UnreadableFile, match="crashed"):
        decoders.films.run(bytearray, 3 << 30).result(60)
    assert decoders.read(film).result(60).facts.format == "MP4"


def test_an_unused_process_for_videos_ends(decoders: Decoders, film: str) -> None:
    decoders.read(film).result(60)
    decoders.rest(0)
    assert all(worker._held is None for worker in decoders.films._workers)
    assert decoders.read(film).result(60).facts.format == "MP4"
