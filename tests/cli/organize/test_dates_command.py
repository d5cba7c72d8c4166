"""``photon dates``: dates corrected from the terminal."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return make_rated_library(tmp_path, {})


def dated(directory: Path) -> list[str | None]:
    with open_library(directory, writable=True) as library:
        return library.column("SELECT taken FROM photos ORDER BY id")


def test_dates_are_set_shifted_and_undone(directory: Path, tmp_path: Path, capsys: Said) -> None:
    first, second = (str(tmp_path / "photos" / f"{number}.jpg") for number in (0, 1))
    assert photon(directory, "dates", first, second, "--set", "2020-01-31 12:34") == 0
    assert capsys.readouterr().out == "2 photos get another date.\nCorrected the dates of 2 photos.\n"
    assert photon(directory, "dates", first, "--shift=-1d 2h") == 0
    assert dated(directory) == ["2020-01-30T10:34:00", "2020-01-31T12:34:00", None]
    assert photon(directory, "dates", first, "--zone", "+9", "--camera-zone", "+1") == 0
    assert dated(directory)[0] == "2020-01-30T18:34:00+09:00"
    capsys.readouterr()
    assert photon(directory, "undo", "--list", "--json") == 0
    (last, *_) = map(json.loads, capsys.readouterr().out.splitlines())
    assert photon(directory, "undo", str(last["step"])) == 0
    assert "corrected the date of 1 photo" in capsys.readouterr().out
    assert photon(directory, "dates", first, second, "--reset") == 0
    assert dated(directory) == [None, None, None]


def test_a_trial_changes_nothing(directory: Path, tmp_path: Path, capsys: Said) -> None:
    place = str(tmp_path / "photos")
    assert photon(directory, "dates", place, "--set", "2020-01-31", "--dry-run", "--json") == 0
    (first, *_) = lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == {"path": f"{place}/0.jpg", "before": None, "after": "2020-01-31T00:00:00"}
    assert len(lines) == 3
    assert photon(directory, "dates", place, "--set", "2020-01-31", "--dry-run") == 0
    assert f"{place}/0.jpg  no date → 2020-01-31 00:00:00" in capsys.readouterr().out
    assert photon(directory, "dates", place, "--from-name") == 0
    assert capsys.readouterr().out == "No photo gets another date.\n3 file names have no date.\n"
    assert dated(directory) == [None, None, None]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Use one of --shift, --set, --from-name, --zone and --reset."),
        (["--shift", "1d", "--reset"], "Use one of"),
        (["--camera-zone", "+1"], "Use one of"),
        (["--shift", "soon"], "--shift can't be “soon”."),
        (["--set", "2020-02-30"], "--set can't be “2020-02-30”."),
        (["--zone", "Paris"], "--zone can't be “Paris”."),
    ],
)
def test_wrong_corrections_are_told(
    directory: Path, tmp_path: Path, arguments: list[str], told: str, capsys: Said
) -> None:
    assert photon(directory, "dates", str(tmp_path / "photos"), *arguments) == 2
    assert told in capsys.readouterr().err
    assert dated(directory) == [None, None, None]


def test_not_all_photos_are_corrected_by_mistake(directory: Path, capsys: Said) -> None:
    assert photon(directory, "dates", "--reset") == 2
    assert "Name photos or folders, or use --query." in capsys.readouterr().err


def test_of_many_photos_the_first_are_shown_and_all_are_told(
    directory: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "photos")
    trial = ("dates", place, "--set", "2020-01-31", "--dry-run")
    for shown, more in ((1, ["… and 2 more photos"]), (2, ["… and 1 more photo"]), (3, [])):
        monkeypatch.setattr("photon.cli.organize.dates._SHOWN", shown)
        assert photon(directory, *trial) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if line.startswith("…")] == more
        assert sum(line.startswith(place) for line in lines) == shown
        assert photon(directory, *trial, "--json") == 0
        assert len(capsys.readouterr().out.splitlines()) == 3
