"""Photos of a stack are folded behind one of them, in lists and in answers."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.app.search.answer_rows import AnswerRows, behind_without
from photon.app.search.stack_folding import (
    fold_dated,
    fold_rows,
    fold_sections,
    puts_best_first,
    spans_with,
    spans_without,
)
from photon.domain import Filter, Query
from photon.domain.photo.date_span import DatedPhotos, DateSpan


def test_the_top_of_a_stack_represents_it_in_a_list() -> None:
    found = fold_sections([[1, 2, 3, 4, 5]], [(4, 2), (5, 9)], best_first=False)
    assert found.sections == [[1, 3, 4, 5]]
    assert found.behind == {4: (2,), 5: (9,)}
    assert found.matching == {4: 2, 5: 1}
    assert found.folded == (1,)


def test_the_best_photo_represents_a_stack_in_an_answer() -> None:
    found = fold_sections([[1, 2], [3], [4, 5]], [(5, 3, 2), (4, 1)], best_first=True)
    assert found.sections == [[1, 2], [], []]
    assert found.behind == {2: (5, 3), 1: (4,)}
    assert found.matching == {2: 3, 1: 2}
    assert found.folded == (0, 1, 2)


def test_the_first_photo_of_the_best_section_represents_the_stack() -> None:
    found = fold_sections([[1, 2], [], [3]], [(3, 2, 1)], best_first=False)
    assert found.sections == [[2], [], []]
    assert found.behind == {2: (3, 1)}


@pytest.mark.parametrize("best_first", [True, False])
def test_without_stacks_nothing_changes(best_first: bool) -> None:
    rows = AnswerRows([1, 2], [3])
    assert fold_rows(rows, [], best_first=best_first) is rows
    assert fold_rows(rows, [(8, 9)], best_first=best_first) is rows
    listed = DatedPhotos([1, 2], (DateSpan("2024-05", 2),))
    assert fold_dated(listed, [(8, 9)]) is listed


def test_months_exclude_folded_and_include_unfolded_photos() -> None:
    spans = (DateSpan("2024-05", 2), DateSpan("2024-04", 1), DateSpan("2024-03", 3))
    listed = fold_dated(DatedPhotos([1, 2, 3, 4, 5, 6], spans), [(5, 3), (6, 1)])
    assert listed.photos == [2, 4, 5, 6]
    assert listed.spans == (DateSpan("2024-05", 1), DateSpan("2024-03", 3))
    assert (listed.behind, listed.matching, listed.listed) == ({5: (3,), 6: (1,)}, {5: 2, 6: 2}, 6)
    assert spans_with(listed.spans, listed.photos, {2: 4, 6: 1}) == (DateSpan("2024-05", 5), DateSpan("2024-03", 4))
    assert spans_with((), [1], {1: 2}) == spans_without((), np.array([True])) == ()


def test_an_answer_counts_all_matching_photos() -> None:
    rows = fold_rows(AnswerRows([1, 2], [3], [4]), [(2, 1, 3)], best_first=True)
    assert (rows.good, rows.possible, rows.other) == ([1], [], [4])
    assert (len(rows), rows.counts, rows.stacked) == (4, (2, 1, 1), {1: 3})


def test_near_duplicates_are_behind_one_photo_alone() -> None:
    rows = AnswerRows([1, 2, 3], alike={1: [4, 5], 2: [6], 3: [7]})
    folded = fold_rows(rows, [(3, 2, 5)], best_first=True)
    assert folded.good == [1, 2]
    assert folded.alike == {1: [4], 2: [3, 5, 6, 7]}


def test_copies_stand_behind_the_best_of_them_that_is_in_the_answer() -> None:
    rows = fold_rows(AnswerRows([1, 2], [3, 4], [5, 6]), [], [(2, 1, 3, 9), (8, 6, 4), (7, 5)], best_first=True)
    assert (rows.good, rows.possible, rows.other) == ([2], [4], [5])
    assert rows.alike == {2: [1, 3], 4: [6]}
    assert (rows.stacked, rows.counts) == ({}, (2, 2, 2))  # a copy is a match, too


def test_photos_of_a_stack_are_behind_it_and_not_behind_copies() -> None:
    rows = fold_rows(AnswerRows([1, 2, 3]), [(2, 1)], [(3, 2), (3, 1)], best_first=False)
    assert (rows.good, rows.alike, rows.stacked) == ([2, 3], {2: [1]}, {2: 2})
    unchanged = AnswerRows([1, 2])
    assert fold_rows(unchanged, [], [(2, 3)], best_first=False) is unchanged


def test_the_next_photo_replaces_a_removed_front() -> None:
    rows = fold_rows(AnswerRows([1, 2], [3]), [(1, 3, 9)], best_first=True)
    left = rows.without({1})
    assert (left.good, left.alike, left.stacked) == ([3, 2], {3: [9]}, {3: 2})
    assert rows.without({1, 3, 9}).good == [2]


def test_photos_that_leave_stacks_are_counted_no_more() -> None:
    behind, counts, heirs = behind_without({1: (2, 3), 4: (5,), 6: (7,)}, {1: 3, 4: 2, 6: 2}, {1, 5, 9})
    assert (behind, counts, heirs) == ({2: [3], 6: [7]}, {2: 2, 6: 2}, {1: 2})


@pytest.mark.parametrize(
    ("query", "order", "best"),
    [
        (Query.build("dog"), "relevance", True),
        (Query.build("dog"), "newest", False),
        (Query((Filter("rating", "5"),)), "relevance", False),
    ],
)
def test_only_ranked_answers_start_with_the_best(query: Query, order: str, best: bool) -> None:
    assert puts_best_first(query, order) == best  # type: ignore[arg-type]


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[list[int]], list[list[int]]]:
    photos = draw(st.permutations(range(1, 13)))
    cuts = sorted(draw(st.lists(st.integers(0, 12), min_size=2, max_size=2)))
    shown = [list(photos[: cuts[0]]), list(photos[cuts[0] : cuts[1]]), list(photos[cuts[1] : 10])]
    mixed = draw(st.permutations(range(1, 13)))
    return shown, [list(mixed[:3]), list(mixed[3:5]), list(mixed[5:9])]


@given(both=lists(), best_first=st.booleans())
def test_each_photo_is_shown_once_and_stacks_are_whole(
    both: tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]], best_first: bool
) -> None:
    sections, stacks = both
    found = fold_sections(sections, stacks, best_first=best_first)
    shown = [photo for section in found.sections for photo in section]
    behind = [photo for some in found.behind.values() for photo in some]
    assert len(shown) + len(behind) == len({*shown, *behind})
    assert {photo for section in sections for photo in section} <= {*shown, *behind}
    for front, some in found.behind.items():
        assert sorted([front, *some]) in [sorted(stack) for stack in stacks]
    assert sum(found.folded) + len(shown) == sum(map(len, sections))
