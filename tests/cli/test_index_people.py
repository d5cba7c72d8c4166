"""``photon index --people`` finds and groups faces at once; without the word, nobody looks for any."""

import json
from pathlib import Path

import pytest

from photon.app.people import people
from photon.library import open_library
from photon.library.db import settings
from photon.library.people import faces
from photon.library.people.people_settings import FIND_PEOPLE
from tests.cli.rated_library import photon
from tests.pictures import draw
from tests.vision.people.fake_face_finder import DAMAGED_FINDER, FACE_FINDER

pytestmark = pytest.mark.usefixtures("colours")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three photos, two of them with the same face."""
    monkeypatch.setattr(people, "face_model", lambda: FACE_FINDER)
    (tmp_path / "photos").mkdir()
    for number, colour in enumerate(("red", "red", "blue")):
        draw(tmp_path / "photos" / f"{number}.png", colour, number)
    return tmp_path


def test_faces_are_found_and_grouped_before_the_command_ends(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = place / "library"
    assert photon(library, "index", str(place / "photos")) == 0
    with open_library(library, writable=False) as opened:
        assert not settings.get(opened, FIND_PEOPLE)
        assert faces.count_faces(opened) == 0
    assert "face" not in capsys.readouterr().out
    assert photon(library, "index", "--people") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Found 2 faces. 1 group of faces has no name. To see it: photon people groups"
    )
    assert photon(library, "people", "groups", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["faces"]) == 2
    draw(place / "photos" / "3.png", "red", 3)
    assert photon(library, "index") == 0  # it goes on
    with open_library(library, writable=False) as opened:
        assert faces.count_faces(opened) == 3


def test_a_damaged_model_is_reported_and_the_rest_is_done(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "face_model", lambda: DAMAGED_FINDER)
    assert photon(place / "library", "index", str(place / "photos"), "--people") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["3 photos, 3 searchable.", "Found 0 faces."]
    assert "The files of the model of faces are damaged. Install Photon again." in lines
