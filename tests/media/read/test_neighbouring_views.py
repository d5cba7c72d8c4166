"""Views that overlap, and what is none of them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from photon.media.read.neighbouring_views import compare_views

_SCENE = Image.fromarray(np.random.default_rng(4).integers(0, 256, (30, 40, 3), np.uint8)).resize((1200, 900))


def _view(left: int, top: int = 0, turned: float = 0.0, light: float = 1.0) -> bytes:
    view = _SCENE.rotate(turned, Image.Resampling.BICUBIC).crop((left, top, left + 480, top + 360))
    data = io.BytesIO()
    ImageEnhance.Brightness(view).enhance(light).save(data, "JPEG", quality=90)
    return data.getvalue()


@pytest.mark.parametrize(
    ("other", "left", "top"),
    [
        (_view(688, 302), -0.6, 0.0),
        (_view(112, 302), 0.6, 0.0),
        (_view(400, 482), 0.0, -0.5),
        (_view(736, 320), -0.7, -0.05),
        (_view(600, 302, light=0.8), -0.417, 0.0),
        (_view(660, 310, turned=1), -0.55, 0.0),
    ],
)
def test_neighbouring_views_lie_beside_each_other(other: bytes, left: float, top: float) -> None:
    (found,) = compare_views([(_view(400, 302), other)])
    assert found is not None
    assert (found.left, found.top) == pytest.approx((left, top), abs=0.05)
    assert found.overlap == pytest.approx((1 - abs(left)) * (1 - abs(top)), abs=0.08)
    assert found.most > 0.8


@pytest.mark.parametrize(
    "other",
    [_view(400, 302), _view(430, 310), _view(480, 302), _view(850, 302), _view(640, 500), _view(0, 0)],
    ids=["same", "moved by a hand", "mostly the same", "hardly overlaps", "diagonal", "elsewhere"],
)
def test_other_views_are_no_neighbours(other: bytes) -> None:
    (found,) = compare_views([(_view(400, 302), other)])
    assert found is not None
    assert found.overlap == 0


def test_plain_and_damaged_pictures_are_no_neighbours() -> None:
    data = io.BytesIO()
    Image.new("RGB", (480, 360), "skyblue").save(data, "JPEG")
    plain, damaged = compare_views([(data.getvalue(), data.getvalue()), (_view(0), b"no picture")])
    assert plain is not None
    assert plain.overlap == 0
    assert damaged is None
