"""ExifTool from outside: missing, hanging, dying, and working."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pytest

from photon.domain.metadata.writing import MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.media.read.reading import read
from photon.media.write import exiftool, heif_writing
from photon.media.write.exiftool import ExifTool, ExifToolFailed
from tests.app.conftest import until
from tests.media.drawn import drawn
from tests.media.packets import bag, packet
from tests.media.photos import (
    CRS,
    EVERYWHERE,
    MAKER_NOTES,
    WORDS,
    close_exiftool,
    exif,
    plan_photo,
    says,
    told,
    written,
)

pillow_heif.register_heif_opener()
ROOT = Path(__file__).parents[3]
needs_it = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")


@pytest.fixture(autouse=True)
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End the program of a test, while the test's replacements are still in place."""
    del monkeypatch
    yield
    close_exiftool()


@pytest.fixture(params=["heic", "avif"])
def photo(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"a.{request.param}"
    old = packet(bag("dc:subject", "old", "gone"), CRS)
    drawn().save(path, exif=exif().tobytes(), xmp=old, icc_profile=b"")
    return path


def program(folder: Path, text: str) -> str:
    """Create a program named exiftool."""
    path = folder / "exiftool"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@needs_it
def test_old_metadata_is_replaced_and_nothing_else(photo: Path) -> None:
    before = read(str(photo))
    changes = {change.field for change in written(photo).changes}
    assert {"dc:subject", "EXIF XPKeywords", "EXIF ImageDescription"} <= changes
    says(photo)
    after = read(str(photo))
    assert (after.image_hash, after.facts, after.preview) == (before.image_hash, before.facts, before.preview)
    data = photo.read_bytes()
    assert MAKER_NOTES in data
    assert b'crs:Exposure2012="+0.65"' in data
    written(photo, MetadataEdit((), "", "", 0.0))
    assert (told(photo).keywords, told(photo).caption) == ((), None)


@needs_it
def test_an_older_version_without_picture_hashes_is_accepted(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = exiftool.dump
    monkeypatch.setattr(exiftool, "dump", lambda *words: true(*words).replace("ImageDataHash", "Unknown"))
    monkeypatch.setattr("photon.media.write.heif_writing._PASSED", (*heif_writing._PASSED, "File:Unknown"))
    written(photo)
    says(photo)


@pytest.mark.slow
@needs_it
def test_the_reverse_patch_contains_no_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    from tests.media.photos import noisy

    noisy(1, (640, 480)).save(path, quality=95)
    splice = written(path).splice
    assert len(path.read_bytes()) > 100_000
    assert sum(len(edit.old) for edit in splice.edits) < 3000


def test_without_exiftool_the_photo_is_not_touched(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UnsafeToEmbed, match="needs ExifTool, which is not installed"):
        plan_photo(str(photo), TargetMetadata(WORDS), EVERYWHERE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("exit 1", "crashed"),
        ("read line; exit 3", "crashed"),
        ("while read line; do test \"$line\" = -execute && echo '{ready}'; done", "no reason given"),
        (
            "while read line; do test \"$line\" = -execute && echo 'Error: no - /x/y' && echo '{ready}'; done",
            r"\(Error: no\)",
        ),
    ],
    ids=["at-once", "midway", "nothing", "error"],
)
def test_a_failure_is_reported_and_the_photo_is_unchanged(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    before = photo.read_bytes()
    place = program(tmp_path, text)
    monkeypatch.setattr(shutil, "which", lambda _: place)
    with pytest.raises(UnsafeToEmbed, match=why):
        plan_photo(str(photo), TargetMetadata(WORDS), EVERYWHERE)
    assert photo.read_bytes() == before


def test_a_hanging_process_is_killed_with_its_children(tmp_path: Path) -> None:
    tool = ExifTool(program(tmp_path, "sleep 1000 & sleep 1000"), seconds=0.3)
    for _ in range(2):
        with pytest.raises(ExifToolFailed, match="did not respond"):
            tool.run(["-ver"])
    assert tool._running is None


def test_a_process_that_cannot_start_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ExifToolFailed, match="crashed"):
        ExifTool(str(tmp_path / "none")).run(["-ver"])


@needs_it
def test_it_ends_when_its_parent_is_killed() -> None:
    own = (
        "import os; from photon.media.write import exiftool; t = exiftool.installed(); t.run(['-ver']);"
        "print(t._running.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", own], cwd=ROOT, capture_output=True, text=True, check=False)
    group = int(done.stdout)
    until(lambda: not is_there(group))


def is_there(group: int) -> bool:
    """Return whether a process group still has members."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@needs_it
def test_it_is_started_once() -> None:
    tool = exiftool.installed()
    assert tool is not None
    assert tool.run(["-ver"]).strip()
    running = tool._running
    assert tool.run(["-ver"]) == tool.run(["-ver"])
    assert tool._running is running
