"""Squares of pixels: close to what open_clip's own transforms make of the same preview."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from photon.vision.clip.runtime.pixels import look_at, squash
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import DamagedPreview
from photon.vision.kit.previews import for_each
from tests.vision.conftest import draw

SHAPES = [(683, 512), (512, 900), (512, 512), (300, 170), (64, 400), (40, 30)]


def square(side: int, resize: Literal["shortest", "squash", "longest"], *, bilinear: bool = False) -> Preprocessing:
    return Preprocessing(side, (0, 0, 0), (1, 1, 1), "bilinear" if bilinear else "bicubic", resize)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("resize", ["shortest", "squash", "longest"])
@pytest.mark.parametrize("bilinear", [False, True])
def test_as_open_clip_sees_it(
    shape: tuple[int, int], resize: Literal["shortest", "squash", "longest"], *, bilinear: bool
) -> None:
    from open_clip.transform import PreprocessCfg, image_transform_v2

    ours = square(224, resize, bilinear=bilinear)
    cfg = PreprocessCfg(224, "RGB", ours.mean, ours.std, ours.interpolation, resize)
    preview = draw(3, *shape)
    theirs = image_transform_v2(cfg, is_train=False)(Image.open(io.BytesIO(preview))).numpy().transpose(1, 2, 0) * 255
    pixels = look_at(preview, ours)
    assert (pixels.shape, pixels.dtype) == ((224, 224, 3), np.uint8)
    assert np.abs(pixels - theirs).mean() < 1.5
    assert np.abs(pixels - theirs).max() < 16


def test_the_window_of_a_map_is_squashed_whole_and_sharp() -> None:
    """Left half red, right half blue with a fine grid in it."""
    picture = np.zeros((512, 1024, 3), np.uint8)
    picture[:, :512] = (255, 0, 0)
    picture[:, 512:] = (0, 0, 255)
    picture[::64, 512:] = 255
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=95, subsampling=0)
    whole = squash(buffer.getvalue(), square(128, "shortest"))
    assert np.abs(whole[:, :60].astype(int) - (255, 0, 0)).max() < 12
    assert whole[4:60, 70:, 2].mean() > 230
    part = squash(buffer.getvalue(), square(128, "shortest"), (0.5, 0, 1, 0.25))
    assert part[10:25, :, 0].max() < 40
    assert (part[[0, 64]].mean(axis=(1, 2)) > 100).all(), "one line at the top, one in the middle"


def test_damaged_previews_are_named_by_position(previews: list[bytes]) -> None:
    with ThreadPoolExecutor(2) as pool:
        ours = square(64, "shortest")
        squares = for_each(lambda preview: look_at(preview, ours), previews, pool)
        assert np.stack(squares).shape == (7, 64, 64, 3)
        with pytest.raises(DamagedPreview) as caught:
            for_each(lambda preview: look_at(preview, ours), [previews[0], b"", previews[1], previews[2][:300]], pool)
    assert caught.value.positions == (1, 3)
