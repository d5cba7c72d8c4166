"""Groups of faces: who is one, what keeps faces apart, and that adding equals making anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.annotate.people.face_groups import add_faces, group_faces
from photon.domain.people.face_table import FaceTable, no_faces
from photon.domain.people.person import NO_DAY
from tests.annotate.people.made_faces import confirm, make_faces, reject, sets_of


def test_faces_of_one_person_are_one_group_whose_number_is_the_smallest_item():
    table = make_faces([0, 1, 0, 1, 0])
    grouping = group_faces(replace(table, ids=np.array([50, 40, 30, 20, 10])))
    assert grouping.groups.tolist() == [10, 20, 10, 20, 10]


def test_no_faces_are_no_groups():
    assert group_faces(no_faces(8)).groups.tolist() == []


def test_two_faces_of_a_photo_are_two_people_however_alike_they_are():
    table = make_faces([0, 0, 0], photos=[1, 1, 2], noise=0.1)
    assert len(sets_of(group_faces(table).groups)) == 2


def test_two_faces_of_a_photo_are_one_person_if_the_user_confirmed_both():
    table = confirm(make_faces([0, 0, 0], photos=[1, 1, 2], noise=0.1), {0: 0, 1: 0})
    assert sets_of(group_faces(table).groups) == {(0, 1, 2)}


def test_a_face_between_two_of_a_photo_joins_one_of_them():
    table = make_faces([0, 0, 0, 0], photos=[1, 1, 2, 3], noise=0.3)
    groups = group_faces(table).groups
    assert groups[0] != groups[1]
    assert len(sets_of(groups)) == 2


def test_faces_confirmed_as_two_people_are_never_in_one_group():
    table = confirm(make_faces([0] * 6, noise=0.1), {0: 0, 1: 1})
    groups = group_faces(table).groups
    assert groups[0] != groups[1]


def test_a_rejected_face_is_in_no_group_of_the_person():
    table = reject(confirm(make_faces([0] * 6, noise=0.1), {0: 0}), (3, 0))
    grouping = group_faces(table)
    assert grouping.groups[3] != grouping.groups[0]
    assert grouping.persons[3] == -1


def test_weak_faces_join_a_group_but_found_none():
    table = make_faces([0, 0, 0, 1, 1])
    grouping = group_faces(replace(table, is_weak=np.array([False, False, True, True, True])))
    assert grouping.groups.tolist() == [1, 1, 1, 0, 0]


def test_a_weak_face_does_not_join_the_group_of_its_neighbour_in_the_photo():
    table = make_faces([0, 0, 0], photos=[1, 2, 2], noise=0.1)
    assert group_faces(replace(table, is_weak=np.array([False, False, True]))).groups.tolist() == [1, 1, 0]


def test_one_of_two_weak_faces_of_a_photo_joins_the_group():
    table = make_faces([0, 0, 0, 0], photos=[1, 2, 3, 3], noise=0.1)
    groups = group_faces(replace(table, is_weak=np.array([False, False, True, True]))).groups
    assert sorted(groups.tolist()) == [0, 1, 1, 1]


def test_a_weak_face_joins_no_group_of_a_person_whom_it_does_not_show():
    table = reject(confirm(make_faces([0] * 4, noise=0.1), {0: 0}), (3, 0))
    assert group_faces(replace(table, is_weak=np.arange(4) == 3)).groups[3] == 0


def two_frames(left: float, burst: int) -> FaceTable:
    """Return two faces with a likeness of 0.4, the second one at ``left``."""
    table = make_faces([0, 0], noise=0.0)
    other = table.embeddings[1] * 0
    other[0] = 1
    other -= (other @ table.embeddings[0]) * table.embeddings[0]
    embeddings = np.vstack([table.embeddings[0], 0.38 * table.embeddings[0] + 0.925 * other / np.linalg.norm(other)])
    boxes = np.array([(0.1, 0.1, 0.2, 0.2), (left, 0.1, 0.2, 0.2)], np.float32)
    return replace(table, embeddings=embeddings, boxes=boxes, bursts=np.full(2, burst))


@pytest.mark.parametrize(("left", "burst", "groups"), [(0.12, 7, 1), (0.5, 7, 2), (0.12, -1, 2)])
def test_faces_at_one_place_of_a_burst_need_less_likeness(left: float, burst: int, groups: int):
    assert len(sets_of(group_faces(two_frames(left, burst)).groups)) == groups


@pytest.mark.parametrize("damage", [np.nan, np.inf, 0.0])
def test_a_damaged_embedding_is_in_no_group_and_harms_no_other(damage: float):
    table = make_faces([0] * 4)
    table.embeddings[1] = damage
    grouping = group_faces(table)
    assert grouping.groups.tolist() == [1, 0, 1, 1]
    again = add_faces(table, grouping, np.array([1]))
    assert again.groups.tolist() == [1, 0, 1, 1]


def grow_up(years: int, faces: int) -> FaceTable:
    """Return faces of one child, whose embedding turns by 40 degrees a year."""
    ages = np.repeat(np.arange(years), faces)
    table = make_faces([0] * len(ages), noise=0.3)
    turned = np.zeros_like(table.embeddings)
    turned[:, 0], turned[:, 1] = np.cos(ages * 0.7), np.sin(ages * 0.7)
    turned[np.arange(len(ages)), 2 + np.arange(len(ages)) % 30] = 0.5
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    return replace(table, embeddings=turned, days=10_000 + 365 * ages)


def test_a_child_is_one_person_through_the_years_if_it_was_photographed_every_year():
    assert len(sets_of(group_faces(grow_up(7, 4)).groups)) == 1


def test_without_dates_a_child_who_changed_is_several_groups():
    table = grow_up(7, 4)
    assert len(sets_of(group_faces(replace(table, days=np.full(len(table), NO_DAY))).groups)) > 1


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int):
    table = make_faces([0, 1, 2, 3] * 8, photos=[row // 3 for row in range(32)], noise=1.0)
    table = replace(table, is_weak=np.arange(32) % 7 == 0)
    order = np.random.default_rng(seed).permutation(32)
    assert group_faces(table.select(order)).groups.tolist() == group_faces(table).groups[order].tolist()


def test_equal_faces_are_told_apart_by_content():
    table = make_faces([0, 0, 0], photos=[1, 1, 2], noise=0.0)
    first = group_faces(replace(table, hashes=np.array([5, 6, 7], np.uint64))).groups
    second = group_faces(replace(table, hashes=np.array([6, 5, 7], np.uint64))).groups
    assert first[2] == first[0]
    assert second[2] == second[1]


def test_many_faces_of_one_person_are_one_group_without_many_pairs_at_once():
    table = make_faces([0] * 900 + [1] * 100, noise=0.8)
    grouping = group_faces(table)
    assert len(sets_of(grouping.groups)) == 2
    assert max(len(ones) for ones, _ in grouping.trace.pairs) < 30 * len(table)


def test_a_few_faces_of_one_person_become_many_without_many_pairs_at_once():
    table = make_faces([0] * 900 + [1] * 100, photos=[row // 3 for row in range(1000)], noise=0.8)
    few = group_faces(table.select(np.arange(0, 1000, 50)))
    added = add_faces(table, few, np.zeros(0, np.int64))
    assert added.groups.tolist() == group_faces(table).groups.tolist()
    assert max(len(ones) for ones, _ in added.trace.pairs) < 30 * len(table)


@st.composite
def changes(draw: st.DrawFn) -> tuple[FaceTable, FaceTable, list[int]]:
    """Return faces before and after something changed, and the rows of known faces that changed."""
    count = draw(st.integers(2, 40))
    people = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    photos = draw(st.lists(st.integers(0, count // 2), min_size=count, max_size=count))
    noise = draw(st.sampled_from([0.3, 0.8, 1.2]))
    table = make_faces(people, photos, noise=noise, seed=draw(st.integers(0, 99)))
    flags = st.lists(st.integers(0, 9), min_size=count, max_size=count).map(np.array)
    days, bursts = 10_000 + 200 * draw(flags), draw(flags) % 3 - 1
    table = replace(table, bursts=bursts, is_weak=draw(flags) == 0, days=np.where(days == 10_000, NO_DAY, days))
    known = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    named = {row: people[row] % 3 for row in range(count) if known[row] == 0}
    table = confirm(table, {0: 2, **named})
    rejected = {(row, (people[row] + 1) % 3) for row in range(count) if draw(flags)[row] == 1}
    table = reject(table, *sorted(rejected)) if rejected else table
    there = draw(flags) > 2
    before = table.select(np.flatnonzero(there))
    was = before.persons.copy()
    changed = np.flatnonzero(draw(flags)[there] == 0)
    was[changed] = -1
    after = table.select(np.flatnonzero(draw(flags) > 1))
    rows = np.flatnonzero(np.isin(after.ids, before.ids[changed]))
    return replace(before, persons=was), after, rows.tolist()


@settings(max_examples=60, deadline=None)
@given(changes())
def test_adding_faces_makes_the_groups_that_all_faces_make(change: tuple[FaceTable, FaceTable, list[int]]):
    before, after, changed = change
    added = add_faces(after, group_faces(before), np.array(changed, np.int64))
    anew = group_faces(after)
    assert added.groups.tolist() == anew.groups.tolist()
    assert added.persons.tolist() == anew.persons.tolist()
    assert added.certainty.tolist() == anew.certainty.tolist()


@settings(max_examples=40, deadline=None)
@given(changes())
def test_nobody_is_twice_in_a_photo_unless_the_user_said_so(change: tuple[FaceTable, FaceTable, list[int]]):
    table = change[1]
    grouping = group_faces(table)
    for one in range(len(table)):
        for other in range(one):
            is_said = table.persons[one] == table.persons[other] >= 0
            if table.photos[one] == table.photos[other] and grouping.groups[one] and not is_said:
                assert grouping.groups[one] != grouping.groups[other]
