"""Reading complete files: every format, marked people, long packets, and files that are not photos."""

import shutil
import subprocess
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import pillow_heif
import pillow_jxl  # registers JPEG XL with Pillow, for writing
import pytest
from PIL import Image

from photon.domain import Facts, Region
from photon.domain.metadata.file_metadata import Metadata
from photon.media.read.metadata_reading import understand
from tests.media.drawn import drawn
from tests.media.packets import bag, dataset, packet, resource, with_segment, with_xmp

pillow_heif.register_heif_opener()
assert pillow_jxl
Save = Callable[..., str]
SCRIPTS = "Zeile eins – Größe\nзакат над морем 夕焼け שקיעה"


def told(path: str) -> tuple[Facts, Metadata]:
    account = understand(path)
    assert account.facts is not None, account.problem
    assert account.metadata is not None
    return account.facts, account.metadata


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.heic", "a.avif", "a.jxl", "a.gif"])
def test_what_exiftool_writes_is_read_in_every_format(save: Save, name: str) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("needs exiftool")
    path = save(drawn(), name)
    written = [
        "-XMP-dc:Subject=Ålesund", "-XMP-dc:Subject=c/d", "-XMP-lr:HierarchicalSubject=Places|Italy|Rome",
        "-XMP-digiKam:TagsList=People/Anna", f"-XMP-dc:Description={SCRIPTS}", "-XMP-dc:Title=Titel ß",
        "-XMP-xmp:Rating=4", "-XMP-xmp:Label=Red", "-DateTimeOriginal=2021:05:06 07:08:09", "-SubSecTimeOriginal=25",
        "-OffsetTimeOriginal=+02:00", "-GPSLatitude=51.5", "-GPSLatitudeRef=N", "-GPSLongitude=0.125",
        "-GPSLongitudeRef=W", "-GPSImgDirection=271.5", "-GPSImgDirectionRef=T", "-GPSAltitude=12.5",
        "-GPSAltitudeRef#=1", "-Make=Canon", "-Model=Canon EOS R5", "-LensModel=RF 50mm", "-EXIF:XPKeywords=win;dows",
        "-IPTC:Keywords=press", "-IPTC:CodedCharacterSet=UTF8",
    ]  # fmt: skip
    subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *written, path], check=True, capture_output=True)
    facts, words = told(path)
    paths = {("Places", "Italy", "Rome"), ("People", "Anna"), ("Ålesund",), ("c/d",)}
    if name != "a.gif":  # it supports only XMP
        paths |= {("win",), ("dows",)} | ({("press",)} if name in {"a.jpg", "a.png", "a.tif"} else set())
        assert (facts.taken, facts.gps) == ("2021-05-06T07:08:09.25+02:00", (51.5, -0.125))
        assert (words.direction, words.altitude) == (271.5, -12.5)
    assert set(words.keywords) == paths
    assert (words.caption, words.title, words.rating, words.label) == (SCRIPTS, "Titel ß", 4, "Red")
    assert (facts.camera, facts.lens) == ("Canon EOS R5", "RF 50mm")


def test_faces_are_rotated_with_the_picture(save: Save) -> None:
    face = (
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description '
        'mwg-rs:Name="Anna" mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.2" stArea:y="0.3" stArea:w="0.2" '
        'stArea:h="0.4" stArea:unit="normalized"/></rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList>'
        "</mwg-rs:Regions>"
    )
    for orientation, region in (
        (1, (0.1, 0.1, 0.2, 0.4)), (2, (0.7, 0.1, 0.2, 0.4)), (3, (0.7, 0.5, 0.2, 0.4)), (4, (0.1, 0.5, 0.2, 0.4)),
        (5, (0.1, 0.1, 0.4, 0.2)), (6, (0.5, 0.1, 0.4, 0.2)), (7, (0.5, 0.7, 0.4, 0.2)), (8, (0.1, 0.7, 0.4, 0.2)),
    ):  # fmt: skip
        block = Image.Exif()
        block[0x0112] = orientation
        _, words = told(with_xmp(save(drawn(), "a.jpg", exif=block), packet(face)))
        box = words.faces[0].region
        assert (box.x, box.y, box.width, box.height) == pytest.approx(region)
        assert words.people == ("Anna",)


