"""``photon people``: who there is, whose faces are in files, and everything that is said of them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from photon.app.people import file_faces, people
from photon.domain.people.face import PhotoFace
from photon.domain.photo.problem import Problem
from photon.library import open_library
from photon.library.db import settings
from photon.library.people.people_settings import FIND_PEOPLE
from tests.app.people.family import FACES, make_family
from tests.cli.rated_library import photon
from tests.library.people.drawn_faces import key_at

pytestmark = pytest.mark.usefixtures("colours")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of a family."""
    monkeypatch.setattr(people, "face_model", lambda: FACES)
    return make_family(tmp_path)


class Shell:
    """Runs commands, and returns what they print."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library, self._capsys = library, capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert photon(self.library, *arguments) == code
        out, err = self._capsys.readouterr()
        return str(err if code else out)

    def json(self, *arguments: str) -> list[Any]:
        return [json.loads(line) for line in self("people", *arguments, "--json").splitlines()]

    def file(self, photo: int) -> str:
        """Return the path of a photo."""
        return str(self.library.parent / "photos" / f"{photo - 1}.jpg")

    def states(self, photo: int) -> list[tuple[str | None, str]]:
        (found,) = self.json("faces", self.file(photo))
        return [(face["person"], face["state"]) for face in found["faces"]]


@pytest.fixture
def shell(library: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(library, capsys)


def test_groups_are_listed_and_named(shell: Shell) -> None:
    largest, second = shell.json("groups")
    assert list(largest) == ["group", "person", "faces"]
    assert (largest["person"], second["person"]) == (None, None)
    paths = {face["path"] for face in largest["faces"]}
    assert paths == {shell.file(1), shell.file(2), shell.file(3)}
    assert list(largest["faces"][0]) == ["path", "x", "y", "width", "height"]
    assert largest["faces"][0]["width"] == 0.08
    number = str(largest["group"])
    text = shell("people", "groups", "--least", "1").splitlines()
    assert text[0] == f"Group {number}: 3 faces"
    assert sum(line.startswith("Group") for line in text) == 3
    said = shell("people", "name", number, "Ana Silva", "--except", shell.file(3))
    assert said == "Named 2 faces: Ana Silva.\n"
    assert shell.states(3) == [("Ana Silva", "suggested"), (None, "unknown")]
    assert [one["person"] for one in shell.json("groups")] == ["Ana Silva", None]
    assert "3 faces, Ana Silva" in shell("people", "groups")
    assert len(shell.json("groups", "--unnamed")) == 1
    assert shell("people") == "Ana Silva  2 photos  1 face suggested\n"
    assert shell("people", "name", number, "ana silva", "--only", shell.file(3)) == "Named 1 face: Ana Silva.\n"
    (person,) = shell.json()
    assert person == {
        "person": "Ana Silva", "key": person["key"], "photos": 3, "suggested": 0, "birthday": None, "favourite": False
    }  # fmt: skip
    assert f"There is no group {number} without a name" in shell("people", "name", number, "Ben", code=1)


def test_the_faces_of_files_are_printed(shell: Shell) -> None:
    (found,) = shell.json("faces", shell.file(1))
    first = found["faces"][0]
    assert first == {
        "x": 0.01, "y": 0.2, "width": 0.08, "height": 0.1, "person": None, "state": "unknown", "certainty": 0.0,
        "group": first["group"],
    }  # fmt: skip
    assert first["group"] > 0
    shell("people", "name", str(first["group"]), "Ana", "--only", shell.file(1))
    lines = shell("people", "faces", shell.file(1), shell.file(2), shell.file(5)).splitlines()
    assert lines[:2] == [shell.file(1), "  Ana"]
    assert lines[2].startswith("  unknown, group ")
    assert lines[3] == shell.file(2)
    assert lines[4].startswith("  Ana? ")
    assert lines[5:] == [shell.file(5)]


def test_files_outside_the_library_are_looked_at(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_at(_model: object, files: Sequence[str], _ask: object) -> Iterator[list[PhotoFace] | Problem]:
        for file in files:
            if file == "bad.jpg":
                yield Problem(file, "damaged", "The file is damaged.", "Look at it.")
            else:
                yield [PhotoFace(key_at(0, 2))]

    monkeypatch.setattr(file_faces, "look_at_files", look_at)
    shell("hide", shell.file(4))
    files = ["new.jpg", "bad.jpg", shell.file(2), shell.file(4)]
    assert photon(shell.library, "people", "faces", *files, "--json") == 1
    out = shell._capsys.readouterr().out
    new, bad, known, hidden = map(json.loads, out.splitlines())
    assert (new["path"], len(new["faces"]), new["faces"][0]["group"]) == ("new.jpg", 1, None)
    assert bad == {"path": "bad.jpg", "faces": [], "error": "The file is damaged. Look at it."}
    assert len(known["faces"]) == 1
    assert "hidden" in hidden["error"]
    assert "bad.jpg: The file is damaged. Look at it.\n" in shell("people", "faces", *files, code=1)


def test_people_are_merged_split_renamed_and_forgotten(shell: Shell) -> None:
    ana, ben = (str(one["group"]) for one in shell.json("groups"))
    shell("people", "name", ana, "Ana")
    shell("people", "name", ben, "Ben")
    assert shell("people", "merge", "Ana", "ben") == "Merged into Ana.\n"
    assert [one["photos"] for one in shell.json()] == [3]
    assert "merged people into Ana" in shell("undo")
    assert shell("people", "split", "ana", shell.file(2), "--name", "Eva") == "1 face is of another person now: Eva\n"
    assert shell.states(2) == [("Eva", "confirmed")]
    assert "None of these faces is in the files" in shell("people", "split", "Ana", shell.file(5), code=1)
    assert shell("people", "rename", "Eva", "Ana") == "Renamed “Eva” to “Ana”.\n"
    assert "2 people named “Ana”" in shell("people", "forget", "Ana", code=1)
    key = next(one["key"] for one in shell.json() if one["photos"] == 1)
    assert shell("people", "forget", key) == "Forgot Ana; 1 face has no name now.\n"
    assert shell("people", "birthday", "Ben", "2019-05-17") == "Ben was born on 2019-05-17.\n"
    assert {one["person"]: one["birthday"] for one in shell.json()} == {"Ana": None, "Ben": "2019-05-17"}
    assert shell("people", "birthday", "Ben") == "Ben has no birthday now.\n"
    assert "nobody named “Zoe”" in shell("people", "rename", "Zoe", "Zoé", code=1)


def test_a_group_is_divided(shell: Shell) -> None:
    number = str(shell.json("groups")[0]["group"])
    key = shell("people", "split", number, shell.file(3)).strip().rpartition(" ")[2]
    assert [one["key"] for one in shell.json()] == [key]
    assert f"somebody without a name ({key})  1 photo\n" == shell("people")
    assert shell.states(3)[0] == (key, "confirmed")
    assert shell("people", "rename", key, "Eva") == "Renamed “somebody without a name” to “Eva”.\n"


def test_hidden_people_are_listed_on_demand(shell: Shell) -> None:
    shell("people", "name", str(shell.json("groups")[0]["group"]), "Ana")
    assert shell("people", "hide", "Ana") == "Ana is hidden. To show them again: photon people show Ana\n"
    assert shell.json() == []
    assert shell.states(2) == [(None, "unknown")]
    assert [one["person"] for one in shell.json("--hidden")] == ["Ana"]
    assert shell("people", "show", "Ana") == "Ana is shown again.\n"
    assert shell.states(2) == [("Ana", "confirmed")]


def test_finding_people_is_started_stopped_and_deleted(shell: Shell) -> None:
    def is_on() -> bool:
        with open_library(shell.library, writable=False) as library:
            return settings.get(library, FIND_PEOPLE)

    assert not is_on()
    assert "on this computer" in shell("people", "start")
    assert is_on()
    assert shell("people") == "Nobody has a name yet. For faces to name: photon people groups\n"
    shell("people", "name", str(shell.json("groups")[0]["group"]), "Ana")
    assert "all names, stay" in shell("people", "stop")
    assert not is_on()
    assert "names that you gave are kept" in shell("people", "delete")
    assert shell("people", "groups") == "There are no groups of faces yet.\n"
    assert [one["photos"] for one in shell.json()] == [3]
    assert "photon undo" in shell("people", "delete", "--names")
    assert shell.json() == []
    assert "deleted all people" in shell("undo")
    assert [one["person"] for one in shell.json()] == ["Ana"]
