"""``photon export``: the announced and the actual result agree."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photon.app.session import Session
from photon.cli import run
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

Ask = Callable[..., tuple[str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    draw(tmp_path / "photos" / "a.jpg", seed=1)
    draw(tmp_path / "photos" / "b.png", seed=2)
    return tmp_path / "photos"


@pytest.fixture
def ask(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    library = tmp_path / "library"
    with Session.open(library, encoder=ColourEncoding()) as session:
        session.work.add_folder(str(root)).result()
        settle(session)
        session.marking.rate(session.browsing.photos("name").result()[:1], 5).result()
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", lambda _: ColourEncoding())

    def say(*words: str, code: int = 0) -> tuple[str, str]:
        arguments = ["export", "--library", str(library), *words]
        assert run(arguments, lambda _library, _folder: 0) == code
        output = capsys.readouterr()
        return output.out, output.err

    return say


def test_export_files(ask: Ask, root: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    out, _ = ask("--to", str(to), "--dry-run")
    assert f"{root / 'a.jpg'} → a.jpg" in out
    assert not to.exists()
    assert ask("--to", str(to), "--all")[0] == f"Exported 2 files to {to}.\n"
    assert ask("--to", str(to), "--all")[0] == f"Exported 0 files to {to}; 2 already there.\n"
    assert (to / "b.png").read_bytes() == (root / "b.png").read_bytes()


def test_text_that_was_not_read_is_not_exported(ask: Ask, root: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    _, err = ask("--to", str(to), "--all", "--without", "text")
    assert "Skipped 2 photos: Photon hasn't read the text in it yet" in err
    assert not list(to.iterdir())
    plan = json.loads(ask("--to", str(to), "--all", "--without", "text", "--dry-run", "--json")[0])
    assert {one["path"]: one["reason"] for one in plan["left_out"]} == {
        str(root / "a.jpg"): "unread",
        str(root / "b.png"): "unread",
    }


def test_albums_become_folders(ask: Ask, tmp_path: Path) -> None:
    with Session.open(tmp_path / "library", background=False, encoder=ColourEncoding()) as session:
        first = session.browsing.photos("name").result()[:1]
        session.albums.make("Trips/Italy", first).result()
        session.albums.make("Trips/italy 2", first).result()
    out, _ = ask("--to", str(tmp_path / "out"), "--all", "--name", "{album}/{name}", "--dry-run")
    assert [line.rpartition(" → ")[2] for line in out.splitlines()[:2]] == ["Trips/Italy/a.jpg", "b.png"]


@pytest.mark.parametrize("words", [(), ("--training", "jsonl")])
def test_exporting_all_photos_needs_confirmation(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    to = tmp_path / "out"
    assert "use --all" in ask("--to", str(to), *words, code=2)[1].replace("\n", " ")
    assert "--all can't be combined" in ask("--to", str(to), "--all", "--top", "1", code=2)[1]
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return len(asked) > 1

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("click.confirm", confirm)
    ask("--to", str(to), *words)
    assert not to.exists()
    ask("--to", str(to), *words)
    assert to.exists()
    assert asked == [f"Export all 2 photos to {to}?"] * 2
    ask("--to", str(to), "--top", "1", *words)
    assert len(asked) == 2


def test_selected_by_query_and_resized(ask: Ask, tmp_path: Path) -> None:
    to = tmp_path / "out"
    out, _ = ask(
        "--query",
        "rating:5",
        "--to",
        str(to),
        "--long-side",
        "32",
        "--format",
        "webp",
        "--name",
        "{number:3}",
        "--json",
    )
    result = json.loads(out)
    assert (result["folder"], result["made"], result["left_out"], result["whole"]) == (str(to), ["001.webp"], [], True)
    with Image.open(to / "001.webp") as image:
        assert image.size == (32, 24)


def test_skipped_photos_are_reported(ask: Ask, root: Path, tmp_path: Path) -> None:
    (root / "a.jpg").unlink()
    out, err = ask("--to", str(tmp_path / "out"), "--all")
    assert out == f"Exported 1 file to {tmp_path / 'out'}; 1 skipped.\n"
    assert f"{root / 'a.jpg'}: The file no longer exists." in err
    plan = json.loads(ask("--to", str(tmp_path / "out"), "--dry-run", "--json")[0])
    assert [one["reason"] for one in plan["left_out"]] == ["missing"]
    assert [(one["name"], one["there"]) for one in plan["files"]] == [("b.png", True)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--all", "--name", "{nonsense}"], "There is no placeholder {nonsense}."),
        (["--all", "--name", "../{name}"], "leads out of the folder"),
        (["/nowhere/at/all.jpg"], "None of these files and folders is in the library."),
    ],
)
def test_bad_input_gets_a_message(ask: Ask, tmp_path: Path, words: list[str], sentence: str) -> None:
    assert sentence in ask("--to", str(tmp_path / "out"), *words, code=1)[1]


def test_a_target_that_is_a_file(ask: Ask, root: Path) -> None:
    assert "is a file, not a folder" in ask("--to", str(root / "a.jpg"), "--all", code=1)[1]


def test_a_target_without_permission(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    look, allow = os.stat, os.access

    def refuse(path: object, *rest: Any, **named: Any) -> os.stat_result:
        if str(path).startswith(f"{locked}{os.sep}"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *rest, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "stat", refuse)  # an administrator has access to everything
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(locked) and allow(path, mode))
    sentence = f"You don't have permission to write to {locked}. Choose another folder."
    message = ask("--to", str(locked / "x"), "--all", code=1)[1].replace("\n", " ")
    assert sentence in message
    message = ask("--columns", "path", "--to", str(locked / "x.csv"), code=1)[1].replace("\n", " ")
    assert sentence in message


def test_a_table_needs_columns(ask: Ask, tmp_path: Path) -> None:
    assert "No columns are named." in ask("--columns", "", "--to", str(tmp_path / "x.csv"), code=1)[1]
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("words", [["--training", "jsonl"], []])
def test_pictures_are_not_written_to_the_terminal(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "need a folder" in ask("--to", "-", *words, code=2)[1]
    assert not (tmp_path / "-").exists()


def test_options_without_effect_are_refused(ask: Ask, tmp_path: Path) -> None:
    ask("--to", str(tmp_path / "out"), "--quality", "80", code=2)
    ask(code=2)
    ask("--to", "", code=2)


def test_export_tables(ask: Ask, root: Path, tmp_path: Path) -> None:
    out, _ = ask("--columns", "name,rating", "--table", "csv", "--to", "-")
    assert out.splitlines() == ["name,rating", "a.jpg,5", "b.png,0"]
    place = tmp_path / "list.json"
    assert ask("--columns", "path", "--to", str(place))[0] == f"Exported 2 photos to {place}.\n"
    assert json.loads(place.read_text()) == [{"path": str(root / "a.jpg")}, {"path": str(root / "b.png")}]
    result = json.loads(ask("--columns", "path", "--to", str(place), "--json", str(root / "a.jpg"))[0])
    assert (result["file"], result["lines"]) == (str(tmp_path / "list (2).json"), 1)
    assert "There is no column “colour”." in ask("--columns", "colour", "--to", str(place), code=1)[1]
    ask("--columns", "path", "--to", str(tmp_path / "list.txt"), code=2)


def test_a_training_set(ask: Ask, root: Path, tmp_path: Path) -> None:
    to = str(tmp_path / "set")
    out, err = ask("--all", "--training", "jsonl", "--to", to, "--split", "100,0,0")
    assert out == f"Exported 0 files to {to}; 2 skipped.\n"
    assert err == ("Skipped 2 photos: No caption or tags. Add a caption or tags. (Use --json for the list.)\n")
    one = ask("--training", "jsonl", "--to", to, "--teach", "caption", str(root / "a.jpg"))[1]
    assert one == f"{root / 'a.jpg'}: No caption. Add a caption.\n"
    ask("--training", "jsonl", "--to", to, "--split", "1,2", code=2)
    ask("--training", "jsonl", "--to", to, "--words", code=2)
    ask("--training", "jsonl", "--to", to, "--without", "text", code=2)
    ask("--training", "jsonl", "--to", to, "--without", "faces", code=2)
    assert "add up to 100" in ask("--all", "--training", "jsonl", "--to", to, "--split", "50,10,10", code=1)[1]
    result = json.loads(ask("--training", "texts", "--to", to, "--dry-run", "--json")[0])
    assert (result["files"], [one["reason"] for one in result["left_out"]]) == ([], ["wordless", "wordless"])


@pytest.mark.parametrize(("has_comma", "separator"), [(True, ";"), (False, ",")])
def test_a_table_for_excel_uses_the_separators_of_the_region(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, *, has_comma: bool, separator: str
) -> None:
    monkeypatch.setattr("photon.cli.export.has_decimal_comma", lambda: has_comma)
    out, _ = ask("--columns", "name,rating", "--table", "csv", "--to", "-", "--excel")
    assert out.splitlines()[0].lstrip("\ufeff") == f"name{separator}rating"
