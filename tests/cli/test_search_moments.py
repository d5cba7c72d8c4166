"""Moments of videos on the command line."""

import json
from pathlib import Path

import pytest

from photon.cli import run
from photon.library import open_library
from photon.library.photos import photos
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from tests.pictures import draw


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with a red and a blue photo; the latter passes for a film that is red after 83 seconds."""
    for colour in ("red", "blue"):
        draw(tmp_path / "photos" / f"{colour}.jpg", colour, size=(160, 120))
    assert run(["index", str(tmp_path / "photos"), "--library", str(tmp_path / "library")], lambda *_: 0) == 0
    with open_library(tmp_path / "library", writable=True) as library:
        red, film = (photos.at(library, str(tmp_path / "photos" / f"{colour}.jpg")) for colour in ("red", "blue"))
        assert red is not None
        assert film is not None
        ((encoder, image),) = library.db.execute(
            "SELECT encoder, image_hash FROM vectors WHERE photo_id = ?", (film,)
        ).fetchall()
        parts = [
            EmbeddedPart(
                Part(film, image, "moment", seconds=at),
                vectors.meanings_of(library, encoder, [shown])[1][0],
                vectors.looks_of(library, encoder, [shown])[1][0],
            )
            for at, shown in ((83.0, red), (2.0, film))
        ]
        items.store(library, encoder, "moment", [film], parts)
    return tmp_path / "library"


def search(library: Path, *arguments: str) -> None:
    assert run(["search", *arguments, "--library", str(library)], lambda *_: 0) == 0


def test_an_answer_says_when_in_a_video_it_is(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    search(library, "red", "--json")
    hits = {Path(hit["path"]).stem: hit for hit in json.loads(capsys.readouterr().out)}
    assert hits["blue"]["moment"] == 83
    first, second = hits["blue"]["moments"]
    assert (first["seconds"], second["seconds"]) == (83, 2)
    assert 1 >= first["score"] > second["score"] >= 0
    assert hits["blue"]["score"] == pytest.approx(first["score"], abs=1e-5)
    assert not {"moment", "moments"} & hits["red"].keys()
    search(library, "red")
    assert "blue.jpg (at 1:23)\n" in capsys.readouterr().out


def test_what_is_no_moment_is_refused(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    film = library.parent / "photos" / "blue.jpg"
    assert run(["search", "--like", f"{film}#t=soon", "--library", str(library)], lambda *_: 0) == 2
    assert "“#t=soon” isn't a moment of a video." in capsys.readouterr().err
    assert run(["search", "--like", f"{film}#t=83", "--library", str(library)], lambda *_: 0) == 1
    assert "Photon has no picture of that moment." in capsys.readouterr().err
