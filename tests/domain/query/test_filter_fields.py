"""Every filter field has a description and valid examples."""

from datetime import date

import pytest

from photon.domain import FilterField
from photon.domain.query.filter_fields import FIELD_HELP, FIELDS
from photon.domain.query.filter_values import read_value
from photon.domain.query.periods import BadValue

TODAY = date(2026, 6, 15)


def test_every_field_has_a_description() -> None:
    assert tuple(FIELD_HELP) == FIELDS
    assert all(field.noun and field.about and field.example for field in FIELD_HELP.values())


@pytest.mark.parametrize("field", FIELDS)
def test_the_example_and_every_offered_value_are_valid(field: FilterField) -> None:
    for text in (FIELD_HELP[field].example, *FIELD_HELP[field].values):
        assert read_value(field, text, TODAY) is not None


@pytest.mark.parametrize("field", FIELDS)
def test_a_filter_without_a_value_names_an_example(field: FilterField) -> None:
    with pytest.raises(BadValue) as raised:
        read_value(field, "", TODAY)
    assert FIELD_HELP[field].example in raised.value.hint
