"""``photon explain``: its output, its picture, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photon.cli import run
from photon.library import open_library
from photon.library.people.people import confirm_faces, create_person, hide_person, people_named
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.media.read.reading import read
from tests.decoders_here import DecodersHere
from tests.fakes import ColourEncoding, MaplessEncoding
from tests.library.people.drawn_faces import face_at, key_at, store
from tests.pictures import draw

Explain = Callable[..., tuple[int, str, str]]


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Explain:
    """Run the command with the encoder of colours; return exit code, output and errors."""
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", ColourEncoding)
    monkeypatch.setattr("photon.app.search.explaining.Decoders", DecodersHere)

    def ask(*arguments: str) -> tuple[int, str, str]:
        code = run(["explain", "--library", str(tmp_path / "library"), *arguments], lambda _library, _folder: 0)
        return code, *capsys.readouterr()

    return ask


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Red, with green at the upper left."""
    image = Image.new("RGB", (300, 200), (0, 160, 0))
    image.paste((255, 0, 0), (110, 70, 300, 200))
    image.save(tmp_path / "photo.jpg", quality=95)
    return tmp_path / "photo.jpg"


def test_it_prints_a_verdict_and_writes_the_picture(explain: Explain, photo: Path, tmp_path: Path) -> None:
    code, printed, complained = explain(str(photo), "something", "red", "--out", str(tmp_path / "map.png"))
    assert (code, complained) == (0, "")
    lines = printed.splitlines()
    assert lines[0].startswith("Match: ")
    assert lines[1].startswith("There are too few photos")
    assert lines[2:] == ["By: what it shows", "Where: lower right", f"Saved the heat map to {tmp_path / 'map.png'}"]
    with Image.open(tmp_path / "map.png") as picture:
        assert picture.format == "PNG"


def test_json_output_is_one_object(explain: Explain, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    code, printed, _ = explain(str(photo), "red", "--out", str(out), "--json")
    assert code == 0
    facts = json.loads(printed)
    assert 0 <= facts.pop("score") <= 1
    assert facts.pop("strength") in {"strong", "fair", "weak"}
    right, down = facts.pop("peak")
    assert 0.5 < right < 1
    assert 0.5 < down < 1
    assert facts == {
        "path": str(photo), "by_library": False, "why": ["meaning"], "where": "lower right", "out": str(out),
    }  # fmt: skip


def test_it_says_where_a_small_thing_is(explain: Explain, photo: Path, tmp_path: Path) -> None:
    _, printed, _ = explain(str(photo), "find:red", "--out", str(tmp_path / "map.png"))
    assert "Where: lower right" in printed


@pytest.mark.parametrize(
    ("file", "words", "out", "code", "sentence"),
    [
        ("nowhere.jpg", "red", "map.png", 1, "nowhere.jpg: "),
        ("photo.jpg", "  ", "map.png", 1, "nothing to explain"),
        ("photo.jpg", "red", "photo.jpg", 1, "never overwrites"),
        ("photo.jpg", "red", "none/map.png", 1, "couldn't be saved"),
        ("photo.jpg", "red", None, 2, "--out"),
    ],
)
@pytest.mark.usefixtures("photo")
def test_wrong_input_gets_a_message(
    explain: Explain, tmp_path: Path, file: str, words: str, out: str | None, code: int, sentence: str
) -> None:
    options = ["--out", str(tmp_path / out)] if out else []
    before = (tmp_path / "photo.jpg").read_bytes()
    got, printed, complained = explain(str(tmp_path / file), words, *options)
    assert (got, printed) == (code, "")
    assert sentence in complained
    assert (tmp_path / "photo.jpg").read_bytes() == before
    assert not (tmp_path / "map.png").exists()


def test_an_encoder_without_maps(
    explain: Explain, monkeypatch: pytest.MonkeyPatch, photo: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", MaplessEncoding)
    code, printed, complained = explain(str(photo), "red", "--out", str(tmp_path / "map.png"))
    assert (code, printed) == (1, "")
    assert "This model can't show where" in complained
    assert not (tmp_path / "map.png").exists()


def test_the_starter_finds_the_place_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A single test with all real parts."""
    draw(tmp_path / "photo.jpg", size=(160, 120))
    arguments = ["explain", str(tmp_path / "photo.jpg"), "a red wall", "--out", str(tmp_path / "map.png")]
    assert run([*arguments, "--library", str(tmp_path / "none")], lambda _library, _folder: 0) == 0
    assert "Where: " in capsys.readouterr().out
    assert (tmp_path / "map.png").stat().st_size > 1000


def test_people_in_a_photo_of_the_library_are_named(explain: Explain, photo: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        folder = folders.add(library, str(tmp_path)).id
        files.record(library, [(Found(folder, photo.name, 1, 1), read(str(photo)))])
        store(library, {1: [face_at(0, 0), face_at(2, 1), face_at(4, 2)]})
        for place, name in ((0, "Anna\n"), (2, "Ben")):
            confirm_faces(library, [key_at(1, place)], create_person(library, name)[0])
        hide_person(library, people_named(library, "Ben")[0].key, hidden=True)
    out = str(tmp_path / "map.png")
    code, printed, _ = explain(str(photo), "red", "--out", out)
    assert (code, "People: Anna\n" in printed, "Ben" in printed) == (0, True, False)
    again = str(tmp_path / "again.png")
    assert json.loads(explain(str(photo), "red", "--out", again, "--json")[1])["people"] == [
        {"person": "Anna", "state": "confirmed"}
    ]
