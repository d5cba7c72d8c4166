"""Figures of rankings and choices, with bootstrap intervals."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from photon.search.evaluation import Interval

IntArray = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Values = Sequence[float] | Doubles | Truth
Owners = Sequence[int] | IntArray

FIRST = 10  # number of photos that a user looks at
_DRAWS, _SEED = 1000, 7


def bootstrap(figure: Callable[[IntArray], float], owners: Owners) -> Interval:
    """Return a figure with its 95% interval, by resampling the owners of the rows.

    Args:
        figure: Computes the figure of rows int64 (m,), which may occur several times.
        owners: The owner of each row, such as its photo; rows of one owner are drawn together.

    Returns:
        The figure of all rows, and the 2.5th and 97.5th percentiles of 1,000 draws; NaN without any row.
    """
    of = np.asarray(owners, np.int64)
    if not len(of):
        return Interval(float("nan"), float("nan"), float("nan"))
    members = [np.flatnonzero(of == owner) for owner in np.unique(of)]
    random = np.random.default_rng(_SEED)
    drawn = [
        figure(np.concatenate([members[at] for at in random.integers(len(members), size=len(members))]))
        for _ in range(_DRAWS)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Interval(figure(np.arange(len(of))), float(low), float(high))


def mean_interval(
    values: Sequence[float] | Doubles | Truth, owners: Sequence[int] | IntArray | None = None
) -> Interval:
    """Return the mean of values with its 95% interval; each value is its own owner unless ``owners`` are given."""
    numbers = np.asarray(values, np.float64)
    return bootstrap(lambda rows: float(numbers[rows].mean()), np.arange(len(numbers)) if owners is None else owners)


def ratio_interval(above: Values, below: Sequence[Values], owners: Owners) -> Interval:
    """Return the mean of ``above`` divided by the largest mean of the rows of ``below``, with its 95% interval.

    The largest mean is determined again in each draw, so the interval includes that choice.

    Args:
        above: One value per query.
        below: Values of several methods; one value per query each.
        owners: The owner of each query.
    """
    top, others = np.asarray(above, np.float64), np.asarray(below, np.float64)

    def figure(rows: IntArray) -> float:
        best = float(others[:, rows].mean(axis=1).max())
        return float(top[rows].mean()) / best if best > 0 else float("nan")

    return bootstrap(figure, owners)


def rank_of(order: Sequence[int], photo: int, count: int) -> int:
    """Return the rank of a photo in an order, from 1; ``count + 1`` if it is not in it."""
    return order.index(photo) + 1 if photo in order else count + 1


def average_precision(order: Sequence[int], right: Truth, wrong: Truth) -> float:
    """Return the average precision of the first ten photos that are known to be right or wrong.

    Args:
        order: Indices of photos, best first.
        right: bool (photos,), at least one.
        wrong: bool (photos,); photos that are neither are skipped.

    Returns:
        0..1; 1 if all of the first ten, or all right ones, are right.
    """
    hits = right[[photo for photo in order if right[photo] or wrong[photo]][:FIRST]]
    precisions = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precisions * hits).sum() / min(FIRST, int(right.sum())))


def share_right(order: Sequence[int], right: Truth, wrong: Truth) -> float:
    """Return the share of right photos among the first ten that are known to be right or wrong, 0..1."""
    first = [photo for photo in order if right[photo] or wrong[photo]][:FIRST]
    return float(right[first].mean()) if first else 0.0


def balanced_accuracy(present: Truth, absent: Truth) -> float:
    """Return the mean of the shares of present things reported as present, and of absent things reported as absent.

    Args:
        present: bool (n,), whether each present thing was reported as present.
        absent: bool (m,), whether each absent thing was reported as present.
    """
    return float(present.mean() + 1 - absent.mean()) / 2


def best_threshold(present: Doubles, absent: Doubles) -> float:
    """Return the threshold of presence that maximises the balanced accuracy.

    Args:
        present: float64 (n,), scores of present things.
        absent: float64 (m,), scores of absent things.
    """
    candidates = np.unique(np.concatenate([present, absent]))
    return float(max(candidates, key=lambda value: balanced_accuracy(present >= value, absent >= value)))


def area_under(scores: Doubles, good: Truth) -> float:
    """Return the AUROC: the probability that a positive scores above a negative.

    Args:
        scores: float64 (n,).
        good: bool (n,).
    """
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    many, few = int(good.sum()), int((~good).sum())
    return float((ranks[good].sum() - many * (many + 1) / 2) / (many * few))
