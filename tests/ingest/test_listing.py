"""What a listing contains, skips and reports."""

import os
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from photon.ingest.file_reading import compare, gone
from photon.ingest.listing import Kinds, list_folder
from photon.ingest.sidecars import beside, beside_one
from photon.library.photos.file_states import FileState
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.sidecar.sidecar import listing_of

KINDS = Kinds(is_photo, is_video, is_other_picture)


def _touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def test_photos_below_are_found_with_size_and_time(tmp_path: Path) -> None:
    _touch(tmp_path, "a.jpg", "deep/er/b.HEIC", "notes.txt", "c.nef", ".dotted.jpg", ".jpg")
    listing = list_folder(str(tmp_path), KINDS)
    assert set(listing.files) == {"a.jpg", "deep/er/b.HEIC", "c.nef", ".dotted.jpg"}
    assert listing.files["a.jpg"] == (1, (tmp_path / "a.jpg").stat().st_mtime_ns)
    assert listing.problems == {}


@pytest.mark.parametrize(
    "name",
    [".hidden/a.jpg", "@eaDir/a.jpg", ".thumbnails/a.jpg", "x.lrdata/a.jpg", "#recycle/a.jpg", "._a.jpg",
     ".Trash-1000/a.jpg", "$RECYCLE.BIN/a.jpg", "proxies/a.jpg"],
)  # fmt: skip
def test_folders_of_other_programs_and_junk_are_skipped(tmp_path: Path, name: str) -> None:
    _touch(tmp_path, name, "kept.jpg")
    assert set(list_folder(str(tmp_path), KINDS, ["Proxies"]).files) == {"kept.jpg"}
    inner = name.rpartition("/")[0]
    if inner:
        assert list_folder(str(tmp_path), KINDS, ["Proxies"], inner).files == {}


@pytest.mark.parametrize(
    "pattern",
    ["*.jpg", "IMG*", "img_[12].*", "*_1.j?g", "*.pg", "g", "*g", "img_1.jpg", "*[g]", "*[.]jpg", ".*", "[", "*.jpg]"],
)  # fmt: skip
def test_patterns_skip_files_as_fnmatch_says(tmp_path: Path, pattern: str) -> None:
    names = ("img_1.jpg", "IMG_2.JPG", "img_3.png", "x[.jpg", "ä_1.jpg", "a.b.JpG", "z.jpeg", "clip.MOV")
    _touch(tmp_path, *names)
    wanted = {name for name in names if not fnmatchcase(name.lower(), pattern.lower())}
    assert set(list_folder(str(tmp_path), KINDS, [pattern]).files) == wanted


def test_a_folder_with_nomedia_is_skipped(tmp_path: Path) -> None:
    _touch(tmp_path, "private/.nomedia", "private/a.jpg", "private/deeper/b.jpg", "c.jpg")
    assert set(list_folder(str(tmp_path), KINDS).files) == {"c.jpg"}
    assert list_folder(str(tmp_path), KINDS, (), "private/deeper").files == {}


def test_pipes_loops_dead_links_and_odd_names_are_one_line_each(tmp_path: Path) -> None:
    _touch(tmp_path, "film.mp4", "inner/a.jpg", "old.jp2")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.jpg"))).write_bytes(b"x")
    listing = list_folder(str(tmp_path), KINDS)
    assert set(listing.files) == {"film.mp4", "inner/a.jpg"}
    kinds = {problem.kind for problem in listing.problems.values()}
    assert kinds == {"not-a-file", "loop", "vanished", "name", "unsupported"}
    assert all(problem.message and problem.path.isprintable() for problem in listing.problems.values())


def test_a_link_out_of_the_folder_is_followed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.ingest.listing.SYSTEM", ("/proc", "/sys"))  # tests may keep their files below /dev/shm
    _touch(tmp_path / "elsewhere", "a.jpg")
    (tmp_path / "root").mkdir()
    for name in ("one", "two"):
        (tmp_path / "root" / name).symlink_to(tmp_path / "elsewhere")
    assert len(list_folder(str(tmp_path / "root"), KINDS).files) == 1


