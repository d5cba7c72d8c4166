"""``photon export-decisions`` and ``photon import-decisions``."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import folders, ratings
from tests.cli.rated_library import make_rated_library, photon, stars
from tests.new_library_photos import add_photos

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos, two of which have stars."""
    return make_rated_library(tmp_path, {1: 3, 2: 5})


def rate(directory: Path, photo: int, value: int) -> None:
    with open_library(directory, writable=True) as library:
        ratings.rate(library, {photo: value})


def test_decisions_are_exported_and_imported(directory: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "mine.jsonl"
    assert photon(directory, "export-decisions", "--to", str(file)) == 0
    assert capsys.readouterr().out == f"Wrote 3 decisions to {file}.\n"
    assert file.stat().st_mode & 0o077 == 0
    assert [json.loads(line).get("stars") for line in file.read_text("utf-8").splitlines()] == [None, None, 3, 5]
    with open_library(tmp_path / "other", writable=True) as other:
        add_photos(other, tmp_path / "others", 2)
    assert photon(tmp_path / "other", "import-decisions", str(file), "--dry-run") == 0
    assert "2 decisions would be imported." in capsys.readouterr().out
    assert stars(tmp_path / "other") == [0, 0]
    assert photon(tmp_path / "other", "import-decisions", str(file)) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Imported 2 decisions.\nOf these: 2 ratings.\n")
    assert f"{tmp_path / 'photos'} is not watched here." in said.err
    assert stars(tmp_path / "other") == [3, 5]
    assert photon(tmp_path / "other", "import-decisions", str(file)) == 0
    assert capsys.readouterr().out == "Nothing here was changed.\n2 decisions are here already.\n"


def test_kept_and_damaged_decisions_are_reported(directory: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "mine.jsonl"
    photon(directory, "export-decisions", "--to", str(file))
    with file.open("a", encoding="utf-8") as more:
        more.write('{"what":"rating","ha')
    rate(directory, 2, 1)
    capsys.readouterr()
    assert photon(directory, "import-decisions", str(file)) == 0
    said = capsys.readouterr()
    assert "1 decision differs from what you decided here later; yours is kept." in said.out
    assert f"Unchanged: rating  {tmp_path / 'photos' / '1.jpg'}" in said.err
    assert "Line 5 was skipped: it is cut or damaged." in said.err
    assert stars(directory) == [3, 1, 0]


def test_names_to_skip_are_listed_with_the_way_to_add_them(directory: Path, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "x").write_text('{"what": "skip", "pattern": "*.jpg"}\n', "utf-8")
    assert photon(directory, "import-decisions", str(tmp_path / "x")) == 0
    said = capsys.readouterr()
    assert said.out == "Nothing here was changed.\n"
    assert said.err == "Names like *.jpg are not skipped here. To skip them: photon index --skip PATTERN\n"
    with open_library(directory, writable=False) as library:
        assert folders.skips(library) == []


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"{}\n[]\n", b'{"what": "melody"}'])
def test_another_file_is_refused(directory: Path, tmp_path: Path, capsys: Said, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert photon(directory, "import-decisions", str(tmp_path / "x")) == 1
    assert "is no file of decisions; nothing was changed." in capsys.readouterr().err


def test_a_newer_file_is_refused(directory: Path, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "x").write_text('{"photon": "decisions", "format": 99}\n', "utf-8")
    assert photon(directory, "import-decisions", str(tmp_path / "x")) == 1
    assert "newer version" in capsys.readouterr().err


def test_unusable_places_are_named(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "import-decisions", str(tmp_path / "none.jsonl")) == 1
    assert "none.jsonl can't be read" in capsys.readouterr().err
    assert photon(directory, "export-decisions", "--to", str(tmp_path / "no" / "x.jsonl")) == 1
    assert "Photon can't write" in capsys.readouterr().err
    assert photon(tmp_path / "nothing", "export-decisions", "--to", str(tmp_path / "x.jsonl")) == 1
    assert "There is no photo library in " in capsys.readouterr().err


def test_an_existing_file_survives_a_failure(
    directory: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photon.app.decisions import decisions

    file = tmp_path / "mine.jsonl"
    file.write_text("before", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decisions.os, "fsync", fail)
    assert photon(directory, "export-decisions", "--to", str(file)) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert file.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
