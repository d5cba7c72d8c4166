"""Ridge regression from photos to sentence embeddings and objects; the only part trained on photos."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from lab.captions.captioner_labels import Labels

from photon.vision.kit.adapter import normalise
from photon.vision.starter.captioner import photo_features
from photon.vision.starter.captioner_weights import CaptionerWeights

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

RIDGE = 400.0  # per view; best of 100 to 3,000
LABELLED = 0.2
"""Weight of a labelled photo relative to a captioned one.

With .1, .18 of other things are still called dogs; 1 costs .02 of the agreement with captions.
"""
STRETCH = 1.18
"""Correction of the shrinkage by the penalty: on held-out photos, captions differ by this factor more (1.1 to 1.2)."""


def fit_photos(
    weights: CaptionerWeights, pooled: FloatArray, wanted: FloatArray, classifier: FloatArray, labels: Labels
) -> CaptionerWeights:
    """Fit the maps from photos.

    Args:
        weights: Weights, of which only the maps are replaced.
        pooled: float32 (views, n, 1280), image features.
        wanted: float32 (n, 384 + objects), mean sentence embedding of each photo's captions, and 1 for each object that
            they support.
        classifier: float32 (1281, kinds), of the image tower.
        labels: Photos with a class label only.
    """
    views = [photo_features(normalise(view), classifier) for view in pooled]
    features = np.concatenate(views).astype(np.float64)
    target = np.concatenate([wanted] * len(views)).astype(np.float64)
    middle, goal = features.mean(axis=0), target.mean(axis=0)
    centred = features - middle
    square = centred.T @ centred + RIDGE * len(views) * np.eye(features.shape[1])
    product = centred.T @ (target - goal)
    without = np.linalg.solve(square, product)
    for view in labels.pooled:
        seen = photo_features(normalise(view), classifier) - middle
        square += LABELLED * seen.T @ seen
        product += LABELLED * seen.T @ (_called(labels, goal + seen @ without) - goal)
    both = STRETCH * np.linalg.solve(square, product)
    shift, width = goal - middle @ both, labels.sentences.shape[1]
    return replace(
        weights,
        photo=both[:, :width].astype(np.float32),
        photo_shift=shift[:width].astype(np.float32),
        photo_objects=both[:, width:].astype(np.float32),
        photo_objects_shift=shift[width:].astype(np.float32),
        usual=goal[:width].astype(np.float32),
    )


def _called(labels: Labels, without: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Targets of labelled photos: their names, and the prediction without them for objects that labels leave open."""
    objects = np.clip(without[:, labels.sentences.shape[1] :], 0, 1)
    objects = np.where(labels.told, labels.named, np.maximum(labels.named, objects))
    return np.concatenate([labels.sentences, objects], axis=1).astype(np.float64)


def mean_captions(vectors: FloatArray, owner: IntArray, count: int) -> FloatArray:
    """The mean sentence embedding of each photo's captions: float32 (count, 384)."""
    total = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(total, owner, vectors)
    return np.asarray(total / np.bincount(owner, minlength=count)[:, None], np.float32)
