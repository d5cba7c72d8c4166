"""Notices on the command line: next to the answer, never among the photos that a script reads."""

import json
from pathlib import Path

import pytest

from photon.cli import run
from photon.domain.metadata.tag import TagMark
from photon.library import open_library
from photon.library.tags import tags
from tests.pictures import draw


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("notices")
    draw(root / "photos" / "one.jpg", "red", size=(160, 120))
    assert run(["index", str(root / "photos"), "--library", str(root / "library")], lambda *_: 0) == 0
    return root / "library"


def search(library: Path, *arguments: str) -> None:
    assert run(["search", *arguments, "--library", str(library)], lambda *_: 0) == 0


GERMAN = (
    "This looks like German. The starter model only understands Arabic, Chinese, English, Japanese, Korean, Russian,"
    " Thai and Turkish; results may be wrong.\n"
)


def test_a_query_in_another_language_is_reported_on_stderr(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    search(library, "Geburtstag", "--no-translation")
    assert capsys.readouterr().err == GERMAN
    search(library, "birthday")
    assert capsys.readouterr().err == ""
    search(library, "Geburtstag", "--no-translation", "--json")
    out, err = capsys.readouterr()
    assert [set(hit) for hit in json.loads(out)] == [{"path", "score", "strong", "why", "photo", "copies"}]
    assert err == ""


def test_a_translation_is_shown_next_to_the_answer(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    search(library, "hund am strand")
    assert capsys.readouterr().err == "Searched for in English: dog on the beach.\n"
    search(library, "hund am strand", "--json")
    out, err = capsys.readouterr()
    assert [hit["translation"] for hit in json.loads(out)] == ["dog on the beach"]
    assert err == ""
    (tmp_path / "queries.txt").write_text("Katze ohne Menschen\na cat", encoding="utf-8")
    search(library, "--queries", str(tmp_path / "queries.txt"))
    said = [json.loads(line)["translation"] for line in capsys.readouterr().out.splitlines()]
    assert said == ["cat -people", ""]


def test_json_lines_contain_the_notices(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    lines = ["a dog", "собака", "кіт", "Two dogs run along the beach, and a child laughs at them. " * 20]
    (tmp_path / "queries.txt").write_text("\n".join(lines), encoding="utf-8")
    search(library, "--queries", str(tmp_path / "queries.txt"))
    plain, russian, ukrainian, long = (json.loads(line)["notices"] for line in capsys.readouterr().out.splitlines())
    assert plain == []
    assert russian == ["Searched for in English: dog."]
    assert ukrainian[0].startswith("This looks like Ukrainian.")
    assert long[0].startswith("Long query: searched in ")


def test_ten_thousand_characters_are_answered(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    search(library, ("an old house by the lake " * 400)[:10_000])
    out, err = capsys.readouterr()
    assert "one.jpg" in out
    assert "parts" in err


def test_excluded_photos_are_reported_next_to_the_answer(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(library, writable=True) as opened:
        tags.mark(opened, [TagMark(1, ("people",), "confirmed")])
    capsys.readouterr()
    (tmp_path / "queries.txt").write_text('"photos" -people', encoding="utf-8")
    search(library, '"photos" -people')
    out, err = capsys.readouterr()
    assert out == "All photos that might match seem to show people.\n"
    assert err == "Left out 1 photo that seems to show what you excluded; --left-out shows it.\n"
    search(library, "--left-out", '"photos" -people')
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "1 photo that seems to show people"
    assert err == ""
    search(library, "--queries", str(tmp_path / "queries.txt"))
    assert json.loads(capsys.readouterr().out)["left_out"] == 1


def test_words_that_go_with_a_search_are_told_after_its_photos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", seed=number, size=(160, 120))
    assert run(["index", str(tmp_path / "photos"), "--library", str(tmp_path / "library")], lambda *_: 0) == 0
    with open_library(tmp_path / "library", writable=True) as opened:
        paths = {"harbour": range(1, 4), "pier": range(1, 4), "snow": range(4, 9)}
        tags.mark(opened, [TagMark(one, (name,), "confirmed") for name, some in paths.items() for one in some])
    capsys.readouterr()
    search(tmp_path / "library", "harbour")
    out, err = capsys.readouterr()
    assert out.startswith("3 good matches")
    assert err == "Also: pier\n"
    for plain in (["tag:harbour"], ["harbour", "--json"]):
        search(tmp_path / "library", *plain)
        assert capsys.readouterr().err == ""


def test_a_wrong_filter_alone_is_the_only_complaint(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["search", "is:blueish", "--library", str(library)], lambda *_: 0) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("“is:blueish”: “blueish” isn't a possible value. Use one of: favourite")
    assert err.count("\n") == 1


def test_a_mistyped_command_is_told_the_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serach", "dog"], lambda *_: 0) == 2
    assert capsys.readouterr().err.endswith("Did you mean: search?\n")


@pytest.mark.parametrize(
    ("typed", "notice", "sentence"),
    [
        (
            "qwertzuiop",
            "Photon doesn't know the word “qwertzuiop”.",
            "No clear match for “qwertzuiop”.",
        ),
        ("blorfing wug", "Photon doesn't know the words “blorfing”, “wug”.", "No clear match for “blorfing wug”."),
        ("a dog and a blorfing", "Photon doesn't know the word “blorfing”.", ""),
        ("giraff", "Photon doesn't know the word “giraff” and searched for “giraffe” instead.", ""),
        ("(blorfing OR giraffe)", "Photon doesn't know the word “blorfing”.", ""),
        ("dog -blorfing", "Photon doesn't know the word “blorfing”.", ""),
        (
            "Hund und blorfing",
            "Searched for in English: dog and blorfing.\nPhoton doesn't know the word “blorfing”.",
            "",
        ),
    ],
)
def test_words_that_photon_does_not_know(
    library: Path, typed: str, notice: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    search(library, typed)
    out, err = capsys.readouterr()
    assert err == f"{notice}\n"
    assert out.startswith(sentence)
    assert "one.jpg" in out


@pytest.mark.parametrize("typed", ["pagoda", "one.jpg", "snorvel", "Zorptang", "gâteau", "собака", "blorfing2"])
def test_words_that_are_known_or_in_the_library_or_no_english(
    library: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(library, writable=True) as writable:
        tags.mark(writable, [TagMark(1, ("snorvel", "Zorptang"), "confirmed")])
    capsys.readouterr()
    search(library, typed)
    assert "doesn't know" not in capsys.readouterr().err


def test_a_word_is_searched_for_as_typed_if_that_is_asked_for(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    search(library, "giraff", "--no-translation")
    assert capsys.readouterr().err == ""
