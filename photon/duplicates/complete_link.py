"""Group photos so that every two of a set agree: complete linkage (Sørensen 1948), limited to the agreeing pairs.

Single linkage would turn a chain of photos, each a copy of the next one, into one set whose ends differ. Pairs that are
only tolerated link nothing, but do not keep apart what others link: two edits of a picture differ from each other more
than from the picture.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

MOST = 5000
"""Maximum number of photos in a set."""
_ENOUGH = 3  # pairs of two sets that must agree, if not all were compared


def link_completely(
    pairs: Mapping[tuple[int, int], float],
    tolerated: Collection[tuple[int, int]] = (),
    may_join: Callable[[int, int], bool] | None = None,
) -> list[list[int]]:
    """Group photos by the pairs that agree, the closest pair first.

    Two sets are merged only if every photo of one agrees with every photo of the other, or is tolerated beside it. In
    large sets, where not every pair was compared, a few of them must agree and all others may join.

    Args:
        pairs: How well two photos agree, by pair; pairs that do not agree are omitted.
        tolerated: Pairs that may be in one set, but do not link two sets.
        may_join: Whether two photos, neither agreeing nor tolerated, were not compared and may be in one set; None if
            all pairs were compared.

    Returns:
        Sets of two or more photos, each ascending, ordered by their first photos.
    """
    friends: dict[int, set[int]] = {}
    for one, other in chain(pairs, tolerated):
        friends.setdefault(one, set()).add(other)
        friends.setdefault(other, set()).add(one)
    sets: dict[int, list[int]] = {photo: [photo] for photo in friends}
    for one, other in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        first, second = sets[one], sets[other]
        if first is second or len(first) + len(second) > MOST:
            continue
        if len(first) < len(second):
            first, second = second, first
        if _fit(first, second, friends, may_join):
            first += second
            for photo in second:
                sets[photo] = first
    whole = {id(group): group for group in sets.values() if len(group) > 1}
    return sorted((sorted(group) for group in whole.values()), key=lambda group: group[0])


def _fit(
    first: Sequence[int],
    second: Sequence[int],
    friends: Mapping[int, set[int]],
    may_join: Callable[[int, int], bool] | None,
) -> bool:
    """Return whether two sets may be one."""
    if all(friends[photo].issuperset(first) for photo in second):
        return True
    if may_join is None:
        return False
    strange = [(one, other) for one in second for other in first if other not in friends[one]]
    return len(first) * len(second) - len(strange) >= _ENOUGH and all(may_join(*pair) for pair in strange)
