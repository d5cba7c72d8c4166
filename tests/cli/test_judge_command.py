"""``photon judge``: photos are called right or wrong from the terminal, and it is forgotten again."""

from pathlib import Path

import pytest

from tests.cli.rated_library import photon
from tests.pictures import draw

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path, colours: None) -> Path:
    for colour in ("red", "blue", "green"):
        draw(tmp_path / "photos" / f"{colour[0]}.jpg", colour)
    assert photon(tmp_path / "library", "index", str(tmp_path / "photos")) == 0
    return tmp_path / "library"


def first(directory: Path, capsys: Said) -> str:
    capsys.readouterr()
    assert photon(directory, "search", "red", "--top", "1") == 0
    return Path(capsys.readouterr().out.splitlines()[-1].split()[-1]).stem


def test_photos_are_judged_counted_and_forgotten(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert first(directory, capsys) == "r"
    red, blue = (str(tmp_path / "photos" / f"{name}.jpg") for name in "rb")
    assert photon(directory, "judge", red, "--for", "red", "--wrong") == 0
    assert capsys.readouterr().out == "Called 1 photo not “red”.\n"
    assert photon(directory, "judge", blue, "--for", "red", "--right") == 0
    assert capsys.readouterr().out == "Called 1 photo right for “red”.\n"
    assert first(directory, capsys) == "b"
    assert photon(directory, "judge") == 0
    assert capsys.readouterr().out == "You judged 2 photos in answers.\n"
    assert photon(directory, "history", blue) == 0
    assert "right for “red”" in capsys.readouterr().out
    assert photon(directory, "judge", "--forget") == 0
    assert capsys.readouterr().out == "Forgot 2 photos in answers.\n"
    assert first(directory, capsys) == "r"


def test_what_is_missing_is_said(directory: Path, tmp_path: Path, capsys: Said) -> None:
    red = str(tmp_path / "photos" / "r.jpg")
    assert photon(directory, "judge", red, "--for", "red") == 2
    assert photon(directory, "judge", red, "--wrong") == 2
    assert "--for" in capsys.readouterr().err
    assert photon(directory, "judge", red, "--for", "rating:3", "--wrong") == 1
    assert "Only photos in answers to words can be judged." in capsys.readouterr().err
