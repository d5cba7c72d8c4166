"""A tag learned from photos that show it and, where there are some, photos that do not.

It needs stored vectors only, so it works with every encoder, at once, and with one example:

- *Features*: photos as seen from the middle of the library, by look and by meaning, each scaled so that two photos
  that have nothing to do with each other are 1 apart in either; and how near they are to the tag's name in words.
- *Prototype* (Snell et al. 2017): photos near the mean of the examples show it. The name counts as far as the examples
  are near it, which is nothing for "Grandma's quilt" and much for "beach", and the less the more examples there are;
  a name that Photon's vocabulary has is trusted from the first example on.
- *Correction*: logistic regression whose weights are drawn to that prototype instead of to zero (a Gaussian prior
  around it), in kernel form. Without photos that do not show it there is nothing to correct; with every one that is
  rejected it moves further away from what is merely similar. Drawn to zero it was worse than the prototype alone until
  some hundred photos were decided.
- *Kin*: where the examples agree about a family of the kinds that the encoder names by itself, photos of that family
  are near; see ``photon.annotate.tags.kind_families``.
- *Occasions*: photos of one occasion together count as one example, and are left out together when what was learned is
  judged.

Mean average precision over the rest of unseen pools of 200 with 1, 3, 5 and 10 examples, groups that captions name:
.43 .42 .40 .35 (without kin .43 .42 .39 .36; mean of looks .25 .25 .25 .22, the name alone .44 .42 .39 .35); WordNet
subtrees: .49 .62 .74 .76 (without kin .49 .53 .54 .50; mean of looks .26 .26 .26 .23, the name alone .48 .46 .44 .41).
The latter is an upper bound: the starter's tower was trained to tell these kinds apart; with the group's own family
unknown it is .49 .56 .62 .62. Figures: ``packaging/lab/tags/bench_teach.py``; no adapter has seen the groups or photos.

Queries rank by the same score (``my:Fluffy``). How it compares with the learner that names had of their own until m011,
and with the means of the examples, is in ``packaging/lab/tags/learners.md``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.tag_name import TagName
from photon.domain.encoders.photo_vectors import Middle, PhotoVectors, unit

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.floating]

VERSION = 2  # of what is learned from the same examples
MOST = 250  # examples of either sort worth learning from; time grows with the cube, and more change little

MEANING = 0.7  # what meanings count beside looks
# What the name counts beside one example, and from how many on only half of that.
WORD, HALVED = 3.0, 3.0
# How near photos are to a familiar name that fits, and for how many examples that expectation counts; and for other
# names how much of their nearness is taken for chance, as half of an example's.
EXPECTED_NEAR, EXPECTATION, CHANCE = 2.0, 1.0, 0.5
# What a photo counts whose kind surely belongs with those of the examples; 8 finds more of subtrees (.81 with five
# examples) and less of what captions name (.39).
KIN = 4.0
PULL = 0.5  # log-odds of a photo for each unit that it is near the prototype
STIFFNESS = 10.0  # how hard weights are drawn to it
BACKGROUND, FAINT = 60, 0.1  # photos of the library that most likely do not show it, and how much each says so
_STEPS, _SETTLED = 8, 0.02  # of log-odds
_PARTS = 12  # in which occasions are left out
# Log-odds: of z, of z above 3, of z by log2 of how many occasions there are and by how well they belong together, of
# these two alone, and to begin with. Fitted to unseen groups in pools of 200.
CURVE = (0.54, -0.54, 0.08, 0.20, -0.27, -0.88, -1.14)
_KNEE = 3.0
# The larger the library, the smaller the share of its photos that a tag tells: log-odds for each doubling. Where groups
# keep their number (100 to 1,000 unseen photos) that is .62; but larger libraries also have more photos of one thing.
DOUBLING, _POOL, _SMALLEST = 0.4, 200, 100
OFF = 1.0  # standard deviation of what single tags are off that
_USUAL, _SURE = 2.0, (1.0, 6.0)
_FARTHEST = 4.0
_LEAST, _FLAT = 1e-6, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class TeachingExamples:
    """Photos about which somebody decided.

    Attributes:
        seen: Their vectors.
        shows: bool (n,), whether they show the tag; at least one does.
        occasions: int64 (n,), photos of one occasion have the same number.
        thought: float32 (n,), how likely Photon thought it before it asked; 1 where it did not ask.
    """

    seen: PhotoVectors
    shows: Truth
    occasions: Ids
    thought: Floats

    def some(self, chosen: Truth | Ids) -> "TeachingExamples":
        """Some of them, by place or by truth."""
        return TeachingExamples(
            self.seen.some(chosen), self.shows[chosen], self.occasions[chosen], self.thought[chosen]
        )


class TagClassifier:
    """How likely photos show a tag.

    Attributes:
        examples: What it was learned from.
        left_out: float32 (n,), z of each example by what the other occasions teach.
        sure: How well the occasions that show it belong together: mean z of such a photo by the others.
        offset: Log-odds by which this tag is off the general curve, by answers to what Photon asked.
        doubt: Standard deviation of that offset, as far as it is known.
        kinds: How many kinds the encoder names by itself, where these count; 0: none do.
        direction: float32 (d,), unit length: from the middle of the library toward what shows it, by meaning.
    """

    def __init__(
        self,
        examples: TeachingExamples,
        contrast: PhotoVectors,
        name: TagName | None,
        size: int,
        families: KindFamilies | None,
    ) -> None:
        """Learn; see ``learn``."""
        self.examples, self._name, self._families = examples, name, families
        self.kinds = 0 if families is None else families.count
        self._rare = -DOUBLING * float(np.log2(max(size, _SMALLEST) / _POOL))
        self._space = _Space(contrast, None if name is None else name.vector, self.kinds)
        features, self._others = self._space.features(self.examples.seen), self._space.features(contrast)
        self._rows = np.concatenate([features, self._others[:BACKGROUND]])
        self._products = None if examples.shows.all() else (self._rows @ self._rows.T).astype(np.float64)
        self._weights = self._fit(np.ones(len(features), bool))
        self._scale = self._measure(self._weights)
        self.direction = self._space.direction(self._weights)
        self.left_out = self._leave_out(features)
        del self._rows, self._products  # a learned tag is kept for long
        self.sure = self._belonging()
        self.offset, self.doubt = 0.0, OFF
        self.offset, self.doubt = self._compare()

    def z(self, seen: PhotoVectors) -> Floats:
        """Standard scores, float32 (m,): 0 is the middle of the library, 1 the spread of its lower half."""
        return self._standard(self._space.features(seen) @ self._weights, self._scale)

    def by_meaning(self, meanings: Floats) -> Floats:
        """What meanings alone say, float32 (m,), for a first choice among very many photos; more is likelier."""
        return self._space.by_meaning(meanings, self._weights)

    def certainties(self, seen: PhotoVectors) -> Floats:
        """How likely each photo shows it, float32 (m,), 0..1."""
        return chances(self.odds(self.z(seen)))

    def odds(self, z: Floats) -> Floats:
        """Log-odds that a photo shows it (Platt 1999): float32 (m,)."""
        occasions = len(np.unique(self.examples.occasions[self.examples.shows]))
        return np.asarray(curve_terms(z, occasions, self.sure) @ np.array(CURVE) + self._rare + self.offset, np.float32)

    def features(self, seen: PhotoVectors) -> Floats:
        """Where photos lie, for comparing them with each other: float32 (m, k)."""
        return self._space.features(seen)

    def _fit(self, taught: Truth) -> Floats:
        """Weights from some of the examples, of which at least one shows it: float32 (k,)."""
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
        """What examples have in common, (k,); of their kinds, how far they agree about a family."""
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
        """Offset and doubt: the most likely one, given answers and how far tags are usually off (Newton)."""
        asked = (self.examples.thought < 1) & np.isfinite(self.left_out)
        odds, shows = self.odds(self.left_out[asked]), self.examples.shows[asked]
        shares = _shares(self.examples.occasions[asked])
        offset, certain = 0.0, OFF**-2
        for _ in range(_STEPS):
            reached = chances(odds + np.float32(offset))
            certain = OFF**-2 + float(shares @ (reached * (1 - reached)))
            offset += (float(shares @ (shows - reached)) - offset * OFF**-2) / certain
        return float(np.clip(offset, -_FARTHEST, _FARTHEST)), certain**-0.5


def learn(
    examples: TeachingExamples,
    contrast: PhotoVectors,
    name: TagName | None = None,
    size: int = 0,
    families: KindFamilies | None = None,
) -> TagClassifier:
    """What shows a tag, from examples.

    Args:
        examples: At least one that shows it.
        contrast: A sample of the library, which may hold photos that show it; some hundred or more.
        name: What the tag is called, or None: it counts for nothing then.
        size: Photos of the library; 0: those of the contrast.
        families: Of the kinds that the encoder names; None: it names none.
    """
    return TagClassifier(examples, contrast, name, size or len(contrast.meanings), families)


def curve_terms(z: Numbers, occasions: float | Numbers, sure: float | Numbers) -> Numbers:
    """What log-odds are made of, float64 (n, 7); see ``CURVE``."""
    many = np.log2(np.maximum(occasions, 1))
    steady = np.stack(np.broadcast_arrays(many, sure, 1.0), axis=-1) * np.ones((len(z), 1))
    bent = np.stack([z, np.maximum(z - _KNEE, 0), z * many, z * sure], axis=-1)
    return np.concatenate([bent, steady], axis=-1)


def chances(odds: Floats) -> Floats:
    """Log-odds as chances 0..1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


