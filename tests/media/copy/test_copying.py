"""Copies contain the requested metadata and nothing else; the photo itself is only read."""

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from photon.domain import UnreadableFile
from photon.domain.metadata.export_recipe import Copied, CopyContents, Recipe, Reencode
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import MetadataEdit, UnsafeToEmbed
from photon.media.copy.copying import copy_file, make_copy
from photon.media.copy.tiff_building import from_values
from photon.media.metadata.exif import Tags, read_tags
from photon.media.read.metadata_reading import read_words
from photon.media.read.picture import render
from tests.media.drawn import UPRIGHT, corners, drawn
from tests.media.packets import bag, dataset, languages, packet, resource, with_segment, with_xmp

TIME = 1_600_000_000_123_456_789
REGIONS = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<mwg-rs:Name>Anna Berg</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>"
    '<mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.2" stArea:unit="normalized"/>'
    "</rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)
XMP = packet(
    bag("dc:subject", "lake", "Anna Berg", "passport")
    + bag("lr:hierarchicalSubject", "People|Anna Berg", "Nature|lake")
    + languages("dc:description", x_default="Anna Berg at the lake")
    + languages("dc:title", x_default="Evening")
    + bag("Iptc4xmpExt:PersonInImage", "Anna Berg")
    + bag("dc:creator", "Anna Berg", kind="Seq")
    + '<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Lisboa'
    "</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>" + REGIONS,
    'xmlns:drone="http://www.dji.com/drone-dji/1.0/" drone:GpsLatitude="+38.71" exif:GPSLatitude="38,42.6N"'
    ' exif:GPSLongitude="9,8.4W" photoshop:City="Lisboa" xmp:Rating="4"',
)
IPTC = resource(
    dataset(25, b"lake") + dataset(25, b"Anna Berg") + dataset(90, b"Lisboa") + dataset(120, b"Anna Berg at the lake")
    + dataset(105, b"A headline") + dataset(116, b"(c) Anna Berg")
)  # fmt: skip
PLACE_WORDS, PERSON_WORDS = (b"Lisboa", b"GPS", b"38,42", b"+38.71"), (b"RegionList", b"PersonInImage>", b"at the lake")


def rich_exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x0112], made[0x013B] = "Kamera", "Eins", orientation, "Anna Berg"
    made[0x010E] = "Anna Berg at the lake"
    inner = made.get_ifd(0x8769)
    inner[0x9003], inner[0x927C], inner[0x8827] = "2020:01:02 03:04:05", b"maker notes with GPS and Lisboa" * 9, 200
    gps = made.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (38.0, 42.0, 36.0), "W", (9.0, 8.0, 24.0)
    return made


def rich(path: Path, orientation: int = 1) -> Path:
    """Return a photo with its place and the people in it, in every field of its format."""
    image, exif = drawn(), rich_exif(orientation)
    ending = path.suffix
    if ending == ".jpg":
        image.save(path, exif=exif, comment=b"Anna Berg, Lisboa", quality=95)
        with_segment(str(path), 0xED, b"Photoshop 3.0\0" + IPTC)
        with_xmp(str(path), XMP)
        path.write_bytes(path.read_bytes() + b"a film with GPS in Lisboa")
    elif ending == ".tif":
        exif[0x02BC] = XMP
        exif[0x8769], exif[0x8825] = dict(exif.get_ifd(0x8769)), dict(exif.get_ifd(0x8825))
        image.save(path, exif=exif)
    elif ending in {".heic", ".avif", ".jxl"}:
        _save_modern(image, path, exif)
    else:
        image.save(path, exif=exif, xmp=XMP, lossless=True) if ending == ".webp" else _save_png(image, path, exif)
    os.utime(path, ns=(TIME, TIME))
    return path


def _save_png(image: Image.Image, path: Path, exif: Image.Exif) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", "Anna Berg in Lisboa")
    image.save(path, exif=exif, pnginfo=info)


