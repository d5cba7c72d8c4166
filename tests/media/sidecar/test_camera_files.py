"""What cameras write beside films: read where the film says nothing, and moved with it."""

import io
from pathlib import Path

import pytest
from PIL import Image

from photon.ingest.listing import Kinds, list_folder
from photon.ingest.sidecars import beside, beside_one
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from photon.media.read.metadata_reading import read_words
from photon.media.sidecar.camera_files import camera_names, read_camera_files
from photon.media.sidecar.companions import renamed_companion, shots_of
from photon.media.sidecar.sidecar import listing_of
from tests.films import make_film

GPS = (
    '<AcquisitionRecord><Group name="ExifGPS"><Item name="LatitudeRef" value="N"/>'
    '<Item name="Latitude" value="35:40:48.0"/><Item name="LongitudeRef" value="W"/>'
    '<Item name="Longitude" value="139:45:0"/></Group></AcquisitionRecord>'
)
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00" lastUpdate="2019-09-30T12:20:48">'
    '<CreationDate value="2019-09-30T12:20:36-04:00"/><Device manufacturer="Sony" modelName="ILCE-6400" serialNo="1"/>'
    f"{GPS}</NonRealTimeMeta>"
)


def thumbnail() -> bytes:
    kept, fields = io.BytesIO(), Image.Exif()
    fields[0x010F], fields[0x0110], fields[0x0112] = "Canon", "Canon PowerShot A620", 6
    fields.get_ifd(0x8769)[0x9003] = "2006:07:08 09:10:11"
    Image.new("RGB", (160, 120)).save(kept, "JPEG", exif=fields)
    return kept.getvalue()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_film(tmp_path / "C0001.MP4", metadata={"creation_time": "2030-01-01T00:00:00Z"})


def test_sonys_file_gives_date_camera_and_place(clip: Path) -> None:
    clip.with_name("C0001M01.XML").write_text(XML)
    facts = read_words(str(clip)).facts
    assert facts is not None
    assert (facts.taken, facts.camera) == ("2019-09-30T12:20:36-04:00", "Sony ILCE-6400")
    assert facts.gps == pytest.approx((35.68, -139.75))


def test_a_thumbnail_gives_date_and_camera(tmp_path: Path) -> None:
    clip = make_film(tmp_path / "MVI_1.avi", codec="mpeg4")
    assert read_words(str(clip)).facts.camera is None  # type: ignore[union-attr]
    (tmp_path / "MVI_1.THM").write_bytes(thumbnail())
    account = read_words(str(clip))
    assert account.facts is not None
    assert (account.facts.taken, account.facts.camera) == ("2006-07-08T09:10:11", "Canon PowerShot A620")
    assert account.orientation == 1


def test_what_the_film_says_counts_before(tmp_path: Path) -> None:
    said = {"com.apple.quicktime.creationdate": "2024-07-04T12:00:00+0200", "com.apple.quicktime.model": "iPhone 12"}
    clip = make_film(tmp_path / "C0001.MOV", metadata=said, options={"movflags": "use_metadata_tags"})
    clip.with_name("C0001M01.XML").write_text(XML)
    facts = read_words(str(clip)).facts
    assert facts is not None
    assert (facts.taken, facts.camera) == ("2024-07-04T12:00:00+02:00", "iPhone 12")
    assert facts.gps == pytest.approx((35.68, -139.75))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<NonRealTimeMeta",
        "<other/>",
        f'<!DOCTYPE a [<!ENTITY b "2019">]>{XML[38:]}',
        '<NonRealTimeMeta xmlns="a"><CreationDate/><Device/></NonRealTimeMeta>',
        XML.replace("ILCE-6400", "&x;"),
    ],
)
def test_what_is_odd_says_nothing(tmp_path: Path, content: str) -> None:
    for name in ("C0001M01.XML", "C0001.THM"):
        (tmp_path / name).write_text(content)
    (tmp_path / "C0002.THM").mkdir()
    assert read_camera_files(str(path) for path in tmp_path.iterdir()) == {}


def test_a_place_that_is_none_costs_itself(tmp_path: Path, clip: Path) -> None:
    for latitude in ("nan", "95:0:0", "north", ""):
        (tmp_path / "C0001M01.XML").write_text(XML.replace("35:40:48.0", latitude))
        facts = read_words(str(clip)).facts
        assert facts is not None
        assert (facts.camera, facts.gps) == ("Sony ILCE-6400", None)


def test_they_are_moved_renamed_and_noticed_with_their_film(tmp_path: Path, clip: Path) -> None:
    for name in ("C0001M01.XML", "c0001.thm", "C0002M01.XML", "C0001.jpg"):
        (tmp_path / name).write_text("x")
    names = ["C0001M01.XML", "c0001.thm"]
    (shot,) = shots_of(tmp_path, ["C0001.MP4"], together=False)
    assert [Path(one).name for one in shot.sidecars] == names
    (photo,) = shots_of(tmp_path, ["C0001.jpg"], together=False)
    assert photo.sidecars == ()
    assert [renamed_companion(name, "C0001.MP4", "Beach.mp4") for name in names] == ["BeachM01.XML", "Beach.thm"]
    assert camera_names("C0001.jpg") == ()
    listing = list_folder(str(tmp_path), Kinds(is_photo, is_video, is_other_picture))
    assert "C0001.MP4" in listing.files
    stamp = beside(listing)["C0001.MP4"]
    assert stamp == beside_one(str(clip), listing_of(tmp_path).beside(str(clip)))
    assert [one.partition(":")[0] for one in stamp.split("|")] == names
    assert "C0001.jpg" not in beside(listing)
