"""``photon doctor`` and what a library of Photon's once kept for its maker."""

import io
from pathlib import Path

import pytest

from photon.cli import run
from photon.library import open_library


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An id and a queue of events below the cache, where onnxruntime lays them, beside another program's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    open_library(tmp_path / "library", writable=True).close()
    place = tmp_path / "cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    place.mkdir(parents=True)
    (place / "deviceid").touch()
    (place.parent / "deviceid").touch()
    return place


def doctor(library: Path, *options: str) -> int:
    return run(["doctor", "--library", str(library), *options], lambda _library, _folder: 0)


def test_the_folder_is_named_and_left_alone(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(tmp_path / "library") == 0
    assert str(kept) in capsys.readouterr().out
    assert doctor(tmp_path / "library", "--json") == 0
    assert capsys.readouterr().out == ""
    assert (kept / "deviceid").exists()


@pytest.mark.parametrize(
    ("answer", "code", "stays"), [("y\n", 0, False), ("n\n", 0, True), ("\n", 0, True), ("", 130, True)]
)
def test_it_is_deleted_only_after_a_yes(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, *, stays: bool
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert doctor(tmp_path / "library", "--delete-telemetry") == code
    assert kept.exists() is stays
    assert (kept.parent / "deviceid").exists(), "that is another program's"


def test_where_there_is_none_nothing_is_said(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "deviceid").unlink()
    kept.rmdir()
    assert doctor(tmp_path / "library") == 0
    assert "Microsoft" not in capsys.readouterr().out
    assert doctor(tmp_path / "library", "--delete-telemetry") == 0
    assert "nothing" in capsys.readouterr().out
