"""Expanding alternatives, and combining their answers."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import AnyOf, Exact, Filter, Like, Query, QueryWords
from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, expand_alternatives, merge_answers
from photon.search.fusion import Fused

A, B, C, D = (QueryWords(text) for text in "abcd")
TAG, STARS = Filter("tag", "x"), Filter("rating", "5")


def _parts(*parts: object) -> list[tuple[object, ...]]:
    return [query.parts for query in expand_alternatives(Query(parts))]  # type: ignore[arg-type]


def test_without_alternatives_the_query_is_its_only_variant() -> None:
    query = Query((A, Exact("b"), Like("c.jpg"), TAG), folder="/x", top=3, text="a b", balance=0.2, strength=2)
    assert expand_alternatives(query) == [query]
    assert expand_alternatives(Query()) == [Query()]


def test_each_alternative_is_combined_with_the_rest() -> None:
    query = Query((C, AnyOf((A, Exact("b"), Like("c.jpg"))), TAG), folder="/x", top=3, text="c (a OR …)", balance=0.2)
    found = expand_alternatives(query)
    assert [one.parts for one in found] == [(C, A, TAG), (C, Exact("b"), TAG), (C, Like("c.jpg"), TAG)]
    assert {(one.folder, one.top, one.text, one.balance) for one in found} == {("/x", 3, "", 0.2)}


def test_alternatives_of_filters_are_one_filter_and_mixed_ones_are_not() -> None:
    either = AnyOf((TAG, STARS))
    assert _parts(A, either) == [(A, either)]
    assert _parts(A, AnyOf((TAG, B))) == [(A, TAG), (A, B)]


def test_excluding_several_excludes_each() -> None:
    not_b = QueryWords("b", unwanted=True)
    assert _parts(C, AnyOf((A, not_b, TAG), unwanted=True)) == [
        (C, QueryWords("a", unwanted=True), B, Filter("tag", "x", unwanted=True))
    ]
    assert _parts(AnyOf((A, not_b))) == [(A,), (not_b,)]


def test_the_weight_of_a_bracket_applies_to_each() -> None:
    assert _parts(AnyOf((QueryWords("a", 2), Like("b.jpg"), TAG), 3)) == [
        (QueryWords("a", 6),),
        (Like("b.jpg", weight=3),),
        (TAG,),
    ]


@given(st.lists(st.integers(2, 4), max_size=4))
def test_all_combinations_are_searched_up_to_a_limit(sizes: list[int]) -> None:
    brackets = [AnyOf(tuple(QueryWords(f"{at} {n}") for n in range(size))) for at, size in enumerate(sizes)]
    query = Query((C, *brackets))
    assert count_alternatives(query) == math.prod(sizes)
    every = [(C, *some) for some in itertools.product(*(bracket.options for bracket in brackets))]
    assert [one.parts for one in expand_alternatives(query)] == every[:MAX_ALTERNATIVES]


@st.composite
def _answers(draw: st.DrawFn) -> list[Fused]:
    answers = []
    for _ in range(draw(st.integers(1, 4))):
        scores = draw(st.dictionaries(st.integers(1, 20), st.floats(0, 1, width=32)))
        order = sorted(scores, key=lambda photo: -scores[photo])
        strong = sum(score >= 0.5 for score in scores.values())
        why = tuple((f"{len(answers)}",) for _ in order)
        presence = draw(st.none() | st.floats(0, 1))
        values = np.array([scores[photo] for photo in order], np.float32)
        beyond = draw(st.integers(0, 3))
        answers.append(Fused(np.array(order, np.int64), values, strong, why, strong + beyond, 0, beyond, presence))
    return answers


@given(_answers(), st.integers(1, 30))
def test_each_photo_has_its_best_score(answers: list[Fused], top: int) -> None:
    best: dict[int, float] = {}
    for answer in answers:
        for photo, score in zip(answer.photos.tolist(), answer.scores.tolist(), strict=True):
            best[photo] = max(best.get(photo, 0.0), score)
    one = merge_answers(answers, top)
    if len(answers) == 1:
        assert one is answers[0]
        return
    found = dict(zip(one.photos.tolist(), one.scores.tolist(), strict=True))
    assert len(found) == len(one.photos) == min(top, len(best))
    assert found == {photo: best[photo] for photo in found}
    assert min(found.values(), default=1) >= max((best[photo] for photo in best if photo not in found), default=0)
    assert (np.diff(one.scores) <= 0).all()
    assert one.strong == int((one.scores >= 0.5).sum())
    assert max(one.strong, *(answer.confident_total for answer in answers)) <= one.confident_total
    assert one.exact_matches == max(answer.exact_matches for answer in answers)
    for photo, (channel,) in zip(one.photos.tolist(), one.why, strict=True):
        answer = answers[int(channel)]
        assert answer.scores[answer.photos.tolist().index(photo)] == np.float32(best[photo])
    there = [answer.presence for answer in answers if answer.presence is not None]
    assert one.presence == (max(there) if there else None)


@pytest.mark.parametrize("top", [1, 5])
def test_empty_answers_are_combined_to_an_empty_one(top: int) -> None:
    nothing = Fused(np.zeros(0, np.int64), np.zeros(0, np.float32), 0, (), 0)
    one = merge_answers([nothing, nothing], top)
    assert (one.photos.tolist(), one.strong, one.confident_total, one.presence) == ([], 0, 0, None)


def test_a_photo_excluded_by_one_alternative_may_match_another() -> None:
    def answer(photos: list[int], removed: list[int], excluded: int) -> Fused:
        scores = np.linspace(0.9, 0.8, len(photos), dtype=np.float32)
        why = ((),) * len(photos)
        gone = np.array(removed, np.int64)
        return Fused(np.array(photos), scores, len(photos), why, len(photos), removed=gone, excluded=excluded)

    merged = merge_answers([answer([1, 2], [3, 4], 1), answer([4, 5], [2, 6, 7], 2)], 10)
    assert merged.photos.tolist() == [1, 4, 2, 5]
    assert (merged.removed.tolist(), merged.excluded) == ([3, 6, 7], 2)
