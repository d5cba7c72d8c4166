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
