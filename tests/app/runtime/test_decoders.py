"""Decoders that end: their work is retried, and only a file that ends them on its own is set aside."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photon.app.runtime.decoders import Decoders
from photon.domain import PhotonError, UnreadableFile
from photon.media.read.reading import read
from tests.app import endings

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way"),
    pytest.mark.usefixtures("processes"),
]


@pytest.fixture
def decoders(processes: None) -> Iterator[Decoders]:
    found = Decoders(2)
    yield found
    found.close()


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (60, 40), "red").save(path)
    return str(path)


def test_tasks_in_flight_are_retried_one_by_one(decoders: Decoders, photo: str, tmp_path: Path) -> None:
    for pid in {decoders.run(os.getpid).result(60) for _ in range(2)}:
        os.kill(pid, signal.SIGKILL)  # while it is idle
    place = tmp_path / "noted"
    found = decoders.run(endings.last_for, str(place), 2, signal.SIGKILL)
    good = [decoders.run(read, photo) for _ in range(6)]
    last = str(found.result(60))
    tries = place.read_text("ascii").split()
    assert (len(tries), len(set(tries)), tries[-1]) == (3, 3, last)
    assert all(one.result(60).facts.format == "JPEG" for one in good)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (signal.SIGSEGV, "crashed"),
        (signal.SIGKILL, "unreadable"),  # sent from outside, so the file is read again at the next scan
        (0, "crashed"),  # out of memory
    ],
)
def test_only_a_file_that_ends_decoders_alone_is_set_aside(
    decoders: Decoders, tmp_path: Path, how: int, kind: str
) -> None:
    with pytest.raises(UnreadableFile) as told:
        decoders.run(endings.last_for, str(tmp_path / "noted"), 99, how).result(60)
    tries = (tmp_path / "noted").read_text("ascii").split()
    assert (told.value.kind, len(tries), len(set(tries))) == (kind, 3, 3)


def test_unused_decoders_end_and_the_next_file_is_still_read(decoders: Decoders, photo: str) -> None:
    first = decoders.run(os.getpid).result(60)
    decoders.rest(3600)
    assert decoders.run(os.getpid).result(60) == first
    decoders.rest(0)
    assert all(worker._held is None for worker in decoders._workers)
    assert decoders.run(read, photo).result(60).facts.format == "JPEG"


def test_unrepeatable_tasks_are_started_once(decoders: Decoders, tmp_path: Path) -> None:
    place = tmp_path / "noted"
    with pytest.raises(UnreadableFile):
        decoders.run(endings.last_for, str(place), 99, signal.SIGKILL, clear=None).result(60)
    assert len(place.read_text("ascii").split()) == 1


def test_partial_results_are_removed_before_each_retry(decoders: Decoders, tmp_path: Path) -> None:
    cleared: list[int] = []
    found = decoders.run(endings.last_for, str(tmp_path / "noted"), 2, signal.SIGKILL, clear=lambda: cleared.append(1))
    found.result(60)
    assert cleared == [1, 1]


def test_a_slow_file_affects_only_itself(decoders: Decoders, photo: str) -> None:
    slow = decoders.run(time.sleep, 60, seconds=1)
    assert decoders.run(read, photo).result(60).facts.format == "JPEG"
    with pytest.raises(UnreadableFile, match="longer than 1 seconds") as told:
        slow.result(60)
    assert told.value.kind == "crashed"


def test_closing_does_not_wait_for_files(photo: str) -> None:
    decoders = Decoders(1)
    decoders.run(os.getpid).result(60)
    slow, behind = decoders.run(time.sleep, 600, seconds=None), decoders.run(read, photo)
    time.sleep(0.1)
    decoders.close()
    for future in (slow, behind, decoders.run(read, photo)):
        with pytest.raises(UnreadableFile) as told:
            future.result(1)
        assert told.value.kind == "vanished"


def test_processes_that_cannot_start_are_not_blamed_on_a_file(photo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.app.runtime.decoders._begin", endings.end)
    decoders = Decoders(1)
    try:
        with pytest.raises(PhotonError, match="couldn't start"):
            decoders.run(read, photo).result(60)
    finally:
        decoders.close()
