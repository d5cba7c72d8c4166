"""Watched folders: nesting, counts, offline."""

from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library import Library
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found


def test_a_subfolder_of_a_watched_folder_is_covered(library: Library, folder: int, tmp_path: Path) -> None:
    (tmp_path / "photos" / "inner").mkdir()
    assert folders.add(library, str(tmp_path / "photos" / "inner")).id == folder


def test_a_parent_folder_absorbs_watched_subfolders(library: Library, tmp_path: Path, reading) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    first = folders.add(library, str(inner))
    (photo,) = files.record(library, [(Found(first.id, "x.jpg", 1, 1), reading("x"))]).photos
    outer = folders.add(library, str(tmp_path / "a"))
    assert [f.path for f in folders.all_folders(library)] == [outer.path]
    assert photos.paths(library, [photo]) == {photo: str(inner / "x.jpg")}
    assert photos.at(library, str(inner / "x.jpg")) == photo
    assert photos.below(library, str(inner)) == {photo}
    assert photos.below(library, str(tmp_path / "a" / "bb")) == set()
    assert [(f.path, f.photos) for f in folders.subfolders(library)] == [(str(inner), 1)]


def test_folders_are_listed_without_numbers_too(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
    folders.mark_offline(library, folder, offline=True)
    (counted,) = folders.all_folders(library)
    assert folders.uncounted(library) == [replace(counted, photos=0)]
    assert counted.photos == 1


def test_a_photo_counts_once_in_every_parent_directory(library: Library, tmp_path: Path, reading) -> None:
    watched = folders.add(library, str(tmp_path))
    for path, content in (("a/b/x.jpg", "x"), ("a/c/copy.jpg", "x"), ("a/c/again.jpg", "x"), ("a/c/y.jpg", "y")):
        files.record(library, [(Found(watched.id, path, 1, 1), reading(content))])
    counts = {Path(f.path).relative_to(tmp_path).as_posix(): f.photos for f in folders.all_levels(library)}
    assert counts == {".": 2, "a": 2, "a/b": 1, "a/c": 2}
    assert [f.photos for f in folders.all_folders(library)] == [2]


def test_photos_with_files_in_the_watched_folder_itself_count_once(library: Library, tmp_path: Path, reading) -> None:
    watched = folders.add(library, str(tmp_path))
    for path, content in (("x.jpg", "x"), ("again.jpg", "x"), ("ä b/c/x.jpg", "x"), ("y.jpg", "y"), ("d/z.jpg", "z")):
        files.record(library, [(Found(watched.id, path, 1, 1), reading(content))])
    counts = {Path(f.path).relative_to(tmp_path).as_posix(): f.photos for f in folders.all_levels(library)}
    assert counts == {".": 3, "ä b": 1, "ä b/c": 1, "d": 1}


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_invalid_folders_are_refused_with_a_hint(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(PhotonError) as caught:
        folders.add(library, str(tmp_path / name))
    assert caught.value.hint


def test_offline_folders_hide_nothing(library: Library, folder: int, reading) -> None:
    (photo,) = files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))]).photos
    assert folders.mark_offline(library, folder, offline=True)
    assert not folders.mark_offline(library, folder, offline=True)
    assert photos.cards(library, [photo])[photo].offline
    assert photos.in_order(library, "newest") == [photo]
