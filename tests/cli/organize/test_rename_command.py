"""Photos are renamed only when a person says so, and a command says what it means."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.kit.test_commands import photon
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for number, name in enumerate("ab"):
        draw(tmp_path / "photos" / f"{name}.jpg", seed=number, size=(16, 12))
    photon(tmp_path / "library", "index", str(tmp_path / "photos"))
    return tmp_path


def left(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place / "photos")) for path in (place / "photos").rglob("*.jpg"))


@pytest.mark.parametrize(
    ("said", "words", "asks", "shows", "renames"),
    [
        ("n", (), True, True, False),
        ("", (), True, True, False),
        ("y", (), True, True, True),
        ("n", ("--yes",), False, False, True),
        ("y", ("--dry-run",), False, True, False),
        ("y", ("--dry-run", "--yes"), False, True, False),
        ("y", ("--json",), True, True, True),
    ],
)
def test_photos_are_renamed_only_if_a_person_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch, said: str, words: tuple[str, ...], asks: bool, shows: bool,
    renames: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n"))
    done = photon(place / "library", "rename", str(place / "photos"), "--template", "x{number}", *words)
    assert ("Rename 2 photos?" in done.stderr) is asks
    assert (str(place / "photos" / "x1.jpg") in done.stdout) is shows
    assert left(place) == (["x1.jpg", "x2.jpg"] if renames else ["a.jpg", "b.jpg"])


def test_a_renaming_says_what_it_means(place: Path) -> None:
    library, photo = place / "library", str(place / "photos" / "a.jpg")
    for words in (
        (),
        ("--template", "x", "--list"),
        ("--undo", "1", "--list"),
        (photo, "--list"),
        (photo, "--undo", "1"),
    ):
        assert "Say what to do" in photon(library, "rename", *words, code=2).stderr
    assert "Say which photos" in photon(library, "rename", "--template", "x", code=2).stderr
    assert "Nothing was renamed yet." in photon(library, "rename", "--list").stdout
    assert photon(library, "rename", "--list", "--json").stdout == ""
    assert "Nothing to rename." in photon(library, "rename", photo, "--template", "{name}", "--yes").stdout
    assert "no renaming 9" in photon(library, "rename", "--undo", "9", code=1).stderr


def test_the_list_of_renamings_says_which_were_undone(place: Path) -> None:
    library, photo = place / "library", str(place / "photos" / "a.jpg")
    into = ("--into", str(place / "photos" / "sub"))
    assert "To undo: photon rename --undo" in photon(
        library, "rename", photo, "--template", "x", "--yes", *into
    ).stdout  # fmt: skip
    assert left(place) == ["b.jpg", "sub/x.jpg"]
    (line,) = photon(library, "rename", "--list").stdout.splitlines()
    assert line.endswith("1 file")
    number = line.split()[0]
    back = photon(library, "rename", "--undo", number, "--json")
    assert json.loads(back.stdout) == {"path": photo}
    assert "1 photo has its former name again." in back.stderr
    (line,) = photon(library, "rename", "--list").stdout.splitlines()
    assert line.endswith("1 file, undone")
    (told,) = map(json.loads, photon(library, "rename", "--list", "--json").stdout.splitlines())
    assert (told["files"], told["renamed"]) == (1, 0)


def test_a_name_that_is_taken_renames_nothing(place: Path) -> None:
    done = photon(place / "library", "rename", str(place / "photos"), "--template", "x", "--yes", code=1)
    assert "gets that name" in done.stderr
    assert "Nothing was renamed." in done.stderr
    assert left(place) == ["a.jpg", "b.jpg"]


def test_files_that_cannot_get_their_former_name_are_an_error(place: Path) -> None:
    library, photo = place / "library", place / "photos" / "a.jpg"
    photon(library, "rename", str(photo), "--template", "x", "--yes")
    photo.write_bytes(b"of another program")
    (number, *_) = photon(library, "rename", "--list").stdout.split()
    assert "another file has this name" in photon(library, "rename", "--undo", number, code=1).stderr
    assert left(place) == ["a.jpg", "b.jpg", "x.jpg"]
    assert photo.read_bytes() == b"of another program"
