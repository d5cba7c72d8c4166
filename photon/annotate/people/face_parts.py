"""What clusters of faces look like: a mean embedding for each time, and how alike two clusters are."""

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.quick_dataclass import dataclass

ALWAYS = 0
"""The time of all faces where time does not matter."""
_NEVER = -(1 << 20)
_BLOCK = 4096  # clusters summed up at a time: memory that is used again
_TIMES = 1 << 22  # more than there are


@dataclass(frozen=True, slots=True, eq=False)
class FaceParts:
    """The faces of each cluster and time, summed up. Parts are ordered by cluster, then time.

    The mean of the products of all pairs of two parts is the product of their means.

    Attributes:
        owners: int64 (n,) clusters, ascending.
        times: int64 (n,) such as years; neighbouring numbers are near in time. Faces of an unknown time are in none.
        means: float32 (n, d) mean embeddings.
        sizes: int64 (n,) faces.
    """

    owners: Ids
    times: Ids
    means: Floats
    sizes: Ids

    def select(self, owners: Ids) -> "FaceParts":
        """Return the parts of clusters, ascending int64 (k,), which are numbered by their place from now on."""
        place = np.full(max(int(self.owners.max(initial=0)), int(owners.max(initial=0))) + 1, -1)
        place[owners] = np.arange(len(owners))
        kept = place[self.owners] >= 0
        return FaceParts(place[self.owners[kept]], self.times[kept], self.means[kept], self.sizes[kept])

    def join(self, owners: Ids, times: Ids | None = None) -> "FaceParts":
        """Return the same with other clusters and times, such as after merging.

        Args:
            owners: int64 (k,), of each cluster the one that its faces belong to now.
            times: int64 (n,) of each part; None for the same as before.
        """
        keys = owners[self.owners] * _TIMES + (self.times if times is None else times) - _NEVER
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        first = np.flatnonzero(np.diff(ordered, prepend=-1))
        sizes = np.add.reduceat(self.sizes[order], first) if len(first) else self.sizes
        counts = np.diff(first, append=len(keys))
        means = np.empty((len(first), self.means.shape[1]), np.float32)
        largest = np.argsort(-counts, kind="stable")
        for at in range(0, len(first), _BLOCK):
            some = largest[at : at + _BLOCK]
            means[some] = self._sums(order, first[some], counts[some]) / sizes[some][:, None].astype(np.float32)
        kept = ordered[first]
        return FaceParts(kept // _TIMES, kept % _TIMES + _NEVER, means, sizes)

    def _sums(self, order: Ids, first: Ids, counts: Ids) -> Floats:
        """Return the sums of rows ``order[first : first + count]``, of which there are less and less."""
        sums = np.zeros((len(first), self.means.shape[1]), np.float32)
        for step in range(int(counts[0])):
            many = int(np.searchsorted(-counts, -step))  # those with more rows
            rows = order[first[:many] + step]
            sums[:many] += self.means[rows] * self.sizes[rows][:, None].astype(np.float32)
        return sums

    def likeness(self, ones: Ids, others: Ids, support: int) -> Doubles:
        """Return how alike pairs of clusters are: the mean of the products of all faces that are near in time.

        Args:
            ones: int64 (p,) clusters.
            others: int64 (p,) clusters.
            support: Pairs of faces from which that counts in full; of fewer, the missing ones count as not alike.

        Returns:
            float64 (p,), rounded so that the order of additions does not matter.
        """
        starts = np.searchsorted(self.owners, ones)
        counts = np.searchsorted(self.owners, ones, "right") - starts
        pair = np.repeat(np.arange(len(ones)), counts)
        part = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts, counts)
        keys = self.owners * _TIMES + self.times - _NEVER
        sums, weights = np.zeros(len(ones)), np.zeros(len(ones))
        for later in (-1, 0, 1):
            asked = others[pair] * _TIMES + self.times[part] + later - _NEVER
            at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
            there = np.flatnonzero(keys[at] == asked)
            here, mate = part[there], at[there]
            weight = (self.sizes[here] * self.sizes[mate]).astype(np.float64)
            sums += np.bincount(pair[there], self._products(here, mate) * weight, len(ones))
            weights += np.bincount(pair[there], weight, len(ones))
        return np.round(sums / np.maximum(weights, support), 5)

    def _products(self, ones: Ids, others: Ids) -> Doubles:
        products = np.empty(len(ones), np.float64)
        for at in range(0, len(ones), 65_536):
            part = slice(at, at + 65_536)
            products[part] = np.einsum("ij,ij->i", self.means[ones[part]], self.means[others[part]], dtype=np.float64)
        return products
