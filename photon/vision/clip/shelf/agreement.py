"""Whether a faster setting finds the same photos as 32-bit numbers do."""

from dataclasses import dataclass, replace

import numpy as np

from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import FloatArray

PHOTOS = 200  # that are compared, at most
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
"""Everyday sentences; each is a search whose first ten photos are compared."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How close vectors of another precision come.

    Attributes:
        cosine: The lowest cosine between a photo's two vectors.
        kept: The mean share of a query's first ten photos that stay among its first ten.
        same: The share of queries whose first ten are exactly the same.
    """

    cosine: float
    kept: float
    same: float

    def write_on(self, setting: Setting) -> Setting:
        """The setting with these figures."""
        return replace(setting, cosine=self.cosine, kept=self.kept, same=self.same)


def compare(reference: FloatArray, other: FloatArray, queries: FloatArray) -> Agreement:
    """Compares meaning vectors of the same photos.

    Args:
        reference: float32 (photos, d), of 32-bit numbers; need not be of unit length.
        other: The same of another precision.
        queries: float32 (queries, d).

    Returns:
        How close they are; a vector with something that is no number in it makes all figures 0.
    """
    if not np.isfinite(other).all():
        return Agreement(0.0, 0.0, 0.0)
    photos, others = normalise(reference), normalise(other)
    cosine = float((photos * others).sum(axis=1).min())
    first = min(_FIRST, len(photos))
    tops = [np.argsort(-(queries @ rows.T), axis=1, kind="stable")[:, :first] for rows in (photos, others)]
    shares = np.array(
        [len(set(one) & set(two)) / first for one, two in zip(*map(np.ndarray.tolist, tops), strict=True)]
    )
    return Agreement(round(cosine, 6), round(float(shares.mean()), 4), round(float((shares == 1).mean()), 4))


def agrees(setting: Setting) -> bool:
    """Whether photos found in this setting may stand for those found in 32-bit numbers."""
    return setting.precision == "fp32" or (setting.cosine >= LEAST_COSINE and setting.kept >= LEAST_KEPT)


def fastest(tried: tuple[Setting, ...]) -> Setting:
    """The fastest setting that agrees; 32-bit numbers always do.

    On a processor torch has to be a quarter faster than onnxruntime: opening it takes some three seconds and several
    hundred megabytes, and its threads wait by spinning, which takes the cores from the decoders.
    """

    def worth(setting: Setting) -> float:
        heavy = setting.runtime == "torch" and setting.device == "cpu"
        return setting.per_second / (_HEAVY if heavy else 1)

    return max((setting for setting in tried if agrees(setting)), key=worth)
