"""Divide photos into folds, train adapters without each, and measure how they recall the others."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import IntArray
from lab.starter.starter_material import Material, Part

from photon.vision.kit.adapter import Adapter

FloatArray = npt.NDArray[np.float32]
Fit = Callable[[Part], Adapter]

FOLDS = 5
_SPLIT = 2024  # seed of the folds; independent of the training seed, so that seeds can be compared


@dataclass(frozen=True)
class Recall:
    """Rank of the right photo.

    Attributes:
        at1: Fraction of queries whose photo is first.
        at5: Fraction of queries whose photo is among the first five.
        at10: Fraction of queries whose photo is among the first ten.
        median: Median rank; 1 is best.
    """

    at1: float
    at5: float
    at10: float
    median: float

    def __str__(self) -> str:
        """Format a row of the card."""
        return f"R@1 {self.at1:.3f}  R@5 {self.at5:.3f}  R@10 {self.at10:.3f}  median rank {self.median:.1f}"


def recall(words: FloatArray, photos: FloatArray, right: IntArray) -> Recall:
    """Rank photos for each text; ties count against the right photo.

    Args:
        words: float32 (q, d).
        photos: float32 (p, d).
        right: int64 (q,), the right photo of each text.
    """
    scores = words @ photos.T
    own = scores[np.arange(len(right)), right]
    ranks = (scores >= own[:, None]).sum(axis=1)
    at1, at5, at10 = (float((ranks <= top).mean()) for top in (1, 5, 10))
    return Recall(at1, at5, at10, float(np.median(ranks)))


def mean(recalls: list[Recall]) -> Recall:
    """Return the mean over folds, including the median rank."""
    return Recall(*(float(np.mean([getattr(one, name) for one in recalls])) for name in Recall.__dataclass_fields__))


def split(count: int) -> list[IntArray]:
    """Return random folds of photo indices."""
    order = np.random.default_rng(_SPLIT).permutation(count)
    return [np.sort(order[fold::FOLDS]) for fold in range(FOLDS)]


@dataclass(frozen=True)
class Fold:
    """An adapter and the photos held out in its training.

    Attributes:
        adapter: Trained without them.
        held: int64, their indices among the captioned or the labelled photos.
    """

    adapter: Adapter
    held: IntArray


class Trials:
    """Cross-fitted results over all data."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._described = np.arange(len(material.captioned.files))
        self._named = np.arange(len(material.labelled.files))
        self._none = np.array([], np.int64)

    def described_folds(self, fit: Fit) -> list[Fold]:
        """Return each fold of captioned photos with an adapter trained without them and their captions."""
        return [
            Fold(fit(self.material.part(np.setdiff1d(self._described, held), self._named)), held)
            for held in split(len(self._described))
        ]

    def named_folds(self, fit: Fit) -> list[Fold]:
        """Return each fold of the tower's classes with an adapter trained without photos of them, from any source."""
        synsets = np.array(self.material.labelled.synsets)
        return [
            Fold(fit(self.material.part(self._described, self._named[~np.isin(synsets, synsets[held])])), held)
            for held in split(self.material.classes)
        ]

    def everything(self, fit: Fit) -> Adapter:
        """Return the adapter that is shipped."""
        return fit(self.material.part(self._described, self._named))

    def by_captions(self, fold: Fold) -> Recall:
        """Evaluate all captions of the held-out photos against the pool of these photos."""
        photos, words, right = self.captions_of(fold)
        return recall(words, photos, right)

    def captions_of(self, fold: Fold) -> tuple[FloatArray, FloatArray, IntArray]:
        """Return the photos, captions and each caption's photo of a fold, in the joint space."""
        owner = self.material.captioned.owner
        chosen = np.isin(owner, fold.held)
        photos = fold.adapter.join_images(self.material.photos[0, fold.held])
        words = fold.adapter.join_texts(self.material.captions[chosen])
        return photos, words, np.searchsorted(fold.held, owner[chosen])

    def pools(self, adapter: Adapter) -> Recall:
        """Evaluate one adapter on each fold of captioned photos."""
        return mean([self.by_captions(Fold(adapter, held)) for held in split(len(self._described))])
