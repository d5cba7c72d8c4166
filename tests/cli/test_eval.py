"""``photon eval`` on the command line, with the real starter encoder."""

import json
from pathlib import Path

import pytest

from photon.cli import run
from photon.search.evaluation import FIGURES
from tests.pictures import draw

pytestmark = pytest.mark.slow

COLOURS = ("red", "green", "blue", "yellow", "purple")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("eval")
    for number, colour in enumerate(COLOURS):
        draw(root / "photos" / f"{colour}.jpg", colour, number, size=(160, 120))
    rows = [f"{colour}.jpg,a {colour} wall\n{colour}.jpg,everything is {colour}" for colour in COLOURS]
    (root / "captions.csv").write_text("\n".join(["image,caption", *rows]), encoding="utf-8")
    assert run(["index", str(root / "photos"), "--library", str(root / "library")], lambda *_: 0) == 0
    return root


def ask(place: Path, *arguments: str) -> int:
    return run(["eval", *arguments, "--library", str(place / "library")], lambda *_: 0)


def test_the_table_has_every_figure_with_interval_and_chance(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert ask(place, str(place / "captions.csv"), "--encoder", "starter") == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "10 captions of 5 photos, each searched for among 5 photos"
    assert lines[2].split()[0].startswith("starter-")
    for figure, line in zip(FIGURES, lines[3:], strict=False):
        assert line.startswith(figure)
        assert " to " in line
    assert lines[3].endswith("0.200")
    assert "Configuration" in out
    assert err == ""


def test_json_output_is_one_object(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    table = place / "some.csv"
    table.write_text("caption;image\na red wall;red.jpg\na dog;dog.jpg\n", encoding="utf-8")
    assert ask(place, str(table), "--json", "--photos", str(place / "photos"), "--pool", "3") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["queries"], result["pool"]) == (1, 3)
    (figures,) = result["encoders"].values()
    assert set(figures) == set(result["chance"]) == set(FIGURES)
    assert set(figures["MRR"]) == {"value", "low", "high"}
    assert result["skipped"]["not in the library"] == ["dog.jpg"]


def test_skipped_rows_are_counted_and_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    table = place / "many.csv"
    rows = ["red.jpg,a red wall", *(f"none{number}.jpg,x" for number in range(12))]
    table.write_text("\n".join(["image,caption", *rows]), encoding="utf-8")
    assert ask(place, str(table)) == 0
    assert "Skipped, not in the library: 12 (none0.jpg, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "CSV"),
        (["nowhere.csv"], 2, "nowhere.csv"),
        (["photos"], 2, "directory"),
        (["bad.csv"], 1, "it has: file, words"),
        (
            ["captions.csv", "--encoder", "none"],
            1,
            "The model “none” is not installed on this computer. For a list: photon encoders list",
        ),
        (["captions.csv", "--pool", "1"], 2, "pool"),
    ],
)
def test_wrong_input_gets_a_message(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    (place / "bad.csv").write_text("file,words\na,b\n", encoding="utf-8")
    paths = [str(place / word) if "." in word or word == "photos" else word for word in arguments]
    assert ask(place, *paths) == code
    assert words in capsys.readouterr().err


def test_without_a_library_the_hint_explains_what_to_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", str(place / "captions.csv"), "--library", str(place / "none")], lambda *_: 0) == 1
    assert "photon index" in capsys.readouterr().err
