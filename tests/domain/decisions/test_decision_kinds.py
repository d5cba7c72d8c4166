"""The declarations of decisions: what holds for each of them."""

import json

import pytest

from photon.domain.decisions.decision import BadLine, read_line
from photon.domain.decisions.decision_kind import DecisionKind, PastValue
from photon.domain.decisions.decision_kinds import KINDS, SHAPES, changes_of

_OF_PHOTOS = [kind for kind in KINDS if kind.photo and kind.is_traced]


def test_names_and_tables_are_unique() -> None:
    assert len({kind.what for kind in KINDS}) == len(KINDS)
    rows = [kind.table for kind in KINDS if not kind.is_column]
    assert len(set(rows)) == len(rows)
    columns = [column for kind in KINDS if kind.is_column for column in kind.values]
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("kind", _OF_PHOTOS, ids=lambda kind: kind.what)
def test_a_change_and_its_opposite_are_described_by_different_words(kind: DecisionKind) -> None:
    assert kind.describe is not None
    made, withdrawn = (kind.describe(PastValue("about", *values)) for values in (("", "1"), ("1", "")))
    assert made
    assert withdrawn
    assert made != withdrawn


@pytest.mark.parametrize("what", SHAPES)
def test_what_a_line_is_about_is_in_the_line(what: str) -> None:
    assert set(SHAPES[what].subject) <= set(SHAPES[what].fields)
    assert all(one.column == "" or BY_COLUMN[what] >= {one.column} for one in SHAPES[what].fields.values())


BY_COLUMN = {kind.what: {*kind.key, *kind.values} for kind in KINDS}


def test_simple_kinds_are_those_whose_fields_are_columns() -> None:
    assert [kind.what for kind in KINDS if kind.is_simple] == [
        "fits", "declined", "rating", "favourite", "label", "flag", "date", "turn", "hidden", "kept_apart", "in_stack",
        "not_recalled", "judged", "fact", "face", "not_person",
    ]  # fmt: skip


def test_changes_of_decisions_are_those_of_their_kinds() -> None:
    assert changes_of(["tag", "rejected", "kept_apart"]) == {"tags", "duplicates"}
    assert changes_of(["agreed", "run", "folder"]) == {"conflicts"}
    assert changes_of([]) == frozenset()


@pytest.mark.parametrize(
    ("field", "value", "is_possible"),
    [
        ("total", "12.50 EUR", True),
        ("total", "about twelve", False),
        ("date", "2024-07-12", True),
        ("date", "12 July", False),
        ("shop", "about twelve", True),
        ("total", "", True),
    ],
)
def test_a_fact_has_a_value_of_its_field(field: str, value: str, is_possible: bool) -> None:
    fact = {"what": "fact", "hash": "00" * 16, "field": field, "state": "confirmed", "value": value}
    line = json.dumps(fact).encode()
    if is_possible:
        assert read_line(line) is not None
        return
    with pytest.raises(BadLine):
        read_line(line)
