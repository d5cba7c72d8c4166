"""Fair family picks: who can be there is there, nobody is preferred, and the same photos give the same choice."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.people.family_picks import pick_fairly

EVENTS = st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=4), min_size=1, max_size=9)


def picks_of(people: list[frozenset[str]], count: int, merits: list[float] | None = None) -> list[int]:
    given_merits = np.array(merits or [0.5] * len(people), np.float32)
    return pick_fairly(people, given_merits, np.arange(len(people)), count)


@given(EVENTS, st.integers(0, 9))
def test_as_many_people_appear_as_so_many_photos_can_show(people: list[frozenset[str]], count: int) -> None:
    picks = picks_of(people, count)
    shown = frozenset[str]().union(*(people[at] for at in picks))
    most = max(len(frozenset[str]().union(*some)) for some in combinations(people, min(count, len(people))))
    assert len(shown) == most
    assert len(picks) == len(set(picks)) == min(count, len(people))


@given(EVENTS, st.integers(0, 9))
def test_the_names_of_people_are_without_effect(people: list[frozenset[str]], count: int) -> None:
    others = [frozenset(chr(ord("z") - ord(name) + ord("a")) for name in some) for some in people]
    assert picks_of(people, count) == picks_of(others, count)


def test_whoever_appears_least_comes_next() -> None:
    people = [frozenset(some) for some in ("ab", "a", "ab", "c", "abd", "c")]
    picks = picks_of(people, 4)
    counts = [sum(name in people[at] for at in picks) for name in "abcd"]
    assert min(counts) == 1
    assert counts[2] == 2, "c is in two photos, a and b are in the others anyway"


def test_the_better_of_two_equal_photos_is_chosen() -> None:
    assert picks_of([frozenset("ab")] * 3, 1, [0.2, 0.9, 0.5]) == [1]


def test_once_everybody_is_there_a_burst_gives_no_second_photo_before_other_moments() -> None:
    people = [frozenset("ab"), frozenset("ab"), frozenset("a")]
    assert pick_fairly(people, np.array([0.9, 0.8, 0.1], np.float32), np.array([7, 7, 8]), 2) == [0, 2]


def test_few_choices_show_everybody_where_the_fullest_photo_would_spoil_it() -> None:
    people = [frozenset(some) for some in ("abcd", "abe", "cdf")]
    assert sorted(picks_of(people, 2)) == [1, 2]


def test_more_than_ten_people_are_shown_too() -> None:
    people = [frozenset({str(number), str(number + 1)}) for number in range(0, 24, 2)]
    assert sorted(picks_of(people, 12)) == list(range(12))


def test_an_event_without_people_gives_its_best_photos() -> None:
    assert picks_of([frozenset()] * 3, 2, [0.1, 0.3, 0.2]) == [1, 2]
