"""``photon concepts``, the earlier name of ``photon teach``: teaching, listing and forgetting names."""

import json
from pathlib import Path

import pytest

from photon.app import session as sessions
from photon.cli.kit.commands import run
from photon.library import open_library
from photon.library.vectors import vectors
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of six red and blue photos."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    for number in range(3):
        for colour in ("red", "blue"):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    with sessions.Session.open(tmp_path / "library") as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
    with open_library(tmp_path / "library", writable=False) as library:
        assert len(vectors.hashes(library, ColourEncoding.id)) == 6
    return tmp_path


@pytest.fixture
def photon(place: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str, code: int = 0) -> str:
        assert run(["--library", str(place / "library"), "concepts", *words], lambda *_: 0) == code
        told = capsys.readouterr()
        assert not (told.out and told.err)
        return told.out + told.err

    return call


def test_teach_list_and_forget(photon, place: Path) -> None:
    assert photon("list").startswith("No learned names yet.")
    assert json.loads(photon("list", "--json")) == []
    reds = [str(place / "photos" / f"red{n}.jpg") for n in range(3)]
    told = photon("teach", "Old barn", "--kind", "house", reds[0], reds[1], f"{reds[2]}#0.25,0,.5,1")
    assert told == 'Photon learned Old barn from 3 photos. Search for it: my:"Old barn"\n'
    assert photon("list") == " 3 photos  Old barn (house)\n"
    (listed,) = json.loads(photon("list", "--json"))
    assert (listed["name"], listed["kind"]) == ("Old barn", "house")
    regions = {example["path"]: example["region"] for example in listed["examples"]}
    assert regions == dict(zip(reds, (None, None, [0.25, 0.0, 0.5, 1.0]), strict=True))
    assert (
        photon("teach", "old barn", reds[0]) == 'Photon learned Old barn from 3 photos. Search for it: my:"Old barn"\n'
    )
    assert photon("list") == " 3 photos  Old barn (house)\n", "what it is stays as it was said"
    assert photon("forget", "OLD BARN") == "Stopped learning “OLD BARN”. The photos are not changed.\n"
    assert json.loads(photon("list", "--json")) == []
    assert photon("forget", "Old barn", code=1).startswith("You haven't taught Photon “Old barn”.")


def test_invalid_lessons_are_refused_with_a_message(photon, place: Path) -> None:
    reds = [str(place / "photos" / f"red{n}.jpg") for n in range(3)]
    assert photon("teach", " ", reds[0], code=1).startswith("The tag has no name.")
    outside = str(draw(place / "outside.jpg"))
    assert photon("teach", "Rex", *reds, outside, code=1).startswith(f"{outside} is not in your photo library.")
    assert "is not in your photo library" in photon("teach", "Rex", *reds, str(place / "nothing.jpg"), code=1)
    assert "doesn't end with a valid region" in photon("teach", "Rex", *reds[:2], f"{reds[2]}#1,2", code=1)
    assert "is outside its photo" in photon("teach", "Rex", *reds[:2], f"{reds[2]}#0.5,0.5,0.9,0.1", code=1)
    assert photon("list").startswith("No learned names yet.")


def test_a_name_with_a_slash_is_one_tag(photon, place: Path) -> None:
    reds = [str(place / "photos" / f"red{n}.jpg") for n in range(2)]
    assert photon("teach", "AC/DC", *reds) == "Photon learned AC/DC from 2 photos. Search for it: my:AC/DC\n"
    (listed,) = json.loads(photon("list", "--json"))
    assert listed["name"] == r"AC\/DC"
    assert photon("forget", "ac/dc") == "Stopped learning “ac/dc”. The photos are not changed.\n"


def test_usage_errors_exit_with_2(photon) -> None:
    assert "Missing argument" in photon("teach", "Rex", code=2)
