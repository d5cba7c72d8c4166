"""Search for copies of new photos: hashes give candidates, a few of which are compared to decide.

How pictures are compared and results are stored is up to the caller.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from photon.domain.arrays import Ids, Truth
from photon.domain.photo.fingerprint import WINDOWS
from photon.domain.photo.likeness import Likeness
from photon.domain.photo.picture_comparison import Turn
from photon.domain.photo.shot import Shot
from photon.duplicates.candidate_pairs import Codes, find_candidates, nearest_windows
from photon.duplicates.comparison_rounds import ComparisonRounds, Pair
from photon.duplicates.same_picture import (
    SOON,
    are_different_exposures,
    are_frames,
    is_same_picture,
    may_be_probable,
    may_be_same_picture,
    time_of,
)
from photon.duplicates.turned_codes import find_turned
from photon.quick_dataclass import dataclass

_BESIDE = 3  # of these, with how many each is compared
_ROUNDS = 3  # searches for pairs that agree with a third picture
_TURNED = 8  # comparisons of a picture with others turned


@dataclass(frozen=True, slots=True)
class Asked:
    """A comparison.

    Attributes:
        frame: A photo.
        picture: A photo that may show more than the first one.
        window: Where the second one probably shows the first one.
        turn: How one of them was turned; empty if one has bars; None if the pictures are compared as they are.
        is_beside: Whether they may show neighbouring parts of a scene.
    """

    frame: int
    picture: int
    window: int = 0
    turn: Turn | None = None
    is_beside: bool = False

    @property
    def pair(self) -> Pair:
        """The photos, the smaller id first."""
        return min(self.frame, self.picture), max(self.frame, self.picture)


Compare = Callable[[Sequence[Asked], Mapping[int, Shot]], Mapping[Pair, Likeness] | None]
"""Compares pictures and stores the results; leaves out those that can't be compared; None if it was stopped."""


class CopySearch:
    """Compares photos with those that may be their copies."""

    def __init__(
        self,
        ids: Ids,
        codes: Codes,
        read: Callable[[Iterable[int]], dict[int, Shot]],
        known: Callable[[Iterable[int]], dict[Pair, Likeness]],
        compare: Compare,
    ) -> None:
        """Take the hashes of all photos, and the tools.

        Args:
            ids: int64 (n,), photo ids, ascending.
            codes: uint64 (n, w + 1), hashes of windows and of what lies within bars.
            read: Reads photos.
            known: Reads the results that are stored for pairs of photos.
            compare: Compares pairs.
        """
        self._ids, self._codes, self._inner = ids, codes[:, : len(WINDOWS)], codes[:, len(WINDOWS)]
        self._read, self._known, self._compare = read, known, compare

    def search(self, photos: Sequence[int]) -> bool:
        """Search for the copies of photos; return whether it finished."""
        new = np.isin(self._ids, np.array(photos, np.int64))
        asked, apart = self._candidates(new)
        shots = self._read({photo for pair in asked for photo in pair})
        known = self._known(shots)
        agree = {pair: self._agree(shots, pair, likeness) for pair, likeness in known.items()}
        worth = _worth_comparing(shots, asked)
        rounds = ComparisonRounds({pair: apart[pair] for pair in worth}, agree)
        for _ in range(_ROUNDS):
            while some := rounds.next_round():
                found = self._compare([asked[pair] for pair in some], shots)
                if found is None:
                    return False
                known.update(found)
                for pair in some:
                    rounds.note(pair, agree=pair in found and self._agree(shots, pair, found[pair]))
            more = self._asked_for(list(rounds.unknown(photos)))
            asked.update(more)
            for pair in more:
                if pair[0] in shots and pair[1] in shots and not are_different_exposures(*(shots[one] for one in pair)):
                    rounds.add(pair)
        return self._search_turned(new, known, rounds)

    def _candidates(self, new: Truth) -> tuple[dict[Pair, Asked], dict[Pair, int]]:
        found = find_candidates(self._codes, new)
        frames, pictures = self._ids[found.frames].tolist(), self._ids[found.pictures].tolist()
        asked = [Asked(*row) for row in zip(frames, pictures, found.windows.tolist(), strict=True)]
        return {one.pair: one for one in asked}, dict(
            zip((one.pair for one in asked), found.bits.tolist(), strict=True)
        )

    def _asked_for(self, pairs: Sequence[Pair]) -> dict[Pair, Asked]:
        """Return the comparisons of pairs whose hashes are not close."""
        wanted = np.array(pairs, np.int64).reshape(-1, 2)
        if not len(wanted) or not len(self._ids):
            return {}
        found = np.searchsorted(self._ids, wanted).clip(max=len(self._ids) - 1)  # ids ascend
        ones, others = found[(self._ids[found] == wanted).all(axis=1)].T
        frames, pictures, windows = nearest_windows(self._codes, ones, others)
        rows = zip(self._ids[frames].tolist(), self._ids[pictures].tolist(), windows.tolist(), strict=True)
        return {one.pair: one for one in (Asked(*row) for row in rows)}

    def _agree(self, shots: Mapping[int, Shot], pair: Pair, likeness: Likeness) -> bool:
        if not is_same_picture(likeness):
            return False
        if pair[0] not in shots or pair[1] not in shots:
            return True
        one, other = shots[pair[0]], shots[pair[1]]
        return not are_different_exposures(one, other) and not are_frames(one, other, likeness)

    def _search_turned(self, new: Truth, known: Mapping[Pair, Likeness], rounds: ComparisonRounds) -> bool:
        found = find_turned(self._codes[:, 0], self._inner, new)
        pairs = {
            (int(self._ids[one]), int(self._ids[other])): about
            for (one, other), about in found.items()
        }  # fmt: skip
        shots = self._read({photo for pair in pairs for photo in pair})
        tried: dict[int, int] = {}
        asked = []
        for pair in sorted(pairs, key=lambda pair: (pairs[pair][1], pair)):
            one, other = shots.get(pair[0]), shots.get(pair[1])
            if one is None or other is None or not may_be_probable(one, other):
                continue
            if rounds.are_together(pair) or (pair in known and (known[pair].way or may_be_same_picture(known[pair]))):
                continue
            tried[pair[1]] = tried.get(pair[1], 0) + 1
            if tried[pair[1]] <= _TURNED:
                asked.append(Asked(*pair, turn=pairs[pair][0]))
        return not asked or self._compare(asked, shots) is not None


def _worth_comparing(shots: Mapping[int, Shot], pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that may be copies, and a few of the shots of each minute that may be a focus stack."""
    found, beside = [], dict[int, list[tuple[float, Pair]]]()
    for pair in pairs:
        one, other = shots.get(pair[0]), shots.get(pair[1])
        if one is None or other is None:
            continue
        if not are_different_exposures(one, other):
            found.append(pair)
            continue
        times = time_of(one), time_of(other)
        if times[0] is not None and times[1] is not None:
            gap = abs((times[0] - times[1]).total_seconds())
            if gap <= SOON:
                beside.setdefault(pair[1], []).append((gap, pair))
    for some in beside.values():
        some.sort()
        places = {0, len(some) // 2, len(some) - 1} if len(some) > _BESIDE else range(len(some))
        found += [some[row][1] for row in places]
    return found
