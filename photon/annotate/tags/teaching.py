"""Learn a tag from photos that show it and, if available, photos that do not.

The classifier needs stored vectors only, so it works with every encoder, immediately, and from a single example:

- *Features*: joint embeddings and visual features, centred on the library's mean and scaled so that the products of
  unrelated photos have unit spread, plus the similarity to the tag's name.
- *Prototype* (Snell et al. 2017): photos near the mean of the examples show the tag. The name counts as far as the
  examples are near it: not at all for "Grandma's quilt", much for "beach", and less with more examples. A name from
  Photon's vocabulary is trusted from the first example on.
- *Correction*: logistic regression whose weights are regularised toward the prototype instead of zero (a Gaussian prior
  around it), in kernel form. Without negative examples there is nothing to correct; every rejection moves it away from
  merely similar photos. Regularised toward zero, it was worse than the prototype alone until about a hundred photos
  were decided.
- *Class labels*: if the examples share a group of class labels, photos of that group score higher
  (``photon.annotate.tags.kind_families``).
- *Occasions*: photos of the same occasion count as one example together, and are held out together in cross-validation.

Mean average precision over the rest of unseen pools of 200 with 1, 3, 5 and 10 examples, groups that captions name:
.43 .42 .40 .35 (without kin .43 .42 .39 .36; mean of looks .25 .25 .25 .22, the name alone .44 .42 .39 .35); WordNet
subtrees: .49 .62 .74 .76 (without kin .49 .53 .54 .50; mean of looks .26 .26 .26 .23, the name alone .48 .46 .44 .41).
The latter is an upper bound: the starter's tower was trained to tell these kinds apart; with the group's own family
unknown it is .49 .56 .62 .62. No adapter has seen the groups or photos.

Queries rank by the same score (``my:Fluffy``). How it compares with the learner that names had of their own until m011,
and with the means of the examples, is in ``packaging/lab/tags/learners.md``.
"""

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.tag_name import TagName
from photon.domain.arrays import Floats, Ids, Truth
from photon.domain.encoders.photo_vectors import LibraryCentroid, PhotoVectors, unit
from photon.quick_dataclass import dataclass

Numbers = npt.NDArray[np.floating]

VERSION = 2  # incremented whenever the same examples would give a different classifier
MOST = 250  # positive or negative examples used; time grows with the cube, and more examples change little

MEANING = 0.7  # weight of joint embeddings relative to visual features
# Weight of the name relative to one example, and the number of examples at which it is halved.
WORD, HALVED = 3.0, 3.0
# For familiar names: the expected similarity of positive photos, and the number of examples this expectation counts
# for. For other names: the share of their similarity that is attributed to chance.
EXPECTED_NEAR, EXPECTATION, CHANCE = 2.0, 1.0, 0.5
# Weight of a photo whose class label certainly belongs to the examples' group. A weight of 8 improves WordNet subtrees
# (.81 with five examples) and hurts groups named in captions (.39).
KIN = 4.0
PULL = 0.5  # log-odds per unit of similarity to the prototype
STIFFNESS = 10.0  # strength of the regularisation toward the prototype
BACKGROUND, FAINT = 60, 0.1  # number of library photos used as weak negatives, and their weight
_STEPS, _SETTLED = 8, 0.02  # maximum iterations, and the change of log-odds at which to stop
_PARTS = 12  # folds of cross-validation over occasions
# Coefficients of the log-odds: z; z above 3; z times log2 of the number of occasions; z times their cohesion; the last
# two alone; intercept. Fitted to unseen groups in pools of 200.
CURVE = (0.54, -0.54, 0.08, 0.20, -0.27, -0.88, -1.14)
_KNEE = 3.0
# Decrease of the log-odds per doubling of the library, in which a tag then has a smaller share. For groups of constant
# size (100 to 1,000 unseen photos) it is .62, but larger libraries also have more photos of the same thing.
DOUBLING, _POOL, _SMALLEST = 0.4, 200, 100
OFF = 1.0  # standard deviation of the offsets of single tags from the general curve
_USUAL, _SURE = 2.0, (1.0, 6.0)
_FARTHEST = 4.0
_LEAST, _FLAT = 1e-6, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class TeachingExamples:
    """Photos with decisions about a tag.

    Attributes:
        seen: Vectors of n photos.
        shows: bool (n,), whether they show the tag; at least one does.
        occasions: int64 (n,), number of each photo's occasion.
        thought: float32 (n,), 0..1, probability that Photon predicted before asking; 1 if it did not ask.
    """

    seen: PhotoVectors
    shows: Truth
    occasions: Ids
    thought: Floats

    def some(self, chosen: Truth | Ids) -> "TeachingExamples":
        """Select examples.

        Args:
            chosen: int64 (m,) indices, or a mask bool (n,).
        """
        return TeachingExamples(
            self.seen.some(chosen), self.shows[chosen], self.occasions[chosen], self.thought[chosen]
        )


