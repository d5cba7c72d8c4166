"""What the two hashes depend on."""

import io
import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from photon.media.file.source import opened
from photon.media.metadata.container import split_jpeg
from photon.media.read.reading import read
from tests.media.drawn import drawn

Save = Callable[..., str]


def _jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    drawn().save(out, "JPEG", **options)
    return out.getvalue()


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    segments=st.lists(
        st.tuples(st.sampled_from([0xE1, 0xE3, 0xED, 0xEF, 0xFE]), st.binary(max_size=300)), min_size=1, max_size=5
    )
)
def test_metadata_changes_only_the_file_hash(tmp_path: Path, segments: list[tuple[int, bytes]]) -> None:
    plain, written = tmp_path / "plain.jpg", tmp_path / "written.jpg"
    data = _jpeg()
    plain.write_bytes(data)
    written.write_bytes(data[:2] + b"".join(_segment(*segment) for segment in segments) + data[2:])
    before, after = read(str(plain)), read(str(written))
    assert before.image_hash == after.image_hash
    assert before.file_hash != after.file_hash
    assert before.preview == after.preview


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_new_facts_do_not_change_the_image_hash(save: Save, name: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "a new caption"
    first, second = read(save(drawn(), name)), read(save(drawn(), "2" + name, exif=exif))
    assert first.file_hash != second.file_hash
    assert first.image_hash == second.image_hash


def test_text_chunks_do_not_change_the_image_hash(save: Save) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    text.add_text("Comment", "hello")
    assert read(save(drawn(), "a.png")).image_hash == read(save(drawn(), "b.png", pnginfo=text)).image_hash


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.avif"])
def test_rotation_changes_the_image_hash(save: Save, name: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    first, second = read(save(drawn(), name)), read(save(drawn(), "2" + name, exif=exif))
    assert first.image_hash != second.image_hash
    assert (second.facts.width, second.facts.height) == (80, 120)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.gif", "a.bmp", "a.heic", "a.avif", "a.jxl"])
def test_another_picture_has_another_hash(save: Save, name: str) -> None:
    other = drawn()
    other.paste("white", (10, 10, 60, 60))
    first, same, second = read(save(drawn(), name)), read(save(drawn(), "1" + name)), read(save(other, "2" + name))
    assert first.image_hash == same.image_hash != second.image_hash
    assert first.file_hash == same.file_hash != second.file_hash
    assert (len(first.file_hash), len(first.image_hash)) == (16, 16)


def test_the_colour_profile_is_part_of_the_picture(save: Save) -> None:
    assert read(save(drawn(), "a.jpg")).image_hash != read(save(drawn(), "b.jpg", icc_profile=b"p" * 200)).image_hash


def test_the_video_in_a_motion_photo_is_not_part_of_the_picture(tmp_path: Path) -> None:
    photo, motion = tmp_path / "a.jpg", tmp_path / "b.jpg"
    photo.write_bytes(_jpeg())
    motion.write_bytes(_jpeg() + b"\0\0\0\x18ftypmp42" + bytes(5000))
    assert read(str(photo)).image_hash == read(str(motion)).image_hash
    assert read(str(motion)).damage is None


def test_a_large_file_read_from_disk_has_the_same_hash(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(drawn(), "a.png")
    small = read(path)
    monkeypatch.setattr("photon.media.file.source.IN_MEMORY", 100)
    large = read(path)
    assert large == small
    assert read(save(drawn(), "a.tif")).preview
    assert read(save(drawn(), "a.jpg")).preview


def test_spans_cover_the_picture_without_overlaps(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(_jpeg(comment=b"about it", icc_profile=b"p" * 100))
    with opened(str(path)) as source:
        spans = split_jpeg(source).spans
        kept = b"".join(source.slice(*span) for span in spans)
    assert b"about it" not in kept
    assert b"ICC_PROFILE" in kept
    assert kept.endswith(b"\xff\xd9")
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
