"""Ridge regression from photos to the embeddings of their captions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.vision.kit.adapter import normalise
from photon.vision.knowledge.caption_memory import photo_features

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

RIDGE = 800.0
"""Penalty per view."""
LABELLED = 0.3
"""Weight of a labelled photo relative to a captioned one. Without labelled photos, which show more than people and
dogs, .42 of the first three tags are right on photos of another source, instead of .54."""
_NAME, _SPOKEN, _NAME_ALONE = 0.3, 0.8, 0.6
"""How far the target of a labelled photo is moved from the mean caption towards its name, and towards the captions
about such things, if there are any."""


@dataclass(frozen=True)
class PhotoMap:
    """The map.

    Attributes:
        photo: float32 (features, 384).
        shift: float32 (384,).
    """

    photo: FloatArray
    shift: FloatArray


@dataclass(frozen=True)
class MapPhotos:
    """The training photos.

    Attributes:
        looks: float32 (views, n, 1280), L2-normalised.
        targets: float32 (n, 384), mean embedding of each photo's captions.
        labelled: float32 (views, m, 1280), L2-normalised, photos with a label.
        meant: float32 (m, 384), their targets.
    """

    looks: FloatArray
    targets: FloatArray
    labelled: FloatArray
    meant: FloatArray


class MapFit:
    """Fits maps, with or without some captioned photos."""

    def __init__(self, photos: MapPhotos, classifier: FloatArray) -> None:
        """Compute the features once."""
        self._photos, self._classifier = photos, classifier
        self._views = [photo_features(view, classifier) for view in photos.looks]

    def fit(self, rows: IntArray | None = None, labelled: IntArray | None = None) -> PhotoMap:
        """Fit a map to these captioned and labelled photos, or to all of them."""
        rows = np.arange(len(self._photos.targets)) if rows is None else rows
        labelled = np.arange(len(self._photos.meant)) if labelled is None else labelled
        targets = self._photos.targets[rows]
        middle = np.mean([view[rows].mean(axis=0) for view in self._views], axis=0)
        goal = targets.mean(axis=0)
        size = len(middle)
        square, product = RIDGE * len(self._views) * np.eye(size), np.zeros((size, targets.shape[1]))
        for view in self._views:
            seen = view[rows] - middle
            square += seen.T @ seen
            product += seen.T @ (targets - goal)
        for view in self._photos.labelled:
            seen = photo_features(view[labelled], self._classifier) - middle
            square += LABELLED * (seen.T @ seen)
            product += LABELLED * (seen.T @ (self._photos.meant[labelled] - goal))
        weights = np.linalg.solve(square, product)
        return PhotoMap(weights.astype(np.float32), (goal - middle @ weights).astype(np.float32))


def mean_captions(vectors: FloatArray, owner: IntArray, count: int) -> FloatArray:
    """Return the mean embedding of each photo's captions: float32 (count, d)."""
    total = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(total, owner, vectors)
    return np.asarray(total / np.bincount(owner, minlength=count)[:, None], np.float32)


def meant_by(labels: Sequence[FloatArray], spoken: Mapping[int, FloatArray], usual: FloatArray) -> FloatArray:
    """Return the targets of labelled photos.

    Args:
        labels: float32 (384,) each, the embedding of each photo's name in a sentence.
        spoken: Mean embedding of the captions about such things, by photo; missing if there are none.
        usual: float32 (384,), the mean caption.
    """
    found = [
        _NAME * (own - usual) + _SPOKEN * (spoken[at] - usual) if at in spoken else _NAME_ALONE * (own - usual)
        for at, own in enumerate(labels)
    ]
    return np.asarray(usual + np.array(found, np.float32), np.float32)


def views_of(pooled: FloatArray) -> FloatArray:
    """Return look vectors of pooled features, float32 (views, n, 1280)."""
    return np.stack([normalise(view) for view in pooled])
