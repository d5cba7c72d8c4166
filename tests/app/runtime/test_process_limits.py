"""Real processes at their limits of memory, files and time, and processes that hang."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from photon.app.runtime import encoder_process
from photon.app.runtime.decoders import FILM_LIMITS, LIMITS
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.process_limits import ProcessLimits, encoder_memory
from photon.app.runtime.worker_process import WorkerProcess, WorkerTooSlow
from photon.domain import PhotonError
from photon.domain.shortage import shortage_behind
from photon.vision import encoders, worker
from tests.app import endings

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="others count memory and time in another way")

Start = Callable[[ProcessLimits], WorkerProcess]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[WorkerProcess] = []

    def start_one(limits: ProcessLimits) -> WorkerProcess:
        started.append(WorkerProcess(os.getpid, limits=limits))
        return started[-1]

    yield start_one
    for one in started:
        one.stop()


def limit_of(name: str) -> tuple[int, int]:
    import resource

    return resource.getrlimit(getattr(resource, name))


def open_many() -> None:
    files: list[Any] = []
    while True:
        files.append(Path(os.devnull).open("rb"))  # noqa: SIM115 - until there are no more


def take(count: int) -> int:
    return len(b"1" * count)


def test_memory_and_files_of_a_process_are_limited(start: Start) -> None:
    process = start(ProcessLimits(memory=200 << 20, files=64))
    first = process.run(os.getpid)
    with pytest.raises(MemoryError) as memory:
        process.run(take, 300 << 20)
    with pytest.raises(OSError, match="files") as files:
        process.run(open_many)
    assert files.value.errno == errno.EMFILE
    for told in (memory.value, files.value):
        assert "no data was lost" in str(shortage_behind(told))
    assert process.run(take, 50 << 20) == 50 << 20
    assert process.run(os.getpid) == first


@pytest.fixture
def core_dumps() -> Iterator[None]:
    """This process and those it starts may dump core."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    if before[1] == 0:
        pytest.skip("core dumps are off for good here")
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.usefixtures("core_dumps")
def test_a_process_never_leaves_its_memory_on_the_disk(start: Start) -> None:
    assert limit_of("RLIMIT_CORE")[0] != 0
    assert start(ProcessLimits(memory=None, files=64)).run(limit_of, "RLIMIT_CORE")[0] == 0


def test_a_limit_never_raises_an_existing_limit(start: Start) -> None:
    soft, hard = limit_of("RLIMIT_NOFILE")
    process = start(ProcessLimits(memory=None, files=soft + 100))
    assert process.run(limit_of, "RLIMIT_NOFILE") == (soft, hard)
    assert process.run(limit_of, "RLIMIT_DATA") == limit_of("RLIMIT_DATA")


def test_a_decoder_has_enough_memory_for_its_work(start: Start) -> None:
    used = start(LIMITS).run(os.listdir, "/proc/self/fd")
    assert len(used) * 3 < LIMITS.files


def test_an_encoder_may_use_most_but_not_all_memory() -> None:
    memory = encoder_memory()
    assert memory is not None
    assert psutil.virtual_memory().total * 0.7 < memory < max(psutil.virtual_memory().total, 3 << 30)


@pytest.mark.slow
def test_only_an_idle_process_hangs(start: Start) -> None:
    process = start(ProcessLimits(None, 64))
    assert process.run(endings.compute, 3.5, idle=2.0) == "done"
    with pytest.raises(WorkerTooSlow):
        process.run(endings.stop, idle=2.0)
    assert process.run(endings.compute, 0) == "done"


@pytest.mark.slow
def test_the_timeout_pauses_while_photon_is_stopped(tmp_path: Path) -> None:
    """Ctrl+Z in a terminal stops all processes; work in flight is not given up when they continue."""
    code = (
        "import time\nfrom photon.app.runtime.worker_process import WorkerProcess\n"
        "process = WorkerProcess(time.time)\nprocess.run(time.sleep, 0)\nprint('ready', flush=True)\n"
        "print(process.run(time.sleep, 3.5, seconds=5.0), flush=True)\nprocess.stop()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        os.killpg(running.pid, signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(6)
        os.killpg(running.pid, signal.SIGCONT)
        assert running.stdout.readline() == "None\n"


@pytest.mark.slow
def test_a_function_that_hangs_in_c_ends_even_after_photon_was_killed(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    running = subprocess.Popen([sys.executable, "-m", "tests.app.held_in_c", str(noted)], cwd=ROOT)
    try:
        while not (noted.exists() and noted.read_text("ascii")):
            assert running.poll() is None
        held = psutil.Process(int(noted.read_text("ascii")))
    finally:
        running.kill()
        running.wait()
    psutil.wait_procs([held], timeout=30)
    assert not held.is_running()


@pytest.mark.slow
def test_a_hanging_encoder_is_restarted_and_leaves_the_graphics_card_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_process, "_IDLE", 1.0)
    lane = EncoderProcess(worker.WorkerSpec(encoders.fallback().model, 1, "cuda"))
    try:
        last = lane.run(endings.stop_unless_third, str(tmp_path / "noted"))
        pids = (tmp_path / "noted").read_text("ascii").split()
        assert (len(set(pids)), pids[-1]) == (3, str(last))
        assert lane.order.device == "cpu"
        with pytest.raises(PhotonError, match="stopped responding three times") as told:
            lane.run(endings.stop)
        assert told.value.hint
        assert lane.run(endings.compute, 0) == "done"
    finally:
        lane.close()


def test_work_in_the_background_stands_back(start: Start) -> None:
    own, photos, films = (os.nice(0), *(limits.niceness for limits in (LIMITS, FILM_LIMITS)))
    assert 0 < photos < films
    assert start(ProcessLimits(None, 64, niceness=photos)).run(os.nice, 0) == own + photos
