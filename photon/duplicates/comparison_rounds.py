"""Choose which pictures to compare, round by round: each new one with a few of each set, not with all of them."""

from collections.abc import Iterable, Iterator, Mapping

FEW, MANY = 6, 16
"""Maximum number of comparisons of a picture with those of one set, and with pictures that turn out to be others."""
Pair = tuple[int, int]
"""Photo ids, the smaller one first."""


class ComparisonRounds:
    """Pairs that are worth comparing, given what earlier comparisons showed.

    A picture that agrees with a few of a set belongs to it, whatever the others. One that differs from many of those
    whose hashes are closest is not compared with those that are further away.
    """

    def __init__(self, candidates: Mapping[Pair, int], known: Mapping[Pair, bool]) -> None:
        """Take the pairs.

        Args:
            candidates: Pairs whose pictures may agree, and how far their hashes are apart.
            known: Pairs that were compared, and whether they agree.
        """
        self._set_of: dict[int, int] = {}  # by photo: another one of its set, or itself
        self._compared: dict[int, dict[int, bool]] = {}
        self._left: dict[int, list[int]] = {}  # by the later photo, the closest last
        for (one, other), agree in known.items():
            self.note((one, other), agree=agree)
        for pair in sorted(candidates, key=lambda pair: (-candidates[pair], pair)):
            self.add(pair)

    def add(self, pair: Pair) -> None:
        """Add a pair that is to be compared before all others of its later photo."""
        if pair[0] not in self._compared.get(pair[1], ()):
            self._left.setdefault(pair[1], []).append(pair[0])

    def note(self, pair: Pair, *, agree: bool) -> None:
        """Record the result of a comparison."""
        one, other = pair
        self._compared.setdefault(one, {})[other] = self._compared.setdefault(other, {})[one] = agree
        if agree:
            self._set_of[self._root(one)] = self._root(other)

    def next_round(self) -> list[Pair]:
        """Return the pairs to compare next, at most one per photo; empty if no more are worth it."""
        found = []
        for photo in list(self._left):
            other = self._next_of(photo)
            if other is None:
                del self._left[photo]
            else:
                found.append((other, photo))
        return found

    def are_together(self, pair: Pair) -> bool:
        """Return whether two photos are in one set by what was compared."""
        return self._root(pair[0]) == self._root(pair[1])

    def unknown(self, photos: Iterable[int]) -> Iterator[Pair]:
        """Yield pairs of photos of one set that were not compared, of those that were compared with too few of it."""
        members: dict[int, list[int]] = {}
        for photo in self._compared:
            members.setdefault(self._root(photo), []).append(photo)
        for photo in photos:
            own = members.get(self._root(photo), ())
            known = self._compared.get(photo, {})
            missing = [other for other in own if other != photo and other not in known]
            for other in missing[: max(0, FEW - len(own) + 1 + len(missing))]:
                yield min(photo, other), max(photo, other)

    def _next_of(self, photo: int) -> int | None:
        left, known = self._left[photo], self._compared.get(photo, {})
        while left:
            other = left.pop()
            if other in known:
                continue
            mine = self._root(other)
            of_set = [agree for compared, agree in known.items() if self._root(compared) == mine]
            if len(of_set) < FEW and sum(not agree for agree in known.values()) < MANY:
                return other
        return None

    def _root(self, photo: int) -> int:
        root = self._set_of.setdefault(photo, photo)
        while root != self._set_of[root]:
            self._set_of[root] = root = self._set_of[self._set_of[root]]
        return root