def test_a_link_inside_does_not_hide_the_real_folder(tmp_path: Path) -> None:
    _touch(tmp_path, "z/a.jpg")
    (tmp_path / "a").symlink_to(tmp_path / "z")
    assert set(list_folder(str(tmp_path), KINDS).files) == {"z/a.jpg"}


def test_a_shallow_listing_reports_missing_files_only_where_it_looked(tmp_path: Path) -> None:
    _touch(tmp_path, "in/a.jpg", "in/sub/b.jpg")
    listing = list_folder(str(tmp_path), KINDS, (), "in", deep=False)
    assert set(listing.files) == {"in/a.jpg"}
    believed = {"in/a.jpg", "in/lost.jpg", "in/sub/b.jpg", "in/lost/c.jpg", "other/d.jpg"}
    assert set(gone(listing, believed - listing.files.keys())) == {"in/lost.jpg", "in/lost/c.jpg"}


def test_nothing_is_concluded_from_an_offline_folder(tmp_path: Path) -> None:
    assert gone(list_folder(str(tmp_path / "away"), KINDS), {"a.jpg"}) == []
    _touch(tmp_path, "other.jpg")
    assert gone(list_folder(str(tmp_path), KINDS), {"a.jpg"}) == ["a.jpg"]


def test_nothing_is_concluded_about_an_unreadable_subfolder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _touch(tmp_path, "open/a.jpg", "shut/b.jpg")
    real = os.scandir

    def scandir(path: str):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    listing = list_folder(str(tmp_path), KINDS)
    assert gone(listing, {"shut/b.jpg", "c.jpg"}) == ["c.jpg"]
    assert [problem.kind for problem in listing.problems.values()] == ["unreadable"]


def test_only_new_and_changed_files_are_read_newest_first(tmp_path: Path) -> None:
    _touch(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    os.utime(tmp_path / "a.jpg", ns=(5, 5))
    os.utime(tmp_path / "b.jpg", ns=(9, 9))
    os.utime(tmp_path / "c.jpg", ns=(7, 7))
    seen = compare(1, list_folder(str(tmp_path), KINDS), [FileState("c.jpg", 1, 7, None, "", is_photo=True)])
    assert [f.relative for f in seen.fresh] == ["b.jpg", "a.jpg"]


def test_sidecars_of_a_single_photo_are_reported_as_in_a_listing(tmp_path: Path) -> None:
    _touch(tmp_path, "a.jpg", "a.CR2", "b.jpg", "c.jpg", ".d.jpg")
    _touch(tmp_path, "a.xmp", "A.XMP", "a.jpg.xmp", "b.jpg.json", "b.xmp", ".d.jpg.xmp")
    told = beside(list_folder(str(tmp_path), KINDS, deep=False))
    for name in ("a.jpg", "a.CR2", "b.jpg", "c.jpg", ".d.jpg"):
        path = str(tmp_path / name)
        assert beside_one(path, listing_of(tmp_path).beside(path)) == told.get(name, "")


@pytest.mark.parametrize("name", [".picasa.ini", "Picasa.ini"])
def test_picasa_s_file_belongs_to_all_photos_of_its_folder(tmp_path: Path, name: str) -> None:
    _touch(tmp_path, "a.jpg", "a.xmp", "b.jpg", f"in/{name}", "in/c.jpg", "in/d.jpg", "in/deep/e.jpg")
    listing = list_folder(str(tmp_path), KINDS)
    told = beside(listing)
    assert {one for one in told if name in told[one]} == {"in/c.jpg", "in/d.jpg"}
    assert sorted(listing.files) == ["a.jpg", "b.jpg", "in/c.jpg", "in/d.jpg", "in/deep/e.jpg"]
    path = str(tmp_path / "in" / "c.jpg")
    assert beside_one(path, listing_of(tmp_path / "in").beside(path)) == told["in/c.jpg"]


def test_a_listing_ends_at_once_when_it_is_stopped_and_says_so(tmp_path: Path) -> None:
    _touch(tmp_path, *(f"{number}.jpg" for number in range(9)), "deep/a.jpg")
    answers = iter([False, False, True, False])  # what is stopped stays so
    listing = list_folder(str(tmp_path), KINDS, stop=lambda: next(answers))
    assert listing.is_stopped
    assert len(listing.files) == 2
    assert not list_folder(str(tmp_path), KINDS).is_stopped
