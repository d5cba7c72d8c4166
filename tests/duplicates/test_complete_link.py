"""Sets by complete linkage: every two photos of a set agree, so chains do not grow."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from photon.duplicates.complete_link import link_completely

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


def test_large_sets_need_only_a_few_pairs_but_none_that_may_not_join() -> None:
    pairs = dict.fromkeys([(one, one + step) for one in range(9) for step in (1, 2, 3) if one + step < 9], 0.9)
    assert len(link_completely(pairs)) > 1
    assert link_completely(pairs, (), lambda *_: True) == [list(range(9))]
    assert not any({0, 8} <= set(group) for group in link_completely(pairs, (), lambda *pair: set(pair) != {0, 8}))
    assert link_completely({(0, 1): 0.9, (1, 2): 0.9}, (), lambda *_: True) == [[0, 1]]  # one pair is not enough


def test_a_chain_is_cut_where_its_ends_differ() -> None:
    assert link_completely({(1, 2): 0.9, (2, 3): 0.8, (3, 4): 0.9}) == [[1, 2], [3, 4]]
