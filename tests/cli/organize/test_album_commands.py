"""``photon albums``, from the terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos."""
    return make_rated_library(tmp_path, {1: 5})


def listed(directory: Path, capsys: Said) -> dict[str, int]:
    capsys.readouterr()
    assert photon(directory, "albums", "list", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all((one["cover"] is None) == (one["photos"] == 0) for one in found)
    return {one["album"]: one["photos"] for one in found}


def test_albums_are_made_filled_renamed_and_deleted(directory: Path, tmp_path: Path, capsys: Said) -> None:
    photos = str(tmp_path / "photos")
    assert photon(directory, "albums", "list") == 0
    assert "No albums yet" in capsys.readouterr().out
    assert photon(directory, "albums", "make", "Trips/Italy 2024") == 0
    assert "Made the album “Trips/Italy 2024” with 0 photos." in capsys.readouterr().out
    assert photon(directory, "albums", "add", "trips/italy 2024", photos) == 0
    assert "Added 3 photos" in capsys.readouterr().out
    assert photon(directory, "albums", "add", "Best", "--make", "--query", "rating:5") == 0
    assert listed(directory, capsys) == {"Best": 1, "Trips": 3, "Trips/Italy 2024": 3}
    assert photon(directory, "albums", "remove", "Trips", "--query", "rating:5") == 0
    assert photon(directory, "albums", "rename", "Trips", "Journeys") == 0
    assert listed(directory, capsys) == {"Best": 1, "Journeys": 2, "Journeys/Italy 2024": 2}
    assert photon(directory, "albums", "delete", "Journeys") == 0
    assert listed(directory, capsys) == {"Best": 1}
    assert photon(directory, "undo", "--list", "--json") == 0
    (last, *_) = map(json.loads, capsys.readouterr().out.splitlines())
    assert last["name"] == "deleted the album “Journeys”"
    assert photon(directory, "undo", str(last["step"])) == 0
    assert listed(directory, capsys) == {"Best": 1, "Journeys": 2, "Journeys/Italy 2024": 2}
    assert photon(directory, "albums", "list") == 0
    assert "Journeys/Italy 2024  2 photos" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("make", " "), "An album needs a name."),
        (("make", "a//b"), "An album needs a name."),
        (("make", "x" * 300), "can't have 300 characters"),
        (("make", "best"), "There is already an album “Best”."),
        (("add", "None", "--query", "rating:5"), "There is no album “None”."),
        (("add", "Best"), "No photos are named"),
        (("remove", "Best"), "No photos are named"),
        (("rename", "Best", "Best/Inner"), "can't be put into itself"),
        (("rename", "Best", ""), "An album needs a name."),
        (("delete", "None"), "There is no album “None”."),
    ],
)
def test_what_cannot_be_done_is_told(directory: Path, capsys: Said, arguments: tuple[str, ...], said: str) -> None:
    assert photon(directory, "albums", "make", "Best") == 0
    assert photon(directory, "albums", *arguments) == 1
    assert said in capsys.readouterr().err
    assert listed(directory, capsys) == {"Best": 0}


def test_albums_are_searched_in_their_order_and_exported(directory: Path, tmp_path: Path, capsys: Said) -> None:
    first, second, third = (str(tmp_path / "photos" / f"{number}.jpg") for number in range(3))
    for photo in (third, first, second):
        assert photon(directory, "albums", "add", "Trips/Italy", "--make", photo) == 0
    capsys.readouterr()
    assert photon(directory, "search", "album:trips", "--json") == 0
    assert [one["path"] for one in json.loads(capsys.readouterr().out)] == [third, first, second]
    assert photon(directory, "search", "album:Itly") == 0
    told = capsys.readouterr()
    assert "There is no album “Itly”. Did you mean “Italy”?" in told.out + told.err
    assert photon(directory, "search", "has:album", "rating:5", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert photon(directory, "export", first, "--table", "-", "--columns", "name,albums") == 0
    assert "Trips/Italy" in capsys.readouterr().out
