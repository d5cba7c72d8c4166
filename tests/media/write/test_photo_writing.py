"""Photos that cannot or must not be written, failing disks, and other programs writing at the same time."""

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import pytest

from photon.domain.metadata.byte_patch import way_back
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata, UnsafeToEmbed, Unwritable
from photon.media.write import photo_writing, png_writing
from photon.media.write.photo_writing import _SHARE, _SHARES, LARGEST, revert_photo, room, write_photo
from tests.media.drawn import drawn
from tests.media.packets import packet, with_xmp
from tests.media.photos import EVERYWHERE, WORDS, plan_photo, rich_jpeg, says, written


def refused(path: Path) -> str:
    with pytest.raises(UnsafeToEmbed) as why:
        plan_photo(str(path), TargetMetadata(WORDS), EVERYWHERE)
    return why.value.message


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.cr2", b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "RAW"),
        ("a.nef", b"II*\0" + bytes(40), "RAW"),
        ("a.bmp", b"BM" + bytes(60), "BMP"),
        ("a.gif", b"GIF89a" + bytes(60), "GIF"),
        ("a.jpg", b"no photo", "isn't a photo"),
        ("a.jpg", b"", "isn't a photo"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "damaged"),
    ],
)
def test_files_that_are_never_written(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert why in refused(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


def test_a_missing_or_too_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "can't be read" in refused(tmp_path / "a.jpg")
    with (tmp_path / "b.jpg").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "larger than 128 MB" in refused(tmp_path / "b.jpg")


def test_insufficient_memory_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(photo_writing, "with_words", fail)
    assert "too large for Photon's memory" in refused(rich_jpeg(tmp_path / "a.jpg"))


def test_one_file_with_two_names_is_refused(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").hardlink_to(path)
    assert "hard links" in refused(path)


def test_read_only_files_are_reported_as_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    true = os.access
    for kept, why in ((path, "it is read-only"), (tmp_path, "folder is read-only")):
        monkeypatch.setattr(os, "access", lambda place, mode, kept=kept: place != kept and true(place, mode))
        assert why in refused(path)


def test_a_plan_for_other_content_is_not_written(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    plan = plan_photo(str(path), TargetMetadata(WORDS), EVERYWHERE)
    assert plan is not None
    changed = path.read_bytes() + b"!"
    path.write_bytes(changed)
    with pytest.raises(Unwritable) as told:
        write_photo(plan)
    assert (told.value.obstacle, path.read_bytes()) == ("changed", changed)
    path.unlink()
    with pytest.raises(Unwritable):
        write_photo(plan)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "obstacle"), [(errno.ENOSPC, "full"), (errno.EROFS, "not-allowed")])
def test_a_failing_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, obstacle: str
) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    before = path.read_bytes()
    plan = plan_photo(str(path), TargetMetadata(WORDS), EVERYWHERE)
    assert plan is not None

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(Unwritable) as told:
            write_photo(plan)
    assert (told.value.obstacle, path.read_bytes(), list(tmp_path.iterdir())) == (obstacle, before, [path])
    write_photo(plan)
    after = path.read_bytes()
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unwritable):
        revert_photo(str(path), way_back(plan.splice))
    assert path.read_bytes() == after


def test_time_and_permissions_are_kept(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    path.chmod(0o640)
    os.utime(path, ns=(10**18, 10**18 + 7))
    plan = written(path)
    assert (path.stat().st_mtime_ns, path.stat().st_mode & 0o777) == (10**18 + 7, 0o640)
    revert_photo(str(path), way_back(plan.splice))
    assert (path.stat().st_mtime_ns, path.stat().st_mode & 0o777) == (10**18 + 7, 0o640)


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_any_file_name(tmp_path: Path, profile: str) -> None:
    for name in ("-a.jpg", "a\nb.jpg", "ä %s $x;'\".jpg"):
        path = tmp_path / name
        drawn().save(tmp_path / "plain.jpg")
        (tmp_path / "plain.jpg").rename(path)
        written(path, profile=PROFILES[profile])


@pytest.mark.slow
def test_ten_megabytes_of_metadata_are_written_if_the_format_allows(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    drawn().save(path)
    data = path.read_bytes()
    big = packet(
        "<crs:x xmlns:crs='urn:x'><rdf:Bag>" + f"<rdf:li>{'y' * 1000}</rdf:li>" * 10_000 + "</rdf:Bag></crs:x>"
    )
    chunk = png_writing.packed(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + big)
    path.write_bytes(data[:33] + chunk + data[33:])
    written(path)
    says(path)


@pytest.mark.parametrize(
    "bad",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/"/>',
        b"<html/>",
        b"",
        packet("")[:-70],
        b"\xff\xfe" + "<x".encode("utf-16-le"),
    ],
)
def test_an_unreadable_packet_is_never_replaced(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    with_xmp(str(path), bad)
    assert "XMP" in refused(path)


def test_empty_metadata_changes_nothing(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    same = MetadataEdit((("old",), ("gone",)), "old caption", "", 2.0)
    assert plan_photo(str(path), TargetMetadata(same), EVERYWHERE) is None
    assert plan_photo(str(path), TargetMetadata(MetadataEdit()), EVERYWHERE) is None


def test_files_are_read_into_memory_only_as_far_as_it_suffices() -> None:
    taken, most, lock = 0, 0, Lock()

    def take(size: int) -> None:
        nonlocal taken, most
        with room(size):
            with lock:
                taken += min(size, _SHARE * _SHARES)
                most = max(most, taken)
            time.sleep(0.001)
            with lock:
                taken -= min(size, _SHARE * _SHARES)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(take, [1 << 20, 100 << 20, 3 * LARGEST, 1 << 40, 40 << 20, 200 << 20] * 5))
    assert 0 < most <= _SHARE * _SHARES
