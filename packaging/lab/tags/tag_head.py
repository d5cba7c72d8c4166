"""The linear head that names tags: ridge regression from look vectors to the share of people who name each tag.

Second moments are summed once for each fold, so that a head without any of them costs one small solution. Flat
targets (the root of the share of captions) did better than shares on these folds: mean average precision .271 to .267.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

FEWEST = 5  # photos that must show a tag before it is learned
_RIDGE = 1.0
_LABELLED = 0.3  # weight of a photo of which only one thing is known


@dataclass(frozen=True)
class Block:
    """Sums over some photos.

    Attributes:
        weight: How many they count as.
        looks: float32 (e,), sum of looks.
        squares: float32 (e, e), of their outer products.
        photos: int64 (t,), how many show each tag at all.
        shown, hidden: float32 (t,), how surely they show each tag, and how surely they do not, summed.
        with_shown, with_hidden: float32 (e, t), the looks of these, summed.
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
    """Sums over photos.

    Args:
        looks: float32 (views, n, e), unit length; each view counts as a part of the photo.
        shown: float32 (n, t), 0..1, how surely each photo shows each tag.
        hidden: float32 (n, t), 0..1, how surely it does not; both are 0 where nothing is known.
        is_labelled: Whether of these photos one thing is known only.
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
    """Weights float32 (e, t), what is added, float32 (t,), and which tags enough photos showed, bool (t,).

    What is usual is told by described photos alone; where of a photo nothing is known, its target is what is usual.
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
