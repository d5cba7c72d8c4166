"""Metadata in PNG, WebP, TIFF, DNG and JPEG XL: every reader finds it, and the picture is unchanged."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pillow_jxl  # noqa: F401
import pytest
from PIL import Image, PngImagePlugin

from photon.domain.metadata.writing import MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.media.read.reading import read
from photon.media.write import png_writing, tiff_writing, webp_writing
from photon.media.write.tiff_fields import TiffFields
from tests.media.drawn import drawn
from tests.media.negative import negative
from tests.media.packets import bag, dataset, packet
from tests.media.photos import CRS, EVERYWHERE, MAKER_NOTES, WORDS, exif, iptc, plan_photo, says, told, written

OLD = packet(bag("dc:subject", "old", "gone"), CRS)
NOTHING = MetadataEdit((), "", "", 0.0)
Change = Callable[[bytes], bytes]


def save(path: Path, **options: object) -> Path:
    drawn().save(path, **options)  # type: ignore[arg-type]
    return path


def png(path: Path, *, is_packed: bool = False) -> Path:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", OLD.decode(), zip=is_packed)
    info.add_text("Software", "kept")
    return save(path, pnginfo=info, exif=exif(), icc_profile=b"a profile")


def webp(path: Path) -> Path:
    return save(path, xmp=OLD, exif=exif().tobytes(), icc_profile=b"a profile", lossless=True)


def tiff(path: Path) -> Path:
    made = exif()
    made[0x02BC], made[0x8649], made[0x83BB] = OLD, iptc(), dataset(25, b"old") + dataset(90, b"Bern")
    return save(path, exif=made, compression="tiff_deflate")


def dng(path: Path) -> Path:
    path.write_bytes(negative())
    return path


def jxl(path: Path) -> Path:
    drawn().save(path, exif=exif().tobytes(), xmp=OLD, lossless=True)
    return path


@pytest.mark.parametrize("make", [png, webp, tiff, jxl], ids=["png", "webp", "tiff", "jxl"])
def test_old_metadata_is_replaced_and_nothing_else(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / f"a.{make.__name__}")
    raw, before, found = path.read_bytes(), read(str(path)), told(path)
    assert {path_[-1] for path_ in found.keywords} == {"old", "gone"}
    written(path)
    says(path)
    data = path.read_bytes()
    assert (read(str(path)).image_hash, read(str(path)).facts) == (before.image_hash, before.facts)
    for kept in (MAKER_NOTES, b'crs:Exposure2012="+0.65"', b"Kamera", b"a profile"):
        assert data.count(kept) == raw.count(kept)
    assert b"gone" not in data
    assert b"old caption" not in data
    written(path, NOTHING)
    assert (told(path).keywords, told(path).caption, told(path).rating) == ((), None, 0)


@pytest.mark.parametrize("ending", ["png", "webp", "tif", "jxl", "dng"])
def test_a_photo_without_metadata_gets_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "dng":
        dng(path)
    else:
        save(path)
    before = read(str(path))
    written(path)
    says(path)
    after = read(str(path))
    assert (after.image_hash, after.facts, after.preview) == (before.image_hash, before.facts, before.preview)


@pytest.mark.parametrize(
    ("mode", "options"), [("RGB", {}), ("RGBA", {}), ("RGBA", {"lossless": True}), ("RGB", {"lossless": True})]
)
def test_a_simple_webp_becomes_an_extended_one_of_the_same_size(
    tmp_path: Path, mode: str, options: dict[str, bool]
) -> None:
    path = tmp_path / "a.webp"
    image = drawn(121, 83).convert(mode)
    if mode == "RGBA":
        image.putalpha(100)
    image.save(path, **options)  # type: ignore[arg-type]
    with Image.open(path) as before:
        pixels = before.tobytes()
    written(path)
    with Image.open(path) as after:
        assert (after.size, after.mode, after.tobytes()) == ((121, 83), mode, pixels)
    head = path.read_bytes()
    assert head[12:16] == b"VP8X"
    assert bool(head[20] & 0x10) == (mode == "RGBA")
    assert struct.unpack("<I", head[4:8])[0] + 8 == len(head)


def test_a_compressed_packet_of_a_png_is_written_uncompressed(tmp_path: Path) -> None:
    path = png(tmp_path / "a.png", is_packed=True)
    written(path)
    says(path)
    assert b"crs:Exposure2012" in path.read_bytes()
    with Image.open(path) as image:
        image.load()
        assert image.text["Software"] == "kept"  # type: ignore[attr-defined]


def test_nothing_in_a_tiff_is_moved(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif")
    before = path.read_bytes()
    written(path)
    after = path.read_bytes()
    with Image.open(path) as image:
        strips = image.tag_v2[273], image.tag_v2[279]  # type: ignore[attr-defined]
        assert image.tag_v2[33723]  # type: ignore[attr-defined]
    for start, size in zip(*strips, strict=True):
        assert before[start : start + size] == after[start : start + size]
    written(path, MetadataEdit(caption="longer, but there is room for it now " * 5))
    fields = [TiffFields(data).field("main", 0x02BC) for data in (after, path.read_bytes())]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("make", "change", "why"),
    [
        (png, lambda data: data[:-20], "cut off"),
        (png, lambda data: data[:33] + png_writing.packed(b"caBX", b"c2pa") + data[33:], "content credentials"),
        (webp, lambda data: data[:-30], "damaged"),
        (webp, lambda data: data + b"behind", "after the image"),
        (webp, lambda data: data.replace(b"EXIF", b"C2PA"), "content credentials"),
        (tiff, lambda data: data[:2] + b"+\0" + data[4:], "BigTIFF"),
        (tiff, lambda data: data[: len(data) // 2], "d"),
        (dng, lambda data: data[:-1_000_000], "damaged|RAW"),
        (jxl, lambda data: data[:-10], "cut off"),
        (jxl, lambda data: data.replace(b"Exif", b"jbrd", 1), "recompressed JPEG"),
    ],
)  # fmt: skip
def test_unsafe_files_are_refused(tmp_path: Path, make: Callable[[Path], Path], change: Change, why: str) -> None:
    path = make(tmp_path / f"a.{make.__name__}")
    path.write_bytes(change(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(UnsafeToEmbed, match=why):
        plan_photo(str(path), TargetMetadata(WORDS), EVERYWHERE)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", [b"zTXt", b"tEXt"])
@pytest.mark.parametrize("block", [dataset(25, b"hidden"), iptc(dataset(25, b"hidden"))], ids=["bare", "photoshop"])
def test_iptc_written_by_imagemagick_is_updated(tmp_path: Path, name: bytes, block: bytes) -> None:
    path = tmp_path / "a.png"
    text = f"\niptc\n{len(block):8}\n{block.hex()}\n".encode()
    data = save(path).read_bytes()
    content = b"\0" + zlib.compress(text) if name == b"zTXt" else text
    chunk = png_writing.packed(name, b"Raw profile type iptc\0" + content)
    path.write_bytes(data[:33] + chunk + data[33:])
    assert told(path).keywords == (("hidden",),)
    written(path)
    says(path)


def test_a_photo_with_exif_written_by_imagemagick_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    block = exif().tobytes()
    text = f"\nexif\n{len(block):8}\n{block.hex()}\n".encode()
    data = save(path).read_bytes()
    chunk = png_writing.packed(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text))
    path.write_bytes(data[:33] + chunk + data[33:])
    with pytest.raises(UnsafeToEmbed, match="keywords would be different"):
        plan_photo(str(path), TargetMetadata(WORDS), EVERYWHERE)


def test_a_tiff_structure_keeps_its_order_and_its_other_fields() -> None:
    made = exif().tobytes().removeprefix(b"Exif\0\0")
    fields = TiffFields(made)
    before = fields.all_values({0x010E, 0x4746, 0x02BC})
    fields.set_field("main", 0x010E, b"a much longer caption than before\0", 2)
    fields.drop("main", 0x4746)
    fields.set_field("main", 0x02BC, b"<packet/>", 1)
    again = TiffFields(fields.to_bytes())
    assert again.all_values({0x010E, 0x4746, 0x02BC}) == before
    assert again.value("main", 0x010E) == b"a much longer caption than before\0"
    assert again.value("main", 0x4746) is None
    tags = [one.tag for one in again.fields("main")]
    assert tags == sorted(tags)
    assert again.value("exif", 0x927C) == MAKER_NOTES
    assert b"old caption\0" not in fields.to_bytes()[: len(made)].split(b"ASCII")[0]
    with pytest.raises(ValueError, match="no TIFF"):
        TiffFields(b"nothing")


def test_shared_bytes_are_never_overwritten(tmp_path: Path) -> None:
    """Here the caption is stored at the position of the pixels, as a broken program or an attacker may write it."""
    path = tmp_path / "a.tif"
    drawn().save(path, description="x" * 300)
    data = bytearray(path.read_bytes())
    fields = TiffFields(bytes(data))
    caption, (strip, _) = fields.field("main", 0x010E), fields.pieces()[0]
    assert caption is not None
    data[caption.at + 8 : caption.at + 12] = struct.pack("<I", strip)
    path.write_bytes(data)
    pixels = read(str(path)).image_hash
    words = MetadataEdit(caption="short")
    plan = plan_photo(str(path), TargetMetadata(words), EVERYWHERE)
    assert plan is not None
    path.write_bytes(plan.splice.applied(bytes(data)))
    assert read(str(path)).image_hash == pixels


def test_cyclic_directories_are_refused() -> None:
    out = io.BytesIO()
    drawn().save(out, "TIFF")
    data = bytearray(out.getvalue())
    first = struct.unpack("<I", data[4:8])[0]
    end = first + 2 + 12 * struct.unpack("<H", data[first : first + 2])[0]
    data[end : end + 4] = struct.pack("<I", first)
    with pytest.raises(UnsafeToEmbed):
        tiff_writing.read_blocks(bytes(data))


def test_a_webp_with_a_broken_chunk_is_refused() -> None:
    with pytest.raises(UnsafeToEmbed):
        webp_writing.read_blocks(b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8 " + struct.pack("<I", 99) + bytes(18))
