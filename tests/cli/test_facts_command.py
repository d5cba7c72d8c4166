"""``photon facts``: one line per file, for any file."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.cli import run
from tests.media.packets import bag, languages, packet, with_xmp
from tests.pictures import draw

KEYS = [
    "path", "format", "width", "height", "seconds", "taken", "gps", "keywords", "albums", "caption", "title",
    "rating", "label", "flag", "camera", "lens", "error",
]  # fmt: skip
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*arguments: str) -> tuple[int, str, str]:
        code = run(["facts", *arguments], lambda _library, _folder: 0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out, printed.err

    return asked


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = draw(tmp_path / "a.jpg", size=(64, 48))
    words = bag("lr:hierarchicalSubject", "Places|Italy") + languages("dc:description", x_default="One\ntwo: été")
    return with_xmp(str(path), packet(words, 'xmp:Rating="3" exif:DateTimeOriginal="2021-05-06T07:08:09+02:00"'))


def test_one_object_per_file_in_order_and_a_bad_file_is_skipped(ask: Ask, photo: str, tmp_path: Path) -> None:
    bad, gone = tmp_path / "bad.jpg", tmp_path / "gone.jpg"
    bad.write_bytes(b"\xff\xd8\xffrubbish")
    code, out, err = ask("--json", str(bad), photo, str(gone), str(tmp_path), photo)
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert [line["path"] for line in lines] == [str(bad), photo, str(gone), str(tmp_path), photo]
    assert all(list(line) == KEYS for line in lines)
    assert [bool(line["error"]) for line in lines] == [True, False, True, True, False]
    assert lines[2]["error"] == "This file doesn't exist."
    assert lines[3]["error"] == "This is a folder. Name the files in it instead."
    assert lines[0] == {
        **dict.fromkeys(KEYS),
        "path": str(bad),
        "keywords": [],
        "albums": [],
        "error": lines[0]["error"],
    }
    assert lines[1] == {
        "path": photo, "format": "JPEG", "width": 64, "height": 48, "seconds": None,
        "taken": "2021-05-06T07:08:09+02:00", "gps": None, "keywords": [["Places", "Italy"]], "albums": [],
        "caption": "One\ntwo: été", "title": None, "rating": 3, "camera": None, "lens": None, "label": None,
        "flag": None, "error": None,
    }  # fmt: skip


def test_albums_are_named_apart_from_keywords(ask: Ask, tmp_path: Path) -> None:
    words = bag("dc:subject", "Rome", "sea") + bag("lr:hierarchicalSubject", "Albums|Trips|Rome", "sea")
    path = with_xmp(str(draw(tmp_path / "b.jpg")), packet(words + bag("photon:Albums", "Albums/Trips/Rome", "Rome")))
    line = json.loads(ask("--json", path)[1])
    assert (line["keywords"], line["albums"]) == ([["sea"]], ["Trips/Rome"])
    assert "  albums   Trips/Rome" in ask(path)[1]


def test_sidecars_are_read_by_default_and_broken_ones_are_reported(ask: Ask, photo: str, tmp_path: Path) -> None:
    (tmp_path / "a.xmp").write_bytes(packet(bag("dc:subject", "beside"), 'xmp:Rating="3.5"'))
    _, out, _ = ask("--json", photo)
    assert (json.loads(out)["keywords"], json.loads(out)["rating"]) == ([["Places", "Italy"], ["beside"]], 3.5)
    _, out, _ = ask("--json", "--no-sidecar", photo)
    assert (json.loads(out)["keywords"], json.loads(out)["rating"]) == ([["Places", "Italy"]], 3)
    (tmp_path / "a.xmp").write_bytes(b"<!DOCTYPE x><x/>")
    code, out, err = ask("--json", photo)
    assert (code, json.loads(out)["error"]) == (0, None)
    assert "a.xmp: This sidecar can't be read." in err


def test_text_output_is_a_short_list(ask: Ask, photo: str) -> None:
    _, out, _ = ask(photo)
    assert out.splitlines()[:3] == [photo, "  format   JPEG", "  size     64 × 48"]
    assert "  caption  One\n           two: été\n  keywords Places/Italy\n  rating   3" in out
    _, out, _ = ask("/nowhere.jpg")
    assert "This file doesn't exist" in out


@pytest.mark.skipif(os.name == "nt", reason="names there are always text")
def test_an_invalid_name_is_escaped(ask: Ask, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff.jpg")
    code, out, _ = ask("--json", name)
    assert code == 1
    assert json.loads(out)["path"].endswith(r"\udcff.jpg")
    assert json.loads(out)["error"]


def test_usage_errors(ask: Ask) -> None:
    assert ask()[0] == 2
    assert ask("--nonsense", "a.jpg")[0] == 2
