"""A process that does an encoder's work: what happens when it, or its graphics card, dies."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from photon.app.lane import Lane
from photon.domain import PhotonError
from photon.vision import worker
from photon.vision.encoder import DeviceLost


def _run_on_device() -> str:
    """What a tower does whose graphics card went away."""
    order = worker._order
    if order is None or order.device is None:
        raise DeviceLost("no answer")
    return order.device


def _die_once(mark: str) -> int:
    """As the kernel kills a process that takes too much memory, the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane(worker.Order("starter", 1))
    yield lane
    lane.close()


def test_without_its_graphics_card_it_goes_on_on_the_processor(lane: Lane) -> None:
    assert lane.run(_run_on_device) == "cpu"
    assert lane.run(_run_on_device) == "cpu"


def test_a_crash_costs_nothing_and_a_second_one_is_a_sentence(lane: Lane, tmp_path: Path) -> None:
    assert lane.run(_die_once, str(tmp_path / "died")) > 0
    with pytest.raises(PhotonError, match="ended twice"):
        lane.run(_die)
    assert lane.run(os.getpid) > 0


def test_resting_ends_the_process_until_it_is_needed(lane: Lane) -> None:
    first = lane.run(os.getpid)
    lane.rest()
    assert not psutil.pid_exists(first) or psutil.Process(first).status() == psutil.STATUS_ZOMBIE
    assert lane.run(os.getpid) != first
    lane.close()
    with pytest.raises(PhotonError, match="being closed"):
        lane.run(os.getpid)
