"""A process of the encoder that dies while idle or during its work."""

import os
import signal

import pytest

from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain import PhotonError
from photon.vision import encoders, worker
from photon.vision.kit.encoder import DeviceLost


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lose_card() -> str | None:
    """Lose the task on the graphics card; otherwise return the device."""
    order = worker._order
    if order is None or order.device != "cpu":
        raise DeviceLost("gone")
    return order.device


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")
def test_a_death_costs_at_most_one_task() -> None:
    lane = EncoderProcess(worker.WorkerSpec(encoders.fallback().model, 1))
    try:
        first = lane.run(os.getpid)
        assert lane.run(os.getpid) == first
        with pytest.raises(PhotonError, match="crashed or stopped responding three times"):
            lane.run(die)
        second = lane.run(os.getpid)
        os.kill(second, signal.SIGKILL)  # while it is idle
        assert lane.run(os.getpid) not in (first, second)
        assert lane.run(lose_card) == "cpu"
        third = lane.run(os.getpid)
        lane.rest(60)
        assert lane.run(os.getpid) == third  # it was in use
        lane.rest(0)
        assert lane.run(os.getpid) != third
        assert lane.run(lose_card) == "cpu"  # it stays on the CPU
    finally:
        lane.close()
    with pytest.raises(PhotonError, match="closed"):
        lane.run(os.getpid)
