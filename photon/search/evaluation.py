"""How well words find the photos they were written about: ranks, figures, bootstrap intervals, chance.

One number says little: the figures of a few hundred captions swing by several points from one set of photos to the
next. So every figure has an interval, drawn anew over photos and not over captions, since five captions of one photo
stand or fall together (the bootstrap: Efron, "Bootstrap methods: another look at the jackknife", 1979).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.index import VectorIndex
from photon.search.ranking import Ranked, Term, rank
from photon.search.score_calibrator import Evidence, ScoreCalibrator

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]

PROTOCOL = 1  # counted up whenever the same photos and captions would give other figures
FIGURES = ("R@1", "R@5", "R@10", "MRR", "median rank", "no-match AUROC")
DRAWS = 1000
_SEED = 7
_PROBE = 48
_SAME = 1e-6  # rounding of log-odds


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of n queries, row by row.

    Attributes:
        photos: int64 (n,), the photo that each query belongs to: what the bootstrap draws.
        ranks: int64 (n,), place of the best right photo, from 1; wrong photos that tie with it count as before it.
        with_right: float64 (n,), 0..1, how surely something was found.
        without_right: float64 (n,), 0..1, the same once the right photos are taken out.
    """

    photos: Ids
    ranks: Ids
    with_right: Floats
    without_right: Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the bounds between which it lies in 95 of 100 draws."""

    value: float
    low: float
    high: float


def evaluate_queries(
    index: VectorIndex, terms: Sequence[Term], right: Sequence[Sequence[int]], yardstick: ScoreCalibrator | None = None
) -> Outcomes:
    """Ask every query of an index, ranked as the search ranks.

    Args:
        index: The photos that are ranked.
        terms: One per query.
        right: Labels of the photos that each query is about; the first is the one it belongs to. Labels that are
            not in the index are passed over.
        yardstick: The encoder's calibration, or None.
    """
    rows = [_judge(index, term, labels, yardstick) for term, labels in zip(terms, right, strict=True)]
    ranks, with_right, without_right = zip(*rows, strict=True)
    owners = np.array([labels[0] for labels in right], np.int64)
    return Outcomes(owners, np.array(ranks, np.int64), np.array(with_right), np.array(without_right))


def concatenate_outcomes(parts: Sequence[Outcomes]) -> Outcomes:
    """The outcomes of several pools as one."""
    columns = [(part.photos, part.ranks, part.with_right, part.without_right) for part in parts]
    return Outcomes(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def measure(outcomes: Outcomes) -> dict[str, Interval]:
    """Every figure of FIGURES with its 95% interval; there is at least one query."""
    draws = np.stack([_figures(outcomes, rows) for rows in _draws(outcomes.photos)])
    return _intervals(_figures(outcomes), draws)


def difference(first: Outcomes, second: Outcomes) -> dict[str, Interval]:
    """Figures of ``second`` less those of ``first``, both asked the same queries: the draws are the same for both.

    Paired draws take out what is hard or easy for both, so that small differences can be seen.
    """
    draws = np.stack([_figures(second, rows) - _figures(first, rows) for rows in _draws(first.photos)])
    return _intervals(_figures(second) - _figures(first), draws)


def chance_level(right: Sequence[int], size: int) -> dict[str, float]:
    """What FIGURES would be if the photos came in random order.

    Args:
        right: How many of the photos are right, for each query; 1..size.
        size: How many photos there are.
    """
    kinds, counts = np.unique(np.array(right), return_counts=True)
    places = np.arange(1, size + 1)
    found = np.zeros(size)  # share of queries that found a right photo up to each place
    for kind, count in zip(kinds, counts, strict=True):
        miss = np.maximum(size - kind - places + 1, 0) / (size - places + 1)
        found += (1 - np.cumprod(miss)) * count / len(right)
    at = {k: float(found[min(k, size) - 1]) for k in (1, 5, 10)}
    reciprocal = float((np.diff(found, prepend=0) / places).sum())
    median = float(np.searchsorted(found, 0.5 - 1e-9) + 1)
    return dict(zip(FIGURES, (at[1], at[5], at[10], reciprocal, median, 0.5), strict=True))


def fingerprint(dimension: int, yardstick: ScoreCalibrator | None = None) -> tuple[float, ...]:
    """Log-odds of a fixed small index, rounded: another way of ranking gives others, whatever changed inside.

    Args:
        dimension: Length of a vector.
        yardstick: The encoder's calibration, or None.
    """
    rng = np.random.default_rng(_SEED)
    vectors = rng.normal(size=(_PROBE, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.arange(1, _PROBE + 1)
    index = VectorIndex.exact(labels, vectors)
    seen = Evidence(labels, np.linspace(0, 1, _PROBE, dtype=np.float32), 0.5)
    terms = [Term(vectors[0]), Term(vectors[0], sentence=True), Term(vectors[0], evidence=seen)]
    answers = [rank(index, [term], _PROBE, yardstick=yardstick) for term in terms]
    return tuple(round(odds, 1) for ranked in answers for odds in ranked.odds.tolist())


def pools(count: int, size: int) -> list[tuple[Ids, Ids]]:
    """Cut ``count`` photos, labelled from 0, at random into pools of one size; always the same way.

    Returns:
        (members int64 (size,), asked int64) of each pool: every photo is asked about in exactly one pool, and the
        last is filled up with photos that are asked about in another.
    """
    if size >= count:
        return [(np.arange(count), np.arange(count))]
    mixed = np.random.default_rng(_SEED).permutation(count)
    parts = [mixed[at : at + size] for at in range(0, count, size)]
    return [(np.concatenate([part, mixed[: size - len(part)]]), part) for part in parts]


def _judge(
    index: VectorIndex, term: Term, right: Sequence[int], yardstick: ScoreCalibrator | None
) -> tuple[int, float, float]:
    """Rank of the best right photo; how surely something is there, with the right photos and without them."""
    ranked = rank(index, [term], len(index), yardstick=yardstick)
    others = rank(index, [term], 1, yardstick=yardstick, without=right)
    is_right = np.isin(ranked.photos, right)
    there, not_there = _presence(ranked), _presence(others)
    if not is_right.any():
        return len(index), not_there, not_there
    place = int(is_right.argmax())
    ties = ~is_right[place + 1 :] & (ranked.odds[place + 1 :] >= ranked.odds[place] - _SAME)
    return place + 1 + int(ties.sum()), there, not_there


def _presence(ranked: Ranked) -> float:
    """How surely the search found something: the chance that it is there, or else the best score."""
    return float(ranked.scores.max(initial=0)) if ranked.presence is None else ranked.presence


def _figures(outcomes: Outcomes, rows: Ids | slice = slice(None)) -> Floats:
    """FIGURES of some rows, float64 (6,)."""
    ranks = outcomes.ranks[rows]
    recalls = [(ranks <= k).mean() for k in (1, 5, 10)]
    separation = _separation(outcomes.with_right[rows], outcomes.without_right[rows])
    return np.array([*recalls, (1 / ranks).mean(), np.median(ranks), separation])


def _separation(higher: Floats, lower: Floats) -> float:
    """Share of all pairs in which the first is the larger.

    Ties count half (Hanley and McNeil 1982), so that one constant score for everything gives .5, which is chance.
    """
    lower = np.sort(lower)
    below = np.searchsorted(lower, higher, "left") + np.searchsorted(lower, higher, "right")
    return float(below.sum() / 2 / len(lower) / len(higher))


def _draws(photos: Ids) -> Iterator[Ids]:
    """Rows of DRAWS samples, one by one: as many photos as there are, with replacement, each with all its queries."""
    kinds, owner = np.unique(photos, return_inverse=True)
    rng = np.random.default_rng(_SEED)
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(kinds), size=len(kinds)), minlength=len(kinds))
        yield np.repeat(np.arange(len(photos)), times[owner])


def _intervals(values: Floats, draws: Floats) -> dict[str, Interval]:
    """Percentile intervals; of very few photos they can miss the figure itself and are widened to it."""
    low, high = np.percentile(draws, (2.5, 97.5), axis=0)
    low, high = np.minimum(low, values), np.maximum(high, values)
    return {name: Interval(*map(float, bounds)) for name, *bounds in zip(FIGURES, values, low, high, strict=True)}
