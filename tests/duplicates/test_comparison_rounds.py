"""Which pictures are compared: a few of each set, the closest first, and none twice."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from photon.duplicates.comparison_rounds import FEW, MANY, ComparisonRounds, Pair


def _run(rounds: ComparisonRounds, same: dict[int, int]) -> list[Pair]:
    done = []
    while some := rounds.next_round():
        for one, other in some:
            done.append((one, other))
            rounds.note((one, other), agree=same[one] == same[other])
    return done


def test_a_large_set_costs_a_few_comparisons_per_picture() -> None:
    pairs = dict.fromkeys(combinations(range(200), 2), 0)
    rounds = ComparisonRounds(pairs, {})
    done = _run(rounds, dict.fromkeys(range(200), 0))
    assert len(done) <= 200 * FEW
    assert all(rounds.are_together((0, photo)) for photo in range(200))


def test_many_pictures_that_only_look_alike_to_the_hash_cost_few_comparisons_too() -> None:
    done = _run(ComparisonRounds(dict.fromkeys(combinations(range(200), 2), 0), {}), {one: one for one in range(200)})
    assert len(done) <= 200 * MANY


@given(st.lists(st.integers(0, 3), min_size=2, max_size=FEW + 1))
def test_of_small_sets_all_pairs_are_compared_once(sets: list[int]) -> None:
    pairs = list(combinations(range(len(sets)), 2))
    done = _run(ComparisonRounds(dict.fromkeys(pairs, 1), {}), dict(enumerate(sets)))
    assert sorted(done) == pairs


def test_the_closest_come_first_and_known_pairs_are_left_out() -> None:
    rounds = ComparisonRounds({(1, 9): 5, (2, 9): 0, (3, 9): 3}, {(3, 9): True})
    assert rounds.next_round() == [(2, 9)]
    rounds.note((2, 9), agree=False)
    assert rounds.next_round() == [(1, 9)]
    rounds.note((1, 9), agree=False)
    assert rounds.next_round() == []


def test_pictures_that_agree_with_a_third_one_are_still_to_be_compared() -> None:
    rounds = ComparisonRounds({}, {(1, 2): True, (1, 3): True, (4, 5): True})
    assert sorted(set(rounds.unknown([3, 4]))) == [(2, 3)]
