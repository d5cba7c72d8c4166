"""Many photos go to the bin only after a question, and a command for files says which it means."""

import io
import json
from pathlib import Path

import pytest

from photon.cli.organize import bin as bin_commands
from tests.cli.kit.test_commands import photon
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(bin_commands, "MANY", 2)
    for number, name in enumerate("abc"):
        draw(tmp_path / "photos" / f"{name}.jpg", seed=number, size=(16, 12))
    photon(tmp_path / "library", "index", str(tmp_path / "photos"))
    return tmp_path


def left(place: Path) -> list[str]:
    return sorted(path.stem for path in (place / "photos").iterdir())


@pytest.mark.parametrize(
    ("number", "said", "words", "asks", "go"),
    [
        (3, "n", (), True, 0),
        (3, "", (), True, 0),
        (3, "y", (), True, 3),
        (3, "n", ("--yes",), False, 3),
        (2, "n", (), False, 2),
        (3, "n", ("--dry-run",), False, 0),
    ],
)
def test_many_photos_go_only_if_a_person_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, words: tuple[str, ...], asks: bool, go: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n"))
    names = [str(place / "photos" / f"{name}.jpg") for name in "abc"[:number]]
    done = photon(place / "library", "bin", "put", *names, *words)
    assert ("Move 3 photos to the bin?" in done.stderr) is asks
    assert left(place) == list("abc"[go:])


def test_a_command_says_which_files_it_means(place: Path) -> None:
    library, photos = place / "library", place / "photos"
    assert "Say which" in photon(library, "bin", "put", code=2).stderr
    assert "Say which" in photon(library, "bin", "restore", code=2).stderr
    put = [photon(library, "bin", "put", str(photos / f"{name}.jpg"), "--json").stdout for name in "ab"]
    batches = [str(json.loads(line)["batch"]) for line in put]
    ids = {Path(one["path"]).stem: str(one["id"])
           for one in map(json.loads, photon(library, "bin", "list", "--json").stdout.splitlines())}  # fmt: skip
    assert "Say which" in photon(library, "bin", "restore", ids["a"], "--batch", batches[0], code=2).stderr
    for words in ((ids["a"],), ("--batch", batches[0])):
        dry = photon(library, "bin", "restore", *words, "--dry-run")
        assert dry.stdout.splitlines() == [str(photos / "a.jpg")]
    assert left(place) == ["c"]
    assert "Restored 1 photo." in photon(library, "bin", "restore", "--batch", batches[1]).stdout
    assert left(place) == ["b", "c"]


def test_files_that_cannot_go_end_the_command_with_an_error(place: Path) -> None:
    library, changed, fine = place / "library", place / "photos" / "a.jpg", place / "photos" / "b.jpg"
    changed.write_bytes(b"edited meanwhile")
    photon(library, "bin", "put", str(changed), str(fine))  # something was moved
    assert left(place) == ["a", "c"]
    refused = photon(library, "bin", "put", str(changed), code=1)
    assert str(changed) in refused.stderr
    assert changed.read_bytes() == b"edited meanwhile"
