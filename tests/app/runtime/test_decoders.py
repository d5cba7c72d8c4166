"""Decoders that end: what they did is tried again, and only a file that ends them by itself is set aside."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from photon.app.runtime.decoders import Decoders, _Task
from photon.domain import PhotonError, UnreadableFile
from photon.domain.metadata.export_recipe import Carried, Recipe
from photon.domain.metadata.writing import PROFILES
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


def lasting(place: Path, ends: int, how: int) -> _Task:
    return _Task(endings.last_for, (str(place), ends, how))


def test_what_was_in_flight_is_tried_again_alone(decoders: Decoders, photo: str, tmp_path: Path) -> None:
    for pid in {decoders._begin(_Task(os.getpid, ())).result(60) for _ in range(2)}:
        os.kill(pid, signal.SIGKILL)  # while it rests
    place = tmp_path / "noted"
    found = decoders._begin(lasting(place, 2, signal.SIGKILL))
    good = [decoders.read(photo) for _ in range(6)]
    last = str(found.result(60))
    tries = place.read_text("ascii").split()
    assert (len(tries), len(set(tries)), tries[-1]) == (3, 3, last)
    assert all(one.result(60).facts.format == "JPEG" for one in good)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (signal.SIGSEGV, "crashed"),
        (signal.SIGKILL, "unreadable"),  # sent from outside, so the file is looked at again the next time
        (0, "crashed"),  # it lacks memory
    ],
)
def test_only_what_ends_decoders_by_itself_is_set_aside(
    decoders: Decoders, tmp_path: Path, how: int, kind: str
) -> None:
    with pytest.raises(UnreadableFile) as told:
        decoders._begin(lasting(tmp_path / "noted", 99, how)).result(60)
    tries = (tmp_path / "noted").read_text("ascii").split()
    assert (told.value.kind, len(tries), len(set(tries))) == (kind, 3, 3)


def test_what_writes_is_never_begun_again_by_itself(decoders: Decoders, tmp_path: Path) -> None:
    tasks: list[_Task] = []
    begin, decoders._begin = decoders._begin, tasks.append  # type: ignore[assignment, method-assign]
    decoders.write_files([], PROFILES["everywhere"])
    decoders.restore_files([])
    assert [task.clear for task in tasks] == [None, None]
    place = tmp_path / "noted"
    with pytest.raises(UnreadableFile):
        begin(replace(lasting(place, 99, signal.SIGKILL), clear=None)).result(60)
    assert len(place.read_text("ascii").split()) == 1


def test_half_a_copy_is_cleared_away_before_it_is_made_again(decoders: Decoders, photo: str, tmp_path: Path) -> None:
    tasks: list[_Task] = []
    decoders._begin = tasks.append  # type: ignore[assignment, method-assign]
    decoders.copy(photo, Recipe(None, Carried()), str(tmp_path / "copy"))
    (task,) = tasks
    (tmp_path / "copy").write_bytes(b"half")
    assert task.clear is not None
    for _ in range(2):
        task.clear()
    assert not (tmp_path / "copy").exists()


def test_one_that_takes_too_long_costs_itself_alone(decoders: Decoders, photo: str) -> None:
    slow = decoders._begin(_Task(time.sleep, (60,), seconds=1))
    assert decoders.read(photo).result(60).facts.format == "JPEG"
    with pytest.raises(UnreadableFile, match="longer than 1 seconds") as told:
        slow.result(60)
    assert told.value.kind == "crashed"


def test_closing_waits_for_no_file(photo: str) -> None:
    decoders = Decoders(1)
    decoders._begin(_Task(os.getpid, ())).result(60)
    slow, behind = decoders._begin(_Task(time.sleep, (600,), seconds=None)), decoders.read(photo)
    time.sleep(0.1)
    decoders.close()
    for future in (slow, behind, decoders.read(photo)):
        with pytest.raises(UnreadableFile) as told:
            future.result(1)
        assert told.value.kind == "vanished"


def test_processes_that_cannot_begin_are_no_fault_of_a_file(photo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.app.runtime.decoders._begin", endings.end)
    decoders = Decoders(1)
    try:
        with pytest.raises(PhotonError, match="could not start"):
            decoders.read(photo).result(60)
    finally:
        decoders.close()
