"""Files are moved to the bin of their volume in the standard format, and restored byte for byte."""

import errno
import os
import sys
import types
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.photo.file_move import FileMove, Unmovable
from photon.media.file import free_rename
from photon.media.file.free_rename import rename_freely, whereabouts
from photon.media.trash import freedesktop_bin
from photon.media.trash.bin import BinPlanner, bring_back, carry, flush_moves, give_up, prepare, reserve

WHEN = datetime(2026, 11, 28, 16, 5, 9)  # noqa: DTZ001 - bins tell local time


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


@pytest.fixture
def photo(tmp_path: Path, home: Path) -> Path:
    path = tmp_path / "photos" / "lake at 5%.jpg"
    path.parent.mkdir()
    path.write_bytes(b"a lake")
    return path


def gone(path: Path) -> FileMove:
    move = BinPlanner().plan(path)
    carry(move, WHEN)
    return move


def test_a_file_is_moved_and_restored(photo: Path, home: Path) -> None:
    kept = photo.stat()
    move = gone(photo)
    flush_moves([move])
    assert not photo.exists()
    assert (home / "files" / photo.name).read_bytes() == b"a lake"
    told = (home / "info" / f"{photo.name}.trashinfo").read_text().splitlines()
    assert told[0] == "[Trash Info]"
    assert unquote_to_bytes(told[1].removeprefix("Path=")) == os.fsencode(photo)
    assert told[2] == "DeletionDate=2026-11-28T16:05:09"
    assert (home.stat().st_mode & 0o777, (home / "files").stat().st_mode & 0o777) == (0o700, 0o700)
    assert whereabouts(move) == "target"
    carry(move, WHEN)  # repeating it has no effect
    bring_back(move)
    now = photo.stat()
    assert (photo.read_bytes(), now.st_mtime_ns, now.st_ino) == (b"a lake", kept.st_mtime_ns, kept.st_ino)
    assert whereabouts(move) == "source"
    assert list((home / "info").iterdir()) == list((home / "files").iterdir()) == []
    bring_back(move)


def test_many_files_are_announced_at_once_and_those_that_stay_are_not(photo: Path, home: Path) -> None:
    others = [photo.with_name(f"{number}.jpg") for number in range(40)]
    for other in others:
        other.write_bytes(other.name.encode())
    planner = BinPlanner()
    moves = [planner.plan(path) for path in (photo, *others)]
    for move in moves:
        prepare(move)
    reserve(moves, WHEN)
    assert len(list((home / "info").iterdir())) == len(moves)
    assert list((home / "files").iterdir()) == []
    for move in moves[1:]:
        carry(move, WHEN)
    give_up(moves)
    assert photo.exists()
    assert {path.name for path in (home / "info").iterdir()} == {f"{path.name}.trashinfo" for path in others}
    assert {path.read_bytes().decode() for path in (home / "files").iterdir()} == {path.name for path in others}


def test_planning_changes_nothing(photo: Path, home: Path) -> None:
    BinPlanner().plan(photo)
    assert photo.exists()
    assert not home.exists()


def test_two_files_with_one_name(photo: Path, home: Path) -> None:
    first = gone(photo)
    photo.write_bytes(b"another lake")
    other = photo.parent / "there" / photo.name
    other.parent.mkdir()
    other.write_bytes(b"a third lake")
    planner = BinPlanner()
    moves = [planner.plan(photo), planner.plan(other)]
    for move in moves:
        carry(move, WHEN)
    assert len({first.target, *(move.target for move in moves)}) == 3
    for move in moves:
        bring_back(move)
    assert (photo.read_bytes(), other.read_bytes()) == (b"another lake", b"a third lake")
    with pytest.raises(Unmovable, match="another file has this name"):
        bring_back(first)
    assert Path(first.target).read_bytes() == b"a lake"
    assert Path(first.info).exists()


def test_an_invalid_name_and_one_of_maximum_length(tmp_path: Path, home: Path) -> None:
    for name in (b"caf\xe9.jpg", b"\xc3\xa4" * 120 + b".jpg", b"." + b"x" * 254):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_bytes(name)
        move = gone(path)
        told = Path(move.info).read_text().splitlines()[1]
        assert unquote_to_bytes(told.removeprefix("Path=")) == os.fsencode(path)
        bring_back(move)
        assert path.read_bytes() == name


def test_a_link_is_moved_and_never_its_target(photo: Path) -> None:
    link, broken = photo.with_name("link.jpg"), photo.with_name("broken.jpg")
    link.symlink_to(photo)
    broken.symlink_to("nowhere")
    twin = photo.with_name("twin.jpg")
    twin.hardlink_to(photo)
    for path in (link, broken, twin):
        move = gone(path)
        assert not os.path.lexists(path)
        assert photo.read_bytes() == b"a lake"
        told = Path(move.info).read_text().splitlines()[1]  # file managers restore it there
        assert unquote_to_bytes(told.removeprefix("Path=")) == os.fsencode(path)
        bring_back(move)
    assert (link.readlink(), broken.readlink()) == (photo, Path("nowhere"))
    assert twin.samefile(photo)


