"""``photon text``: the lines of any picture, and one object per file for scripts."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from photon.app.text.file_texts import FileText
from photon.cli import run, text
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.photo.problem import Problem
from photon.library import open_library
from photon.library.text.stated_facts import decide_facts
from tests.cli.rated_library import make_rated_library, photon

CODE = TextLine("https://example.org/21", (0.1, 0.6, 0.3, 0.6, 0.3, 0.8, 0.1, 0.8), 1.0, "QR Code")
RECEIPT = PageText(
    (
        *(
            TextLine(said, (left, top, right, top, right, top + 0.05, left, top + 0.05), 0.98)
            for said, left, right, top in (
                ("Harbour Grocer", 0.1, 0.6, 0.05),
                ("12/07/2024 14:32", 0.1, 0.5, 0.15),
                ("Oat milk", 0.1, 0.3, 0.25),
                ("£3.49", 0.8, 0.9, 0.25),
                ("TOTAL", 0.1, 0.3, 0.35),
                ("£3.49", 0.8, 0.9, 0.35),
                ("Thank you", 0.1, 0.4, 0.45),
            )
        ),
        CODE,
    ),
    unreadable=2,
)


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    def texts_of(paths: Iterable[str]) -> Iterator[FileText]:
        for path in paths:
            if path == "bad.jpg":
                yield FileText(path, problem=Problem(path, "damaged", "The file is damaged.", "Look at it."))
            else:
                yield FileText(path, RECEIPT)

    monkeypatch.setattr(text, "texts_of", texts_of)


def ask(*arguments: str) -> int:
    return run(["text", *arguments], lambda _library, _folder: 0)


def test_the_lines_of_one_file_stand_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("a.jpg") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [line.text for line in RECEIPT.lines]
    assert err == "a.jpg: 2 lines in a script that Photon can't read\n"


def test_files_are_named_and_a_bad_one_costs_only_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("a.jpg", "bad.jpg", "c.jpg") == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == ["a.jpg", "  Harbour Grocer"]
    assert out.splitlines()[9] == "c.jpg"
    assert "bad.jpg: The file is damaged. Look at it." in err


def test_scripts_get_an_object_per_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--json", "bad.jpg", "a.jpg") == 1
    bad, good = map(json.loads, capsys.readouterr().out.splitlines())
    assert bad["error"] == "The file is damaged. Look at it."
    assert (bad["text"], bad["kind"]) == ([], None)
    assert list(good) == [
        "path", "text", "boxes", "languages", "kind", "fields", "codes", "confidence", "unreadable",
        "error",
    ]  # fmt: skip
    assert good["text"][0] == "Harbour Grocer"
    assert good["boxes"][0] == [0.1, 0.05, 0.6, 0.05, 0.6, 0.1, 0.1, 0.1]
    assert good["confidence"] == [0.98] * 7
    box = [0.1, 0.6, 0.3, 0.6, 0.3, 0.8, 0.1, 0.8]
    assert good["codes"] == [{"format": "QR Code", "text": "https://example.org/21", "box": box}]
    assert (good["kind"], good["unreadable"], good["error"]) == ("receipt", 2, None)
    assert good["fields"]["total"]["value"] == "3.49"
    assert good["fields"]["currency"]["value"] == "GBP"
    assert good["fields"]["date"]["value"] == "2024-07-12"
    assert good["fields"]["shop"]["value"] == "Harbour Grocer"


def test_kinds_are_named_in_the_language_of_the_user(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "KIND_NAMES", {"receipt": "Beleg"})
    directory = make_rated_library(tmp_path, {})
    with open_library(directory, writable=True) as library:
        decide_facts(library, 1, {"kind": "receipt", "shop": "receipt"})
        (name,) = library.column("SELECT relative FROM files WHERE photo_id = 1")
    assert photon(directory, "text", "--facts", str(tmp_path / "photos" / name)) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["  kind: Beleg ✓", "  shop: receipt ✓"]


def test_facts_are_those_of_the_library_with_what_was_confirmed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = make_rated_library(tmp_path, {})
    with open_library(directory, writable=True) as library:
        decide_facts(library, 1, {"kind": "receipt", "total": "12.50 EUR", "shop": ""})
        names = library.column("SELECT relative FROM files ORDER BY photo_id")
    paths = [str(tmp_path / "photos" / name) for name in names[:2]]
    assert photon(directory, "text", "--facts", *paths) == 0
    out = capsys.readouterr().out
    assert out == f"{paths[0]}\n  kind: receipt ✓\n  total: 12.50 EUR ✓\n{paths[1]}\n"
    assert photon(directory, "text", "--facts", "--json", paths[0]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["facts"]["total"] == {"value": "12.50 EUR", "confidence": 1.0, "confirmed": True}
    assert photon(directory, "text", "--facts", "elsewhere.jpg") != 0
