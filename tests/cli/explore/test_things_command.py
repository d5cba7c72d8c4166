"""``photon things``: the tree, objects a line, and groups that are named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photon.app.explore import thing_building
from photon.domain.explore.topic import Topic
from photon.domain.metadata.tag import TagMark
from photon.library import Library, open_library
from photon.library.explore.topics import FoundTopic
from photon.library.tags import tags
from tests.cli.rated_library import photon
from tests.new_library_photos import add_photos


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Nine photos: five poodles and three cats."""
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 9)
        named = {**dict.fromkeys(range(1, 6), "Poodle"), **dict.fromkeys(range(6, 9), "Katze")}
        tags.mark(library, [TagMark(photo, (name,), "confirmed") for photo, name in named.items()])
    return tmp_path / "library"


def test_things_are_a_tree(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(tagged, "things") == 0
    assert capsys.readouterr().out.splitlines() == ["animal  8", "  poodle  5", "  cat  3"]
    assert photon(tagged, "search", "thing:animal", "--top", "20") == 0
    assert len(capsys.readouterr().out.splitlines()) >= 8


def test_each_thing_is_an_object(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(tagged, "things", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], one["parent"], len(one["photos"])) for one in found] == [
        ("animal", "", 8), ("poodle", "animal", 5), ("cat", "animal", 3),
    ]  # fmt: skip
    assert all(Path(path).name.endswith(".jpg") for path in found[0]["photos"])


def test_what_is_no_group_can_not_be_named(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(tagged, "things", "--name", "animal", "beast") == 1
    assert "nothing was changed" in capsys.readouterr().err


@pytest.fixture
def one_group(monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of a group of all photos without tags."""

    def find_untagged(library: Library, *_: object) -> list[FoundTopic]:
        photos = np.array(library.column("SELECT id FROM photos WHERE id NOT IN (SELECT photo_id FROM photo_tags)"))
        group = Topic("thing", "~1", "")
        return [FoundTopic(group, photos, np.ones(len(photos), np.float32), np.zeros(0, np.float32))][: len(photos)]

    monkeypatch.setattr(thing_building, "find_things", find_untagged)
    return "~1"


def test_a_group_can_be_named_again_after_undo(
    tagged: Path, one_group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert photon(tagged, "things") == 0
    assert photon(tagged, "things", "--name", one_group, "rde kite") == 0
    assert photon(tagged, "undo") == 0
    assert photon(tagged, "things", "--name", one_group, "red kite") == 0, capsys.readouterr().err


@pytest.mark.parametrize("name", ["", " \u202e", "/"])
def test_a_group_gets_no_name_without_a_letter(
    tagged: Path, one_group: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert photon(tagged, "things") == 0
    assert photon(tagged, "things", "--name", one_group, name) == 1
    assert "A tag needs a name." in capsys.readouterr().err


def test_an_empty_library_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_library(tmp_path / "library", writable=True).close()
    assert photon(tmp_path / "library", "things") == 0
    assert "No things are known yet" in capsys.readouterr().out


def test_what_is_stored_is_used_until_tags_change(
    tagged: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert photon(tagged, "things") == 0
    made, find = [], thing_building.find_things

    def find_noted(*given: Any) -> list[FoundTopic]:
        made.append(given)
        return find(*given)

    monkeypatch.setattr(thing_building, "find_things", find_noted)
    assert photon(tagged, "things") == 0
    assert not made
    with open_library(tagged, writable=True) as library:
        tags.mark(library, [TagMark(photo, ("Horse",), "confirmed") for photo in (1, 2, 3)])
    capsys.readouterr()
    assert photon(tagged, "things") == 0
    assert "  horse  3" in capsys.readouterr().out.splitlines()
    assert made
