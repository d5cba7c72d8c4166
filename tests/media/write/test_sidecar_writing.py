"""Sidecars are written next to photos: the right one, merged, undone, and readable by other programs."""

import json
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from photon.domain.metadata.writing import PROFILES, MetadataEdit, Unwritable
from photon.media.sidecar.sidecar import listing_of, read_sidecars
from photon.media.write.album_writing import keywords_in
from photon.media.write.sidecar_writing import plan_sidecar, revert_sidecar, sidecar_to_write
from tests.media.packets import bag, packet
from tests.media.write.sidecars import write_sidecar

EVERYWHERE, LIGHTROOM = PROFILES["everywhere"], PROFILES["lightroom"]
WORDS = MetadataEdit((("Places", "Italy", "Rome"), ("Sunset",)), "Größe\nзакат 夕焼け שקיעה ताज", "Titel ß", 4)


@pytest.fixture
def photo(tmp_path: Path) -> str:
    (tmp_path / "a.jpg").write_bytes(b"a photo")
    return str(tmp_path / "a.jpg")


def name(photo: str, profile: str) -> str:
    return sidecar_to_write(photo, PROFILES[profile]).name


def test_a_new_sidecar_is_named_as_its_program_expects(photo: str, tmp_path: Path) -> None:
    assert [name(photo, profile) for profile in ("digikam", "lightroom")] == ["a.jpg.xmp", "a.xmp"]
    (tmp_path / "a.CR2").touch()
    raw = str(tmp_path / "a.CR2")
    assert [name(photo, "lightroom"), name(raw, "lightroom")] == ["a.jpg.xmp", "a.xmp"]
    (tmp_path / "a.dng").touch()
    assert name(raw, "lightroom") == "a.CR2.xmp"


@pytest.mark.parametrize("there", ["a.xmp", "A.XMP"])
def test_a_sidecar_that_belongs_to_another_file_is_not_written_into(photo: str, tmp_path: Path, there: str) -> None:
    theirs = packet(bag("dc:subject", "of a RAW file elsewhere"), 'photoshop:SidecarForExtension="CR2"')
    (tmp_path / there).write_bytes(theirs)
    assert name(photo, "lightroom") == "a.jpg.xmp"
    write_sidecar(photo, WORDS, LIGHTROOM)
    assert (tmp_path / there).read_bytes() == theirs
    assert set(keywords_in(read_sidecars(photo).properties[0])) == set(WORDS.keywords or ())


@pytest.mark.parametrize("there", ["a.xmp", "A.XMP", "a.jpg.xmp"])
def test_an_existing_sidecar_is_used(photo: str, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(packet(bag("dc:subject", "old")))
    assert name(photo, "lightroom") == there
    assert name(photo, "digikam") == there
    write_sidecar(photo, WORDS, EVERYWHERE)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.jpg", there])


def test_planned_written_again_and_restored(photo: str, tmp_path: Path) -> None:
    place = tmp_path / "a.xmp"
    place.write_bytes(packet(bag("dc:subject", "old")))
    before = place.read_bytes()
    plan = plan_sidecar(photo, WORDS, EVERYWHERE)
    assert place.read_bytes() == before
    assert [change.field for change in plan.changes][:1] == ["dc:subject"]
    written = write_sidecar(photo, WORDS, EVERYWHERE)
    assert written == plan
    assert keywords_in(read_sidecars(photo).properties[0]) == WORDS.keywords
    time_ = place.stat().st_mtime_ns
    assert write_sidecar(photo, WORDS, EVERYWHERE).changes == ()
    assert place.stat().st_mtime_ns == time_
    revert_sidecar(written)
    assert place.read_bytes() == before


def test_a_new_sidecar_is_restored_by_deleting_it_unless_it_changed(photo: str, tmp_path: Path) -> None:
    written = write_sidecar(photo, WORDS, EVERYWHERE)
    place = Path(written.path)
    place.write_bytes(place.read_bytes().replace(b"Rome", b"Roma"))
    with pytest.raises(Unwritable):
        revert_sidecar(written)
    place.write_bytes(written.after)
    revert_sidecar(written)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


@pytest.mark.parametrize("raw", [b"", b"cut", b"<!DOCTYPE x><x/>", packet("")[:-60]])
def test_an_unreadable_sidecar_is_never_written_or_hidden_by_a_new_one(photo: str, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.xmp").write_bytes(raw)
    for profile in PROFILES.values():
        with pytest.raises(Unwritable) as told:
            write_sidecar(photo, WORDS, profile)
        assert told.value.obstacle == "unreadable"
    assert (tmp_path / "a.xmp").read_bytes() == raw
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_exiftool_reads_what_was_written(photo: str, tmp_path: Path, profile: str) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("needs exiftool")
    foreign = 'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.65" dc:format="image/jpeg"'
    (tmp_path / "a.xmp").write_bytes(packet(bag("dc:subject", "old") + bag("dc:creator", "me"), foreign))
    before = told_by_exiftool(tmp_path / "a.xmp")
    write_sidecar(photo, WORDS, PROFILES[profile])
    after = told_by_exiftool(tmp_path / "a.xmp")
    assert after.pop("XMP-dc:Subject") == ["Rome", "Sunset"]
    assert (after.pop("XMP-dc:Description"), after.pop("XMP-dc:Title")) == (WORDS.caption, WORDS.title)
    assert after.pop("XMP-xmp:Rating") == 4
    paths = PROFILES[profile].paths
    if "lr:hierarchicalSubject" in paths:
        assert after.pop("XMP-lr:HierarchicalSubject") == ["Places|Italy|Rome", "Sunset"]
    if "digiKam:TagsList" in paths:
        assert after.pop("XMP-digiKam:TagsList") == ["Places/Italy/Rome", "Sunset"]
    after.pop("XMP-tiff:ImageDescription", None)
    before.pop("XMP-dc:Subject")
    assert after == before


def told_by_exiftool(path: Path) -> dict[str, object]:
    done = subprocess.run(
        ["exiftool", "-j", "-G1", "-n", "-struct", "-XMP:all", "--System:all", str(path)],
        capture_output=True, check=True,
    )  # fmt: skip
    told: dict[str, object] = json.loads(done.stdout)[0]
    return {key: value for key, value in told.items() if key not in {"SourceFile", "ExifTool:Warning"}}


def test_writing_many_sidecars_costs_little_beside_reading_them(tmp_path: Path) -> None:
    photos = [str(tmp_path / f"{number}.jpg") for number in range(200)]
    listing = listing_of(tmp_path)
    begun = time.process_time()
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda photo: write_sidecar(photo, WORDS, EVERYWHERE, listing), photos))
    writing = time.process_time() - begun
    assert all(keywords_in(read_sidecars(photo).properties[0]) == WORDS.keywords for photo in photos)
    reading = time.process_time() - begun - writing
    assert writing < 30 * reading  # 11 to 14 times: each is compared, flushed and replaced
    for one in written:
        revert_sidecar(one)
    assert list(tmp_path.iterdir()) == []
