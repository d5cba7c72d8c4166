"""A process that is killed at any moment: while it starts, is idle, works, and in the middle of an answer."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped, WorkerTooSlow
from photon.domain import PhotonError
from tests.app import endings

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")


@pytest.mark.slow
def test_a_death_is_reported_and_the_next_function_gets_another_process(tmp_path: Path) -> None:
    process = WorkerProcess(endings.begin_unless_first, str(tmp_path / "begun"))  # one dies during its start
    try:
        first = process.run(os.getpid)
        assert process.run(os.getpid) == first
        os.kill(first, signal.SIGKILL)  # while it is idle
        assert process._held is not None
        process._held[0].join(60)
        assert process.run(os.getpid) != first
        for how, is_killed in ((signal.SIGKILL, True), (signal.SIGSEGV, False), (0, False)):
            with pytest.raises(WorkerEnded) as told:
                process.run(endings.end, how)
            assert (told.value.code, told.value.is_killed) == (-how, is_killed)
        with pytest.raises(WorkerEnded):
            process.run(endings.answer_by_half, seconds=30)
        with pytest.raises(WorkerTooSlow):
            process.run(time.sleep, 60, seconds=0.1)
    finally:
        process.stop()
    with pytest.raises(WorkerStopped):
        process.run(os.getpid)


@pytest.mark.slow
def test_a_process_that_cannot_start_is_reported() -> None:
    never = WorkerProcess(os._exit, 3)
    for _ in range(2):
        with pytest.raises(PhotonError, match="couldn't start"):
            never.run(os.getpid)
    never.stop()


def test_any_exception_of_a_function_arrives_and_the_process_stays() -> None:
    process = WorkerProcess(os.getpid, most=5)
    try:
        first = process.run(os.getpid)
        with pytest.raises(ValueError, match="bad") as told:
            process.run(endings.fail, "bad")
        assert "in fail" in told.value.__notes__[0]
        with pytest.raises(RuntimeError, match="Strange"):
            process.run(endings.fail, "strange")
        with pytest.raises(TypeError, match="lock"):
            process.run(endings.fail, "lock")
        assert process.run(os.getpid) == first
        second = process.run(os.getpid)  # it is replaced after a number of functions
        assert second != first
        process.rest()
        assert process.run(os.getpid) != second
    finally:
        process.stop()


def test_an_unused_process_ends_and_the_next_function_has_another() -> None:
    process = WorkerProcess(os.getpid)
    try:
        process.rest_if_unused(0)  # there is none yet
        first = process.run(os.getpid)
        process.rest_if_unused(3600)
        assert process.run(os.getpid) == first
        process.rest_if_unused(0)
        assert process._held is None
        assert process.run(os.getpid) != first
    finally:
        process.stop()


def test_a_process_in_use_is_not_ended_and_not_waited_for(tmp_path: Path) -> None:
    process, go = WorkerProcess(os.getpid), tmp_path / "go"
    first, found = process.run(os.getpid), []
    worker = threading.Thread(target=lambda: found.append(process.run(endings.wait_for, str(go))))
    worker.start()
    try:
        while not process._turn.locked():
            time.sleep(0.01)
        process.rest_if_unused(0)
        go.touch()
        worker.join(60)
        assert found == [first]
    finally:
        process.stop()


def test_stopping_waits_for_nothing() -> None:
    process = WorkerProcess(os.getpid)
    process.run(os.getpid)
    ends: list[BaseException] = []

    def work() -> None:
        try:
            process.run(time.sleep, 600)
        except WorkerStopped as end:
            ends.append(end)

    threads = [threading.Thread(target=work) for _ in range(2)]  # one works, one waits
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    process.stop()
    for thread in threads:
        thread.join(60)
    assert len(ends) == 2


_ORPHAN = """
import multiprocessing, os
from photon.app.runtime.worker_process import _serve
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    pipe, other_end = context.Pipe()
    process = context.Process(target=_serve, args=(other_end, None, os.getpid, ()))
    process.start()
    pipe.close()
    other_end.close()
    process.join()
    print(process.exitcode)
"""


def test_a_process_without_its_owner_ends_without_a_traceback(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(_ORPHAN, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (ended.stdout, ended.stderr) == ("0\n", "")
