"""How long an answer is awaited: time without a processor does not count, or only up to a multiple."""

import os
import sys
from collections.abc import Callable

import pytest

from photon.app.runtime.hang_watch import PATIENCE, HangWatch

SECONDS = 10.0


def waited(queued: Callable[[float], dict[str, float]]) -> float:
    """Return the seconds until a process is given up, given what the system reports after each number of seconds."""
    watch, passed = HangWatch(None, SECONDS, None), 0.0
    watch._queued_seconds = lambda: queued(passed)  # type: ignore[method-assign]
    while True:
        passed += watch.step
        if watch.is_over():
            return passed


def test_a_running_or_sleeping_process_is_given_up_after_its_time() -> None:
    assert waited(lambda _: {"main": 5.0}) == SECONDS
    assert waited(lambda _: {}) == SECONDS  # the system reports nothing


def test_time_without_a_processor_does_not_count() -> None:
    assert waited(lambda passed: {"main": passed / 2, "idle": 0.0}) == pytest.approx(2 * SECONDS, abs=1.0)


def test_a_process_that_never_gets_a_processor_is_given_up_eventually() -> None:
    assert waited(lambda passed: {"main": passed}) == pytest.approx(PATIENCE * SECONDS, abs=1.0)


def test_a_new_thread_does_not_inherit_earlier_time() -> None:
    assert waited(lambda passed: {f"begun at {passed}": 50.0}) == SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_system_reports_how_long_a_thread_was_ready() -> None:
    found = HangWatch(os.getpid(), SECONDS, None)._queued_seconds()
    assert str(os.getpid()) in found
    assert all(seconds >= 0 for seconds in found.values())
