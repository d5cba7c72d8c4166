"""The simplest themes: k-means of the vectors, each group named by its commonest tag; and how themes fit classes."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import TagPath

Suggested = Sequence[Sequence[tuple[TagPath, float]]]


def cluster_plainly(matrix: Floats, count: int, seed: int) -> Ids:
    """Return the group of each vector, float32 (n, d), by k-means: int64 (n,)."""
    random = np.random.default_rng(seed)
    chosen, gaps = [int(random.integers(len(matrix)))], np.full(len(matrix), np.inf)
    for _ in range(count - 1):
        gaps = np.minimum(gaps, ((matrix - matrix[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(random.choice(len(matrix), p=gaps / gaps.sum())))
    centres, labels = matrix[chosen], np.zeros(len(matrix), np.int64)
    for _ in range(30):
        labels = (matrix @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1)
        for one in np.unique(labels):
            centres[one] = matrix[labels == one].mean(axis=0)
    return labels


def name_plainly(labels: Ids, suggested: Suggested) -> list[TagPath]:
    """Return the commonest suggested tag of the group of each photo; of groups, int64 (n,)."""
    counts: dict[int, Counter[TagPath]] = {one: Counter() for one in labels.tolist()}
    for label, tags in zip(labels.tolist(), suggested, strict=True):
        counts[label].update(path for path, _ in tags)
    names = {one: max(few.items(), key=lambda item: item[1])[0] if few else () for one, few in counts.items()}
    return [names[one] for one in labels.tolist()]


def shared_information(one: Sequence[object], other: Sequence[object]) -> float:
    """Return the normalised mutual information of two groupings, 0..1."""
    (_, rows), (_, columns) = (np.unique([str(each) for each in some], return_inverse=True) for some in (one, other))
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1 / len(rows))
    sums = table.sum(axis=1), table.sum(axis=0)
    there = table > 0
    shared = (table[there] * np.log(table[there] / np.outer(*sums)[there])).sum()
    return float(2 * shared / -sum((each * np.log(each)).sum() for each in sums))
