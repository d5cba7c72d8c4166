"""The linear classifier of tags: ridge regression from visual features to the fraction of people who name each tag.

Second moments are accumulated once per fold, so that a head without some folds costs one small solve. Flattened targets
(square root of the fraction of captions) were better than fractions on these folds: mean average precision .271 to
.267.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

FEWEST = 5  # minimum photos of a tag to learn it
_RIDGE = 1.0
_LABELLED = 0.3  # weight of a photo with a single label


@dataclass(frozen=True)
class Block:
    """Sums over some photos.

    Attributes:
        weight: Total weight.
        looks: float32 (e,), sum of visual features.
        squares: float32 (e, e), sum of their outer products.
        photos: int64 (t,), number of photos of each tag.
        shown, hidden: float32 (t,), sum of certainties that photos show, and do not show, each tag.
        with_shown, with_hidden: float32 (e, t), sums of visual features weighted by these certainties.
    """

    weight: float
    looks: FloatArray
    squares: FloatArray
    photos: npt.NDArray[np.int64]
    shown: FloatArray
    hidden: FloatArray
    with_shown: FloatArray
    with_hidden: FloatArray


def block(looks: FloatArray, shown: FloatArray, hidden: FloatArray, *, is_labelled: bool = False) -> Block:
    """Compute the sums.

    Args:
        looks: float32 (views, n, e), L2-normalised; each view counts as a part of the photo.
        shown: float32 (n, t), 0..1, certainty that each photo shows each tag.
        hidden: float32 (n, t), 0..1, certainty that it does not; both are 0 if unknown.
        is_labelled: Whether the photos have a single label each.
    """
    weight = np.float32((_LABELLED if is_labelled else 1.0) / len(looks))
    flat, summed = looks.reshape(-1, looks.shape[-1]), looks.sum(axis=0)
    whole = weight * np.float32(len(looks))
    return Block(
        float(weight) * len(flat),
        weight * flat.sum(axis=0),
        weight * (flat.T @ flat),
        (shown > 0).sum(axis=0),
        whole * shown.sum(axis=0),
        whole * hidden.sum(axis=0),
        weight * (summed.T @ shown),
        weight * (summed.T @ hidden),
    )


def fit_head(described: Sequence[Block], labelled: Sequence[Block]) -> tuple[FloatArray, FloatArray, Truth]:
    """Fit a head: weights float32 (e, t), bias float32 (t,), and which tags have enough photos, bool (t,).

    The base rates come from captioned photos alone; unknown targets are set to the base rate.
    """
    count = sum(one.weight for one in described)
    usual = _total([one.shown for one in described]) / np.float32(count)
    middle = _total([one.looks for one in described]) / np.float32(count)
    spread = sum(float(np.trace(one.squares)) for one in described) / count - float(middle @ middle)
    everything = [*described, *labelled]
    weight = np.float32(sum(one.weight for one in everything))
    looks = _total([one.looks for one in everything])
    squares = _total([one.squares for one in everything])
    squares -= np.outer(middle, looks) + np.outer(looks, middle)
    squares += weight * np.outer(middle, middle)
    shown = _total([one.with_shown - np.outer(middle, one.shown) for one in everything])
    hidden = _total([one.with_hidden - np.outer(middle, one.hidden) for one in everything])
    ridge = np.asarray(squares / spread + _RIDGE * np.eye(len(middle)), np.float32)
    solved = np.linalg.solve(ridge, np.asarray((shown * (1 - usual) - hidden * usual) / spread, np.float32))
    head = np.asarray(solved, np.float32)
    photos = np.sum([one.photos for one in everything], axis=0)
    return head, np.asarray(usual - middle @ head, np.float32), np.asarray(photos >= FEWEST, bool)


def _total(parts: Sequence[FloatArray]) -> FloatArray:
    total = np.zeros_like(parts[0])
    for part in parts:
        total = total + part
    return total
