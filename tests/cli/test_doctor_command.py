"""``photon doctor``, and data that onnxruntime once collected in a library."""

import io
import os
from pathlib import Path

import pytest

from photon.cli import run
from photon.library import open_library
from photon.library.photos import photos
from tests.library.recovery.damaging import make_library, root_of, zero_page


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create an id and a queue of events in the cache folder, as onnxruntime does, next to another program's data."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    open_library(tmp_path / "library", writable=True).close()
    place = tmp_path / "cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    place.mkdir(parents=True)
    (place / "deviceid").touch()
    (place.parent / "deviceid").touch()
    return place


def doctor(library: Path, *options: str) -> int:
    return run(["doctor", "--library", str(library), *options], lambda _library, _folder: 0)


def test_the_folder_is_named_and_not_touched(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(tmp_path / "library") == 0
    assert str(kept) in capsys.readouterr().out
    assert doctor(tmp_path / "library", "--json") == 0
    assert capsys.readouterr().out == ""
    assert (kept / "deviceid").exists()


@pytest.mark.parametrize(
    ("answer", "code", "stays"), [("y\n", 0, False), ("n\n", 0, True), ("\n", 0, True), ("", 130, True)]
)
def test_it_is_deleted_only_after_confirmation(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, *, stays: bool
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert doctor(tmp_path / "library", "--delete-telemetry") == code
    assert kept.exists() is stays
    assert (kept.parent / "deviceid").exists(), "that is another program's"


def test_without_it_nothing_is_reported(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "deviceid").unlink()
    kept.rmdir()
    assert doctor(tmp_path / "library") == 0
    assert "Microsoft" not in capsys.readouterr().out
    assert doctor(tmp_path / "library", "--delete-telemetry") == 0
    assert "nothing" in capsys.readouterr().out


# -- repair --------------------------------------------------------------------------------------------


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    directory = make_library(tmp_path / "library", 60)
    zero_page(directory / "catalog.db", root_of(directory / "catalog.db", "photo_tags"))
    return directory


def test_a_damaged_catalogue_is_reported_with_a_remedy(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(damaged) == 1
    said = capsys.readouterr().err
    assert "is damaged" in said
    assert "photon doctor --repair" in said


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_a_damaged_catalogue_is_repaired_after_confirmation(
    damaged: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    before = (damaged / "catalog.db").read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert doctor(damaged, "--repair") == code
    said = capsys.readouterr().out
    assert "Photon can still read 60 photos, 600 tags, 60 captions." in said
    kept = list(damaged.glob("catalog-set-aside-*.db"))
    assert not list(damaged.glob("*.part"))
    if code:
        assert "Nothing was changed." in said
        assert (damaged / "catalog.db").read_bytes() == before
        assert kept == []
        return
    assert "catalog.db is intact." in said
    assert [path.read_bytes() for path in kept] == [before]
    with open_library(damaged, writable=False) as library:
        assert photos.count(library) == 60


def test_an_unreadable_catalogue_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = make_library(tmp_path / "library", 5)
    (directory / "catalog.db").write_bytes(b"\xff" * 50_000)
    assert doctor(directory, "--repair", "--yes") == 1
    said = capsys.readouterr()
    assert "Nothing in it can be read." in said.out
    assert "nothing was changed" in said.err
    assert (directory / "catalog.db").read_bytes() == b"\xff" * 50_000


def test_damaged_files_that_were_rebuilt_are_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = make_library(tmp_path / "library", 5)
    os.truncate(directory / "cache.db", 5000)
    assert doctor(directory) == 0
    said = capsys.readouterr().out
    assert "cache.db was damaged; Photon set it aside as cache-set-aside.db" in said
    assert "To delete them: photon doctor --repair" in said
    assert (directory / "cache-set-aside.db").exists()
    assert doctor(directory, "--repair") == 0
    assert not (directory / "cache-set-aside.db").exists()
    assert "No damaged files are set aside." in capsys.readouterr().out


def test_an_intact_library_is_unchanged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = make_library(tmp_path / "library", 5)
    before = (directory / "catalog.db").read_bytes()
    assert doctor(directory, "--repair") == 0
    assert "catalog.db is intact." in capsys.readouterr().out
    assert (directory / "catalog.db").read_bytes() == before
