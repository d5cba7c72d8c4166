"""The cost of a decoder process, and its limits."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Lock
from pathlib import Path

import pytest
from PIL import Image

from photon.app.runtime.decoders import MEMORY
from photon.app.runtime.process_limits import ProcessLimits
from photon.domain import UnreadableFile
from photon.media.file import decoder_process
from photon.media.file.decoder_process import begin_decoding
from photon.media.read.picture import render
from photon.media.read.reading import read

MEGABYTE = 1 << 20


def _begin(memory: int, big: Lock) -> None:
    ProcessLimits(memory, files=128).apply()
    begin_decoding(big)


def _kind(path: str) -> str:
    try:
        return read(path).facts.format
    except UnreadableFile as error:
        return error.kind


def _shown(path: str) -> tuple[int, int] | str:
    try:
        picture = render(path, None)
    except UnreadableFile as error:
        return error.kind
    return picture.width, picture.height


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit private memory")
def test_a_memory_limit_becomes_a_message(tmp_path: Path) -> None:
    large, small = str(tmp_path / "large.png"), str(tmp_path / "small.png")
    Image.new("RGB", (9000, 8000)).save(large, compress_level=1)  # 288 MB decoded
    Image.new("RGB", (90, 80)).save(small)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, _begin, (250 * MEGABYTE, spawn.Lock())) as pool:
        assert pool.submit(_kind, large).result(60) == "too-large"
        assert pool.submit(_kind, small).result(60) == "PNG"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit private memory")
@pytest.mark.slow
def test_a_progressive_jpeg_of_81_megapixels_is_shown_and_one_over_the_limit_is_not_called_damaged(
    tmp_path: Path,
) -> None:
    """All its coefficients, 486 MB, are in memory at once, together with the file of 63 MB, as of a large camera."""
    path = tmp_path / "a.jpg"
    Image.new("RGB", (9000, 9000), "teal").save(path, progressive=True, subsampling=0, quality=30)
    with path.open("ab") as file:
        file.truncate(63 * MEGABYTE)  # as if it had the detail of a photo
    spawn = multiprocessing.get_context("spawn")
    for memory, seen in ((MEMORY, (4500, 4500)), (500 * MEGABYTE, "too-large")):
        with ProcessPoolExecutor(1, spawn, _begin, (memory, spawn.Lock())) as pool:
            assert pool.submit(_shown, str(path)).result(120) == seen


def test_slow_libraries_are_loaded_when_needed() -> None:
    code = (
        "import sys, photon.media.file.decoder_process, photon.media.read.metadata_reading, photon.media.read.reading; "
        "print([m for m in ('rawpy', 'pillow_heif', 'pillow_jxl', 'numpy', 'PIL.TiffImagePlugin') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"


def test_large_pictures_are_decoded_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = multiprocessing.get_context("spawn").Lock()
    monkeypatch.setattr(decoder_process, "_turn", lock)
    with decoder_process.memory_slot(decoder_process.BIG):
        assert not lock.acquire(block=False)
    with decoder_process.memory_slot(decoder_process.BIG - 1):
        assert lock.acquire(block=False)
        lock.release()


def test_a_turn_lost_with_a_killed_process_is_recovered(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = multiprocessing.get_context("spawn").Lock()
    monkeypatch.setattr(decoder_process, "_turn", lock)
    monkeypatch.setattr(decoder_process, "_PATIENCE", 0.01)
    lock.acquire()  # by a process that no longer exists
    with decoder_process.memory_slot(decoder_process.BIG):
        pass
    assert lock.acquire(block=False)
    lock.release()
