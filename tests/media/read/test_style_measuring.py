"""Styles measured in drawn pictures."""

import io
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from photon.domain.photo.styles import STYLES
from photon.media.read.preview_measuring import measure_previews
from photon.media.read.style_measuring import TRAITS, traits


def _scene(seed: int = 0, size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Sky, ground and coloured objects with grain: sharp, bright, many colours."""
    chance = np.random.default_rng(seed)
    picture = Image.new("RGB", size, (120, 170, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, size[1] // 2, *size), fill=(90, 140, 60))
    for _ in range(60):
        left, top = int(chance.integers(0, size[0])), int(chance.integers(0, size[1]))
        box = (left, top, left + int(chance.integers(8, 70)), top + int(chance.integers(8, 70)))
        draw.ellipse(box, fill=tuple(int(part) for part in chance.integers(20, 250, 3)))
    grain = np.asarray(picture) + chance.integers(-14, 15, (size[1], size[0], 3))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _drawing() -> Image.Image:
    picture = Image.new("RGB", (400, 300), (252, 252, 250))
    draw = ImageDraw.Draw(picture)
    for row in range(30):
        draw.line((row * 13, 10, 400 - row * 9, 290), fill=(40, 40, 40), width=2)
        draw.arc((row * 5, row * 4, 390 - row * 5, 290 - row * 4), 0, 360, fill=(30, 30, 30), width=2)
    return picture


def _sepia(picture: Image.Image) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), "#120800", "#ffefcf", "#8c6c48")


_MADE = {
    "monochrome": lambda: _scene().convert("L").convert("RGB"),
    "sepia": lambda: _sepia(_scene()),
    "dark": lambda: _scene().point(lambda value: int(value * 0.25)),
    "drawing": _drawing,
    "blurred": lambda: _scene().filter(ImageFilter.GaussianBlur(6)),
}


def _styles(previews: Sequence[bytes]) -> list[tuple[float, ...] | None]:
    return [found and found.styles for found in measure_previews(previews)]


def _chances(picture: Image.Image) -> dict[str, float]:
    (found,) = _styles([_jpeg(picture)])
    assert found is not None
    return dict(zip(STYLES, found, strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_an_ordinary_photo_has_no_style(seed: int) -> None:
    assert max(_chances(_scene(seed)).values()) < 0.2


@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_recognised(style: str) -> None:
    found = _chances(_MADE[style]())
    assert found.pop(style) > 0.5
    if style != "drawing":  # which has no colour either
        assert max(found.values()) < 0.5


def test_a_bright_window_in_a_dark_room_is_not_dark_and_a_soft_background_not_blurred() -> None:
    room = _MADE["dark"]()
    room.paste(_scene(2, (200, 300)), (200, 0))
    assert _chances(room)["dark"] < 0.5
    portrait = _MADE["blurred"]()
    portrait.paste(_scene(3, (140, 200)), (130, 50))
    assert _chances(portrait)["blurred"] < 0.5


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (40, 7), (2048, 60), (256, 256), (683, 512)])
def test_every_size_is_measured(size: tuple[int, int]) -> None:
    measured = traits(_jpeg(_scene(1).resize(size)))
    assert measured.shape == (len(TRAITS),)
    assert np.isfinite(measured).all()


@pytest.mark.parametrize("colour", ["black", "white", "red"])
def test_pictures_of_one_colour_have_probabilities(colour: str) -> None:
    found = _chances(Image.new("RGB", (300, 200), colour))
    assert found["blurred"] < 0.5  # nothing in it could be sharp
    assert found["drawing"] < 0.5
    assert (found["dark"] > 0.5) is (colour == "black")


def test_grey_jpegs_and_large_previews_give_the_same_result() -> None:
    grey = _scene().convert("L")
    assert _styles([_jpeg(grey)])[0] == pytest.approx(_styles([_jpeg(grey.convert("RGB"))])[0], abs=0.05)
    small, large = _scene(0, (400, 300)), _scene(0, (400, 300)).resize((1600, 1200), Image.Resampling.BICUBIC)
    for style, chance in _chances(large).items():
        assert (chance > 0.5) is (_chances(small)[style] > 0.5)


def test_damaged_previews_affect_only_themselves() -> None:
    good = _jpeg(_scene())
    found = _styles([b"", good, b"no picture", good[:300]])
    assert [one is None for one in found] == [True, False, True, True]
    assert _styles([]) == []
