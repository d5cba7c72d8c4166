"""Choose the photos that stand for an event, a trip or a year.

A greedy choice that covers what the photos show, when they were taken, who is in them and where: facility location
(Lin and Bilmes, "A class of submodular functions for document summarization", 2011), where each further photo gains
less, times how good a photo is. Each choice is a beginning of every longer one, so more and fewer keep what was chosen.
"""

from collections import Counter
from collections.abc import Hashable, Sequence, Set

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids, Marks, Truth
from photon.quick_dataclass import dataclass

MOST = 8000
"""Scenes that compete; of more, the best of each few that follow each other do."""
_WITNESSES = 256  # scenes that say how well all are covered: 8 MB of similarities with the most
_PAUSE = 3600.0  # seconds that count of a longer pause: nights need no photos
_NEAR = 0.03  # share of the whole within which photos are of one time
_TRAITS = 0.5  # what people, places and days count, compared with all that is shown
_LIKE = 0.7  # cosine of looks; shots of one scene are above it, but so are other roses, clouds and beaches
_VIEW = 18  # bits of 64: darker, softer or turned shots of one view differ by up to 16, other views by 20 and more
_FOLLOWING = 32  # photos after each that may show its view
_LITTLE = 1e-6  # added to what a scene adds, so that of scenes that add nothing, the best comes first
_AGAIN = 0.25  # what a trait counts that was chosen once before


@dataclass(frozen=True, slots=True, eq=False)
class Scenes:
    """What can be chosen: photos, or shots of one moment with the best in front. All arrays have the same length.

    Attributes:
        times: When they were taken, in seconds, float64 (n,); NaN where unknown.
        looks: What they show, float32 (n, d), unit length; zeros where unknown.
        merits: How good they are, compared with each other, float32 (n,), above 0.
        sizes: How many photos each stands for, int64 (n,).
        is_out: Which were removed by the person, bool (n,): each keeps its turn, so that all others keep theirs.
        traits: Who is in them, where and when they were taken.
    """

    times: Doubles
    looks: Floats
    merits: Floats
    sizes: Ids
    is_out: Truth
    traits: Sequence[Set[Hashable]]


@dataclass(frozen=True, slots=True)
class Pick:
    """A scene that was chosen.

    Attributes:
        row: Its place among the scenes.
        traits: Those of its traits that no scene before it has.
        like: How many other photos look like it.
        is_again: Whether one of these was chosen before.
        is_new_time: Whether none of its time was chosen before.
    """

    row: int
    traits: Set[Hashable]
    like: int
    is_again: bool
    is_new_time: bool


def link_views(times: Doubles, looks: Floats, codes: Marks) -> list[tuple[int, int]]:
    """Find photos that show one view within an hour, even if one is darker, softer or turned a little.

    Args:
        times: When they were taken, in seconds, float64 (n,); NaN where unknown.
        looks: What they show, float32 (n, d), unit length.
        codes: Their perceptual hashes, uint64 (n,); 0 where unknown.

    Returns:
        Pairs of their rows.
    """
    order, found = np.argsort(times, kind="stable"), list[tuple[int, int]]()
    for step in range(1, min(_FOLLOWING, len(order) - 1) + 1):
        one, other = order[:-step], order[step:]
        is_soon = (times[other] - times[one] <= _PAUSE) | (np.isnan(times[one]) & np.isnan(times[other]))
        is_near = np.bitwise_count(codes[one] ^ codes[other]) <= _VIEW
        near = np.flatnonzero(is_soon & is_near & (codes[one] > 0) & (codes[other] > 0))
        one, other = one[near], other[near]
        alike = np.einsum("ij,ij->i", looks[one], looks[other]) >= _LIKE
        found += zip(one[alike].tolist(), other[alike].tolist(), strict=True)
    return found


def choose_scenes(scenes: Scenes, count: int, same: float) -> list[Pick]:
    """Choose scenes, the weightiest first; with a larger ``count``, these come first, too.

    Args:
        scenes: What can be chosen.
        count: How many; fewer if the others look like those.
        same: Cosine of looks from which two scenes are the same picture.
    """
    choice, picks = _Choice(scenes, same), list[Pick]()
    while len(picks) < count and (place := choice.next_place()) >= 0:
        pick = choice.choose(place)
        if not scenes.is_out[pick.row]:
            picks.append(pick)
    return picks


