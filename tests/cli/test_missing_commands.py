"""Moved and missing photos: a message, a list, and the available actions."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.library import open_library
from tests.cli.kit.test_commands import photon
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A library of three photos with metadata, two of which moved while one is missing."""
    for number in range(3):
        draw(tmp_path / "photos" / "trip" / f"{number}.png", "red", number)
    words = tmp_path / "photos" / "trip" / "2.png.xmp"
    words.write_text(SIDECAR, encoding="utf-8")
    photon(tmp_path / "library", "index", str(tmp_path / "photos"))
    words.unlink()
    (tmp_path / "photos" / "trip").rename(tmp_path / "photos" / "Rome")
    shutil.move(tmp_path / "photos" / "Rome" / "2.png", tmp_path / "2.png")
    return tmp_path


SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
<dc:subject><rdf:Bag><rdf:li>Forum</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""


def missing(place: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(photon(place / "library", "folders", "missing", "--json").stdout)
    return found


def test_a_rescan_reports_moved_and_missing_photos(place: Path) -> None:
    told = photon(place / "library", "index").stdout.splitlines()
    assert told[1].startswith("2 moved or renamed photos matched by content")
    assert told[-1].startswith("1 photo was not found again; its tags, caption and rating are kept.")
    lines = photon(place / "library", "folders", "missing").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{place / 'photos' / 'trip' / '2.png'}  (missing since ")
    assert lines[0].endswith(", 1 tag, 4 stars)")
    assert "not found" not in photon(place / "library", "index").stdout  # reported once
    assert [one["path"] for one in missing(place)] == [str(place / "photos" / "trip" / "2.png")]


def test_an_edited_photo_is_linked_manually(place: Path) -> None:
    draw(place / "photos" / "edited.png", "blue", 9)
    photon(place / "library", "index")
    was, now = place / "photos" / "trip" / "2.png", place / "photos" / "edited.png"
    for wrong, said in (((was, place / "2.png"), "isn't a photo"), ((now, now), "No photo is missing")):
        assert said in photon(place / "library", "folders", "link", *map(str, wrong), code=1).stderr
    assert photon(place / "library", "folders", "link", str(was), str(now)).stdout.startswith(str(now))
    assert missing(place) == []
    assert str(now) in photon(place / "library", "search", "tag:Forum").stdout
    (step,) = [line.split()[0] for line in photon(place / "library", "undo", "--list").stdout.splitlines()
               if "linked a missing photo to edited.png" in line]  # fmt: skip
    photon(place / "library", "undo", step)
    assert [one["path"] for one in missing(place)] == [str(was)]
    assert str(now) not in photon(place / "library", "search", "tag:Forum").stdout


def test_photos_are_forgotten_manually_and_return_with_their_metadata(place: Path) -> None:
    photon(place / "library", "index")
    photos = str(place / "photos")
    photon(place / "library", "folders", "missing", str(place), code=1)
    assert "1 missing photo" in photon(place / "library", "folders", "forget-missing", photos).stdout
    assert photon(place / "library", "folders", "missing", photos).stdout == "No photos are missing.\n"
    shutil.move(place / "2.png", place / "photos" / "back.png")
    photon(place / "library", "index")
    assert f"{photos}/back.png" in photon(place / "library", "search", "tag:Forum").stdout


def test_the_user_sets_how_long_photos_are_kept(place: Path) -> None:
    photon(place / "library", "index")
    assert "after 30 days" in photon(place / "library", "folders", "keep-missing", "30").stdout
    assert len(missing(place)) == 1
    assert "until you forget" in photon(place / "library", "folders", "keep-missing", "forever").stdout
    for wrong in ("0", "-1", "two", "1000000"):
        photon(place / "library", "folders", "keep-missing", "--", wrong, code=2)


@pytest.mark.slow
def test_watch_reports_a_large_move(tmp_path: Path) -> None:
    for number in range(60):
        draw(tmp_path / "photos" / "in" / f"{number}.png", "red", number)
    photon(tmp_path / "library", "index", str(tmp_path / "photos"))
    command = [sys.executable, "-m", "photon", "--library", str(tmp_path / "library"), "watch"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as running:  # type: ignore[call-overload]
        try:
            assert "Watching" in running.stderr.readline()
            (tmp_path / "photos" / "new.png").write_bytes((tmp_path / "photos" / "in" / "1.png").read_bytes())
            until_known(tmp_path / "library", 61)  # the watch is active, and later changes reach it as events
            (tmp_path / "photos" / "in" / "0.png").unlink()
            (tmp_path / "photos" / "in").rename(tmp_path / "photos" / "out")
            lines = _lines_until(running.stdout.readline, "not found again")
        finally:
            running.send_signal(signal.SIGINT)
    assert lines[0].startswith("59 moved or renamed photos matched by content")
    assert lines[-1].startswith("1 photo was not found again")


def until_known(library: Path, count: int) -> None:
    """Wait until a library that another process updates has this many files."""
    while True:
        with open_library(library, writable=False) as opened:
            if opened.column("SELECT count(*) FROM files WHERE missing IS NULL") == [count]:
                return
        time.sleep(0.1)


def _lines_until(readline: Callable[[], str], last: str) -> list[str]:
    lines: list[str] = []
    while not (lines and last in lines[-1]) and (line := readline()):
        lines.append(line)
    return lines


def test_missing_photos_are_searched(place: Path) -> None:
    photon(place / "library", "index")
    path = str(place / "photos" / "trip" / "2.png")
    (one,) = json.loads(photon(place / "library", "search", "is:missing tag:Forum", "--json").stdout)
    assert (one["path"], one["missing"]) == (path, True)
    assert photon(place / "library", "search", "is:missing").stdout.splitlines()[-1].endswith(f"{path} (missing)")
    ordinary = json.loads(photon(place / "library", "search", "-is:missing", "--json").stdout)
    assert len(ordinary) == 2
    assert not any("missing" in hit for hit in ordinary)
    told = photon(place / "library", "bin", "put", "--query", "is:missing", "--dry-run")
    assert "Skipped 1 missing photo." in told.stderr