class TagClassifier:
    """A classifier for one tag.

    Attributes:
        examples: The examples it was trained on.
        left_out: float32 (n,), z-score of each example from the other occasions alone.
        sure: Cohesion of the positive occasions: mean z-score of such a photo from the others.
        offset: Log-odds by which this tag deviates from the general curve, according to answers to Photon's questions.
        doubt: Standard deviation of the offset.
        kinds: Number of the encoder's class labels, if they are used; 0 otherwise.
        direction: float32 (d,), unit length: from the mean of the library toward positive photos, by joint embedding.
    """

    def __init__(
        self,
        examples: TeachingExamples,
        contrast: PhotoVectors,
        name: TagName | None = None,
        size: int = 0,
        families: KindFamilies | None = None,
    ) -> None:
        """Train the classifier.

        Args:
            examples: At least one positive example.
            contrast: A sample of the library of some hundred photos or more; it may contain positive photos.
            name: The tag's name, or None to ignore it.
            size: Number of photos in the library; 0 for the size of the sample.
            families: Groups of the encoder's class labels, or None if it has none.
        """
        self.examples, self._name, self._families = examples, name, families
        self.kinds = 0 if families is None else families.count
        self._rare = -DOUBLING * float(np.log2(max(size or len(contrast.meanings), _SMALLEST) / _POOL))
        self._space = _Space(contrast, None if name is None else name.vector, self.kinds)
        features, self._others = self._space.features(self.examples.seen), self._space.features(contrast)
        self._rows = np.concatenate([features, self._others[:BACKGROUND]])
        self._products = None if examples.shows.all() else (self._rows @ self._rows.T).astype(np.float64)
        self._weights = self._fit(np.ones(len(features), bool))
        self._scale = self._measure(self._weights)
        self.direction = self._space.direction(self._weights)
        self.left_out = self._leave_out(features)
        del self._rows, self._products  # classifiers are cached, so free the memory
        self.sure = self._belonging()
        self.offset, self.doubt = 0.0, OFF
        self.offset, self.doubt = self._compare()

    def z(self, seen: PhotoVectors) -> Floats:
        """Compute z-scores; 0 is the library's median, 1 the spread of its lower half.

        Args:
            seen: Vectors of m photos.

        Returns:
            float32 (m,).
        """
        return self._standard(self._space.features(seen) @ self._weights, self._scale)

    def by_meaning(self, meanings: Floats) -> Floats:
        """Score photos by joint embedding alone, to preselect candidates in a large library.

        Args:
            meanings: float32 (m, d), unit length, joint embeddings.

        Returns:
            float32 (m,), higher is more likely.
        """
        return self._space.by_meaning(meanings, self._weights)

    def certainties(self, seen: PhotoVectors) -> Floats:
        """Compute the probabilities that photos show the tag.

        Args:
            seen: Vectors of m photos.

        Returns:
            float32 (m,), 0..1.
        """
        return chances(self.odds(self.z(seen)))

    def odds(self, z: Floats) -> Floats:
        """Convert z-scores to log-odds that a photo shows the tag (Platt 1999).

        Args:
            z: float32 (m,), z-scores.

        Returns:
            float32 (m,).
        """
        occasions = len(np.unique(self.examples.occasions[self.examples.shows]))
        return np.asarray(curve_terms(z, occasions, self.sure) @ np.array(CURVE) + self._rare + self.offset, np.float32)

    def features(self, seen: PhotoVectors) -> Floats:
        """Compute features of m photos for comparing them with each other: float32 (m, k)."""
        return self._space.features(seen)

    def _fit(self, taught: Truth) -> Floats:
        """Train weights float32 (k,) on some of the examples, at least one of them positive."""
        own = np.flatnonzero(taught)
        shows, shares = self.examples.shows[own], _shares(self.examples.occasions[own])
        prototype = PULL * self._prototype(self._rows[own][shows], shares[shows])
        if shows.all() or self._products is None:
            return np.asarray(prototype, np.float32)
        chosen = np.concatenate([own, np.arange(len(taught), len(self._rows))])
        rows, behind = self._rows[chosen], len(chosen) - len(own)
        shares[~shows] *= min(1.0, float(shares[shows].sum() / shares[~shows].sum()))
        trust = np.concatenate([shares, np.full(behind, FAINT)])
        truth = np.concatenate([shows, np.zeros(behind, bool)])
        found = _correction(self._products[np.ix_(chosen, chosen)], truth, trust, rows @ prototype)
        return np.asarray(prototype + rows.T @ found, np.float32)

    def _prototype(self, rows: Floats, shares: Floats) -> Floats:
        """Return the prototype of the examples, float32 (k,), including their common group of class labels."""
        found = _prototype(rows, shares, self._name)
        if self._families is not None:
            found[: self.kinds] = KIN * self._families.belonging(rows[:, : self.kinds], shares)
        return found

    def _measure(self, weights: Floats) -> tuple[float, float]:
        lower, middle = np.percentile(self._others @ weights, (16, 50))
        return float(middle), max(float(middle - lower), _FLAT)

    @staticmethod
    def _standard(scores: Floats, scale: tuple[float, float]) -> Floats:
        middle, spread = scale
        return np.asarray((scores - middle) / spread, np.float32)

    def _leave_out(self, features: Floats) -> Floats:
        occasions, shows = self.examples.occasions, self.examples.shows
        found = np.full(len(shows), np.nan, np.float32)
        known = np.unique(occasions)
        for part in range(min(len(known), _PARTS)):
            out = np.isin(occasions, known[part::_PARTS])
            if not (shows & ~out).any():
                continue
            weights = self._fit(~out)
            found[out] = self._standard(features[out] @ weights, self._measure(weights))
        return found

    def _belonging(self) -> float:
        shows = self.examples.shows & np.isfinite(self.left_out)
        if not shows.any():
            return _USUAL
        shares = _shares(self.examples.occasions[shows])
        return float(np.clip(np.average(self.left_out[shows], weights=shares), *_SURE))

    def _compare(self) -> tuple[float, float]:
        """Return the maximum a posteriori offset and its standard deviation, from answers (Newton's method)."""
        asked = (self.examples.thought < 1) & np.isfinite(self.left_out)
        odds, shows = self.odds(self.left_out[asked]), self.examples.shows[asked]
        shares = _shares(self.examples.occasions[asked])
        offset, certain = 0.0, OFF**-2
        for _ in range(_STEPS):
            reached = chances(odds + np.float32(offset))
            certain = OFF**-2 + float(shares @ (reached * (1 - reached)))
            offset += (float(shares @ (shows - reached)) - offset * OFF**-2) / certain
        return float(np.clip(offset, -_FARTHEST, _FARTHEST)), certain**-0.5


