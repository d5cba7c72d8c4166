"""``photon rotate``: photos are rotated from the terminal, and the rotation is undone."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import photo_turns, photos
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return make_rated_library(tmp_path, {})


def turns(directory: Path) -> dict[int, int]:
    with open_library(directory, writable=True) as library:
        return photo_turns.turns_of(library, [1, 2, 3])


def test_photos_are_turned_and_turn_is_undone(directory: Path, tmp_path: Path, capsys: Said) -> None:
    first, second = (tmp_path / "photos" / f"{number}.jpg" for number in (0, 1))
    assert photon(directory, "rotate", str(first), str(second), "--right") == 0
    assert capsys.readouterr().out == "Rotated 2 photos.\n"
    assert photon(directory, "rotate", str(first), "--flip") == 0
    assert capsys.readouterr().out == "Flipped 1 photo.\n"
    assert turns(directory) == {1: 5, 2: 6}
    with open_library(directory, writable=True) as library:
        cards = photos.cards(library, [1, 2, 3])
        assert all((cards[photo].width, cards[photo].height) == (30, 40) for photo in (1, 2))
    assert photon(directory, "undo", "--list", "--json") == 0
    (last, *_) = map(json.loads, capsys.readouterr().out.splitlines())
    assert photon(directory, "undo", str(last["step"])) == 0
    assert "flipped 1 photo" in capsys.readouterr().out
    assert turns(directory) == {1: 6, 2: 6}
    assert photon(directory, "rotate", str(first.parent), "--reset") == 0
    assert capsys.readouterr().out == "2 photos are shown as their files say.\n"
    assert photon(directory, "rotate", str(first.parent), "--reset") == 0
    assert capsys.readouterr().out == "Nothing was changed: these photos are shown as their files say.\n"
    assert turns(directory) == {}


def test_a_dry_run_changes_nothing(directory: Path, tmp_path: Path, capsys: Said) -> None:
    place = str(tmp_path / "photos")
    assert photon(directory, "rotate", place, "--left", "--dry-run", "--json") == 0
    said = capsys.readouterr()
    first, *others = [json.loads(line) for line in said.out.splitlines()]
    assert first == {
        "path": f"{place}/0.jpg",
        "before": {"flipped": False, "rotated": 0},
        "after": {"flipped": False, "rotated": 270},
    }
    assert (len(others), said.err) == (2, "3 photos would change.\n")
    assert turns(directory) == {}


@pytest.mark.parametrize("options", [(), ("--left", "--right"), ("--flip", "--reset")])
def test_exactly_one_direction_is_required(
    directory: Path, tmp_path: Path, options: tuple[str, ...], capsys: Said
) -> None:
    assert photon(directory, "rotate", str(tmp_path / "photos"), *options) == 2
    assert "Use one of --left, --right, --flip and --reset." in capsys.readouterr().err


def test_photos_must_be_named(directory: Path, capsys: Said) -> None:
    assert photon(directory, "rotate", "--left") == 2
    assert "No photos are named" in capsys.readouterr().err
