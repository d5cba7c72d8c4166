"""Simple ways to group faces, to compare Photon's with: all on one graph of the pairs that are alike.

Each takes the number of faces and a graph, and returns int64 (n,) of each face the number of its group.
"""

from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Floats, Ids


@dataclass(frozen=True)
class AlikeGraph:
    """Pairs of faces that are alike.

    Attributes:
        ones: int64 (m,).
        others: int64 (m,).
        alike: float32 (m,), their likeness.
    """

    ones: Ids
    others: Ids
    alike: Floats

    def above(self, least: float) -> "AlikeGraph":
        """Return the pairs that are at least that much alike."""
        kept = self.alike >= least
        return AlikeGraph(self.ones[kept], self.others[kept], self.alike[kept])


def make_graph(embeddings: Floats, least: float) -> AlikeGraph:
    """Return all pairs of faces with at least that likeness."""
    found = []
    for top in range(0, len(embeddings), 2048):
        for left in range(top, len(embeddings), 8192):
            products = embeddings[top : top + 2048] @ embeddings[left : left + 8192].T
            at = np.flatnonzero(products >= least)
            ones, others = np.divmod(at, products.shape[1])
            kept = ones + top < others + left
            found.append((ones[kept] + top, others[kept] + left, products.ravel()[at[kept]]))
    ones, others, alike = (np.concatenate([one[side] for one in found]) for side in range(3))
    return AlikeGraph(ones, others, alike)


def connect(count: int, graph: AlikeGraph) -> Ids:
    """Connected components (single link)."""
    labels = np.arange(count)
    while True:
        lowest = labels.copy()
        np.minimum.at(lowest, labels[graph.ones], labels[graph.others])
        np.minimum.at(lowest, labels[graph.others], labels[graph.ones])
        lowest = np.minimum(labels, lowest[labels])
        while (lowest[lowest] != lowest).any():
            lowest = lowest[lowest]
        if (lowest == labels).all():
            return labels
        labels = lowest


def scan_densely(count: int, graph: AlikeGraph, fewest: int = 3) -> Ids:
    """DBSCAN as Immich's: a face with ``fewest`` alike ones (itself one of them) founds a group; others join one."""
    degree = np.bincount(graph.ones, minlength=count) + np.bincount(graph.others, minlength=count) + 1
    is_core = degree >= fewest
    inside = is_core[graph.ones] & is_core[graph.others]
    labels = connect(count, AlikeGraph(graph.ones[inside], graph.others[inside], graph.alike[inside]))
    for border, core in ((graph.ones, graph.others), (graph.others, graph.ones)):
        joining = is_core[core] & ~is_core[border]
        order = np.argsort(graph.alike[joining], kind="stable")  # the most alike is written last
        labels[border[joining][order]] = labels[core[joining][order]]
    return labels


def whisper(count: int, graph: AlikeGraph, rounds: int = 12, seed: int = 0) -> Ids:
    """Chinese whispers (Biemann 2006): each face takes the label that most of its likeness goes to, in random order."""
    random = np.random.default_rng(seed)
    labels = np.arange(count)
    ones, others = np.append(graph.ones, graph.others), np.append(graph.others, graph.ones)
    order = np.argsort(ones, kind="stable")
    ones, others, alike = ones[order], others[order], np.append(graph.alike, graph.alike)[order]
    for _ in range(rounds):
        portion = random.integers(0, 8, count)  # an eighth at a time: all at once would swap labels for ever
        for part in range(8):
            at = np.flatnonzero(portion[ones] == part)
            keys, groups = np.unique(ones[at] * count + labels[others[at]], return_inverse=True)
            weight = np.bincount(groups, alike[at])
            face, label = np.divmod(keys, count)
            best = np.lexsort((weight, face))
            last = np.flatnonzero(np.diff(face[best], append=-1))
            labels[face[best][last]] = label[best][last]
    return labels


def grow_density_tree(count: int, graph: AlikeGraph, fewest: int = 3) -> Ids:
    """HDBSCAN (Campello 2013) on the graph: groups that last longest while the likeness asked for rises."""
    core = _core_distances(count, graph, fewest)
    distance = np.maximum(1 - graph.alike, np.maximum(core[graph.ones], core[graph.others]))
    return _pick_groups(count, _merge_order(count, graph, distance), fewest)


