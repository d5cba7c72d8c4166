"""Evaluate retrieval: how well texts find the photos they describe, with bootstrap intervals and chance levels.

A single figure says little: with a few hundred captions it varies by several points between sets of photos. Each figure
therefore comes with a bootstrap interval (Efron, "Bootstrap methods: another look at the jackknife", 1979). Photos are
resampled, not captions, because the five captions of one photo are not independent.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.index import VectorIndex
from photon.quick_dataclass import dataclass
from photon.search.ranking import Ranked, Term, rank
from photon.search.score_calibrator import Evidence, ScoreCalibrator

Check = Callable[[int, Ids], Floats | None]
"""Given the number of a query and the labels of its answer, best first, int64 (n,): log-odds to add to the first of
them, float32 (k,), k <= n; None if there is nothing to check."""
PROTOCOL = 2  # incremented whenever the same photos and captions would give different figures
FIGURES = ("R@1", "R@5", "R@10", "MRR", "median rank", "no-match AUROC")
DRAWS = 1000
_SEED = 7
_PROBE = 48
_SAME = 1e-6  # log-odds closer than this count as tied


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Results of n queries, one row per query.

    Attributes:
        photos: int64 (n,), the photo that each query belongs to; the unit of the bootstrap.
        ranks: int64 (n,), rank of the best right photo, from 1. Wrong photos with the same score count as ranked before
            it.
        with_right: float64 (n,), 0..1, confidence that something was found.
        without_right: float64 (n,), 0..1, the same confidence after the right photos are removed from the library.
    """

    photos: Ids
    ranks: Ids
    with_right: Doubles
    without_right: Doubles


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the bounds of its 95% interval."""

    value: float
    low: float
    high: float


def evaluate_queries(
    index: VectorIndex,
    terms: Sequence[Term],
    right: Sequence[Sequence[int]],
    yardstick: ScoreCalibrator | None = None,
    check: Check | None = None,
) -> Outcomes:
    """Run every query against an index, ranked as in a normal search.

    Args:
        index: The photos to rank.
        terms: One term per query.
        right: For each query, the labels of the photos it is about. The first is the photo it belongs to. Labels that
            are not in the index are ignored.
        yardstick: The encoder's calibration, or None.
        check: Looks closer at the first photos of each answer, as a search does, or None.

    Returns:
        One row per query.
    """
    rows = [
        _evaluate(index, term, labels, yardstick, check and partial(check, query))
        for query, (term, labels) in enumerate(zip(terms, right, strict=True))
    ]
    ranks, with_right, without_right = zip(*rows, strict=True)
    owners = np.array([labels[0] for labels in right], np.int64)
    return Outcomes(owners, np.array(ranks, np.int64), np.array(with_right), np.array(without_right))


def concatenate_outcomes(parts: Sequence[Outcomes]) -> Outcomes:
    """Concatenate the outcomes of several pools."""
    columns = [(part.photos, part.ranks, part.with_right, part.without_right) for part in parts]
    return Outcomes(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def measure(outcomes: Outcomes) -> dict[str, Interval]:
    """Compute every figure of FIGURES with its 95% interval.

    Args:
        outcomes: Results of at least one query.

    Returns:
        The intervals by name of the figure.
    """
    draws = np.stack([_figures(outcomes, rows) for rows in _bootstrap_rows(outcomes.photos)])
    return _intervals(_figures(outcomes), draws)


def difference(first: Outcomes, second: Outcomes) -> dict[str, Interval]:
    """Compute the figures of ``second`` minus those of ``first`` from paired bootstrap draws.

    Pairing removes the variance due to easy and hard queries, so small differences become visible.

    Args:
        first: Results of the baseline.
        second: Results for the same queries, in the same order.

    Returns:
        The intervals of the differences by name of the figure.
    """
    draws = np.stack([_figures(second, rows) - _figures(first, rows) for rows in _bootstrap_rows(first.photos)])
    return _intervals(_figures(second) - _figures(first), draws)


def chance_level(right: Sequence[int], size: int) -> dict[str, float]:
    """Compute the expected FIGURES of a random ranking.

    Args:
        right: Number of right photos for each query, 1..size.
        size: Number of photos.

    Returns:
        The expected values by name of the figure.
    """
    kinds, counts = np.unique(np.array(right), return_counts=True)
    places = np.arange(1, size + 1)
    found = np.zeros(size)  # share of queries with a right photo at or above each rank
    for kind, count in zip(kinds, counts, strict=True):
        miss = np.maximum(size - kind - places + 1, 0) / (size - places + 1)
        found += (1 - np.cumprod(miss)) * count / len(right)
    at = {k: float(found[min(k, size) - 1]) for k in (1, 5, 10)}
    reciprocal = float((np.diff(found, prepend=0) / places).sum())
    median = float(np.searchsorted(found, 0.5 - 1e-9) + 1)
    return dict(zip(FIGURES, (at[1], at[5], at[10], reciprocal, median, 0.5), strict=True))


def fingerprint(dimension: int, yardstick: ScoreCalibrator | None = None) -> tuple[float, ...]:
    """Rank a small fixed index and round the log-odds, to detect any change in the ranking code.

    Args:
        dimension: Length of a vector.
        yardstick: The encoder's calibration, or None.

    Returns:
        Log-odds rounded to one digit.
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
    """Split photos at random, but reproducibly, into pools of one size.

    Args:
        count: Number of photos, labelled from 0.
        size: Photos per pool.

    Returns:
        For each pool (members int64 (size,), queried int64 (m,)). Every photo is queried in exactly one pool. The last
        pool is filled up with photos that are queried in another one.
    """
    if size >= count:
        return [(np.arange(count), np.arange(count))]
    mixed = np.random.default_rng(_SEED).permutation(count)
    parts = [mixed[at : at + size] for at in range(0, count, size)]
    return [(np.concatenate([part, mixed[: size - len(part)]]), part) for part in parts]


