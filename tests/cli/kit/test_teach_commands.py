"""``photon teach``: several files after one option, questions, estimates, lists and forgetting."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app import session as sessions
from photon.cli.kit.commands import run
from photon.cli.teach import teach
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

Photon = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of twelve photos in three colours."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    for number in range(4):
        for colour in ("red", "blue", "green"):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    with sessions.Session.open(tmp_path / "library") as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
    return tmp_path


@pytest.fixture
def photon(place: Path, capsys: pytest.CaptureFixture[str]) -> Photon:
    def call(*words: str, code: int = 0) -> str:
        assert run(["--library", str(place / "library"), "teach", *words], lambda *_: 0) == code
        told = capsys.readouterr()
        assert not (told.out and told.err)
        return told.out + told.err

    return call


def _files(place: Path, *names: str) -> list[str]:
    return [str(place / "photos" / f"{name}.jpg") for name in names]


def test_several_files_can_follow_one_option(photon: Photon, place: Path) -> None:
    red0, red1, blue0, blue1 = _files(place, "red0", "red1", "blue0", "blue1")
    told = photon("Red", "--yes", red0, red1, "--no", blue0, blue1)
    assert told.startswith("Photon learned “Red” from 2 photos that show it and 2 that do not.\n")
    told = photon("red", "--yes", red0, "--yes", red1, "--no", blue0, "--no", blue1)
    assert told.startswith("Photon learned “Red” from 2 photos that show it and 2 that do not.\n")
    assert photon("--list") == "     2 yes       2 no  Red\n"


def test_questions_are_asked_and_answered(photon: Photon, place: Path) -> None:
    photon("Places/Red", "--yes", *_files(place, "red0"))
    lines = photon("Places/Red", "--ask", "3").splitlines()
    assert lines[0] == "Photon learned “Places/Red” from 1 photo that shows it."
    assert len(lines) == 5
    assert all(line.endswith(".jpg") for line in lines[2:])
    told, *asked = map(json.loads, photon("Places/Red", "--ask", "3", "--json").splitlines())
    assert (told["tag"], told["path"], told["yes"], told["no"]) == ("Places/Red", ["Places", "Red"], 1, 0)
    assert told["estimate"]["precision"] is None
    assert [set(one) for one in asked] == [{"path", "photo", "certainty", "reason"}] * 3
    everything = [json.loads(line)["path"] for line in photon("Places/Red", "--ask", "99", "--json").splitlines()[1:]]
    rest = {path: Path(path).stem.startswith("red") for path in everything}
    photon("Places/Red", "--yes", *(p for p in rest if rest[p]), "--no", *(p for p in rest if not rest[p]))
    assert "No more questions." in photon("Places/Red", "--ask", "3")
    (listed,) = map(json.loads, photon("--list", "--json").splitlines())
    assert listed == {"tag": "Places/Red", "path": ["Places", "Red"], "yes": 4, "no": 8}


def test_regions_teach_and_the_class_is_reported(photon: Photon, place: Path) -> None:
    red0, red1 = _files(place, "red0", "red1")
    told = photon("Rex", "--yes", f"{red0}#0.25,0,.5,1", red1, "--kind", "dog")
    assert told.startswith("Photon learned “Rex” from 2 photos that show it.\n")
    assert photon("--list") == "     2 yes       0 no  Rex (dog)\n"
    (listed,) = map(json.loads, photon("--list", "--json").splitlines())
    assert listed == {"tag": "Rex", "path": ["Rex"], "yes": 2, "no": 0, "kind": "dog"}
    assert "doesn't end with a valid region" in photon("Rex", "--yes", f"{red0}#1,2", code=1)
    assert "is outside its photo" in photon("Rex", "--yes", f"{red0}#0.5,0.5,0.9,0.1", code=1)


def test_a_forgotten_tag_remains_a_tag(photon: Photon, place: Path) -> None:
    assert photon("--list").startswith("No learned tags yet.")
    photon("Red", "--yes", *_files(place, "red0", "red1"))
    assert photon("--forget", "RED").startswith("Stopped learning “RED”.")
    assert photon("--list", "--json") == ""
    assert photon("Red", "--forget", code=1).startswith("“Red” is not a learned tag")
    assert photon("Red").startswith("Photon learned “Red” from 2 photos")


def test_invalid_lessons_are_refused_with_a_message(photon: Photon, place: Path) -> None:
    red0, blue0 = _files(place, "red0", "blue0")
    outside = str(draw(place / "outside.jpg"))
    assert photon("Red", "--yes", str(place), code=1) == f"{place} is a folder. Name photos instead.\n"
    assert photon("Red", "--yes", red0, outside, code=1).startswith(f"{outside} is not in your photo library.")
    assert photon("Red", "--no", blue0, code=1).startswith("No photo shows “Red” yet.")
    assert photon("Red", "--yes", red0, "--no", red0, code=1).startswith(
        f"{red0} is both an example and a counterexample of “Red”."
    )
    assert photon("Red, Blue", "--yes", red0, code=1).startswith("“Red, Blue” names 2 tags")
    assert photon(" ", "--yes", red0, code=1).startswith("“ ” names no tags")
    assert photon("--list").startswith("No learned tags yet.")


def test_usage_errors_exit_with_2(photon: Photon, place: Path) -> None:
    assert "Name the tag" in photon(code=2)
    assert "Name the tag" in photon("--yes", *_files(place, "red0"), code=2)
    assert "Name the tag" in photon("Red", "--forget", "--yes", *_files(place, "red0"), code=2)
    assert "--ask" in photon("Red", "--ask", "0", code=2)
    assert "requires an argument" in photon("Red", "--yes", code=2)


def test_arguments_after_two_dashes_are_no_options() -> None:
    context = teach.make_context(
        "teach", ["--yes", "a", "b", "--json", "--no", "c", "--", "name"], resilient_parsing=True
    )
    assert context.params["yes"] == ("a", "b")
    assert context.params["no"] == ("c",)
    assert (context.params["name"], context.params["as_json"]) == ("name", True)
