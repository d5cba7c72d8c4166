"""``photon stacks``."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos."""
    return make_rated_library(tmp_path, {1: 5})


def listed(directory: Path, capsys: Said) -> list[list[str]]:
    capsys.readouterr()
    assert photon(directory, "stacks", "list", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(one["top"] == one["photos"][0] for one in found)
    return [[Path(path).name for path in one["photos"]] for one in found]


def paths(directory: Path) -> list[Path]:
    with open_library(directory, writable=False) as library:
        rows = library.db.execute(
            "SELECT d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id ORDER BY 2"
        )
        return [Path(*row) for row in rows]


def test_stacks_are_created_listed_and_dissolved(directory: Path, capsys: Said) -> None:
    files = paths(directory)
    names = [path.name for path in files]
    assert photon(directory, "stacks", "list") == 0
    assert "No stacks yet" in capsys.readouterr().out
    assert photon(directory, "stacks", "make", str(files[2]), str(files[0])) == 0
    assert "Stacked 2 photos." in capsys.readouterr().out
    assert listed(directory, capsys) == [[names[2], names[0]]]
    assert photon(directory, "stacks", "dissolve", "--query", "in:stack") == 0
    assert "Dissolved 1 stack." in capsys.readouterr().out
    assert listed(directory, capsys) == []
    assert photon(directory, "undo", "--list", "--json") == 0
    (last, *_) = map(json.loads, capsys.readouterr().out.splitlines())
    assert last["name"] == "dissolved 1 stack"
    assert photon(directory, "undo", str(last["step"])) == 0
    assert listed(directory, capsys) == [[names[2], names[0]]]
    assert photon(directory, "stacks", "list") == 0
    assert f"\n  {files[0]}" in capsys.readouterr().out


def test_one_photo_is_taken_out_of_its_stack(directory: Path, capsys: Said) -> None:
    files = paths(directory)[:3]
    assert photon(directory, "stacks", "make", *map(str, files)) == 0
    assert photon(directory, "stacks", "remove", str(files[1])) == 0
    assert "Took 1 photo out of its stack." in capsys.readouterr().out
    assert listed(directory, capsys) == [[files[0].name, files[2].name]]
    assert photon(directory, "stacks", "remove", str(files[1])) == 0
    assert "None of these photos is in a stack." in capsys.readouterr().out
    assert photon(directory, "undo") == 0
    assert listed(directory, capsys) == [[path.name for path in files]]


def test_a_search_answers_by_stacks(directory: Path, tmp_path: Path, capsys: Said) -> None:
    files = paths(directory)
    assert photon(directory, "stacks", "make", str(files[2]), str(files[0])) == 0
    capsys.readouterr()
    assert photon(directory, "search", "is:stacked", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert photon(directory, "search", "is:stacked", "--stacks", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["path"] == str(files[2])
    assert found["stack"] == {"matching": 2, "photos": [str(files[2]), str(files[0])]}
    assert photon(directory, "search", f'"{files[0].name}"', "--stacks") == 0
    said = capsys.readouterr().out
    assert f"{files[0]} (1 of 2 photos in this stack matches)" in said
    assert photon(directory, "search", "in:stack", "--stacks") == 0
    assert f"{files[2]} (stack of 2 photos)" in capsys.readouterr().out
    (tmp_path / "queries.txt").write_text(f'"{files[0].name}"\n"{files[1].name}"', encoding="utf-8")
    assert photon(directory, "search", "--stacks", "--queries", str(tmp_path / "queries.txt")) == 0
    first, second = (json.loads(line)["hits"][0]["stack"] for line in capsys.readouterr().out.splitlines())
    assert (first["matching"], second) == (1, None)


def test_invalid_stacks_are_refused(directory: Path, capsys: Said) -> None:
    one = str(paths(directory)[0])
    assert photon(directory, "stacks", "make", one) == 1
    assert "at least two photos" in capsys.readouterr().err
    assert photon(directory, "stacks", "make") == 1
    assert "No photos are named" in capsys.readouterr().err
    assert photon(directory, "stacks", "dissolve", one) == 0
    assert "Dissolved 0 stacks." in capsys.readouterr().out
    assert photon(directory, "stacks", "bursts", "--dry-run") == 0
    assert "no bursts" in capsys.readouterr().out
