"""Put photos in an order in which those that follow each other differ: in time, place, people, look, and in groups.

Greedy: next comes the photo whose values are rarest among those before it, and that looks least like them; what matches
worse has to be that much rarer. Groups are defined by examples that a person chose; nothing is inferred about anybody.
"""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats, Ids

NONE = -1
"""The value of a photo that has none: it is neither rare nor frequent."""
_LOOK = 0.5  # what looking exactly like a photo before counts
_FADES = 0.9  # a photo further back counts less by this factor
_SURE = 0.25  # of the way from the middle between groups to the examples of one, from which on a photo is of that group


def vary(values: Ids, weights: Sequence[float], looks: Floats, reach: float, count: int) -> Ids:
    """Reorder photos that are sorted by how well they match.

    Args:
        values: What they have in each respect, such as the number of a place, int64 (n, r); ``NONE`` for nothing.
        weights: What each photo counts that a value has before it, more than the others have on average, r numbers.
        looks: What they show, float32 (n, d), unit length; zeros where unknown.
        reach: By how many places a photo comes earlier for what counts 1; 0 if all match alike.
        count: How many of the first places are filled; the others follow as they were.

    Returns:
        Places of the photos, int64 (n,), each once.
    """
    total = len(values)
    later = np.arange(total) / reach if reach else np.arange(total) * 1e-6
    counts = [np.zeros(column.max(initial=NONE) + 2) for column in values.T]  # the last one is that of NONE
    alike, left, order = np.zeros(total), np.ones(total, np.bool_), list[int]()
    for _ in range(min(count, total)):
        cost = later + _LOOK * alike
        for column, weight, found in zip(values.T, weights, counts, strict=True):
            found[NONE] = found[:-1].mean() if len(found) > 1 else 0
            cost += weight * (found[column] - found[NONE])
        place = int(np.argmin(np.where(left, cost, np.inf)))
        order.append(place)
        left[place] = False
        for column, found in zip(values.T, counts, strict=True):
            found[column[place]] += 1
        alike = np.maximum(alike * _FADES, looks @ looks[place])
    rest: Ids = np.flatnonzero(left)
    return np.concatenate([np.array(order, np.int64), rest])


def number_parts(times: Sequence[str], parts: int) -> Ids:
    """Return in which of some parts of equal size each time is, int64 (n,); ``NONE`` for an empty text."""
    found = np.full(len(times), NONE, np.int64)
    dated = sorted((time, place) for place, time in enumerate(times) if time)
    for number, (_, place) in enumerate(dated):
        found[place] = number * parts // len(dated)
    return found


def number_values(values: Sequence[str]) -> Ids:
    """Return a number for each text, int64 (n,); ``NONE`` for an empty one."""
    known = {value: number for number, value in enumerate(sorted(set(values) - {""}))}
    return np.array([known.get(value, NONE) for value in values], np.int64)


def group_by_examples(vectors: Floats, examples: Sequence[Floats]) -> Ids:
    """Return which group photos belong to by what they look most like, int64 (n,); ``NONE`` if that is in doubt.

    Args:
        vectors: Of the photos, float32 (n, d), unit length; zeros where unknown.
        examples: Of each group, float32 (m, d), unit length, m > 0.
    """
    if len(examples) < 2:
        return np.full(len(vectors), NONE, np.int64)
    centres = np.stack([some.mean(axis=0) for some in examples])
    middle = centres.mean(axis=0)
    ways = centres - middle
    lengths = np.maximum(np.linalg.norm(ways, axis=1), 1e-6)
    scores = (vectors - middle) @ (ways / lengths[:, None]).T / lengths
    found: Ids = np.argmax(scores, axis=1)
    found[(np.max(scores, axis=1) < _SURE) | ~vectors.any(axis=1)] = NONE
    return found
