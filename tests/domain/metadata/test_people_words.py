"""People as metadata: normalised, compared by name and place, stored with the bases of merging."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Region
from photon.domain.decisions.people import check_box
from photon.domain.metadata.file_metadata import Face, Metadata
from photon.domain.metadata.merge import MetadataSnapshot, beyond, from_text, merge, people_in, shared, to_text, united
from photon.domain.metadata.people_words import (
    PeopleDecisions,
    PersonMark,
    are_same_people,
    mark_person,
    settle_people,
    without_people,
)

LEFT, NEAR, RIGHT = "0.1000 0.2000 0.1000 0.2000", "0.1100 0.2100 0.1000 0.2000", "0.7000 0.2000 0.1000 0.2000"
MARKS = st.lists(
    st.builds(PersonMark, st.sampled_from(["Emma", "emma", "Ben", "שרה"]), st.sampled_from(["", LEFT, NEAR, RIGHT])),
    max_size=5,
).map(settle_people)


def snapshot(*some: tuple[str, str]) -> MetadataSnapshot:
    return MetadataSnapshot(people=settle_people(PersonMark(*one) for one in some))


@given(MARKS, MARKS)
def test_sets_of_people_add_up(one: tuple[PersonMark, ...], other: tuple[PersonMark, ...]) -> None:
    first, second = MetadataSnapshot(people=one), MetadataSnapshot(people=other)
    assert settle_people(one) == one
    assert from_text(to_text(first)) == first
    assert are_same_people(united(shared(first, second), beyond(first, second)).people, one)
    assert without_people(one, united(first, second).people) == ()


@given(MARKS, MARKS)
def test_a_file_that_changes_nothing_merges_to_nothing(
    known: tuple[PersonMark, ...], ours: tuple[PersonMark, ...]
) -> None:
    same, own = MetadataSnapshot(people=known), MetadataSnapshot(people=ours)
    assert are_same_people(merge(same, same, own).metadata.people, ours)
    assert merge(own, own, own).metadata == own


def test_snapshots_without_people_are_stored_as_before() -> None:
    assert "people" not in to_text(MetadataSnapshot(caption="a"))


@pytest.mark.parametrize(
    "people", ['"Emma"', "[1]", '[["Emma"]]', '[["", ""]]', '[["Emma", "1 2"]]', '[["Emma", "nan 0 1 1"]]']
)
def test_damaged_people_are_nothing(people: str) -> None:
    assert from_text(f'{{"people":{people}}}') == MetadataSnapshot()


def test_a_region_says_more_than_a_name_alone() -> None:
    assert settle_people([PersonMark("Emma"), PersonMark("emma", LEFT)]) == (PersonMark("emma", LEFT),)
    merged = merge(snapshot(("Emma", "")), snapshot(("Emma", LEFT)), snapshot(("Emma", "")))
    assert merged.metadata == snapshot(("Emma", LEFT))
    assert merge(snapshot(("Emma", LEFT)), snapshot(("Emma", "")), snapshot(("Emma", LEFT))).metadata.people


def test_pets_and_other_regions_are_no_people() -> None:
    faces = (Face("Rex", Region(0.1, 0.1, 0.2, 0.2), "Pet"), Face("", Region(0.5, 0.5, 0.1, 0.1)))
    assert people_in(Metadata(faces=faces, people=("Rex", "Emma"))) == (PersonMark("Emma"),)


def test_what_the_user_decided_refuses_names_of_files() -> None:
    ben, emma = PersonMark("Ben", LEFT), PersonMark("Emma", LEFT)
    assert PeopleDecisions(confirmed=(ben,)).refuses(PersonMark("Emma", NEAR))
    assert PeopleDecisions(others=(PersonMark("", LEFT),)).refuses(emma)
    assert PeopleDecisions(rejected=(emma,)).refuses(PersonMark("emma", NEAR))
    assert PeopleDecisions(rejected=(emma,)).refuses(PersonMark("Emma"))
    assert not PeopleDecisions(rejected=(emma,)).refuses(PersonMark("Emma", RIGHT))
    assert not PeopleDecisions(confirmed=(ben,)).refuses(PersonMark("Emma", RIGHT))


def test_of_one_name_only_some_are_kept() -> None:
    crowd = [PersonMark("X", f"0.0000 {at / 1000:.4f} 0.0001 0.0001") for at in range(0, 1000, 2)]
    assert len(settle_people(crowd)) == 20


@pytest.mark.parametrize("turn", range(1, 9))
def test_turns_keep_regions_exact(turn: int) -> None:
    mark = mark_person("Emma", Region(0.3, 0.0, 0.7, 0.3))
    assert mark is not None
    there = mark.turned(turn)
    back = {6: 8, 8: 6}.get(turn, turn)
    assert there.turned(back) == mark
    assert "-" not in there.box


def test_tiny_regions_are_no_marks() -> None:
    assert mark_person("Emma", Region(0.1, 0.1, 0.00001, 0.5)) is None


def test_boxes_of_unknown_places_name_a_person() -> None:
    assert check_box("@0123456789abcdef") == "@0123456789abcdef"
    with pytest.raises(ValueError):  # noqa: PT011 - it has no message
        check_box("@x")
