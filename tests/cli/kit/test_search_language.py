"""The query language on the command line: arguments with dashes, errors as messages, lists as JSON Lines."""

import json
from pathlib import Path

import click
import pytest

from photon.cli import run
from photon.cli.search import QueryCommand
from tests.pictures import draw

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("language")
    for colour in ("red", "blue"):
        draw(root / "photos" / f"{colour}.jpg", colour, size=(160, 120))
    assert run(["index", str(root / "photos"), "--library", str(root / "library")], lambda *_: 0) == 0
    return root / "library"


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1)
@click.option("--not", "unwanted", multiple=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def _command(context: click.Context, /, **given: object) -> None:
    context.obj.append((given["words"], given["unwanted"], given["as_json"]))


def _read(*arguments: str) -> object:
    seen: list[object] = []
    _command.main(list(arguments), standalone_mode=False, obj=seen)
    return seen[0]


def test_an_argument_with_a_dash_is_part_of_the_query() -> None:
    assert _read("beach", "-people", "-2*x", '-"a b"') == (("beach", "-people", "-2*x", '-"a b"'), (), False)
    assert _read("-tag:x", "--json", "--not", "-y", "z") == (("-tag:x", "z"), ("-y",), True)
    assert _read("--", "-people", "--not", "-") == (("-people", "--not", "-"), (), False)
    assert _read("a", "-", "b") == (("a", "-", "b"), (), False)
    with pytest.raises(click.NoSuchOption):
        _read("beach", "--tpo", "5")


def test_one_argument_or_several_are_the_same_query(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for words in (["a red wall -people"], ["a", "red", "wall", "-people"], ["--", "a", "red", "wall", "-people"]):
        capsys.readouterr()
        assert run(["search", "--library", str(library), "--json", *words], lambda *_: 0) == 0
        out, err = capsys.readouterr()
        assert err == ""
        answers.append(out)
    assert answers[0] == answers[1] == answers[2]
    assert len(json.loads(answers[0])) == 2


def test_mistakes_are_reported_on_stderr_and_the_rest_is_searched(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    typed = ["red", "wall", "date:2023-02-30", "colour:red", "(dog"]
    assert run(["search", *typed, "--json", "--library", str(library)], lambda *_: 0) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)) == 2
    assert err.splitlines() == [
        "“date:2023-02-30”: February 2023 has 28 days. Write date:2023-02-28 or date:2023-02.",
        "“colour:”: There is no filter “colour:”. Did you mean label:? Use quotation marks to search for the exact"
        " text.",
        "“(”: This bracket isn't closed. It was closed at the end.",
    ]


def test_lists_contain_their_mistakes(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "queries.txt").write_text("red wall rating:9\nred wall\nrating:9\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["search", "--queries", str(tmp_path / "queries.txt"), "--library", str(library)], lambda *_: 0) == 0
    out, err = capsys.readouterr()
    bad, good, nothing = (json.loads(line) for line in out.splitlines())
    assert err == ""
    mistake = {
        "start": 9,
        "end": 17,
        "message": "Photos have 0 to 5 stars.",
        "hint": "For example: rating:3, rating:>=3, rating:1..3.",
    }
    assert bad["mistakes"] == [mistake]
    assert (good["mistakes"], good["ignored"]) == ([], [])
    assert bad["hits"] == good["hits"]
    assert (nothing["hits"], len(nothing["mistakes"])) == ([], 1)
    assert "search is empty" in nothing["error"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--like", "a.jpg#0,0,2,2"], "outside the photo"),
        (["--like", "a.jpg#0,0,1"], "isn't a part of a photo"),
        (["--balance", "1.5"], "--balance"),
        (["--strength", "-1"], "--strength"),
    ],
)
def test_invalid_options_are_usage_errors(
    library: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "x", *arguments, "--library", str(library)], lambda *_: 0) == 2
    assert words in capsys.readouterr().err


def test_a_region_of_an_example_is_searched(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = library.parent / "photos" / "red.jpg"
    capsys.readouterr()
    arguments = ["search", "--like", f"{file}#0,0,0.5,0.5", "--balance", "0.2", "--strength", "1.5", "--json"]
    assert run([*arguments, "--library", str(library)], lambda *_: 0) == 0
    assert Path(json.loads(capsys.readouterr().out)[0]["path"]).name == "red.jpg"
