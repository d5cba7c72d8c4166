"""Registering previews: copies agree everywhere, other shots do not, whatever their colours."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from photon.domain.photo.fingerprint import WINDOWS
from photon.domain.photo.likeness import NO_LIKENESS
from photon.duplicates.candidate_pairs import NEAR, nearest_windows
from photon.duplicates.same_picture import is_same_picture
from photon.media.read.fingerprinting import measure_fingerprints
from photon.media.read.preview_alignment import PreviewPair, compare_previews


def _scene(seed: int = 1, ball: tuple[int, int] = (150, 120)) -> Image.Image:
    """Draw a picture with detail everywhere, and a ball."""
    chance = np.random.default_rng(seed)
    small = Image.fromarray(chance.integers(0, 256, (24, 32, 3), np.uint8))
    picture = small.resize((640, 480), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = (int(chance.integers(side)) for side in (640, 480))
        draw.rectangle((x, y, x + 25, y + 18), fill=tuple(int(part) for part in chance.integers(0, 256, 3)))
    draw.ellipse((ball[0], ball[1], ball[0] + 90, ball[1] + 90), fill="white", outline="black", width=9)
    return picture


def _jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _compared(one: bytes, other: bytes) -> tuple[bool, int]:
    """Return whether two pictures are copies, and by how many bits the nearest window differs."""
    marks = measure_fingerprints([one, other])
    codes = np.array([mark.codes for mark in marks if mark], np.uint64)
    frames, pictures, windows = nearest_windows(codes, np.array([0]), np.array([1]))
    both = (one, other)
    (found,) = compare_previews([PreviewPair(both[frames[0]], both[pictures[0]], int(windows[0]))])
    assert found is not None
    return is_same_picture(found), int(np.bitwise_count(codes[frames[0], 0] ^ codes[pictures[0], windows[0]]))


def _faded(picture: Image.Image) -> Image.Image:
    """Darken the corners."""
    y, x = np.mgrid[-1 : 1 : picture.height * 1j, -1 : 1 : picture.width * 1j]
    shade = (1 - 0.4 * (x**2 + y**2) / 2)[:, :, None]
    return Image.fromarray((np.asarray(picture, np.float32) * shade).astype(np.uint8))


def _brighter(picture: Image.Image) -> Image.Image:
    """Brighten so far that much becomes white."""
    return picture.point([min(255, round(value * 1.6)) for value in range(256)] * 3)


_EDITS: dict[str, Callable[[Image.Image], bytes]] = {
    "saved again": lambda picture: _jpeg(picture, 30),
    "smaller": lambda picture: _jpeg(picture.resize((256, 192))),
    "other aspect": lambda picture: _jpeg(picture.resize((400, 400))),
    "grey": lambda picture: _jpeg(picture.convert("L")),
    "darker": lambda picture: _jpeg(picture.point([round(255 * (v / 255) ** 1.6) for v in range(256)] * 3)),
    "vignette": lambda picture: _jpeg(_faded(picture)),
    "lost highlights": lambda picture: _jpeg(_brighter(picture)),
    "sharpened": lambda picture: _jpeg(picture.filter(ImageFilter.UnsharpMask(2, 200))),
    "a crop": lambda picture: _jpeg(picture.crop((50, 10, 635, 450))),
    "a crop from the corner": lambda picture: _jpeg(picture.crop((0, 0, 580, 436))),
}


@pytest.mark.parametrize("edit", _EDITS.values(), ids=_EDITS.keys())
def test_copies_agree(edit: Callable[[Image.Image], bytes]) -> None:
    is_copy, bits = _compared(_jpeg(_scene()), edit(_scene()))
    assert is_copy
    assert bits <= NEAR


def test_two_crops_agree_in_what_both_show() -> None:
    one, other = _scene().crop((0, 0, 600, 450)), _scene().crop((45, 36, 640, 480))
    assert _compared(_jpeg(one), _jpeg(other, 60))[0]


@pytest.mark.parametrize("edit", [_faded, _brighter])
def test_what_moved_is_seen_in_spite_of_an_edit(edit: Callable[[Image.Image], Image.Image]) -> None:
    assert not _compared(_jpeg(_scene()), _jpeg(edit(_scene(ball=(300, 200)))))[0]


def test_what_is_dark_before_lost_highlights_still_differs() -> None:
    sky = Image.new("RGB", (640, 480), (235, 235, 235))
    sky.paste(_scene().crop((0, 240, 640, 480)), (0, 240))
    bird = sky.copy()
    ImageDraw.Draw(bird).ellipse((300, 60, 380, 130), fill="black")
    assert _compared(_jpeg(sky), _jpeg(_brighter(sky)))[0]
    assert not _compared(_jpeg(bird), _jpeg(_brighter(sky)))[0]


@pytest.mark.parametrize("ball", [(300, 200), (190, 120), (150, 170)])
def test_shots_with_movement_do_not_agree(ball: tuple[int, int]) -> None:
    assert not _compared(_jpeg(_scene()), _jpeg(_scene(ball=ball)))[0]


def test_other_pictures_and_plain_areas_do_not_agree() -> None:
    assert not _compared(_jpeg(_scene(1)), _jpeg(_scene(2)))[0]
    plain = _jpeg(Image.new("RGB", (300, 200), "grey"))
    assert compare_previews([PreviewPair(plain, plain)]) == [NO_LIKENESS]


def test_a_damaged_preview_affects_only_its_pair() -> None:
    good = _jpeg(_scene())
    found = compare_previews([PreviewPair(good, b"no picture"), PreviewPair(good, good), PreviewPair(b"", good)])
    assert [one is None for one in found] == [True, False, True]
    assert compare_previews([]) == []


def test_fingerprints_measure_blur_clipping_and_noise() -> None:
    picture = _scene()
    noise = np.random.default_rng(3).normal(0, 12, (480, 640, 3))
    noisy = Image.fromarray((np.asarray(picture) + noise).clip(0, 255).astype(np.uint8))
    burnt = picture.point([min(255, value * 3) for value in range(256)] * 3)
    blurred = picture.filter(ImageFilter.GaussianBlur(4))
    marks = measure_fingerprints([_jpeg(one, 95) for one in (picture, blurred, noisy, burnt)])
    plain, soft, grainy, clipped = (mark for mark in marks if mark)
    assert soft.sharpness < plain.sharpness - 2
    assert grainy.noise > plain.noise + 2
    assert clipped.clipped > plain.clipped + 0.1
    assert len(plain.codes) == len(WINDOWS)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 2), (20, 20)])
def test_tiny_pictures_have_a_fingerprint(size: tuple[int, int]) -> None:
    (mark,) = measure_fingerprints([_jpeg(Image.new("RGB", size, "red"))])
    assert mark is not None
    assert mark.noise == 0
    assert measure_fingerprints([b"no picture"]) == [None]
