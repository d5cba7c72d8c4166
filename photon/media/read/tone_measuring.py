"""The tones of a preview: how its brightness and colours are distributed, independent of what it shows.

Photos with like tones look alike as pictures: black-and-white, warm, faded, dark, grainy. What they show and where
things are does not count, but for the two measures of detail all places are treated alike.
"""

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats

_SIDE = 64  # pixels of the copy in which colours are counted: a few hundred would do, but not for small lights
_LEVELS = (_SIDE**2 * np.array([0.02, 0.25, 0.5, 0.75, 0.98])).astype(int)  # places of quantiles of luma


def tones_of(picture: Image.Image) -> Floats:
    """Measure the tones of a picture.

    Args:
        picture: A picture as returned by ``style_measuring.halved``.

    Returns:
        float32 (TONES,): quantiles, mean and spread of luma; tint of shadows, middle and lights; mean and spread of
        the colour differences; mean and a high quantile of colourfulness; median and a high quantile of fine detail.
    """
    small = np.asarray(picture.resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32).reshape(-1, 3)
    luma, colour = small[:, 0], small[:, 1:] - 128
    chroma = np.hypot(colour[:, 0], colour[:, 1])
    order = np.argsort(luma)
    detail = _detail_of(np.asarray(picture.getchannel(0), np.float32))
    found: Floats = np.concatenate(
        [
            luma[order[_LEVELS]] / 32,
            [luma.mean() / 32, 2 * np.log(luma.std() + 4)],
            *(np.median(colour[third], axis=0) / 8 for third in np.array_split(order, 3)),
            colour.mean(axis=0) / 8,
            np.log(colour.std(axis=0) + 1),
            2 * np.log([chroma.mean() + 1, np.quantile(chroma, 0.9) + 1]),
            np.log(np.quantile(detail, (0.5, 0.9)) + 0.5),
        ]
    ).astype(np.float32)
    return found


def _detail_of(luma: Floats) -> Floats:
    """Return the strength of the Laplacian of luma float32 (rows, columns) in every eighth row, which is enough."""
    luma = np.pad(luma, 1, mode="edge")
    rows = np.arange(1, len(luma) - 1, 8)
    here = luma[rows]
    around = luma[rows - 1, 1:-1] + luma[rows + 1, 1:-1] + here[:, :-2] + here[:, 2:]
    found: Floats = np.abs(here[:, 1:-1] - around / 4)
    return found
