"""``photon themes``: a line and an object a theme, and what it says where there are none."""

import json
from pathlib import Path

import numpy as np
import pytest

from photon.domain.metadata.tag import TagMark
from photon.library import open_library
from photon.library.tags import tags
from photon.library.vectors import vectors
from photon.vision.starter import starter
from tests.cli.rated_library import photon
from tests.new_library_photos import add_photos


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Forty photos: thirty of a beach, ten of snow."""
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 40)
        named = {**dict.fromkeys(range(1, 31), "beach"), **dict.fromkeys(range(31, 41), "snow")}
        tags.mark(library, [TagMark(photo, (name,), "confirmed") for photo, name in named.items()])
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        matrix = np.eye(8, dtype=np.float32)[[0 if name == "beach" else 1 for name in named.values()]]
        rows = [vectors.Embedded(photo, hashes[photo], *[matrix[at]] * 2) for at, photo in enumerate(named)]
        vectors.store(library, starter.encoder_id(), rows)
    return tmp_path / "library"


def test_themes_are_listed_most_photos_first(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(place, "themes") == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["beach", "30", "photos"], ["snow", "10", "photos"],
    ]  # fmt: skip


def test_each_theme_is_an_object(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(place, "themes", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], len(one["photos"])) for one in found] == [("beach", 30), ("snow", 10)]
    assert all(Path(path).is_absolute() for one in found for path in one["photos"])
    assert photon(place, "search", "theme:snow", "--top", "20") == 0
    assert len(capsys.readouterr().out.splitlines()) >= 10


def test_a_small_library_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_library(tmp_path / "library", writable=True).close()
    assert photon(tmp_path / "library", "themes") == 0
    assert "No themes are known yet" in capsys.readouterr().out


def test_a_theme_without_a_name_is_numbered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 40)
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        look = np.eye(8, dtype=np.float32)[0]
        vectors.store(library, starter.encoder_id(), [vectors.Embedded(one, hashes[one], look, look) for one in hashes])
    assert photon(tmp_path / "library", "themes") == 0
    assert capsys.readouterr().out.split() == ["Theme", "1", "(unnamed)", "40", "photos"]
    assert photon(tmp_path / "library", "themes", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["name"], len(found["key"]), len(found["photos"])) == ("", 16, 40)
