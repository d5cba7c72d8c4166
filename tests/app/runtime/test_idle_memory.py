"""Memory that was freed goes back to the system once the process is at rest."""

import sys
import time
from pathlib import Path

import pytest

from photon.app.runtime import idle_memory
from photon.app.runtime.idle_memory import IdleMemory


def test_memory_is_given_back_after_work_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    worked = 0.0
    monkeypatch.setattr(idle_memory, "give_back", lambda: given.append(worked))
    monkeypatch.setattr(time, "process_time", lambda: worked)
    memory = IdleMemory()
    for worked in (0.5, 0.55, 3.0, 6.0, 6.05, 6.1, 6.15, 6.9, 6.95, 7.5, 7.55):  # noqa: B007 - read above
        memory.rest(60)
    assert given == [6.05, 7.55]


@pytest.mark.skipif(sys.platform != "linux", reason="others give back by themselves")
def test_free_memory_between_used_memory_goes_back() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    kept = [bytes(1000) for _ in range(60_000)]
    before = resident()
    kept = kept[::30]  # what is left pins the rest
    time.sleep(0)
    idle_memory.give_back()
    assert before - resident() > 20e6
    assert len(kept) == 2000
