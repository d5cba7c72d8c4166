"""The colours at the places of a picture."""

import io

import numpy as np
import pytest
from PIL import Image

from photon.domain.photo.colours import COLOURS
from photon.media.read.colours import colours_of_places

_PLAIN = {
    "black": "#101012",
    "white": "#f4f4f2",
    "grey": "#848484",
    "red": "#c0202a",
    "orange": "#ec7a18",
    "yellow": "#ecd530",
    "green": "#3a8a40",
    "blue": "#2a52b0",
    "purple": "#6c348a",
    "pink": "#ea88aa",
    "brown": "#6c4628",
}


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("name", _PLAIN)
def test_a_plain_picture_has_its_colour_everywhere(name: str) -> None:
    shares = colours_of_places(_jpeg(Image.new("RGB", (400, 300), _PLAIN[name])))
    assert shares.shape == (9, 9, len(COLOURS))
    assert shares.dtype == np.float32
    assert set(shares[..., :11].argmax(axis=-1).ravel().tolist()) == {COLOURS.index(name)}
    assert shares[..., COLOURS.index(name)].min() > 0.5


def test_the_places_match_those_of_the_picture() -> None:
    picture = Image.new("RGB", (640, 200), _PLAIN["blue"])
    picture.paste(_PLAIN["red"], (480, 0, 640, 100))
    red = colours_of_places(_jpeg(picture), 4, 8)[..., COLOURS.index("red")]
    there = red > 0.5
    assert there.shape == (4, 8)
    assert there[:2, 6:].all()
    assert there.sum() == 4


def test_shares_are_valid_for_every_picture() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    shares = colours_of_places(_jpeg(Image.fromarray(noise)))
    assert shares.min() >= 0
    assert shares.max() <= 1
    assert shares[..., :11].sum(axis=-1).max() <= 1 + 1e-5


@pytest.mark.parametrize("preview", [b"", b"no picture", _jpeg(Image.new("RGB", (64, 64)))[:100]])
def test_damaged_previews_are_reported(preview: bytes) -> None:
    with pytest.raises(OSError, match="damaged"):
        colours_of_places(preview)
