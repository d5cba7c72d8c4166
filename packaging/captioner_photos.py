"""From photos to their captions' sentence vectors and objects: ridge regression, the only part that sees photos."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from photon.vision.adapter import normalise
from photon.vision.captioner import CaptionerWeights, photo_features

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

RIDGE = 400.0  # for each view; best of 100 to 3,000
STRETCH = 1.18
"""What the penalty takes from predictions: on photos not seen, captions differ by so much more (1.1 to 1.2)."""


def fit_photos(
    weights: CaptionerWeights, pooled: FloatArray, captions: FloatArray, named: FloatArray, classifier: FloatArray
) -> CaptionerWeights:
    """The weights with the maps from photos.

    Args:
        weights: Of which only the maps are replaced.
        pooled: float32 [views, n, 1280], features of pictures.
        captions: float32 [n, 384], the mean of each picture's sentence vectors.
        named: float32 [n, objects], 1 for each object that a picture's captions support.
        classifier: float32 [1281, kinds], of the image tower.
    """
    views = [photo_features(normalise(view), classifier) for view in pooled]
    features = np.concatenate(views).astype(np.float64)
    target = np.concatenate([np.concatenate([captions, named], axis=1)] * len(views)).astype(np.float64)
    middle, goal = features.mean(axis=0), target.mean(axis=0)
    centred = features - middle
    penalty = RIDGE * len(views) * np.eye(features.shape[1])
    both = STRETCH * np.linalg.solve(centred.T @ centred + penalty, centred.T @ (target - goal))
    shift, width = goal - middle @ both, captions.shape[1]
    return replace(
        weights,
        photo=both[:, :width].astype(np.float32),
        photo_shift=shift[:width].astype(np.float32),
        photo_objects=both[:, width:].astype(np.float32),
        photo_objects_shift=shift[width:].astype(np.float32),
        usual=goal[:width].astype(np.float32),
    )


def mean_captions(vectors: FloatArray, owner: IntArray, count: int) -> FloatArray:
    """The mean sentence vector of each photo's captions: float32 [count, 384]."""
    total = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(total, owner, vectors)
    return np.asarray(total / np.bincount(owner, minlength=count)[:, None], np.float32)
