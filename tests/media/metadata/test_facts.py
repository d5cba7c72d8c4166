"""Time, camera and place from EXIF, XMP and IPTC, even if parts of them are broken."""

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from photon.domain import Facts
from photon.media.metadata.exif import Tags, read_tags
from photon.media.metadata.facts import describe, gps_in_xmp
from photon.media.metadata.xmp import read_packet
from photon.media.read.reading import read
from tests.media.drawn import drawn
from tests.media.packets import packet, packets

pillow_heif.register_heif_opener()
Save = Callable[..., str]
HALF = (IFDRational(30, 1), IFDRational(30, 1), IFDRational(0, 1))


def exif(main: dict[int, Any], shot: dict[int, Any] | None = None, gps: dict[int, Any] | None = None) -> Image.Exif:
    block = Image.Exif()
    for tag, value in main.items():
        block[tag] = value
    if shot:
        block.get_ifd(0x8769).update(shot)
    if gps:
        block.get_ifd(0x8825).update(gps)
    return block


def facts(save: Save, block: Image.Exif, name: str = "a.jpg") -> Facts:
    return read(save(drawn(), name, exif=block)).facts


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif", "a.heic"])
def test_all_facts_of_a_camera(save: Save, name: str) -> None:
    block = exif(
        {0x010F: "Apple", 0x0110: "iPhone 12"},
        {
            0x9003: "2021:07:14 18:05:09", 0x9291: "25", 0x9011: "+02:00", 0xA434: "wide lens",
            0x829A: IFDRational(1, 250), 0x829D: IFDRational(28, 10), 0x8827: 400, 0x920A: IFDRational(50, 1),
        },
        {1: "N", 2: HALF, 3: "W", 4: HALF},
    )  # fmt: skip
    found = facts(save, block, name)
    assert found.taken == "2021-07-14T18:05:09.25+02:00"
    assert found.camera == "Apple iPhone 12"
    assert found.lens == "wide lens"
    assert (found.exposure, found.aperture, found.iso, found.focal_length) == (0.004, 2.8, 400, 50.0)
    assert found.gps == (30.5, -30.5)


@pytest.mark.parametrize(
    ("maker", "device", "camera"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("Panasonic", "DMC-G1", "Panasonic DMC-G1"),
        ("FUJI PHOTO FILM CO., LTD.", "FinePix S2", "FUJI PHOTO FILM FinePix S2"),
        ("", "X100", "X100"),
    ],
)
def test_the_maker_is_not_repeated_in_the_camera(save: Save, maker: str, device: str, camera: str) -> None:
    assert facts(save, exif({0x010F: maker, 0x0110: device})).camera == camera


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2016:12:31 23:59:60", "2016-12-31T23:59:59"),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("2020:13:45 99:99:99", None),
        ("2020-02-29T10:11:12", "2020-02-29T10:11:12"),
        ("rubbish", None),
    ],
)
def test_camera_date_formats(save: Save, written: str, taken: str | None) -> None:
    assert facts(save, exif({}, {0x9003: written})).taken == taken


def test_the_modification_time_counts_only_from_a_camera(save: Save) -> None:
    assert facts(save, exif({0x0132: "2020:01:02 03:04:05"})).taken is None
    assert facts(save, exif({0x010F: "Nokia", 0x0132: "2020:01:02 03:04:05"})).taken == "2020-01-02T03:04:05"


@pytest.mark.parametrize(
    "gps",
    [
        {2: HALF, 4: HALF},
        {1: "N", 2: HALF},
        {1: "N", 2: (IFDRational(95, 1),) * 3, 3: "E", 4: HALF},
        {1: "N", 2: (IFDRational(0, 0),) * 3, 3: "E", 4: HALF},
        {1: "N", 2: HALF, 3: "E", 4: (IFDRational(1, 0), IFDRational(0, 1), IFDRational(0, 1))},
        {1: "N", 2: HALF, 3: "E", 4: (IFDRational(180, 1), IFDRational(0, 1), IFDRational(1, 1))},
        {1: "E", 2: HALF, 3: "N", 4: HALF},
        {1: "", 2: HALF, 3: "E", 4: HALF},
        {1: "N", 3: "E"},
    ],
)
def test_an_invalid_place_is_not_guessed(save: Save, gps: dict[int, Any]) -> None:
    assert facts(save, exif({}, {}, gps)).gps is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        ("90,0.0S", "180,0.0W", (-90, -180)),
        ("-38.5", "-9.25", (-38.5, -9.25)),
        ("38,30,0N", "9,15,0W", (38.5, -9.25)),
        ("38,30.0N", "", None),
        ("", "9,15.0W", None),
        ("9,15.0W", "38,30.0N", None),
        ("138,30.0N", "9,15.0W", None),
        ("38,30.0N", "180.1E", None),
        ("NaN", "9,15.0W", None),
        ("inf", "9,15.0W", None),
        ("3.8.5N", "9,15.0W", None),
        ("38,30.0X", "9,15.0W", None),
    ],
)
def test_coordinates_in_xmp(latitude: str, longitude: str, found: tuple[float, float] | None) -> None:
    given = f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"'
    assert gps_in_xmp(read_packet(packet("", given))) == found
    assert describe(packets(), [read_packet(packet("", given))])["gps"] == found


