"""Photos go to the bin and get new names by commands, each with a dry run and a way to undo it."""

import json
from pathlib import Path

import pytest

from tests.cli.kit.test_commands import photon
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg")):
        draw(tmp_path / "photos" / name, seed=number, size=(16, 12))
    (tmp_path / "photos" / "a.jpg.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    photon(tmp_path / "library", "index", str(tmp_path / "photos"))
    return tmp_path


def test_bin_and_rename(place: Path) -> None:
    library, photo = place / "library", str(place / "photos" / "a.jpg")
    before = sorted(path.name for path in (place / "photos").iterdir())
    dry = photon(library, "bin", "put", photo, "--dry-run", "--json")
    assert json.loads(dry.stdout)["with"] == [f"{photo}.xmp"]
    assert sorted(path.name for path in (place / "photos").iterdir()) == before
    photon(library, "bin", "put", photo)
    assert [path.name for path in (place / "photos").iterdir()] == ["b.jpg"]
    (one,) = map(json.loads, photon(library, "bin", "list", "--json").stdout.splitlines())
    assert (one["path"], one["with"]) == (photo, [f"{photo}.xmp"])
    photon(library, "bin", "restore", str(one["id"]))
    assert sorted(path.name for path in (place / "photos").iterdir()) == before
    named = photon(library, "rename", photo, "--template", "lake", "--yes", "--json")
    assert [json.loads(line)["to"] for line in named.stdout.splitlines()] == [
        str(place / "photos" / name) for name in ("lake.jpg", "lake.jpg.xmp")
    ]
    (batch,) = map(json.loads, photon(library, "rename", "--list", "--json").stdout.splitlines())
    photon(library, "rename", "--undo", str(batch["number"]))
    assert sorted(path.name for path in (place / "photos").iterdir()) == before


def test_where_files_cannot_go_back_undo_says_how_to_undo_something_else(place: Path) -> None:
    library, photo = place / "library", place / "photos" / "a.jpg"
    photon(library, "albums", "make", "Lake", str(place / "photos" / "b.jpg"))
    photon(library, "rename", str(photo), "--template", "lake", "--yes")
    photo.write_bytes(b"another photo")
    refused = photon(library, "undo", code=1)
    assert "photon undo STEP" in refused.stderr
    assert photo.read_bytes() == b"another photo"
    (step,) = [one for line in photon(library, "undo", "--list", "--json").stdout.splitlines()
               if "Lake" in (one := json.loads(line))["name"]]  # fmt: skip
    assert "Lake" in photon(library, "undo", str(step["step"])).stdout
    assert "Lake" not in photon(library, "albums", "list").stdout


def test_undo_without_a_number_takes_back_what_was_moved_last_and_then_what_was_decided(place: Path) -> None:
    library, photo = place / "library", str(place / "photos" / "a.jpg")
    names = sorted(path.name for path in (place / "photos").iterdir())
    photon(library, "albums", "make", "Lake", photo)
    photon(library, "rename", photo, "--template", "lake", "--yes")
    photon(library, "bin", "put", str(place / "photos" / "b.jpg"))
    assert photon(library, "undo").stdout == "Undid: moved 1 photo to the bin\n"
    assert sorted(path.name for path in (place / "photos").iterdir()) == ["b.jpg", "lake.jpg", "lake.jpg.xmp"]
    assert photon(library, "undo").stdout == "Undid: renamed 1 photo\n"
    assert sorted(path.name for path in (place / "photos").iterdir()) == names
    assert "Lake" in photon(library, "albums", "list").stdout
    assert photon(library, "undo").stdout == "Undid: made the album “Lake”\n"
    assert "Lake" not in photon(library, "albums", "list").stdout
    done = photon(library, "undo", code=1)  # that the folder was added
    assert "There is nothing to undo." in done.stderr
    refused = photon(library, "undo", "1", code=1)
    assert "added or removed a folder" in refused.stderr
