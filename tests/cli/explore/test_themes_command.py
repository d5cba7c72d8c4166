"""``photon themes``: a line and an object a theme, and what it says where there are none."""

import json
from pathlib import Path

import numpy as np
import pytest

from photon.domain.metadata.tag import TagMark
from photon.library import open_library
from photon.library.explore import topics
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


@pytest.mark.parametrize("command", ["themes", "things", "highlights", "albums list"])
def test_a_mistyped_library_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert photon(tmp_path / "lib6", *command.split()) == 1
    assert capsys.readouterr().err.startswith(f"There is no photo library in {tmp_path / 'lib6'}. To add a folder")
    assert not (tmp_path / "lib6").exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("theme:beech", "There is no theme “beech”. Did you mean theme:beach? To search by words, leave out “theme:”."),
        ("thing:snow", "There is no thing “snow”. Did you mean theme:snow? To search by words, leave out “thing:”."),
        ("theme:x", "There is no theme “x”. The largest are: beach, snow. To search by words, leave out “theme:”."),
        ("thing:x", "There is no thing “x”. To search by words, leave out “thing:”."),
        ("theme:snow", ""),
    ],
)
def test_a_search_for_an_unknown_theme_says_what_there_is(
    place: Path, capsys: pytest.CaptureFixture[str], query: str, said: str
) -> None:
    assert photon(place, "themes") == 0
    with open_library(place, writable=True) as library:
        topics.replace_topics(library, "thing", [], "none")
    capsys.readouterr()
    assert photon(place, "search", query) == 0
    assert capsys.readouterr().err.strip() == said


def test_a_theme_without_a_name_is_numbered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 40)
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        look = np.eye(8, dtype=np.float32)[0]
        vectors.store(library, starter.encoder_id(), [vectors.Embedded(one, hashes[one], look, look) for one in hashes])
    assert photon(tmp_path / "library", "themes") == 0
    *words, search = capsys.readouterr().out.split()
    assert words == ["Theme", "1", "(unnamed)", "40", "photos"]
    assert photon(tmp_path / "library", "search", search) == 0
    assert capsys.readouterr().out.startswith("40 photos match\n")
    assert photon(tmp_path / "library", "themes", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["name"], len(found["key"]), len(found["photos"])) == ("", 16, 40)
