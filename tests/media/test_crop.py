"""Parts of previews: the right pixels, never none, damage told."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photon.domain import Region
from photon.media.crop import crop_preview


def _jpeg(width: int = 80, height: int = 40) -> bytes:
    """Red on the left half, blue on the right."""
    picture = Image.new("RGB", (width, height), (255, 0, 0))
    picture.paste((0, 0, 255), (width // 2, 0, width, height))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=95)
    return held.getvalue()


def _opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG"
    return picture


def test_the_part_has_its_pixels_and_its_size() -> None:
    right = _opened(crop_preview(_jpeg(), Region(0.6, 0.25, 0.4, 0.5)))
    assert right.size == (32, 20)
    assert np.asarray(right).mean(axis=(0, 1)) == pytest.approx([0, 0, 255], abs=12)
    left = _opened(crop_preview(_jpeg(), Region(0, 0, 0.4, 1)))
    assert np.asarray(left).mean(axis=(0, 1)) == pytest.approx([255, 0, 0], abs=12)


share = st.floats(0, 1, allow_nan=False)


@given(share, share, st.floats(0, 2), st.floats(0, 2))
def test_any_region_gives_a_picture_within_the_preview(x: float, y: float, width: float, height: float) -> None:
    part = _opened(crop_preview(_jpeg(), Region(x, y, width, height)))
    assert 1 <= part.width <= 80
    assert 1 <= part.height <= 40


def test_damage_is_an_os_error() -> None:
    with pytest.raises(OSError, match="identify"):
        crop_preview(b"\xff\xd8 no picture", Region(0, 0, 1, 1))
    with pytest.raises(OSError, match="truncated"):
        crop_preview(_jpeg(800, 400)[:900], Region(0, 0, 1, 1))