def _evaluate(
    index: VectorIndex,
    term: Term,
    right: Sequence[int],
    yardstick: ScoreCalibrator | None,
    check: Callable[[Ids], Floats | None] | None,
) -> tuple[int, float, float]:
    """Return the rank of the best right photo, and the confidence with the right photos and without them."""
    ranked = rank(index, [term], len(index), yardstick=yardstick)
    more = check(ranked.photos) if check else None
    if more is not None:
        ranked = _reordered(ranked, more)
    others = rank(index, [term], 1, yardstick=yardstick, without=right)
    is_right = np.isin(ranked.photos, right)
    there, not_there = _presence(ranked), _presence(others)
    if not is_right.any():
        return len(index), not_there, not_there
    place = int(is_right.argmax())
    ties = ~is_right[place + 1 :] & (ranked.odds[place + 1 :] >= ranked.odds[place] - _SAME)
    return place + 1 + int(ties.sum()), there, not_there


def _reordered(ranked: Ranked, more: Floats) -> Ranked:
    """Return an answer after log-odds were added to its first photos, float32 (k,)."""
    odds = ranked.odds + np.pad(more, (0, len(ranked.odds) - len(more)))
    order = np.argsort(-odds, kind="stable")
    return replace(ranked, photos=ranked.photos[order], scores=ranked.scores[order], odds=odds[order])


def _presence(ranked: Ranked) -> float:
    """Return the confidence that the search found something: the presence estimate, or else the best score."""
    return float(ranked.scores.max(initial=0)) if ranked.presence is None else ranked.presence


def _figures(outcomes: Outcomes, rows: Ids | slice = slice(None)) -> Doubles:
    """Return FIGURES of the given rows, float64 (6,)."""
    ranks = outcomes.ranks[rows]
    recalls = [(ranks <= k).mean() for k in (1, 5, 10)]
    separation = _separation(outcomes.with_right[rows], outcomes.without_right[rows])
    return np.array([*recalls, (1 / ranks).mean(), np.median(ranks), separation])


def _separation(higher: Doubles, lower: Doubles) -> float:
    """Return the share of all pairs in which the first value is the larger (AUROC).

    Ties count half (Hanley and McNeil 1982), so a constant score gives .5, the chance level.
    """
    lower = np.sort(lower)
    below = np.searchsorted(lower, higher, "left") + np.searchsorted(lower, higher, "right")
    return float(below.sum() / 2 / len(lower) / len(higher))


def _bootstrap_rows(photos: Ids) -> Iterator[Ids]:
    """Yield rows of DRAWS bootstrap samples: photos drawn with replacement, each with all its queries."""
    kinds, owner = np.unique(photos, return_inverse=True)
    rng = np.random.default_rng(_SEED)
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(kinds), size=len(kinds)), minlength=len(kinds))
        yield np.repeat(np.arange(len(photos)), times[owner])


def _intervals(values: Doubles, draws: Doubles) -> dict[str, Interval]:
    """Return percentile intervals, widened to the figure itself, which they can miss for very few photos."""
    low, high = np.percentile(draws, (2.5, 97.5), axis=0)
    low, high = np.minimum(low, values), np.maximum(high, values)
    return {name: Interval(*map(float, bounds)) for name, *bounds in zip(FIGURES, values, low, high, strict=True)}
