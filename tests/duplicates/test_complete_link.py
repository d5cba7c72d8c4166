"""Sets by complete linkage: every two photos of a set agree, so chains do not grow."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from photon.duplicates.complete_link import link_completely, unknown_pairs

_PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] < pair[1]), st.floats(0, 1)
)


@given(_PAIRS)
def test_every_two_of_a_set_agree_and_sets_are_disjoint(pairs: dict[tuple[int, int], float]) -> None:
    sets = link_completely(pairs)
    members = [photo for group in sets for photo in group]
    assert len(members) == len(set(members))
    for group in sets:
        assert len(group) > 1
        assert all(pair in pairs for pair in combinations(group, 2))


@given(_PAIRS)
def test_pairs_with_a_common_match_are_compared(pairs: dict[tuple[int, int], float]) -> None:
    unknown = unknown_pairs(pairs, pairs)
    assert not set(unknown) & set(pairs)
    friends = [{photo for pair in pairs if one in pair for photo in pair} - {one} for one in range(13)]
    assert set(unknown) == {pair for some in friends for pair in combinations(sorted(some), 2)} - set(pairs)


@given(_PAIRS, _PAIRS)
def test_tolerated_pairs_link_nothing_and_no_pair_of_a_set_is_neither(
    pairs: dict[tuple[int, int], float], tolerated: dict[tuple[int, int], float]
) -> None:
    sets = link_completely(pairs, tolerated)
    for group in sets:
        inside = set(combinations(group, 2))
        assert inside <= pairs.keys() | tolerated.keys()
        reached, waiting = {group[0]}, [group[0]]
        while waiting:
            one = waiting.pop()
            new = {photo for pair in inside & pairs.keys() if one in pair for photo in pair} - reached
            reached |= new
            waiting += new
        assert reached == set(group)
    assert link_completely({}, tolerated) == []


def test_two_edits_that_differ_are_in_the_set_of_their_picture_if_that_is_tolerated() -> None:
    pairs = {(1, 2): 0.9, (1, 3): 0.9}
    assert link_completely(pairs) == [[1, 2]]
    assert link_completely(pairs, [(2, 3)]) == [[1, 2, 3]]


def test_a_chain_is_cut_where_its_ends_differ() -> None:
    assert link_completely({(1, 2): 0.9, (2, 3): 0.8, (3, 4): 0.9}) == [[1, 2], [3, 4]]
