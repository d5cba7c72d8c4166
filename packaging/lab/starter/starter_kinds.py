"""Names for the classes of the image tower."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from lab.starter.starter_data import Labelled
from lab.starter.starter_material import TOO_GENERAL
from lab.starter.starter_words import WordNet

_MOST = 150  # maximum classes per name; wider names ("animal") are uninformative and slow


def names_of_kinds(
    words: WordNet, labelled: Labelled, kinds: Sequence[int] | None = None
) -> dict[str, tuple[float, list[int]]]:
    """Find every noun whose first synset has classes at or below it.

    Args:
        words: WordNet.
        labelled: One photo of each class, for its synset and label.
        kinds: Class index of each in the tower; None if they are in its order.

    Returns:
        Name to (coverage 0..1, class indices). Coverage is the fraction of the noun's leaf hyponyms that are a class or
        below one.
    """
    kinds = range(len(labelled.files)) if kinds is None else kinds
    below: dict[int, set[int]] = defaultdict(set)
    for synset, kind in zip(labelled.synsets, kinds, strict=True):
        for ancestor in words.ancestors(synset):
            below[ancestor].add(kind)
    found = {}
    covered = _coverage(words, set(labelled.synsets))
    for name, synsets in words.senses.items():
        first = synsets[0]
        if first in below and len(below[first]) <= _MOST and words.names[first][0] not in TOO_GENERAL:
            found[name] = (round(covered(first), 3), sorted(below[first]))
    for label, synset, kind in zip(labelled.labels, labelled.synsets, kinds, strict=True):
        found.setdefault(label.lower(), (round(covered(synset), 3), [kind]))
    return found


def write_names(names: dict[str, tuple[float, list[int]]], path: Path) -> None:
    """Write the names as JSON, one per line."""
    lines = (f"{json.dumps(name)}: {json.dumps(found, separators=(',', ':'))}" for name, found in sorted(names.items()))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _coverage(words: WordNet, kinds: set[int]) -> Callable[[int], float]:
    children: dict[int, list[int]] = defaultdict(list)
    for synset, parents in words.parents.items():
        for parent in parents:
            children[parent].append(synset)

    @cache
    def leaves(synset: int) -> frozenset[int]:
        if not children[synset]:
            return frozenset([synset])
        return frozenset().union(*(leaves(child) for child in children[synset]))

    def covered(synset: int) -> float:
        own = leaves(synset)
        return sum(not kinds.isdisjoint(words.ancestors(leaf)) for leaf in own) / len(own)

    return covered
