"""Compare a faster setting with float32: whether it finds the same photos."""

from dataclasses import replace

import numpy as np

from photon.domain.arrays import Floats
from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.kit.adapter import normalise

PHOTOS = 200  # maximum number of images to compare
LEAST_COSINE, LEAST_KEPT = 0.99, 0.95
_FIRST = 10
_HEAVY = 1.25

QUERIES = (
    "a dog running on the beach",
    "a cat asleep on a sofa",
    "children playing in the snow",
    "a birthday cake with candles",
    "two people smiling at the camera",
    "a sunset over the sea",
    "mountains with snow on top",
    "a narrow street in an old town",
    "a red car parked by the road",
    "a plate of pasta with tomato sauce",
    "a woman holding a baby",
    "a man riding a bicycle",
    "a group of friends around a table",
    "a bride and groom at a wedding",
    "a Christmas tree with lights",
    "a boat on a lake in the morning",
    "a flock of birds in the sky",
    "a horse in a green field",
    "a close-up of a yellow flower",
    "a forest path in autumn",
    "a bridge over a river at night",
    "the skyline of a big city",
    "a train standing at a station",
    "a plane seen through a window",
    "a football match in a stadium",
    "a concert with coloured lights",
    "a cup of coffee on a wooden table",
    "an open book and a pair of glasses",
    "a screenshot of a chat",
    "a page of printed text",
    "a hand-written note",
    "a map of a city",
    "a white wall with nothing on it",
    "a kitchen with a window",
    "a bedroom with an unmade bed",
    "a garden full of vegetables",
    "a bowl of fruit",
    "a glass of red wine",
    "fireworks in the dark sky",
    "rain on a window",
    "footprints in the sand",
    "a waterfall between rocks",
    "a church on a hill",
    "a painting in a museum",
    "a statue in a park",
    "a butterfly on a leaf",
    "a fish under water",
    "a person climbing a rock",
    "a tent beside a campfire",
    "a portrait in black and white",
)
"""Everyday queries, whose top ten images are compared."""


def compare(setting: Setting, reference: Floats, other: Floats, queries: Floats) -> Setting:
    """Compare the joint embeddings of the same images.

    Args:
        setting: The setting of the other precision.
        reference: float32 (n, d), computed in float32; any length.
        other: float32 (n, d), computed in another precision.
        queries: float32 (q, d), L2-normalised.

    Returns:
        The setting with ``cosine``, ``kept`` and ``same``; all zero if a vector contains NaN or infinity.
    """
    if not np.isfinite(other).all():
        return replace(setting, cosine=0.0, kept=0.0, same=0.0)
    photos, others = normalise(reference), normalise(other)
    cosine = float((photos * others).sum(axis=1).min())
    first = min(_FIRST, len(photos))
    tops = [np.argsort(-(queries @ rows.T), axis=1, kind="stable")[:, :first] for rows in (photos, others)]
    shares = np.array(
        [len(set(one) & set(two)) / first for one, two in zip(*map(np.ndarray.tolist, tops), strict=True)]
    )
    kept, same = round(float(shares.mean()), 4), round(float((shares == 1).mean()), 4)
    return replace(setting, cosine=round(cosine, 6), kept=kept, same=same)


def agrees(setting: Setting) -> bool:
    """Whether images found with this setting are close enough to those found with float32.

    Args:
        setting: A setting with measurements.
    """
    return setting.precision == "fp32" or (setting.cosine >= LEAST_COSINE and setting.kept >= LEAST_KEPT)


def fastest(tried: tuple[Setting, ...]) -> Setting:
    """Choose the fastest setting that agrees; float32 always does.

    On a CPU, torch must be 25% faster than onnxruntime: loading it takes about three seconds and several hundred
    megabytes, and its threads spin while waiting, which starves the decoders.

    Args:
        tried: Settings with measurements, float32 among them.
    """

    def worth(setting: Setting) -> float:
        heavy = setting.runtime == "torch" and setting.device == "cpu"
        return setting.per_second / (_HEAVY if heavy else 1)

    return max((setting for setting in tried if agrees(setting)), key=worth)
