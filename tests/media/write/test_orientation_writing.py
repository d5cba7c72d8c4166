"""The orientation in a file is changed without changing its pixels or its other content."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from photon.domain.metadata.export_recipe import CopyContents, Recipe, Reencode
from photon.domain.metadata.writing import MetadataEdit, UnsafeToEmbed
from photon.media.copy.copying import make_copy
from photon.media.decode.colour_conversion import turned
from photon.media.metadata import exif
from photon.media.read.metadata_reading import understand
from photon.media.read.picture import render
from photon.media.write.orientation_writing import turn_file

FORMATS = {"JPEG": "jpg", "PNG": "png", "WebP": "webp", "TIFF": "tif"}
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    b"<rdf:Description rdf:about='' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='1'"
    b" xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:subject><rdf:Bag><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def drawn() -> Image.Image:
    image = Image.new("RGB", (24, 16), (0, 0, 200))
    image.paste((200, 0, 0), (0, 0, 8, 8))
    image.paste((0, 200, 0), (16, 0, 24, 8))
    return image


def file_of(kind: str, orientation: int = 0, xmp: bytes = b"") -> bytes:
    """Return a file of a format; without EXIF for orientation 0."""
    out, tags = io.BytesIO(), Image.Exif()
    tags[0x0110] = "Camera"
    if orientation:
        tags[exif.ORIENTATION] = orientation
    options: dict[str, object] = {"exif": tags} if orientation or xmp else {}
    if xmp and kind in {"JPEG", "WebP"}:
        options["xmp"] = xmp
    if kind in {"JPEG", "WebP"}:
        options["quality"] = 100
    drawn().save(out, kind.upper(), **options)
    return out.getvalue()


def look(data: bytes) -> Image.Image:
    """Return the picture as other programs show it."""
    with Image.open(io.BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


@given(st.sampled_from(list(FORMATS)), st.sampled_from([0, 1, 3, 6, 5]), st.integers(1, 8))
def test_other_programs_show_picture_turned(kind: str, orientation: int, turn: int) -> None:
    data = file_of(kind, orientation)
    made = turn_file(data, kind, turn)
    assert same(look(made), turned(look(data), turn))
    assert same(look(turn_file(made, kind, 1)), look(made))


@pytest.mark.parametrize("kind", FORMATS)
def test_metadata_is_kept_and_xmp_agrees(kind: str, tmp_path: Path) -> None:
    data = file_of(kind, 3, XMP)
    before, after = (tmp_path / f"{name}.{FORMATS[kind]}" for name in ("before", "after"))
    before.write_bytes(data)
    after.write_bytes(turn_file(data, kind, 6))
    was, now = understand(str(before)), understand(str(after))
    assert was.facts is not None
    assert now.facts is not None
    assert (now.facts.width, now.facts.height) == (was.facts.height, was.facts.width) == (16, 24)
    assert now.facts.camera == was.facts.camera == "Camera"
    assert now.metadata == was.metadata
    if kind in {"JPEG", "WebP"}:
        assert b"tiff:Orientation='8'" in after.read_bytes().replace(b'"', b"'")


@pytest.mark.parametrize("kind", ["HEIF", "AVIF", "JXL", "GIF", "RAW"])
def test_formats_without_orientation_are_refused(kind: str) -> None:
    with pytest.raises(UnsafeToEmbed, match="without loss"):
        turn_file(b"", kind, 6)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("carried", "redrawn", "words"),
    [
        (CopyContents(), None, None),
        (CopyContents(words=True), None, MetadataEdit(keywords=(("dog",),))),
        (CopyContents(metadata=False), None, None),
        (CopyContents(places=False), None, None),
        (CopyContents(), Reencode("png"), None),
    ],
)
def test_copies_are_turned(
    kind: str, carried: CopyContents, redrawn: Reencode | None, words: MetadataEdit | None, tmp_path: Path
) -> None:
    photo, place = tmp_path / f"photo.{FORMATS[kind]}", tmp_path / f"copy.{'png' if redrawn else FORMATS[kind]}"
    photo.write_bytes(file_of(kind, 3))
    make_copy(str(photo), Recipe(redrawn, carried, words, turn=8), str(place))
    picture = render(str(place), None)
    shown = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    wanted = turned(look(photo.read_bytes()), 8)
    assert shown.size == wanted.size
    assert same(look(place.read_bytes()), shown)
    for at in ((2, 2), (13, 2), (2, 21), (13, 21)):
        pairs = zip(shown.getpixel(at), wanted.getpixel(at), strict=True)  # type: ignore[arg-type]
        assert all(abs(one - other) < 40 for one, other in pairs)


def test_exif_that_a_png_has_as_text_is_kept() -> None:
    tags = Image.Exif()
    tags[0x0110], tags[exif.ORIENTATION] = "Camera", 6
    block = tags.tobytes()
    text, out = PngInfo(), io.BytesIO()
    text.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    drawn().save(out, "PNG", pnginfo=text)
    made = turn_file(out.getvalue(), "PNG", 6)
    assert same(look(made), turned(drawn(), 3))
    with Image.open(io.BytesIO(made)) as image:
        assert image.getexif()[0x0110] == "Camera"
