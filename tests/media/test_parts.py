"""Regions of pictures: the right part, sharp, upright, or a message if there is none."""

import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.domain import PhotonError, Region, UnreadableFile
from photon.media.read.reading import read
from photon.media.read.region import crop_file, crop_preview, has_enough_pixels

QUARTERS = ((255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 230, 0))  # in reading order
LOWER_LEFT = Region(0.0, 0.5, 0.5, 0.5)


def quarters(width: int, height: int) -> Image.Image:
    pixels = np.zeros((height, width, 3), np.uint8)
    for at, colour in enumerate(QUARTERS):
        top, left = at // 2 * height // 2, at % 2 * width // 2
        pixels[top : top + height // 2, left : left + width // 2] = colour
    return Image.fromarray(pixels)


def as_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def size_and_colour(jpeg: bytes) -> tuple[tuple[int, int], tuple[int, ...]]:
    image = Image.open(io.BytesIO(jpeg))
    assert image.format == "JPEG"
    middle = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return image.size, tuple(middle)


def near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize("at", range(4))
def test_each_quarter_of_a_preview(at: int) -> None:
    region = Region(at % 2 / 2, at // 2 / 2, 0.5, 0.5)
    size, colour = size_and_colour(crop_preview(as_jpeg(quarters(400, 300)), region))
    assert size == (200, 150)
    assert near(colour, QUARTERS[at])


def test_small_regions_are_enlarged_and_too_small_ones_refused() -> None:
    jpeg = as_jpeg(quarters(400, 300))
    assert size_and_colour(crop_preview(jpeg, Region(0, 0, 0.05, 0.2)))[0] == (64, 192)
    with pytest.raises(PhotonError, match="only 12 × 60 pixels"):
        crop_preview(jpeg, Region(0, 0, 0.03, 0.2))


def test_regions_are_clipped_and_refused_outside() -> None:
    jpeg = as_jpeg(quarters(400, 300))
    size, colour = size_and_colour(crop_preview(jpeg, Region(0.5, 0.5, 3, 3)))
    assert (size, near(colour, QUARTERS[3])) == ((200, 150), True)
    for region in (Region(1, 0, 0.5, 0.5), Region(0, -1, 1, 1), Region(0, 0, 0, 1), Region(math.nan, 0, 1, math.nan)):
        with pytest.raises(PhotonError, match="outside the photo"):
            crop_preview(jpeg, region)


def test_a_damaged_preview_gives_a_message() -> None:
    for damaged in (b"", b"\xff\xd8 no more", as_jpeg(quarters(400, 300))[:700]):
        with pytest.raises(PhotonError, match="damaged"):
            crop_preview(damaged, LOWER_LEFT)
        assert not has_enough_pixels(damaged[:20], LOWER_LEFT)


def test_the_file_gives_more_pixels_than_the_preview(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    quarters(3000, 2000).save(path, quality=90)
    small = Region(0.1, 0.6, 0.2, 0.15)
    preview = read(str(path)).preview
    assert not has_enough_pixels(preview, small)
    assert size_and_colour(crop_preview(preview, small))[0] == (153, 77)
    size, colour = size_and_colour(crop_file(str(path), small))
    assert (size, near(colour, QUARTERS[2])) == ((600, 300), True)
    assert has_enough_pixels(preview, LOWER_LEFT)
    assert min(size_and_colour(crop_file(str(path), Region(0, 0, 0.9, 0.9)))[0]) == 512


def test_the_file_of_a_small_photo_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.jpg"
    quarters(500, 375).save(path)
    assert has_enough_pixels(read(str(path)).preview, Region(0, 0, 0.1, 0.1))


def test_a_region_refers_to_the_upright_picture(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be rotated clockwise: the stored lower left becomes the upper left
    quarters(1600, 1200).save(path, exif=exif)
    upper_left = Region(0.05, 0.05, 0.3, 0.3)
    for jpeg in (
        crop_file(str(path), upper_left),
        crop_preview(read(str(path)).preview, upper_left),
    ):
        assert near(size_and_colour(jpeg)[1], QUARTERS[2])


def test_non_photos_and_regions_outside(tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("Dear all")
    with pytest.raises(UnreadableFile):
        crop_file(str(tmp_path / "letter.jpg"), LOWER_LEFT)
    quarters(400, 300).save(tmp_path / "a.png")
    with pytest.raises(PhotonError, match="outside"):
        crop_file(str(tmp_path / "a.png"), Region(2, 2, 1, 1))
    with pytest.raises(PhotonError, match="only 8 × 6 pixels"):
        crop_file(str(tmp_path / "a.png"), Region(0, 0, 0.02, 0.02))
