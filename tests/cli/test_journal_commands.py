"""``photon history`` and ``photon undo``."""

import json
from pathlib import Path

import pytest

from photon.domain.metadata.tag import TagMark
from photon.library import open_library
from photon.library.tags import tags
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos."""
    return make_rated_library(tmp_path, {})


def steps(directory: Path, capsys: Said) -> list[dict[str, object]]:
    capsys.readouterr()
    assert photon(directory, "undo", "--list", "--json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def mark(directory: Path, name: str, *marks: TagMark) -> None:
    """Make decisions about tags in a separate process."""
    with open_library(directory, writable=True) as library, library.transaction() as db:
        library.journal.sign("person", name)
        tags.mark_within(db, marks)


def tagged(directory: Path) -> dict[int, list[str]]:
    with open_library(directory, writable=True) as library:
        return {
            photo: ["/".join(one.path) for one in some if one.state == "confirmed"]
            for photo, some in tags.tags_for_photos(library, [1, 2, 3]).items()
        }


def test_an_old_step_is_undone_from_another_process(directory: Path, capsys: Said) -> None:
    mark(directory, "tagged 3 photos “wrong”", *(TagMark(photo, ("wrong",), "confirmed") for photo in (1, 2, 3)))
    mark(directory, "tagged 1 photo “right”", TagMark(2, ("right",), "confirmed"))
    mark(directory, "removed “wrong” from 1 photo", TagMark(3, ("wrong",), None))
    found = steps(directory, capsys)
    named = {one["name"]: one["step"] for one in found}
    assert photon(directory, "undo", "--list") == 0
    assert "tagged 3 photos “wrong”" in capsys.readouterr().out
    assert photon(directory, "undo", str(named["tagged 3 photos “wrong”"])) == 0
    said = capsys.readouterr().out
    assert said == "Undid: tagged 3 photos “wrong”\n1 change was kept, because it was changed again since.\n"
    assert tagged(directory) == {1: [], 2: ["right"], 3: []}
    assert photon(directory, "undo", str(named["tagged 3 photos “wrong”"])) == 1
    assert "is already undone" in capsys.readouterr().err
    assert {one["name"]: one["undone"] for one in steps(directory, capsys)}["tagged 3 photos “wrong”"]


def test_without_a_number_the_users_latest_step_is_undone(directory: Path, capsys: Said) -> None:
    mark(directory, "tagged 1 photo “first”", TagMark(1, ("first",), "confirmed"))
    mark(directory, "tagged 1 photo “second”", TagMark(2, ("second",), "confirmed"))
    with open_library(directory, writable=True) as library, library.transaction() as db:
        library.journal.sign("file", "imported metadata")
        tags.mark_within(db, [TagMark(3, ("from a file",), "confirmed")])
    for name in ("second", "first"):
        capsys.readouterr()
        assert photon(directory, "undo") == 0
        assert capsys.readouterr().out == f"Undid: tagged 1 photo “{name}”\n"
    assert tagged(directory) == {1: [], 2: [], 3: ["from a file"]}


def test_the_history_of_a_tag(directory: Path, tmp_path: Path, capsys: Said) -> None:
    mark(directory, "x", TagMark(2, ("Places", "Rome"), "confirmed"))
    assert photon(directory, "history", "--tag", "Places") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith(f"by hand  tagged “Places/Rome”  {tmp_path / 'photos' / '1.jpg'}")
    assert photon(directory, "history", str(tmp_path / "photos" / "1.jpg"), "--json") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["what"], row["about"], row["by"]) == ("tag", ["Places", "Rome"], "person")
    assert photon(directory, "history", str(tmp_path / "photos" / "2.jpg")) == 0
    assert capsys.readouterr().out == "Nothing was decided yet, or Photon has forgotten it.\n"


def test_unknown_steps_are_reported(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "undo", "99") == 1
    assert "There is no step 99" in capsys.readouterr().err
    assert sum(1 for _ in range(9) if photon(directory, "undo") == 0) == 0  # adding the folder is left
    assert "There is nothing to undo." in capsys.readouterr().err
    assert photon(directory, "undo", "1", "--list") == 2
    assert photon(directory, "history") == 2
    assert photon(directory, "history", str(tmp_path / "none.jpg")) == 1
