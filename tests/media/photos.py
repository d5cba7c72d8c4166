"""Photos with metadata of every kind, for tests of writing."""

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.writing import PROFILES, MetadataEdit, PatchedPhoto, Profile, TargetMetadata
from photon.domain.photo.turn import AS_IT_IS
from photon.media.read.metadata_reading import read_words
from photon.media.write import exiftool
from photon.media.write.photo_writing import plan_turned_photo, write_photo
from tests.media.drawn import drawn
from tests.media.packets import bag, dataset, languages, packet, resource, with_segment, with_xmp

EVERYWHERE = PROFILES["everywhere"]
ROME = ("Places", "Italy", "Rome")
WORDS = MetadataEdit((ROME, ("Größe",), ("夕焼け",)), "Größe\nзакат 夕焼け שקיעה ताज 😀", "Titel ß", 4.0)
CRS = 'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.65"'
LIST = 38  # position of the list of pictures in ``with_pictures``
MAKER_NOTES = bytes(range(256)) * 2


def exif(**more: object) -> Image.Exif:
    """Return EXIF with maker notes, and with texts in all its fields."""
    made = Image.Exif()
    made[0x010F], made[0x0110] = "Kamera", "Eins"
    made[0x010E] = more.get("description", "old caption")
    made[0x4746], made[0x4749] = 2, 25
    made[0x9C9E] = "old;gone\0".encode("utf-16-le")
    inner = made.get_ifd(0x8769)
    inner[0x927C] = more.get("notes", MAKER_NOTES)
    inner[0x9286] = more.get("comment", b"ASCII\0\0\0old caption")
    inner[0x9003] = "2020:01:02 03:04:05"
    return made


def iptc(*sets: bytes, digest: bool = True) -> bytes:
    """Return Photoshop resources: a slice, IPTC, its digest."""
    block = b"".join(sets) or dataset(25, b"old") + dataset(25, b"gone") + dataset(120, b"old caption")
    made = resource(b"slices", 0x041A) + resource(block)
    return made + (resource(hashlib.md5(block, usedforsecurity=False).digest(), 0x0425) if digest else b"")


def rich_jpeg(path: Path, photoshop: bytes | None = None, **more: object) -> Path:
    """Return a JPEG with XMP, EXIF and IPTC that contain the same old metadata."""
    drawn().save(path, exif=exif(**more), icc_profile=b"a profile", comment=b"a comment")
    with_segment(str(path), 0xED, b"Photoshop 3.0\0" + (iptc() if photoshop is None else photoshop))
    with_xmp(
        str(path),
        packet(
            bag("dc:subject", "old", "gone") + languages("dc:description", x_default="old caption", fr="vieux"), CRS
        ),
    )
    return path


def noisy(seed: int, size: tuple[int, int] = (64, 48)) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, size=(size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def plan_photo(path: str, wanted: TargetMetadata, profile: Profile) -> PatchedPhoto | None:
    """Plan to write metadata into a photo without turning it."""
    return plan_turned_photo(path, wanted, profile, AS_IT_IS)[0]


def close_exiftool() -> None:
    """Stop the ExifTool of this process."""
    if (tool := exiftool.installed()) is not None:
        tool.close()
    exiftool._found.cache_clear()


def written(
    path: Path, words: MetadataEdit = WORDS, profile: Profile = EVERYWHERE, kept: Sequence[str] = ()
) -> PatchedPhoto:
    """Plan and write; check that undoing restores the original bytes, and that nothing is left to write."""
    before = path.read_bytes()
    plan = plan_photo(str(path), TargetMetadata(words, frozenset(kept)), profile)
    assert plan is not None
    assert path.read_bytes() == before
    write_photo(plan)
    after = path.read_bytes()
    assert plan.splice.reversed().applied(after) == before
    assert plan_photo(str(path), TargetMetadata(words, frozenset(kept)), profile) is None
    return plan


def told(path: Path) -> Metadata:
    """Return what Photon reads."""
    words = read_words(str(path)).metadata
    assert words is not None
    return words


def says(path: Path, words: MetadataEdit = WORDS) -> None:
    """Check that a photo contains the expected metadata for every reader."""
    found = told(path)
    assert set(found.keywords) == set(words.keywords or ())
    assert (found.caption or "", found.title or "", found.rating) == (words.caption, words.title, words.rating)


def with_pictures(path: Path, behind: bytes) -> Path:
    """Insert a list of two pictures (MPF) into a JPEG, and append the second one."""
    data = path.read_bytes()
    entries = struct.pack("<IIIHH", 0x030000, 0, 0, 0, 0) + struct.pack("<IIIHH", 0, len(behind), 0, 0, 0)
    lines = struct.pack("<HHHIIHHII", 2, 0xB001, 4, 1, 2, 0xB002, 7, 32, LIST)
    block = b"II*\0\x08\0\0\0" + lines + bytes(4) + entries
    segment = b"\xff\xe2" + struct.pack(">H", len(block) + 6) + b"MPF\0" + block
    place = data.index(b"\xff\xdb")
    data = bytearray(data[:place] + segment + data[place:])
    size, base = len(data), place + 8
    data[base + LIST + 4 : base + LIST + 8] = struct.pack("<I", size)
    data[base + LIST + 24 : base + LIST + 28] = struct.pack("<I", size - base)
    path.write_bytes(bytes(data) + behind)
    return path
