"""One decoding of a preview measures what two did: styles and fingerprints stay those of libraries made before."""

import io

import numpy as np
import pytest
from PIL import Image

from photon.domain.photo.fingerprint import WINDOWS
from photon.domain.photo.styles import TONES
from photon.media.read.fingerprinting import hash_windows, measure_fingerprints
from photon.media.read.preview_measuring import measure_previews
from photon.media.read.style_measuring import halved, styles_of, tones_of


def _jpeg(width: int, height: int, mode: str = "RGB") -> bytes:
    noise = np.random.default_rng(width * height).integers(0, 256, (height // 8 + 1, width // 8 + 1, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize((width, height)).convert(mode).save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("size", [(683, 512), (512, 683), (600, 450), (300, 256), (120, 40), (9, 7)])
def test_they_are_what_is_measured_alone(size: tuple[int, int], mode: str) -> None:
    preview = _jpeg(*size, mode)
    with Image.open(io.BytesIO(preview)) as image:
        picture = halved(image)
        styles, tones = styles_of(picture), tones_of(picture)
    (marks,) = measure_fingerprints([preview])
    assert marks is not None
    (found,) = measure_previews([preview])
    assert found is not None
    assert (found.styles, found.fingerprint, found.tones.tolist()) == (styles, marks, tones.tolist())
    assert tones.shape == (TONES,)
    assert np.isfinite(tones).all()


def test_a_damaged_preview_has_none_and_affects_no_other() -> None:
    good = _jpeg(120, 90)
    none, found, cut = measure_previews([b"no picture", good, good[:300]])
    assert (none, cut) == (None, None)
    assert found is not None


@pytest.mark.parametrize("size", [(341, 256), (256, 384), (257, 61), (30, 20)])
def test_windows_have_the_hashes_of_their_pixels_resized_by_pillow(size: tuple[int, int]) -> None:
    luma = np.random.default_rng(size[0]).uniform(0, 255, size[::-1]).cumsum(axis=1).astype(np.float32)
    waves = np.cos(np.arange(8)[:, None] * (np.arange(32) + 0.5) * np.pi / 32)
    hashes = []
    for window in WINDOWS:
        left, top, right, bottom = (edge * side for edge, side in zip(window, size * 2, strict=True))
        small = Image.fromarray(luma).resize((32, 32), Image.Resampling.BOX, (left, top, right, bottom))
        low = waves @ np.asarray(small, np.float64) @ waves.T
        flat = [*low.ravel()[1:], low[0, 4]]
        hashes.append(sum(1 << (63 - at) for at, one in enumerate(flat) if one > np.median(flat)))
    assert hash_windows(luma) == tuple(hashes)
