"""``photon mark``: stars, colour labels and flags from the terminal."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import ratings
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos, of which one has stars."""
    return make_rated_library(tmp_path, {1: 3})


def marks(directory: Path) -> list[tuple[int, bool, str, int]]:
    with open_library(directory, writable=True) as library:
        return [tuple(one) for one in ratings.marks_for_photos(library, [1, 2, 3]).values()]  # type: ignore[misc]


def test_marks_are_set_and_undone(directory: Path, tmp_path: Path, capsys: Said) -> None:
    first, second = (str(tmp_path / "photos" / f"{number}.jpg") for number in (0, 1))
    assert photon(directory, "mark", first, second, "--label", "red", "--flag", "pick", "--rating", "5") == 0
    assert capsys.readouterr().out == "Marked 2 photos.\n"
    assert marks(directory) == [(5, False, "red", 1), (5, False, "red", 1), (0, False, "", 0)]
    assert photon(directory, "mark", first, "--label", "Rot") == 0
    assert capsys.readouterr().out == "Nothing was changed: all of these photos are marked so already.\n"
    assert photon(directory, "mark", first, "--label", "none", "--flag", "none") == 0
    assert marks(directory)[0] == (5, False, "", 0)
    capsys.readouterr()
    assert photon(directory, "undo", "--list", "--json") == 0
    names = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()][:2]
    assert names == ["marked 1 photo", "marked 2 photos"]
    left: list[tuple[int, bool, str, int]] = [(5, False, "red", 1), (3, False, "", 0)]
    for name, first_marks in zip(names, left, strict=True):
        assert photon(directory, "undo") == 0  # one command is one step
        assert capsys.readouterr().out == f"Undid: {name}\n"
        assert marks(directory)[0] == first_marks
    assert photon(directory, "mark", first, "--label", "red") == 0
    assert photon(directory, "undo") == 0
    assert "Undid: labelled 1 photo red" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value", "place"), [("--rating", "0", 0), ("--label", "none", 2), ("--flag", "none", 3)]
)
def test_each_mark_alone_can_be_removed(directory: Path, tmp_path: Path, option: str, value: str, place: int) -> None:
    photo = str(tmp_path / "photos" / "0.jpg")
    assert photon(directory, "mark", photo, "--label", "red", "--flag", "pick", "--rating", "5") == 0
    assert photon(directory, "mark", photo, option, value) == 0
    left: list[object] = [5, False, "red", 1]
    left[place] = "" if option == "--label" else 0
    assert list(marks(directory)[0]) == left


def test_a_trial_marks_nothing(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "mark", str(tmp_path / "photos"), "--flag", "reject", "--dry-run") == 0
    assert capsys.readouterr().out == "Would mark 3 photos.\n"
    assert {flag for *_, flag in marks(directory)} == {0}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--label", "pink"], "'pink' is not one of"),
        (["--flag", "maybe"], "'maybe' is not one of"),
        (["--rating", "6"], "6 is not in the range"),
        ([], "Nothing to mark with. Use --label, --flag or --rating."),
    ],
)
def test_wrong_marks_are_told(directory: Path, tmp_path: Path, arguments: list[str], told: str, capsys: Said) -> None:
    assert photon(directory, "mark", str(tmp_path / "photos"), *arguments) == 2
    assert told in capsys.readouterr().err
    assert marks(directory)[0] == (3, False, "", 0)


def test_not_all_photos_are_marked_by_mistake(directory: Path, capsys: Said) -> None:
    assert photon(directory, "mark", "--label", "red") == 2
    assert "Name photos or folders, or use --query." in capsys.readouterr().err
    assert {label for _, _, label, _ in marks(directory)} == {""}


def test_a_photo_that_is_not_there_is_told(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "mark", str(tmp_path / "nothing.jpg"), "--label", "red") == 1
    assert "None of these files and folders is in the library." in capsys.readouterr().err
