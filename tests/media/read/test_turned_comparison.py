"""Turned, mirrored, framed and captioned pictures, and what is none of them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from photon.domain.photo.picture_comparison import Turn
from photon.media.read.plain_bars import find_inner
from photon.media.read.preview_alignment import PreviewPair, compare_previews
from photon.media.read.turned_comparison import TurnedPreviews, compare_turned


def _picture(seed: int) -> Image.Image:
    small = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (12, 16, 3), np.uint8))
    return small.resize((480, 360), Image.Resampling.BICUBIC)


def _jpeg(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=90)
    return data.getvalue()


def _way(one: Image.Image, other: Image.Image, turn: Turn = "") -> str | None:
    (found,) = compare_turned([TurnedPreviews(_jpeg(one), _jpeg(other), turn)])
    return None if found is None else found.way


@pytest.mark.parametrize(
    ("turn", "way"),
    [("mirrored", Image.Transpose.FLIP_LEFT_RIGHT), ("over", Image.Transpose.ROTATE_180),
     ("left", Image.Transpose.ROTATE_90), ("left", Image.Transpose.ROTATE_270)],
)  # fmt: skip
def test_turned_pictures_agree(turn: Turn, way: Image.Transpose) -> None:
    assert _way(_picture(1), _picture(1).transpose(way), turn) == "turned"
    assert _way(_picture(1), _picture(2).transpose(way), turn) == ""


def test_bordered_and_captioned_pictures_and_screenshots_agree_within_their_bars() -> None:
    picture = _picture(3)
    assert _way(picture, ImageOps.expand(picture, 40, "darkred")) == "border"
    below = ImageOps.expand(picture, (0, 0, 0, 70), "white")
    ImageDraw.Draw(below).text((240, 390), "When it is Monday again", "black", font_size=40, anchor="mm")
    assert _way(picture, below) == "border"
    screen = Image.new("RGB", (480, 800), "black")
    screen.paste(picture, (0, 220))
    assert _way(screen, picture) == "border"
    assert _way(screen, below) == "border"
    assert _way(_picture(4), ImageOps.expand(picture, 40, "darkred")) == ""


def test_a_narrow_border_is_no_crop() -> None:
    picture = _picture(8)
    framed = ImageOps.expand(picture, 12, "darkred")
    some = [(picture, framed), (framed, picture), (picture.crop((12, 9, 480, 360)), picture)]
    found = compare_previews([PreviewPair(_jpeg(one), _jpeg(other)) for one, other in some])
    assert [likeness.way if likeness is not None else None for likeness in found] == ["border", "border", ""]


def test_two_pictures_with_one_plain_edge_have_no_border() -> None:
    one = ImageOps.expand(_picture(5), (0, 40, 0, 0), "skyblue")
    other = ImageOps.expand(_picture(5), (0, 44, 0, 0), "skyblue")
    assert _way(one, other) == ""


def test_a_damaged_preview_tells_nothing() -> None:
    assert compare_turned([TurnedPreviews(b"no picture", _jpeg(_picture(1)))]) == [None]


def test_a_picture_with_words_on_it_is_equal_elsewhere_and_in_place() -> None:
    picture = _picture(6)
    words = picture.copy()
    draw = ImageDraw.Draw(words)
    draw.text((240, 320), "When it is Monday again", "white", font_size=40, anchor="mm", stroke_width=4, stroke_fill=0)
    moved = words.crop((9, 7, 471, 353))
    half = picture.copy()
    half.paste(_picture(7).crop((0, 0, 480, 180)))
    pairs = [PreviewPair(_jpeg(picture), _jpeg(other)) for other in (words, moved, half, picture)]
    ways = [found.way if found is not None else None for found in compare_previews(pairs)]
    assert ways == ["part", "", "", ""]


@pytest.mark.parametrize("share", [0.01, 0.45])
def test_bars_that_are_too_narrow_or_too_wide_are_none(share: float) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (200, 200, 1)).astype(np.float32)
    pixels[: round(200 * share)] = 20
    assert find_inner(pixels) is None
    pixels[:20] = 20
    pixels[20:90] = np.random.default_rng(1).integers(0, 256, (70, 200, 1))
    assert find_inner(pixels) == (0.0, 0.1, 1.0, 1.0)
