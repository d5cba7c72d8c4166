"""``photon index`` reads text in photos, too, and says how many have some."""

from pathlib import Path

import pytest

from photon.app.text import photo_texts
from photon.cli import run
from photon.library import open_library
from photon.library.text import texts
from tests.pictures import draw
from tests.vision.kit.fake_text_reader import DAMAGED_READER, WRITTEN

pytestmark = pytest.mark.usefixtures("colours", "text_reader")


def test_text_is_read_before_the_command_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, colour in enumerate(("red", "blue", "green")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour, number)
    directory = tmp_path / "library"
    assert run(["index", str(tmp_path / "photos"), "--library", str(directory)], lambda *_: 0) == 0
    assert capsys.readouterr().out.splitlines() == ["3 photos, 3 searchable.", "2 photos have text in them."]
    with open_library(directory, writable=False) as library:
        found = texts.pages(library, [row[0] for row in library.db.execute("SELECT id FROM photos")])
    assert sorted(page.text for page in found.values()) == sorted((WRITTEN["red"].text, WRITTEN["green"].text))


def test_a_damaged_reader_is_reported_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_texts, "text_reader", lambda: DAMAGED_READER)
    draw(tmp_path / "photos" / "0.jpg", "red", 0)
    assert run(["index", str(tmp_path / "photos"), "--library", str(tmp_path / "library")], lambda *_: 0) == 0
    damaged = "The files of the text reader are damaged. Install Photon again."
    assert capsys.readouterr().out.splitlines() == ["1 photo, 1 searchable.", damaged]