def _save_modern(image: Image.Image, path: Path, exif: Image.Exif) -> None:
    import pillow_heif

    if path.suffix == ".jxl":
        import pillow_jxl  # noqa: F401 - teaches Pillow the format

        image.save(path, exif=exif.tobytes(), xmp=XMP, lossless=True)
    elif path.suffix == ".avif":
        image.save(path, exif=exif, xmp=XMP)
    else:
        pillow_heif.from_pillow(image).save(path, exif=exif.tobytes(), xmp=XMP, quality=90)


ALWAYS = ["jpg", "png", "webp", "tif", "jxl"]
BY_EXIFTOOL = ["heic", "avif"]
FORMATS = [*ALWAYS, *BY_EXIFTOOL]


def copied(path: Path, carried: CopyContents, redrawn: Reencode | None = None, **more: Any) -> Path:
    """Make a copy, and check that the photo is unchanged."""
    if redrawn is None and path.suffix[1:] in BY_EXIFTOOL and shutil.which("exiftool") is None:
        pytest.skip("needs ExifTool")
    before, place = path.read_bytes(), path.with_name("copy" + path.suffix)
    place.unlink(missing_ok=True)
    done: Copied = make_copy(str(path), Recipe(redrawn, carried, mtime_ns=TIME, **more), str(place))
    assert path.read_bytes() == before
    assert (place.stat().st_size, place.stat().st_mtime_ns) == (done.size, TIME)
    if done.beside is not None:
        Path(str(place) + ".xmp").write_bytes(done.beside)
    return place


def dump(path: Path) -> dict[str, Any]:
    """Return what ExifTool reads, or what Photon reads without ExifTool."""
    if shutil.which("exiftool") is None:
        return {}
    run = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-struct", "-ee", "-all", str(path)], capture_output=True, check=False
    )
    return dict(json.loads(run.stdout)[0])


def same_picture(one: Path, other: Path) -> bool:
    return render(str(one), None).rgb == render(str(other), None).rgb


@pytest.mark.parametrize("ending", FORMATS)
def test_without_places(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(places=False))
    read = read_words(str(place))
    assert read.facts is not None
    assert read.metadata is not None
    assert read.facts.gps is None
    assert not [word for word in PLACE_WORDS if word in place.read_bytes()]
    assert not [name for name in dump(place) if "GPS" in name or "City" in name or "Location" in name]
    assert (read.facts.taken, read.facts.camera) == ("2020-01-02T03:04:05", "Kamera Eins")
    assert read.metadata.caption == "Anna Berg at the lake"
    assert read.metadata.people == ("Anna Berg",)
    assert ("People", "Anna Berg") in read.metadata.keywords
    assert same_picture(place, tmp_path / f"a.{ending}")


@pytest.mark.parametrize("ending", FORMATS)
def test_without_people(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(people=False))
    read = read_words(str(place))
    assert read.facts is not None
    assert read.metadata is not None
    assert (read.metadata.faces, read.metadata.people, read.metadata.caption) == ((), (), None)
    assert set(read.metadata.keywords) == {("Nature", "lake"), ("passport",)}
    assert not [word for word in PERSON_WORDS if word in place.read_bytes()]
    left = {name: value for name, value in dump(place).items() if "Berg" in str(value)}
    assert not [name for name in left if name.split(":")[1] not in {"Artist", "Creator", "CopyrightNotice"}]
    assert read.facts.gps == pytest.approx((38.71, -9.14))
    assert (read.metadata.title, read.metadata.rating) == ("Evening", 4)


@pytest.mark.parametrize("ending", FORMATS)
def test_stripped(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(metadata=False))
    assert not [word for word in (*PLACE_WORDS, b"Berg", b"Kamera", b"lake") if word in place.read_bytes()]
    groups = {name.split(":")[0] for name in dump(place)}
    assert not groups & {"XMP-dc", "ExifIFD", "GPS", "IPTC", "Photoshop", "XMP-xmp"}
    assert same_picture(place, tmp_path / f"a.{ending}")


@pytest.mark.parametrize("ending", ["jpg", "webp"])
def test_a_stripped_copy_is_upright(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}", orientation=6), CopyContents(metadata=False))
    with Image.open(place) as image:
        assert image.getexif()[0x0112] == 6