def _core_distances(count: int, graph: AlikeGraph, fewest: int) -> Floats:
    ends, alike = np.append(graph.ones, graph.others), np.append(graph.alike, graph.alike)
    order = np.lexsort((-alike, ends))
    starts = np.searchsorted(ends[order], np.arange(count + 1))
    core = np.ones(count, np.float32)
    enough = np.diff(starts) >= fewest - 1  # the face itself is one
    core[enough] = 1 - alike[order[starts[:-1][enough] + fewest - 2]]
    return core


def _merge_order(count: int, graph: AlikeGraph, distance: Floats) -> list[tuple[float, int, int]]:
    """Return the edges of the spanning forest, the shortest first (Borůvka's rounds)."""
    labels, edges = np.arange(count), np.zeros(0, np.int64)
    rank = np.empty(len(distance), np.int64)
    rank[np.argsort(distance, kind="stable")] = np.arange(len(distance))
    left = np.arange(len(distance))
    while len(left):
        best = np.full(count, len(distance))
        np.minimum.at(best, labels[graph.ones[left]], rank[left])
        np.minimum.at(best, labels[graph.others[left]], rank[left])
        chosen = left[(rank[left] == best[labels[graph.ones[left]]]) | (rank[left] == best[labels[graph.others[left]]])]
        edges = np.append(edges, chosen)
        joined = AlikeGraph(labels[graph.ones[chosen]], labels[graph.others[chosen]], graph.alike[chosen])
        labels = connect(count, joined)[labels]
        left = left[labels[graph.ones[left]] != labels[graph.others[left]]]
    edges = edges[np.argsort(rank[edges])]
    return list(zip(distance[edges].tolist(), graph.ones[edges].tolist(), graph.others[edges].tolist(), strict=True))


def _pick_groups(count: int, order: list[tuple[float, int, int]], fewest: int) -> Ids:
    tree = _DensityTree(count, fewest)
    for distance, one, other in order:
        tree.join(one, other, 1 / max(distance, 1e-6))
    return tree.labels()


class _DensityTree:
    """Grows from the shortest edge to the longest, and keeps of each group the best choice: itself or those in it."""

    def __init__(self, count: int, fewest: int) -> None:
        self._fewest = fewest
        self._root, self._members = list(range(count)), {face: [face] for face in range(count)}
        self._mass: dict[int, float] = {}  # how long the faces of a group have been in it, from likeness 0 on
        self._below: dict[int, tuple[float, list[list[int]]]] = {}  # excess of mass of the groups in it, and these

    def join(self, one: int, other: int, level: float) -> None:
        """Join the groups of two faces; ``level`` is the reciprocal of their distance, and falls from call to call."""
        large, small = sorted((self._find(one), self._find(other)), key=lambda root: -len(self._members[root]))
        sizes = len(self._members[large]), len(self._members[small])
        if sizes[1] >= self._fewest:
            choices = self._best(large, level), self._best(small, level)
            self._below[large] = choices[0][0] + choices[1][0], choices[0][1] + choices[1][1]
            self._mass[large] = level * sum(sizes)
            self._members[large] = list(self._members[large])  # the former list is a choice
        elif sizes[0] >= self._fewest:
            self._mass[large] += level * sizes[1]
        elif sum(sizes) >= self._fewest:
            self._mass[large] = level * sum(sizes)
        self._members[large] += self._members.pop(small)
        self._root[small] = large

    def labels(self) -> Ids:
        """Return the first face of each face's group."""
        labels = np.arange(len(self._root))
        for root, members in self._members.items():
            if len(members) >= self._fewest:
                for group in self._best(root, 1.0)[1]:  # likeness 0 is distance 1
                    labels[group] = min(group)
        return labels

    def _best(self, root: int, level: float) -> tuple[float, list[list[int]]]:
        whole = self._mass[root] - level * len(self._members[root])
        below = self._below.get(root, (0.0, []))
        return (whole, [self._members[root]]) if whole >= below[0] else below

    def _find(self, face: int) -> int:
        while self._root[face] != face:
            self._root[face] = self._root[self._root[face]]
            face = self._root[face]
        return face