def test_what_a_person_decided_precedes_the_file_until_another_program_changes_it() -> None:
    own: Tags = {("gps", 1): "N", ("gps", 2): (30.0, 0.0, 0.0), ("gps", 3): "E", ("gps", 4): (20.0, 0.0, 0.0)}
    decided = 'photon:Located="38.710000,-9.130000" exif:GPSLatitude="38,42.6{}" exif:GPSLongitude="9,7.8W"'
    for beside, found in (
        (decided.format("N"), (38.71, -9.13)),
        (decided.format("S"), (30.0, 20.0)),
        ('photon:Located="none"', None),
        ('photon:Located="none" exif:GPSLatitude="1.0N" exif:GPSLongitude="2.0E"', (30.0, 20.0)),
        ('photon:Located="x"', (30.0, 20.0)),
        ('exif:GPSLatitude="1.0N" exif:GPSLongitude="2.0E"', (30.0, 20.0)),
    ):
        assert describe(packets(own), [read_packet(packet("", beside))])["gps"] == pytest.approx(found)


def _with_segment(path: str, marker: int, payload: bytes) -> str:
    data = Path(path).read_bytes()
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload
    Path(path).write_bytes(data[:2] + segment + data[2:])
    return path


def test_xmp_fills_gaps_of_exif(save: Save) -> None:
    packet = (
        b'<x:xmpmeta><rdf:Description exif:DateTimeOriginal="2019-05-06T07:08:09.5+01:00" '
        b'exif:GPSLatitude="51,30.6N"><exif:GPSLongitude>0,7.5W</exif:GPSLongitude></rdf:Description></x:xmpmeta>'
    )
    path = _with_segment(save(drawn(), "a.jpg"), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    found = read(path).facts
    assert found.taken == "2019-05-06T07:08:09.5+01:00"
    assert found.gps == pytest.approx((51.51, -0.125))


def test_iptc_fills_gaps_of_exif_and_xmp(save: Save) -> None:
    sets = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value
        for number, value in ((5, b"title"), (55, b"20210714"), (60, b"180509+0100"))
    )
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets
    assert read(_with_segment(save(drawn(), "a.jpg"), 0xED, block)).facts.taken == "2021-07-14T18:05:09+01:00"


def test_one_broken_field_affects_only_itself() -> None:
    """The second of three fields points behind the end of the block."""
    fields = [(0x010F, 2, 4, b"Abc\0"), (0x0110, 2, 500, struct.pack("<I", 1 << 30)), (0x0112, 3, 1, b"\6\0\0\0")]
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields))
    block += b"".join(struct.pack("<HHI", tag, kind, count) + value for tag, kind, count, value in fields)
    tags = read_tags(io.BytesIO(block + b"\0\0\0\0"))
    assert tags[("main", 0x010F)] == "Abc"
    assert tags[("main", 0x0112)] == (6,)


@given(st.binary(max_size=400), st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]))
def test_any_bytes_are_read_as_exif_without_an_error(body: bytes, head: bytes) -> None:
    assert isinstance(read_tags(io.BytesIO(head + body)), dict)


DAY, CLOCK = "2021:06:12", (IFDRational(10, 1), IFDRational(0, 1), IFDRational(2950, 100))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_without_a_camera_time_the_gps_time_is_used_as_utc(save: Save, name: str) -> None:
    assert facts(save, exif({0x010F: "X"}, {}, {7: CLOCK, 0x1D: DAY}), name).taken == "2021-06-12T10:00:30+00:00"


def test_the_camera_time_precedes_the_gps_time(save: Save) -> None:
    block = exif({0x010F: "X"}, {0x9003: "2021:06:12 12:00:31"}, {7: CLOCK, 0x1D: DAY})
    assert facts(save, block).taken == "2021-06-12T12:00:31"


@pytest.mark.parametrize(
    "gps", [{7: CLOCK}, {0x1D: DAY}, {7: CLOCK[:2], 0x1D: DAY}, {7: (IFDRational(99, 1), *CLOCK[1:]), 0x1D: DAY},
            {7: (IFDRational(1, 0), *CLOCK[1:]), 0x1D: DAY}, {7: CLOCK, 0x1D: "0000:00:00"}],
)  # fmt: skip
def test_an_incomplete_gps_time_is_not_guessed(save: Save, gps: dict[int, Any]) -> None:
    assert facts(save, exif({0x010F: "X"}, {}, gps)).taken is None
