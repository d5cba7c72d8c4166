"""``photon albums add-smart``: smart albums from the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return the directory of a library with three photos."""
    return make_rated_library(tmp_path, {1: 5, 2: 5})


def said_by(capsys: Said, directory: Path, *arguments: str) -> str:
    capsys.readouterr()
    assert photon(directory, *arguments) == 0
    return capsys.readouterr().out


def listed(capsys: Said, directory: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in said_by(capsys, directory, "albums", "list", "--json").splitlines()]
    return {one["album"]: one for one in found}


def test_a_smart_album_is_created_corrected_searched_and_undone(directory: Path, tmp_path: Path, capsys: Said) -> None:
    first, second, third = (str(tmp_path / "photos" / f"{n}.jpg") for n in range(3))
    said = said_by(capsys, directory, "albums", "add-smart", "Trips/Best", "rating:5")
    assert said == "Made the smart album “Trips/Best” with 2 photos.\n"
    found = json.loads(said_by(capsys, directory, "search", "album:best", "--json"))
    assert {one["path"] for one in found} == {first, second}
    assert listed(capsys, directory)["Trips/Best"]["photos"] == listed(capsys, directory)["Trips"]["photos"] == 2
    said_by(capsys, directory, "albums", "add", "Trips/Best", first, second, third)
    assert listed(capsys, directory)["Trips/Best"]["photos"] == 3
    said_by(capsys, directory, "albums", "remove", "Trips/Best", second)
    told = listed(capsys, directory)["Trips/Best"]
    assert (told["photos"], told["own"], told["query"], told["left_out"]) == (2, 2, "rating:5", 1)
    assert said_by(capsys, directory, "albums", "left-out", "trips/best") == f"{second}\n"
    assert "Trips/Best  2 photos  smart: rating:5" in said_by(capsys, directory, "albums", "list")
    said = said_by(capsys, directory, "albums", "add-smart", "trips/best", "rating:0")
    assert said == "Changed the search of “trips/best”: 2 photos.\n"
    said_by(capsys, directory, "undo")
    assert listed(capsys, directory)["Trips/Best"]["query"] == "rating:5"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add-smart", "Best", " "), "A smart album needs a search."),
        (("add-smart", "Best", "rating:9"), "This search can't fill an album"),
        (("add-smart", "Best", "album:best"), "leads back to the album itself"),
        (("add-smart", "By hand", "rating:5"), "which is not a smart one"),
        (("make", "smart"), "There is already an album “Smart”."),
        (("left-out", "None"), "There is no album “None”."),
    ],
)
def test_errors_are_reported(directory: Path, capsys: Said, arguments: tuple[str, ...], said: str) -> None:
    assert photon(directory, "albums", "make", "By hand") == 0
    assert photon(directory, "albums", "add-smart", "Smart", "rating:5") == 0
    assert photon(directory, "albums", *arguments) == 1
    assert said in capsys.readouterr().err


def test_a_missing_name_is_reported(directory: Path, capsys: Said) -> None:
    assert photon(directory, "albums", "add-smart", "Smart", "tag:gone") == 0
    assert "Smart album “Smart”: There is no tag “gone”." in capsys.readouterr().err
    assert photon(directory, "search", "album:smart") == 0
    outcome = capsys.readouterr()
    assert "Smart album “Smart”: There is no tag “gone”." in outcome.out + outcome.err