@pytest.mark.parametrize("ending", FORMATS)
def test_re_encoded(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(), Reencode("jpeg", 60))
    read = read_words(str(place))
    assert read.facts is not None
    assert read.metadata is not None
    assert (read.facts.format, read.facts.width, read.facts.height) == ("JPEG", 60, 40)
    assert (read.facts.taken, read.facts.gps) == ("2020-01-02T03:04:05", pytest.approx((38.71, -9.14)))
    assert (read.metadata.caption, read.metadata.rating) == ("Anna Berg at the lake", 4)
    with Image.open(place) as image:
        assert corners(image) == UPRIGHT
    assert b"maker notes" not in place.read_bytes()


@pytest.mark.parametrize(("orientation", "turn"), [(6, 1), (1, 6)])  # by the camera, or in Photon
def test_a_re_encoded_copy_is_upright_without_contradicting_metadata(
    tmp_path: Path, orientation: int, turn: int
) -> None:
    source = rich(tmp_path / "a.jpg", orientation)
    place = copied(source, CopyContents(), Reencode("same", 60), turn=turn)
    with Image.open(place) as image:
        assert image.size == (40, 60)
        assert image.getexif().get(0x0112, 1) == 1
    assert read_words(str(place)).metadata.faces == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["jpeg", "webp", "png"])
def test_colours(tmp_path: Path, kind: str) -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide = wide.replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    source = tmp_path / "a.png"
    drawn().save(source, icc_profile=wide)
    for colours, is_kept in (("keep", True), ("srgb", False)):
        place = copied(source, CopyContents(), Reencode(kind, 60, colours=colours))  # type: ignore[arg-type]
        with Image.open(place) as image:
            assert (image.info.get("icc_profile") == wide) is is_kept
            assert image.info.get("icc_profile")


def test_pictures_are_never_enlarged_and_quality_matters(tmp_path: Path) -> None:
    source = rich(tmp_path / "a.jpg")
    large = copied(source, CopyContents(metadata=False), Reencode("jpeg", 5000, quality=95)).stat().st_size
    place = copied(source, CopyContents(metadata=False), Reencode("jpeg", 5000, quality=20))
    with Image.open(place) as image:
        assert image.size == (120, 80)
    assert place.stat().st_size < large


WORDS = MetadataEdit((("Nature", "sea"), ("People", "Ben")), "Ben by the sea", "Morning", 5.0)


@pytest.mark.parametrize("ending", FORMATS)
def test_own_metadata(tmp_path: Path, ending: str) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(words=True), words=WORDS)
    metadata = read_words(str(place)).metadata
    assert metadata is not None
    assert set(metadata.keywords) == {("Nature", "sea"), ("People", "Ben")}
    assert (metadata.caption, metadata.title, metadata.rating) == ("Ben by the sea", "Morning", 5)


def test_own_metadata_without_people(tmp_path: Path) -> None:
    place = copied(
        rich(tmp_path / "a.jpg"), CopyContents(people=False, words=True), words=WORDS, names=frozenset({"Ben"})
    )
    metadata = read_words(str(place)).metadata
    assert metadata is not None
    assert (metadata.keywords, metadata.caption, metadata.title) == ((("Nature", "sea"),), None, "Morning")


def test_own_metadata_goes_into_a_sidecar_for_unsupported_formats(tmp_path: Path) -> None:
    source = tmp_path / "a.gif"
    drawn().save(source)
    place = copied(source, CopyContents(words=True), words=WORDS)
    assert place.read_bytes() == source.read_bytes()
    assert read_words(str(place)).metadata.title == "Morning"  # type: ignore[union-attr]


def test_a_sidecar_is_copied_with_its_metadata_and_own_metadata(tmp_path: Path) -> None:
    source = rich(tmp_path / "a.jpg")
    crs = 'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.65"'
    (tmp_path / "a.xmp").write_bytes(packet(bag("dc:subject", "beside"), crs))
    plain = copy_file(str(source), str(tmp_path / "plain.jpg"), TIME)
    assert (plain.beside, plain.is_short) == ((tmp_path / "a.xmp").read_bytes(), True)
    done = make_copy(str(source), Recipe(None, CopyContents(words=True), WORDS), str(tmp_path / "worded.jpg"))
    assert done.beside is not None
    assert b"Exposure2012" in done.beside
    assert b"Morning" in done.beside


