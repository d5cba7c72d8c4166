"""Parts of an export on their own: what a copy needs, which names are free, which files name albums."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.export import album_memory
from photon.app.export.album_memory import AlbumMemory
from photon.app.export.copy_metadata import CopyMetadata
from photon.app.export.export_places import FreeNames, as_it_is, found_of, free_bytes, usable_file, usable_folder
from photon.app.export.export_tables import TableLines, write_table
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Facts, PhotonError
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.export_recipe import CopyContents, ExportPhoto, FileChoice, Reencode, TableChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.photo.file_time import modified_ns
from photon.export.journal import ExportedFile

PLAIN = CopyMetadata(None, frozenset(), frozenset(), has_unwanted=False)
WORDS = MetadataEdit((("sea",),), "By the sea", "Morning", 5.0)


@pytest.mark.parametrize(
    ("changed", "is_untouched", "has_state"),
    [
        ({}, True, False),
        ({"words": WORDS}, False, True),
        ({"has_unwanted": True}, False, True),
        ({"turn": 6}, False, True),
        ({"names": frozenset({"Ben"})}, True, True),
        ({"unwanted": frozenset({"passport"})}, True, False),
    ],
)
def test_each_reason_to_write_into_a_copy(changed: dict[str, object], is_untouched: bool, has_state: bool) -> None:
    going = replace(PLAIN, **changed)
    assert (going.is_untouched, bool(going.state)) == (is_untouched, has_state)


def test_the_state_of_a_copy_changes_with_each_thing_in_it() -> None:
    full = CopyMetadata(WORDS, frozenset({"Ben"}), frozenset({"x"}), has_unwanted=True, turn=6)
    others = [
        replace(full, words=replace(WORDS, caption="At the sea")),
        replace(full, words=replace(WORDS, albums=AlbumWords())),
        replace(full, names=frozenset({"Ben", "Anna"})),
        replace(full, has_unwanted=False),
        replace(full, turn=1),
    ]
    assert len({one.state for one in (full, *others)}) == 6
    assert full.state == replace(full, unwanted=frozenset()).state
    recipe = full.recipe(FileChoice(redrawn=Reencode("jpeg", 60), carried=CopyContents(people=False)), 7)
    assert (recipe.words, recipe.names, recipe.unwanted, recipe.turn, recipe.mtime_ns, recipe.carried.people) == (
        WORDS, frozenset({"Ben"}), frozenset({"x"}), 6, 7, False
    )  # fmt: skip


def test_names_are_free_if_neither_a_file_nor_a_photo_has_them(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "A.jpg").touch()
    (tmp_path / "sub" / "b.jpg").touch()
    names = FreeNames(tmp_path, {"c.jpg", "sub/ä.jpg"})
    taken = ["a.jpg", "A.JPG", "C.jpg", "sub/B.jpg", "sub/A\u0308.jpg"]
    assert [names.is_free(name) for name in taken] == [False] * 5
    assert all(map(names.is_free, ["b.jpg", "sub/a.jpg", "sub/c.jpg", "new/A.jpg"]))


@pytest.mark.parametrize(
    ("size", "beside", "has_sidecar", "expected"),
    [
        (4, "", False, "whole"),
        (4, "a.xmp", False, "whole"),
        (5, "", False, "gone"),
        (5, "a.xmp", True, "gone"),  # another file has the name
        (None, "", False, "gone"),
        (None, "a.xmp", False, "gone"),
        (None, "a.xmp", True, "begun"),
    ],
)
def test_how_much_of_an_earlier_copy_is_there(
    tmp_path: Path, size: int | None, beside: str, has_sidecar: bool, expected: str
) -> None:
    if size is not None:
        (tmp_path / "a.jpg").write_bytes(b"x" * size)
    if has_sidecar:
        (tmp_path / "a.xmp").touch()
    assert found_of(tmp_path, ExportedFile("/p/a.jpg", 9, 9, "a.jpg", 4, beside=beside)) == expected


def test_a_photo_is_exported_as_its_file_is_now(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"four")
    now = modified_ns(path.stat())
    same = ExportPhoto(1, str(path), 4, now, names_albums=True)
    assert as_it_is(same) == same
    for known in (replace(same, size=3), replace(same, mtime_ns=now - 1)):
        assert as_it_is(known) == replace(same, names_albums=None)
    gone = replace(same, path=str(tmp_path / "none.jpg"))
    assert as_it_is(gone).obstacle == "missing"
    assert as_it_is(replace(gone, obstacle="offline")).obstacle == "offline"


def test_places_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert usable_folder(str(tmp_path / "link" / "new")) == tmp_path / "real" / "new"
    assert usable_file(str(tmp_path / "new" / "list.csv")) == tmp_path / "new" / "list.csv"
    for wrong in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(PhotonError, match="is a file"):
            usable_folder(str(wrong))
    with pytest.raises(PhotonError, match="is a folder"):
        usable_file(str(tmp_path / "real"))
    here = free_bytes(tmp_path)  # other programs write meanwhile
    assert free_bytes(tmp_path / "not" / "there") == pytest.approx(here, rel=0.1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("known", "is_current", "in_file", "in_sidecar", "reads", "expected"),
    [
        (False, True, True, False, False, False),  # the library knows better than the file
        (True, True, False, False, False, True),
        (False, True, False, True, False, True),
        (False, False, True, False, True, True),
        (True, False, False, False, True, False),
        (None, True, True, False, True, True),
        (None, True, False, True, True, True),
        (None, True, False, False, True, False),
    ],
)
def test_a_file_is_read_only_if_the_library_does_not_know_it(
    tmp_path: Path, store: LibraryThreads, monkeypatch: pytest.MonkeyPatch, known: bool | None, is_current: bool,
    in_file: bool, in_sidecar: bool, reads: bool, expected: bool,
) -> None:  # fmt: skip
    path = tmp_path / "a.jpg"
    path.write_bytes(b"four")
    read: list[str] = []

    def look(path: str) -> bool:
        read.append(path)
        return in_file

    monkeypatch.setattr(album_memory, "file_names_albums", look)
    monkeypatch.setattr(album_memory, "sidecar_names_albums", lambda _: in_sidecar)
    photo = ExportPhoto(1, str(path), 4 if is_current else 5, modified_ns(path.stat()), names_albums=known)
    assert AlbumMemory(store).names_albums(photo) is expected
    assert bool(read) is reads


def record(photo: int, *keywords: tuple[str, ...]) -> PhotoRecord:
    return PhotoRecord(photo, f"/p/{photo}.jpg", 9, 9, "2026", Facts("JPEG", 4, 3), keywords=keywords)


def test_a_table_leaves_out_what_must_not_go_out_and_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.app.export.export_tables._PORTION", 2)
    progress: list[tuple[int, int]] = []

    def read(some: Sequence[int]) -> list[PhotoRecord]:
        return [record(photo, ("lake",), ("passport",), ("passport", "mine")) for photo in some]

    def lines(stop_after: int = 9) -> TableLines:
        progress.clear()
        unwanted = frozenset({tag_key(("passport",))})
        return TableLines(
            read, [1, 2, 3], unwanted, lambda *so_far: progress.append(so_far), lambda: len(progress) >= stop_after
        )

    whole = lines()
    assert [one.keywords for one in whole] == [(("lake",),)] * 3
    assert (whole.count, whole.is_whole, progress) == (3, True, [(2, 3), (3, 3)])
    place = tmp_path / "out" / "list.csv"
    stopped = write_table(lines(1), TableChoice(("path",), "csv"), place)
    assert (stopped.made, stopped.is_whole, list(place.parent.iterdir())) == ((), False, [])
    done = write_table(lines(), TableChoice(("path",), "csv"), place)
    assert (done.made, done.lines, done.is_whole) == (("list.csv",), 3, True)
    again = write_table(lines(), TableChoice(("path",), "csv"), place)
    assert again.made == ("list (2).csv",)
    assert place.read_text().splitlines()[-1] == "/p/3.jpg"


def test_a_table_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    lines = TableLines(lambda some: [record(one) for one in some], [1], frozenset(), lambda *_: None, lambda: False)
    with pytest.raises(PhotonError, match="disk is full"):
        write_table(lines, TableChoice(("path",), "csv"), tmp_path / "list.csv")
    assert list(tmp_path.iterdir()) == []
