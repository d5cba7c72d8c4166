"""The declarations of decisions: what holds for each of them."""

import json
from contextlib import nullcontext

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
        "fits", "declined", "rating", "favourite", "label", "flag", "date", "turn", "hidden", "location", "kept_apart",
        "in_stack", "not_recalled", "not_highlighted", "judged", "fact", "face", "not_person",
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


_BOX = "0.1000 0.2000 0.3000 0.4000"


@pytest.mark.parametrize(
    ("what", "fields", "is_possible"),
    [
        ("face", {"box": _BOX, "state": "is", "person": "0123456789abcdef"}, True),
        ("face", {"box": _BOX, "state": "no-face"}, True),
        ("face", {"box": _BOX, "state": "is"}, False),
        ("face", {"box": _BOX, "state": "maybe"}, False),
        ("face", {"box": "0.9 0.9 0.5 0.5", "state": "no-face"}, False),
        ("face", {"box": "0 0 0 1", "state": "no-face"}, False),
        ("face", {"box": "nan 0 1 1", "state": "no-face"}, False),
        ("face", {"box": [0, 0, 1, 1], "state": "no-face"}, False),
        ("not_person", {"box": _BOX, "person": "0123456789abcdef"}, True),
        ("not_person", {"box": _BOX, "person": "Anna"}, False),
        ("person", {"person": "0123456789abcdef", "name": "אנה, B/C", "birthday": "2015-05-01"}, True),
        ("person", {"person": "0123456789ABCDEF", "name": "Anna"}, False),
        ("person", {"person": "0123456789abcdef", "name": "x" * 201}, False),
        ("person", {"person": "0123456789abcdef", "birthday": "May"}, False),
        ("person", {"person": "0123456789abcdef", "state": "gone"}, False),
        ("person", {"person": "0123456789abcdef", "into": "Anna"}, False),
    ],
)
def test_impossible_people_and_faces_are_refused(what: str, fields: dict[str, object], is_possible: bool) -> None:
    line = json.dumps({"what": what, "hash": "00" * 16, **fields}).encode()
    with nullcontext() if is_possible else pytest.raises(BadLine):
        assert read_line(line) is not None