@pytest.mark.parametrize("carried", [CopyContents(), CopyContents(words=True), CopyContents(places=False)])
@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_unwanted_metadata_is_never_included(tmp_path: Path, ending: str, carried: CopyContents) -> None:
    words = MetadataEdit((("lake",), ("Papers", "Passport"))) if carried.words else None
    unwanted = frozenset({tag_key(("passport",))})
    place = copied(rich(tmp_path / f"a.{ending}"), carried, words=words, unwanted=unwanted)
    assert b"assport" not in place.read_bytes()
    assert b"lake" in place.read_bytes()


def test_metadata_that_cannot_be_checked_is_dropped(tmp_path: Path) -> None:
    for name, make in {"a.gif": drawn(), "b.tif": None}.items():
        source = tmp_path / name
        if make is not None:
            make.save(source)
        else:
            drawn().save(source, save_all=True, append_images=[drawn()])
        with pytest.raises(UnsafeToEmbed):
            copied(source, CopyContents(places=False))
        assert not (tmp_path / ("copy" + source.suffix)).exists()


def test_a_damaged_photo_is_not_copied(tmp_path: Path) -> None:
    source = rich(tmp_path / "a.jpg")
    source.write_bytes(source.read_bytes()[:-2000])
    with pytest.raises(UnreadableFile):
        make_copy(str(source), Recipe(Reencode("jpeg", 60), CopyContents()), str(tmp_path / "copy.jpg"))
    assert not (tmp_path / "copy.jpg").exists()


def test_broken_metadata_is_dropped_if_it_must_be_checked(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    drawn().save(source)
    with_xmp(str(source), XMP[:-200])
    place = copied(source, CopyContents(people=False))
    assert b"Berg" not in place.read_bytes()


def test_too_much_metadata_for_a_jpeg_is_reduced_to_photons_own(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    history = 'xmlns:big="urn:big" big:history="' + "x" * 80_000 + '"'
    _save_with_xmp(source, packet(bag("dc:subject", "lake") + bag("dc:creator", "Anna", kind="Seq"), history))
    place = copied(source, CopyContents(), Reencode("jpeg", 60))
    metadata = read_words(str(place)).metadata
    assert metadata is not None
    assert metadata.keywords == (("lake",),)
    assert b"Anna" in place.read_bytes()
    assert b"xxxx" not in place.read_bytes()


def _save_with_xmp(path: Path, xmp: bytes) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    drawn().save(path, pnginfo=info)


def test_metadata_stored_elsewhere_by_a_camera_becomes_exif() -> None:
    tags: Tags = {
        ("main", 0x010F): "Kamera", ("main", 0x0112): (6.0,), ("exif", 0x9003): "2020:01:02 03:04:05",
        ("exif", 0x829A): (1 / 250,), ("exif", 0x829D): (2.8,), ("exif", 0x8827): (3200.0,), ("exif", 0x9201): (-1.0,),
        ("exif", 0x920A): (float("nan"),), ("gps", 1): "N", ("gps", 2): (38.0, 42.0, 36.5),
    }  # fmt: skip
    found = read_tags(io.BytesIO(from_values(tags)))
    assert found["main", 0x010F] == "Kamera"
    assert found["main", 0x0112] == (6,)
    assert found["exif", 0x9003] == "2020:01:02 03:04:05"
    assert found["exif", 0x829A] == pytest.approx((0.004,))
    assert found["exif", 0x829D] == pytest.approx((2.8,))
    assert found["exif", 0x8827] == (3200,)
    assert found["gps", 2] == pytest.approx((38, 42, 36.5))
    assert not {("exif", 0x9201), ("exif", 0x920A)} & set(found)
    assert from_values({}) == b""