def test_the_real_path_behind_a_linked_folder_is_recorded(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(photo.parent)
    move = gone(tmp_path / "way" / photo.name)
    assert unquote_to_bytes(Path(move.info).read_text().splitlines()[1][5:]) == os.fsencode(photo)
    bring_back(move)
    assert photo.exists()


def test_a_deleted_folder_is_recreated(photo: Path) -> None:
    move = gone(photo)
    photo.parent.rmdir()
    bring_back(move)
    assert photo.read_bytes() == b"a lake"


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not hold for root")
def test_a_read_only_folder(photo: Path, home: Path) -> None:
    photo.parent.chmod(0o500)
    try:
        with pytest.raises(Unmovable, match="permission"):
            gone(photo)
    finally:
        photo.parent.chmod(0o700)
    assert photo.exists()
    assert list((home / "info").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.EACCES, "permission"), (errno.EROFS, "read-only"), (errno.ENOSPC, "full"), (errno.EXDEV, "another drive"),
     (errno.EIO, "wasn't moved")],
)  # fmt: skip
def test_a_refusal_of_the_system_is_reported_and_leaves_no_files(
    photo: Path, home: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    monkeypatch.setattr(free_rename, "_kernel_rename", lambda: lambda *_: code)
    with pytest.raises(Unmovable, match=said):
        gone(photo)
    assert photo.read_bytes() == b"a lake"
    assert list((home / "info").iterdir()) == list((home / "files").iterdir()) == []


def test_a_disk_that_fills_up_while_the_info_is_written(
    photo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(freedesktop_bin.os, "fsync", full)
    with pytest.raises(Unmovable, match="full"):
        gone(photo)
    assert photo.exists()
    assert list((home / "info").iterdir()) == []


def test_a_changed_or_missing_file_is_not_touched(photo: Path) -> None:
    move = BinPlanner().plan(photo)
    photo.write_bytes(b"edited meanwhile")
    with pytest.raises(Unmovable, match="changed or went"):
        carry(move, WHEN)
    assert photo.read_bytes() == b"edited meanwhile"
    photo.unlink()
    with pytest.raises(Unmovable):
        carry(move, WHEN)
    with pytest.raises(Unmovable, match="is gone"):
        BinPlanner().plan(photo)


def test_an_emptied_and_an_offline_bin(photo: Path, home: Path) -> None:
    move = gone(photo)
    Path(move.target).unlink()
    assert whereabouts(move) == "nowhere"
    with pytest.raises(Unmovable, match="is gone from the bin"):
        bring_back(move)
    (home / "files").rmdir()
    assert whereabouts(move) == "unknown"
    with pytest.raises(Unmovable, match="can't be reached"):
        bring_back(move)


class Volume:
    """Let a folder appear as another volume to code that checks devices."""

    def __init__(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.top = top
        (top / "photos").mkdir(parents=True)
        monkeypatch.setattr(freedesktop_bin, "_device_of", lambda _: -1)
        monkeypatch.setattr(freedesktop_bin, "_top_of", lambda _folder, _device: top)
        self.photo = top / "photos" / "sea.jpg"
        self.photo.write_bytes(b"a sea")


@pytest.fixture
def volume(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Volume]:
    yield Volume(tmp_path / "stick", monkeypatch)
    assert not home.exists()


def test_another_volume_has_its_own_bin(volume: Volume) -> None:
    move = gone(volume.photo)
    root = volume.top / f".Trash-{os.getuid()}"
    assert Path(move.target) == root / "files" / "sea.jpg"
    assert "Path=photos/sea.jpg\n" in (root / "info" / "sea.jpg.trashinfo").read_text()
    bring_back(move)
    assert volume.photo.read_bytes() == b"a sea"


def test_the_bin_of_the_administrator_is_preferred(volume: Volume) -> None:
    (volume.top / ".Trash").mkdir()
    (volume.top / ".Trash").chmod(0o1777)
    move = gone(volume.photo)
    assert Path(move.target) == volume.top / ".Trash" / str(os.getuid()) / "files" / "sea.jpg"
    assert "Path=photos/sea.jpg\n" in Path(move.info).read_text()


@pytest.mark.parametrize("kind", ["plain", "link"])
def test_an_unsafe_bin_of_the_administrator_is_not_used(volume: Volume, tmp_path: Path, kind: str) -> None:
    if kind == "plain":
        (volume.top / ".Trash").mkdir()
    else:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere").chmod(0o1777)
        (volume.top / ".Trash").symlink_to(tmp_path / "elsewhere")
    assert Path(gone(volume.photo).target).parent.parent.name == f".Trash-{os.getuid()}"


def test_a_volume_without_a_bin_is_reported_and_nothing_happens(volume: Volume, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (volume.top / f".Trash-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unmovable, match="has no bin"):
        gone(volume.photo)
    assert volume.photo.exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("has_kernel", [True, False])
def test_renaming_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_kernel: bool) -> None:
    if not has_kernel:
        monkeypatch.setattr(free_rename, "_kernel_rename", lambda: None)
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    other.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        rename_freely(one, other)
    other.unlink()
    rename_freely(one, other)
    assert other.read_text() == "one"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_bins_of_windows_and_macos(photo: Path, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    sent: list[str] = []

    def send(path: str) -> None:
        if sent:
            raise RuntimeError("no bin here")
        sent.append(path)
        Path(path).unlink()

    monkeypatch.setitem(sys.modules, "send2trash", types.SimpleNamespace(send2trash=send))
    monkeypatch.setattr(sys, "platform", platform)
    move = gone(photo)
    assert sent == [str(photo)]
    assert (move.target, whereabouts(move)) == ("", "target")
    with pytest.raises(Unmovable, match="bin of your system"):
        bring_back(move)
    photo.write_bytes(b"")
    with pytest.raises(Unmovable, match="no bin here"):
        gone(photo)


@given(st.binary(min_size=1, max_size=60).filter(lambda name: not {0, 47} & set(name) and name not in (b".", b"..")))
def test_any_name_is_restored(tmp_path_factory: pytest.TempPathFactory, name: bytes) -> None:
    place = tmp_path_factory.mktemp("any")
    path = Path(os.fsdecode(os.fsencode(place) + b"/" + name))
    path.write_bytes(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place / "data of the test"))
        move = gone(path)
        assert not os.path.lexists(path)
        bring_back(move)
    assert path.read_bytes() == name


@pytest.mark.parametrize("name", ["a%20b.jpg", "100%.jpg", "a b.jpg", "a?b#c.jpg", "%2e%2e.jpg", "ä.jpg", "a\nb.jpg"])
def test_a_bin_records_any_name_as_its_specification_says(photo: Path, name: str) -> None:
    path = photo.rename(photo.with_name(name))
    move = gone(path)
    (line,) = (one for one in Path(move.info).read_text("ascii").split("\n") if one.startswith("Path="))
    assert os.fsdecode(unquote_to_bytes(line.removeprefix("Path="))) == str(path)
    bring_back(move)
    assert path.read_bytes() == b"a lake"


def test_an_info_file_of_another_photo_is_never_taken_for_ones_own(photo: Path, home: Path) -> None:
    other = photo.with_name("other.jpg")
    other.write_bytes(b"another")
    planned = BinPlanner().plan(photo)
    (home / "info").mkdir(parents=True)
    theirs = f"[Trash Info]\nPath={other}\nDeletionDate=2026-11-28T16:05:09\n"
    Path(planned.info).write_text(theirs)
    with pytest.raises(Unmovable, match="another file has its new name"):
        carry(planned, WHEN)
    assert (photo.read_bytes(), Path(planned.info).read_text()) == (b"a lake", theirs)


def test_an_info_file_that_was_written_before_a_crash_is_used(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = BinPlanner().plan(photo)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("photon.media.trash.bin.rename_freely", _interrupted)
        carry(move, WHEN)
    assert photo.exists()
    carry(move, WHEN.replace(hour=18))
    assert not photo.exists()
    assert "T16:05:09" in Path(move.info).read_text()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["x" * 251 + ".jpg", "ä" * 125 + ".jpg", "x" * 200 + "." + "y" * 50])
def test_a_long_name_keeps_its_ending_and_leaves_room_for_the_info_file(photo: Path, name: str) -> None:
    moves = []
    for _ in range(2):  # the second one gets a number
        path = photo.with_name(name)
        path.write_bytes(b"a sea")
        moves.append(gone(path))
    for move in moves:
        assert Path(move.target).suffix == Path(name).suffix
        assert len(os.fsencode(Path(move.info).name)) <= 255
    assert len(os.fsencode(Path(moves[0].target).name)) > 195
    assert moves[0].target != moves[1].target


def test_moves_are_on_the_disk_before_the_journal_counts_on_them(
    photo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink())))
    move = gone(photo)
    assert flushed == [move.info]
    flushed.clear()
    flush_moves([move])
    assert set(flushed) == {str(photo.parent), str(home / "files"), str(home / "info")}