class _Choice:
    """What is covered so far, and what each other scene would add.

    All are asked at each step: that of 2,000 takes 1 ms, less than it takes to ask few of them one by one.
    """

    def __init__(self, scenes: Scenes, same: float) -> None:
        self._scenes, self._same = scenes, same
        self._rows = _best_of_few(scenes)
        self._looks, self._merits = scenes.looks[self._rows], scenes.merits[self._rows].copy()
        witnesses = self._rows[:: -(-len(self._rows) // _WITNESSES) or 1]
        sizes = scenes.sizes[witnesses].astype(np.float32)
        self._weights = sizes / max(1, sizes.sum())
        when = _places_in_time(scenes.times)
        self._alike = _likenesses(scenes, when, self._rows, witnesses) * self._weights
        self._when = when[self._rows]
        self._chosen: list[int] = []
        self._covered, self._more = np.zeros(len(witnesses), np.float32), np.empty_like(self._alike)
        self._places: dict[Hashable, list[int]] = {}
        for place, row in enumerate(self._rows.tolist()):
            for trait in scenes.traits[row]:
                self._places.setdefault(trait, []).append(place)
        self._seen: Counter[Hashable] = Counter()
        self._added = np.zeros(len(self._rows), np.float32)  # by traits
        for trait, places in self._places.items():
            self._added[places] += self._worth(trait)

    def next_place(self) -> int:
        """Return the place of the scene that adds most; -1 if all are chosen or like those that are."""
        np.subtract(self._alike, self._covered, out=self._more)  # new arrays would take longer than the sums
        np.maximum(self._more, 0, out=self._more)
        gains = (self._more.sum(axis=1) + self._added + _LITTLE) * self._merits
        best = int(np.argmax(gains)) if len(gains) else -1
        return best if best >= 0 and self._merits[best] > 0 else -1

    def choose(self, place: int) -> Pick:
        """Choose a scene."""
        row, looks = int(self._rows[place]), self._looks @ self._looks[place]
        self._covered = np.maximum(self._covered, self._alike[place])
        fresh = {trait for trait in self._scenes.traits[row] if not self._seen[trait]}
        for trait in self._scenes.traits[row]:
            before = self._worth(trait)
            self._seen[trait] += 1
            self._added[self._places[trait]] += self._worth(trait) - before
        self._merits[looks >= self._same] = 0
        self._merits[place] = 0
        like = int(self._scenes.sizes[self._rows[looks >= _LIKE]].sum())
        is_again = bool((looks[self._chosen] >= _LIKE).any())
        is_new_time = bool((np.abs(self._when[self._chosen] - self._when[place]) > _NEAR).all())
        self._chosen.append(place)
        return Pick(row, fresh, max(0, like - 1), is_again, is_new_time)

    def _worth(self, trait: Hashable) -> float:
        share = len(self._places[trait]) / len(self._rows)
        return float(_TRAITS * share**0.5 * _AGAIN ** min(self._seen[trait], 8))


def _best_of_few(scenes: Scenes) -> Ids:
    """Return the rows of the scenes that compete, in order of time, int64 (m,)."""
    order: Ids = np.argsort(scenes.times, kind="stable")  # NaN comes last
    few = -(-len(order) // MOST)
    if few <= 1:
        return order
    groups = np.split(order, range(few, len(order), few))
    return np.array([group[np.argmax(scenes.merits[group])] for group in groups], np.int64)


def _likenesses(scenes: Scenes, places: Floats, rows: Ids, witnesses: Ids) -> Floats:
    """Return how alike scenes are in what they show and when, 0..1, float32 (rows, witnesses)."""
    cosines = scenes.looks[rows] @ scenes.looks[witnesses].T
    usual = float(np.median(cosines[:: 1 + len(rows) // _WITNESSES])) if cosines.size else 0.0
    shown = np.maximum((cosines - usual) / max(1 - usual, 1e-3), 0)
    apart = np.abs(places[rows][:, None] - places[witnesses][None])
    found: Floats = ((shown + 1 / (1 + apart / _NEAR)) / 2).astype(np.float32)
    return found


def _places_in_time(times: Doubles) -> Floats:
    """Return where scenes are between the first and the last, 0..1 by time and by number, float32 (n,).

    Those without dates follow in their order, a pause apart: they are of no one time.
    """
    found, order = np.zeros(len(times), np.float32), np.argsort(times, kind="stable")
    if len(order):
        pauses = np.nan_to_num(np.diff(times[order], prepend=times[order[0]]), nan=_PAUSE)
        passed = np.cumsum(np.minimum(pauses, _PAUSE))
        numbers = np.arange(len(order)) / max(1, len(order) - 1)
        found[order] = (passed / max(passed[-1], 1.0) + numbers) / 2
    return found
