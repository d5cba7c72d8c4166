"""Every filter says what it is, and its examples are valid."""

from datetime import date

import pytest

from photon.domain import Filter
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS, FILTER_KINDS, group_of, kind_of, read_value
from photon.domain.query.periods import BadValue

TODAY = date(2026, 6, 15)
by_name = pytest.mark.parametrize("kind", FILTER_KINDS, ids=lambda kind: kind.name)


def test_no_name_is_given_twice() -> None:
    names = [name for kind in FILTER_KINDS for name in (kind.name, *kind.also)]
    assert len(names) == len({*names})
    assert len(FILTER_GROUPS) == len({group.name for group in FILTER_GROUPS})


@by_name
def test_it_has_a_description(kind: FilterKind) -> None:
    assert kind.help.noun
    assert kind.help.about
    assert kind_of(kind.filter_by("x")) is kind


@by_name
def test_the_example_and_every_offered_value_are_valid(kind: FilterKind) -> None:
    for text in (kind.help.example, *kind.help.values):
        assert read_value(kind.filter_by(text), TODAY) is not None


@by_name
def test_without_a_value_it_names_an_example(kind: FilterKind) -> None:
    with pytest.raises(BadValue) as raised:
        read_value(kind.filter_by(""), TODAY)
    assert kind.help.example in raised.value.hint


def test_what_a_group_offers_belongs_to_it() -> None:
    for group in FILTER_GROUPS:
        assert [group_of(offer.part) for offer in group.offers] == [group] * len(group.offers)


@pytest.mark.parametrize(
    ("field", "value", "group"),
    [
        ("is", "Favorite", "favourite"),
        ("is", "stacks", "stack"),
        ("is", "reject", "flag"),
        ("is", "missing", "file"),
        ("has", "albums", "album"),
        ("has", "location", "place"),
        ("near", "1,1", "place"),
        ("rating", "3", "rating"),
    ],
)
def test_spellings_belong_to_one_group(field: str, value: str, group: str) -> None:
    found = group_of(Filter(field, value))
    assert found is not None
    assert found.name == group


@pytest.mark.parametrize("part", [Filter("is", "blurry"), Filter("has", "camera"), Filter("size", ">1MB")])
def test_some_filters_are_only_typed(part: Filter) -> None:
    assert group_of(part) is None
