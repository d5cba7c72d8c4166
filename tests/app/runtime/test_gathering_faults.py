"""Watched folders that are offline or emptied, moved and replaced files, links, and files that cause errors."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.indexing import folder_scanner as gathering_module
from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.folder_scanner import FolderScanner
from photon.app.indexing.scan_requests import ScanRequest
from photon.app.runtime.events import Events
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Problem, Reading
from photon.library.db import cache_schema
from photon.library.files.import_outcome import ImportRecord
from photon.library.photos import files, folders, missing_batches, photos, problems, ratings
from photon.library.photos.found_files import Found
from tests import decoders_here
from tests.app.gathered import gather
from tests.decoders_here import DecodersHere
from tests.pictures import age, draw


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[LibraryThreads]:
    """A library that watches the empty folder ``photos``."""
    (tmp_path / "photos").mkdir()
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result()
    yield store
    store.close()


def _fill(root: Path, number: int, first: int = 0) -> None:
    for one in range(number):
        draw(root / f"{one}.png", "red", first + one)


def _state(store: LibraryThreads) -> tuple[int, bool, int]:
    """Return the photos, whether the folder is offline, and the missing photos."""
    (folder,) = folders.all_folders(store.here())
    return folder.photos, folder.offline, folder.missing


@pytest.mark.parametrize("left", [(), ("lost+found/",), (".Trash-1000/", "autorun.inf"), ("stray.jpg",)])
def test_the_empty_mount_point_of_an_offline_drive_is_no_loss(
    tmp_path: Path, watched: LibraryThreads, left: tuple[str, ...]
) -> None:
    root = tmp_path / "photos"
    _fill(root, 6)
    gather(watched)
    root.rename(tmp_path / "drive")
    root.mkdir()
    for name in left:
        if name.endswith("/"):
            (root / name).mkdir()
        elif name.endswith(".jpg"):
            draw(root / name, "blue")
        else:
            (root / name).write_text("x")
    gather(watched)
    assert _state(watched) == (6, True, 0)
    shutil.rmtree(root)
    (tmp_path / "drive").rename(root)
    gather(watched)
    assert _state(watched) == (6, False, 0)


def test_a_subfolder_is_not_scanned_alone_while_another_directory_replaces_the_root(
    tmp_path: Path, watched: LibraryThreads
) -> None:
    root = tmp_path / "photos"
    _fill(root / "in", 6)
    gather(watched)
    root.rename(tmp_path / "drive")
    (root / "in").mkdir(parents=True)
    losses = FileLosses(watched, History())
    gathering = FolderScanner(watched, DecodersHere(2), Progress(Events()), lambda: False, lambda _: None, losses)
    (folder,) = folders.all_folders(watched.here())
    gathering.requests.add(ScanRequest(folder.id, "in", deep=False))
    while not gathering.requests.idle:
        gathering.step()
    assert _state(watched) == (6, True, 0)


def test_an_emptied_folder_is_not_offline(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    _fill(root, 3)
    gather(watched)
    for photo in root.iterdir():
        photo.unlink()
    gather(watched)
    assert _state(watched) == (0, False, 0)


def test_a_drive_with_another_number_is_online_if_its_photos_exist(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    _fill(root, 6)
    gather(watched)
    shutil.copytree(root, tmp_path / "copy")  # other inodes and change times: the same photos on another drive
    shutil.rmtree(root)
    (tmp_path / "copy").rename(root)
    gather(watched)
    assert _state(watched) == (6, False, 0)
    (root / "0.png").unlink()
    gather(watched)
    assert _state(watched) == (5, False, 0)


def test_a_large_loss_is_counted_until_it_is_accepted(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    _fill(root / "in", 60)
    _fill(root / "out", 10, 1000)
    gather(watched)
    photo = photos.at(watched.here(), str(root / "in" / "7.png"))
    assert photo is not None
    watched.write(lambda lib: ratings.rate(lib, {photo: 5})).result()
    (root / "in").rename(tmp_path / "elsewhere")
    gather(watched)
    (folder,) = folders.all_folders(watched.here())
    missing = folder.missing
    assert missing > missing_batches.MANY
    (tmp_path / "elsewhere").rename(root / "in")
    gather(watched)
    assert _state(watched)[2] == 0
    assert photos.cards(watched.here(), [photo])[photo].rating == 5
    (root / "in").rename(tmp_path / "elsewhere")
    gather(watched)
    assert _state(watched)[2] == missing
    watched.write(lambda lib: missing_batches.accept(lib, folder.id)).result()
    assert _state(watched)[2] == 0
    (tmp_path / "elsewhere").rename(root / "back")
    gather(watched)
    assert photos.cards(watched.here(), [photo])[photo].rating == 5


def test_photos_deleted_a_few_at_a_time_add_up_to_a_large_loss(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    _fill(root, 60)
    gather(watched)
    for photo in sorted(root.iterdir()):
        photo.unlink()
        if len(list(root.iterdir())) % 20 == 0:
            gather(watched)
    assert _state(watched)[2] > missing_batches.MANY


def test_a_move_is_reported_with_its_folders_and_is_no_loss(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    _fill(root / "trip", 60)
    gather(watched)
    (root / "trip").rename(root / "holiday")
    gathering = gather(watched)
    assert _state(watched)[1:] == (False, 0)
    assert gathering.moves == {(str(root / "trip"), str(root / "holiday")): _state(watched)[0]}


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_noticed(tmp_path: Path, watched: LibraryThreads) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg", "red")
    gather(watched)
    before = photos.find_photo(watched.here(), 1)
    draw(tmp_path / "other.jpg", "blue", size=(80, 60))
    status, other = (root / "a.jpg").stat(), (tmp_path / "other.jpg").read_bytes()
    size = max(status.st_size, len(other))
    (root / "a.jpg").write_bytes((root / "a.jpg").read_bytes().ljust(size, b"\0"))
    os.utime(root / "a.jpg", ns=(0, 10**18))
    gather(watched)
    (tmp_path / "other.jpg").write_bytes(other.ljust(size, b"\0"))
    os.utime(tmp_path / "other.jpg", ns=(0, 10**18))
    (tmp_path / "other.jpg").rename(root / "a.jpg")
    gather(watched)
    after = photos.find_photo(watched.here(), 1)
    assert before is not None
    assert after is not None
    assert (before.facts.width, after.facts.width) != (80, 80)
    assert after.facts.width == 80


def test_of_many_files_with_changed_permissions_some_are_read_again(
    tmp_path: Path, watched: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering_module, "_MANY", 6)
    monkeypatch.setattr(gathering_module, "_SAMPLE", 3)
    root = tmp_path / "photos"
    _fill(root, 12)
    gather(watched)
    for photo in root.iterdir():
        photo.chmod(0o600)
    read: list[str] = []
    real = decoders_here.read
    monkeypatch.setattr(decoders_here, "read", lambda path: (read.append(path), real(path))[1])
    gather(watched)
    assert 3 <= len(read) <= 4
    stamp = watched.here().stamp()
    gather(watched)
    assert len(read) <= 4
    assert watched.here().stamp() == stamp


def test_an_error_in_one_file_affects_only_that_file(
    tmp_path: Path, watched: LibraryThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "photos"
    for name in ("a.jpg", "read.jpg", "record.jpg", "words.jpg", "z.jpg"):
        draw(root / name, "red", ord(name[0]) + len(name))
    real_read, real_place, real_told = decoders_here.read, files._record_file, gathering_module.import_record
    tries: list[str] = []

    def read(path: str) -> Reading:
        tries.append(Path(path).name)
        if path.endswith("read.jpg"):
            raise KeyError("a bug")
        return real_read(path)

    def place(db: object, found: Found, *more: object) -> tuple[int, ...]:
        if found.relative == "record.jpg":
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return real_place(db, found, *more)

    def told(photo: int, path: str, found: Found, account: object) -> ImportRecord:
        if found.relative == "words.jpg":
            raise RecursionError
        return real_told(photo, path, found, account)

    monkeypatch.setattr(decoders_here, "read", read)
    monkeypatch.setattr(files, "_record_file", place)
    monkeypatch.setattr(gathering_module, "import_record", told)
    gather(watched)
    there = {
        Path(path).name for path in photos.paths(watched.here(), photos.in_order(watched.here(), "newest")).values()
    }
    assert there == {"a.jpg", "words.jpg", "z.jpg"}
    listed = problems.all_problems(watched.here())
    assert {Path(one.path).name for one in listed} == {"read.jpg", "record.jpg", "words.jpg"}
    assert {one.kind for one in listed} == {"failed"}
    stamp, tried = watched.here().stamp(), len(tries)
    gather(watched)
    assert (watched.here().stamp(), len(tries)) == (stamp, tried)  # not retried forever
    monkeypatch.undo()
    gather(watched)
    assert len(problems.all_problems(watched.here())) == 3  # not before the file changes …
    age(root / "read.jpg", 60)
    gather(watched)
    assert {Path(one.path).name for one in problems.all_problems(watched.here())} == {"record.jpg", "words.jpg"}


def test_the_next_version_retries_failed_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    with monkeypatch.context() as failing:
        failing.setattr(files, "_record_file", _fail)
        gather(store)
    store.close()
    assert [one.kind for one in _problems_of(tmp_path / "library")] == ["failed"]
    version, statements = cache_schema._CACHE["failures"]
    monkeypatch.setitem(cache_schema._CACHE, "failures", (version + 1, statements))
    store = LibraryThreads(tmp_path / "library")
    gather(store)
    assert problems.all_problems(store.here()) == []
    assert len(photos.in_order(store.here(), "newest")) == 1
    store.close()


def _fail(*_: object) -> set[int]:
    raise KeyError


def _problems_of(library: Path) -> list[Problem]:
    store = LibraryThreads(library)
    found = problems.all_problems(store.here())
    store.close()
    return found


def test_a_picture_without_an_extension_is_added_where_most_files_are_photos(
    tmp_path: Path, watched: LibraryThreads
) -> None:
    root = tmp_path / "photos"
    for name in ("album/a.jpg", "album/b.jpg", "album/c.jpg", "album/scan.jpg", "files/scan.jpg"):
        draw(root / name, "red", sum(map(ord, name)))
    (root / "album" / "scan.jpg").rename(root / "album" / "scan")
    (root / "files" / "scan.jpg").rename(root / "files" / "scan")
    for name in ("album/notes", "files/notes", "files/a.txt"):
        (root / name).write_text("BM, and no picture")
    (folder,) = folders.all_folders(watched.here())

    def names() -> set[str]:
        gather(watched)
        return {path[len(str(root)) + 1 :] for _, path in photos.every_path(watched.here())}

    named = {"album/a.jpg", "album/b.jpg", "album/c.jpg"}
    assert names() == named | {"album/scan"}
    for number in range(9):
        (root / "album" / f"{number}.txt").write_text("x")
    assert names() == named | {"album/scan"}  # added files stay
    watched.write(lambda lib: folders.take_unnamed(lib, folder.id, on=True)).result()
    assert names() == named | {"album/scan", "files/scan"}
    watched.write(lambda lib: folders.take_unnamed(lib, folder.id, on=False)).result()
    assert names() == named
    assert problems.all_problems(watched.here()) == []


@pytest.mark.parametrize("target", ["..", ".", "../..", "/", "/proc", "/sys", "/dev"])
def test_a_link_that_leads_back_is_not_followed(tmp_path: Path, watched: LibraryThreads, target: str) -> None:
    root = tmp_path / "photos"
    draw(root / "a" / "b" / "one.jpg", "red")
    gather(watched)
    (root / "a" / "b" / "up").symlink_to(target)
    losses = FileLosses(watched, History())
    gathering = FolderScanner(watched, DecodersHere(2), Progress(Events()), lambda: False, lambda _: None, losses)
    (folder,) = folders.all_folders(watched.here())
    for inner in ("a/b/up", "a/b/up/a/b", "a/b"):  # as reported by the watcher
        gathering.requests.add(ScanRequest(folder.id, inner, deep=True))
    while not gathering.requests.idle:
        gathering.step()
    assert len(photos.every_path(watched.here())) == 1