def curve_terms(z: Numbers, occasions: float | Numbers, sure: float | Numbers) -> Numbers:
    """Compute the terms of the log-odds; ``CURVE`` has their coefficients.

    Args:
        z: float32 (n,), z-scores.
        occasions: Number of positive occasions; a number or float64 (n,).
        sure: Cohesion of these occasions; a number or float64 (n,).

    Returns:
        float64 (n, 7).
    """
    many = np.log2(np.maximum(occasions, 1))
    steady = np.stack(np.broadcast_arrays(many, sure, 1.0), axis=-1) * np.ones((len(z), 1))
    bent = np.stack([z, np.maximum(z - _KNEE, 0), z * many, z * sure], axis=-1)
    return np.concatenate([bent, steady], axis=-1)


def chances(odds: Floats) -> Floats:
    """Convert log-odds float32 (n,) to probabilities float32 (n,), 0..1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


class _Space:
    """Maps photos to feature rows whose products measure similarity."""

    def __init__(self, contrast: PhotoVectors, word: Floats | None, kinds: int) -> None:
        self._middle, self._kinds, self._dimension = LibraryCentroid(contrast), kinds, contrast.meanings.shape[1]
        self._word = word
        placed = self._middle.place(contrast)
        self._look, self._meaning = (_spread(rows) ** -0.5 for rows in (placed.looks, placed.meanings))
        near = np.zeros(len(contrast.meanings), np.float32) if word is None else contrast.meanings @ word
        self._near = float(near.mean()), max(float(near.std()), _LEAST)

    def features(self, seen: PhotoVectors) -> Floats:
        placed = self._middle.place(seen)
        meanings, near = MEANING**0.5 * self._meaning * placed.meanings, self._nearness(seen.meanings)
        parts = (self._kinds_of(seen), self._look * placed.looks, meanings, near[:, None])
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def _kinds_of(self, seen: PhotoVectors) -> Floats:
        return np.zeros((len(seen.meanings), self._kinds), np.float32) if seen.kinds is None else seen.kinds

    def by_meaning(self, meanings: Floats, weights: Floats) -> Floats:
        placed = MEANING**0.5 * self._meaning * self._middle.place_meanings(meanings)
        return np.asarray(placed @ self._of_meanings(weights) + weights[-1] * self._nearness(meanings), np.float32)

    def direction(self, weights: Floats) -> Floats:
        return unit(self._of_meanings(weights))

    def _of_meanings(self, weights: Floats) -> Floats:
        return weights[-1 - self._dimension : -1]

    def _nearness(self, meanings: Floats) -> Floats:
        if self._word is None:
            return np.zeros(len(meanings), np.float32)
        return np.asarray((meanings @ self._word - self._near[0]) / self._near[1], np.float32)


def _spread(rows: Floats) -> float:
    """Return the standard deviation of the products of different rows."""
    few = rows[:300]
    products = (few @ few.T)[~np.eye(len(few), dtype=bool)]
    return max(float(products.std()), _FLAT) if len(products) else 1.0


def _prototype(rows: Floats, shares: Floats, name: TagName | None) -> Floats:
    """Return the weighted mean of the examples, float32 (k,); the last entry is the weight of the name.

    A familiar name is expected to fit until the examples contradict it. For other names, the similarity is shrunk
    toward zero (positive-part James-Stein estimator, James and Stein 1961).
    """
    middle = np.average(rows, axis=0, weights=shares)
    count, near = float(shares.sum()), max(float(middle[-1]), _LEAST)
    if name is not None and name.is_familiar:
        near = (count * float(middle[-1]) + EXPECTATION * EXPECTED_NEAR) / (count + EXPECTATION)
    else:
        near *= max(0.0, 1 - CHANCE / (count * near**2))
    middle[-1] = WORD / (1 + count / HALVED) * max(near, 0.0) if name is not None else 0.0
    return np.asarray(middle, np.float32)


def _shares(occasions: Ids) -> Floats:
    """Return weights float32 (n,) that sum to 1 for each occasion."""
    _, place, sizes = np.unique(occasions, return_inverse=True, return_counts=True)
    return np.asarray(1 / sizes[place], np.float32)


def _correction(products: Numbers, truth: Truth, trust: Numbers, before: Floats) -> Floats:
    """Fit a kernel logistic regression by iteratively reweighted least squares.

    Args:
        products: float64 (n, n), Gram matrix of the rows.
        truth: bool (n,), labels.
        trust: float64 (n,), weights.
        before: float32 (n,), log-odds of the prototype, up to an intercept that is learned, too.

    Returns:
        float32 (n,), coefficients of the rows.
    """
    count = len(products)
    left = np.zeros((count + 1, count + 1))
    left[:count, count] = left[count, :count] = 1
    shift, change = -3.0, np.zeros(count)
    found = np.zeros(count + 1)
    for _ in range(_STEPS):
        reached = chances(np.asarray(before + change + shift, np.float32))
        steepness = np.maximum(trust * reached * (1 - reached), 1e-4)
        left[:count, :count] = products
        left[range(count), range(count)] += STIFFNESS / steepness
        was = change + shift
        found = np.linalg.solve(left, np.append(was + trust * (truth - reached) / steepness, 0.0))
        change, shift = products @ found[:count], float(found[count])
        if np.abs(change + shift - was).max() < _SETTLED:
            break
    return np.asarray(found[:count], np.float32)
