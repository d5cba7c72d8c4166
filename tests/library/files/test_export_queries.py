"""Where exports go: which watched folder is around them, and which of their names the library has."""

from pathlib import Path

import pytest

from photon.library import Library
from photon.library.files.export_queries import names_below, watched_around
from photon.library.photos import folders
from tests.library.decisions.decided import add


@pytest.fixture
def root(library: Library, tmp_path: Path) -> str:
    """A watched folder with two photos in the folder ``in``."""
    (tmp_path / "pictures").mkdir()
    add(library, folders.add(library, str(tmp_path / "pictures")).id, [1, 2])
    return str(tmp_path / "pictures")


@pytest.mark.parametrize(
    ("inner", "is_watched"),
    [("pictures", True), ("pictures/in", True), ("pictures/not/there", True), ("pictures2", False), ("", False)],
)
def test_a_folder_is_watched_from_the_root_down(library: Library, root: str, inner: str, is_watched: bool) -> None:
    assert watched_around(library, str(Path(root).parent / inner)) == (root if is_watched else "")


@pytest.mark.parametrize(
    ("inner", "names"),
    [
        ("/in", {"1.jpg", "2.jpg"}),
        ("/in/", {"1.jpg", "2.jpg"}),
        ("", {"in/1.jpg", "in/2.jpg"}),
        ("/i", set()),
        ("/in/1.jpg", set()),
        ("/in2", set()),
        ("2", set()),
    ],
)
def test_only_names_below_the_folder_are_taken(library: Library, root: str, inner: str, names: set[str]) -> None:
    (Path(root).parent / "pictures2").mkdir()
    folders.add(library, f"{root}2")
    assert names_below(library, root + inner) == names


def test_names_of_watched_folders_below_are_taken_with_their_folder_and_also_those_of_missing_photos(
    library: Library, root: str
) -> None:
    library.db.execute("UPDATE files SET missing = '2026-01-01T00:00:00Z' WHERE relative = 'in/1.jpg'")
    assert names_below(library, str(Path(root).parent)) == {"pictures/in/1.jpg", "pictures/in/2.jpg"}
    assert names_below(library, "/") == {f"{root}/in/{name}.jpg".removeprefix("/") for name in (1, 2)}
