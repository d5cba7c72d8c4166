"""Group photos so that every two of a set agree: complete linkage (Sørensen 1948), limited to the agreeing pairs.

Single linkage would turn a chain of photos, each a copy of the next one, into one set whose ends differ. Pairs that are
only tolerated link nothing, but do not keep apart what others link: two edits of a picture differ from each other more
than from the picture.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from itertools import chain, combinations

MOST = 5000
"""Maximum number of photos in a set."""
_CIRCLE = 64  # copies of one photo up to which all pairs are compared


def unknown_pairs(agreeing: Iterable[tuple[int, int]], compared: Container[tuple[int, int]]) -> list[tuple[int, int]]:
    """List pairs that were not compared, although both photos agree with a third one.

    The hashes of two copies may be far apart although both are close to that of the original.

    Args:
        agreeing: Pairs that agree, the smaller id first.
        compared: Pairs that were compared, whatever the result.

    Returns:
        The pairs, sorted.
    """
    friends: dict[int, set[int]] = {}
    for one, other in agreeing:
        friends.setdefault(one, set()).add(other)
        friends.setdefault(other, set()).add(one)
    found: set[tuple[int, int]] = set()
    for some in friends.values():
        if len(some) <= _CIRCLE:
            found.update(pair for pair in combinations(sorted(some), 2) if pair not in compared)
    return sorted(found)


def link_completely(
    pairs: Mapping[tuple[int, int], float], tolerated: Collection[tuple[int, int]] = ()
) -> list[list[int]]:
    """Group photos by the pairs that agree, the closest pair first.

    Two sets are merged only if every photo of one agrees with every photo of the other, or is tolerated beside it.

    Args:
        pairs: How well two photos agree, by pair; pairs that do not agree are omitted.
        tolerated: Pairs that may be in one set, but do not link two sets.

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
        if all(friends[photo].issuperset(first) for photo in second):
            first += second
            for photo in second:
                sets[photo] = first
    whole = {id(group): group for group in sets.values() if len(group) > 1}
    return sorted((sorted(group) for group in whole.values()), key=lambda group: group[0])