class _Space:
    """Photos as rows whose products say how much two of them have in common, in units of chance."""

    def __init__(self, contrast: PhotoVectors, word: Floats | None, kinds: int) -> None:
        self._middle, self._kinds, self._dimension = Middle(contrast), kinds, contrast.meanings.shape[1]
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
    """Standard deviation of the products of different rows."""
    few = rows[:300]
    products = (few @ few.T)[~np.eye(len(few), dtype=bool)]
    return max(float(products.std()), _FLAT) if len(products) else 1.0


def _prototype(rows: Floats, shares: Floats, name: TagName | None) -> Floats:
    """What examples have in common, (k,); the last entry is for how near a photo is to the name.

    Of a familiar name it is expected that it fits, until the examples say otherwise; of another one the nearness counts
    as far as it is no chance (the positive-part estimate of a mean of James and Stein 1961).
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
    """What each photo of an occasion counts: together they are one example."""
    _, place, sizes = np.unique(occasions, return_inverse=True, return_counts=True)
    return np.asarray(1 / sizes[place], np.float32)


def _correction(products: Numbers, truth: Truth, trust: Numbers, before: Floats) -> Floats:
    """Coefficients of rows that improve log-odds, by iteratively reweighted least squares in kernel form: (n,).

    Args:
        products: float64 (n, n), of the rows with each other.
        truth: bool (n,).
        trust: How much each counts, (n,).
        before: Log-odds before, (n,), up to an offset that is learned too.
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