def test_microsofts_faces_and_people_without_a_face(save: Save) -> None:
    body = (
        '<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag><rdf:li MPReg:Rectangle="0.5, 0.25, 0.25, 0.5" '
        'MPReg:PersonDisplayName="Bo"/><rdf:li MPReg:Rectangle="nonsense"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>'
    ) + bag("Iptc4xmpExt:PersonInImage", "Bo", "Anna")
    _, words = told(with_xmp(save(drawn(), "a.jpg"), packet(body)))
    assert [(face.name, face.region) for face in words.faces] == [("Bo", Region(0.5, 0.25, 0.25, 0.5))]
    assert words.people == ("Bo", "Anna")


def test_xmp_longer_than_a_segment(save: Save) -> None:
    long = packet(bag("dc:subject", *(f"keyword {number:05}" for number in range(4000))))
    guid = md5(long, usedforsecurity=False).hexdigest().upper().encode()
    path = save(drawn(), "a.jpg")
    for at in reversed(range(0, len(long), 60_000)):
        head = guid + len(long).to_bytes(4, "big") + at.to_bytes(4, "big")
        with_segment(path, 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + long[at : at + 60_000])
    with_segment(path, 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + b"of another packet")
    main = packet("", f'xmp:Rating="2" xmpNote:HasExtendedXMP="{guid.decode()}"')
    _, words = told(with_xmp(path, main))
    assert (len(words.keywords), words.rating) == (4000, 2)


def test_iptc_over_several_segments_and_after_the_picture(save: Save) -> None:
    block = resource(dataset(25, b"split") + dataset(120, b"x" * 300))
    path = save(drawn(), "a.jpg")
    with_segment(path, 0xED, b"Photoshop 3.0\0" + block[100:])
    with_segment(path, 0xED, b"Photoshop 3.0\0" + block[:100])
    data, behind = Path(path).read_bytes(), dataset(25, b"behind")
    start = len(data)
    table = b"AXS!\0\1\0\1\0\0\0\0" + b"IPTC" + len(behind).to_bytes(4, "big") + (start + 24).to_bytes(4, "big")
    Path(path).write_bytes(data + table + behind + b"AXS!" + start.to_bytes(4, "big") + bytes(4))
    assert told(path)[1].keywords == (("split",), ("behind",))
    foot = b"\0\1" + (len(behind) + 10).to_bytes(4, "big") + b"\xa1\xb2\xc3\xd4"
    other = b"\0\2" + (10).to_bytes(4, "big") + b"\xa1\xb2\xc3\xd4"
    Path(path).write_bytes(data + behind + foot + other)
    assert told(path)[1].keywords == (("split",), ("behind",))


def test_xmp_fills_gaps_of_exif(save: Save) -> None:
    attributes = 'tiff:Make="Leica" tiff:Model="M9" aux:Lens="Summicron 50" photoshop:DateCreated="1999-04-05"'
    facts, _ = told(with_xmp(save(drawn(), "a.jpg"), packet("", attributes)))
    assert (facts.camera, facts.lens, facts.taken) == ("Leica M9", "Summicron 50", "1999-04-05T00:00:00")
    facts, _ = told(with_xmp(save(drawn(), "b.jpg"), packet("", 'aux:Lens="0.0 mm f/0.0" tiff:Make=" "')))
    assert (facts.camera, facts.lens) == (None, None)


def test_a_file_without_a_photo_is_a_problem_only(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    account = understand(str(tmp_path / "a.jpg"))
    assert account.problem is not None
    assert account.problem.kind == "damaged"
    assert (account.facts, account.metadata) == (None, None)
