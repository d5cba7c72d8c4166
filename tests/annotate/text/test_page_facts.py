"""Facts of pages, and what people type in their place."""

import pytest

from photon.annotate.text.page_facts import read_facts, typed_fact
from photon.domain import PhotonError
from photon.domain.photo.page_text import PageText
from photon.domain.text.stated_facts import FactField, split_total
from tests.annotate.text.pages import page_of

RECEIPT = page_of(
    [
        ["Bäckerei Müller GmbH"], ["Hauptstraße 5"], ["10115 Berlin"], ["Datum: 12.07.2024"],
        ["Brot", "4,20"], ["Kuchen", "8,30"], ["Summe EUR", "12,50"], ["Gegeben EUR", "20,00"], ["Zurück EUR", "7,50"],
    ],
    confidence=0.9,
)  # fmt: skip


def test_a_receipt_has_its_kind_and_its_total_with_the_currency() -> None:
    found = {field: fact.value for field, fact in read_facts(RECEIPT).items()}
    assert found == {
        "kind": "receipt",
        "total": "12.50 EUR",
        "date": "2024-07-12",
        "shop": "Bäckerei Müller GmbH",
        "address": "Hauptstraße 5, 10115 Berlin",
    }
    assert split_total(found["total"]) == ("12.50", "EUR")
    assert all(0 < fact.confidence < 0.91 and not fact.is_confirmed for fact in read_facts(RECEIPT).values())


def test_nothing_is_made_up_where_nothing_is_written() -> None:
    assert read_facts(PageText()) == {}
    assert {field: fact.value for field, fact in read_facts(page_of([["EXIT"]])).items()} == {"kind": "sign"}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("date", "12.7.2024", "2024-07-12"),
        ("date", "2024-07-12", "2024-07-12"),
        ("total", "1.234,50 €", "1234.50 EUR"),
        ("total", "12 EUR", "12.00 EUR"),
        ("total", "12€", "12.00 EUR"),
        ("total", "12.5", "12.50"),
        ("total", "9.99", "9.99"),
        ("iban", "de02 1203 0000 0000 2020 51", "DE02120300000000202051"),
        ("iban", "a number", "a number"),
        ("shop", "  Café \u202e Süd ", "Café Süd"),
        ("date", "yesterday", ""),
        ("total", "much", ""),
    ],
)
def test_what_is_typed_is_read_as_on_documents(field: FactField, typed: str, value: str) -> None:
    if value:
        assert typed_fact(field, typed) == value
        return
    with pytest.raises(PhotonError) as caught:
        typed_fact(field, typed)
    assert (typed in caught.value.message, "For example" in caught.value.hint) == (True, True)


@pytest.mark.parametrize(
    ("typed", "total"),
    [("12,5", "12.50"), ("1234.5", "1234.50"), ("1.234 EUR", "1234.00 EUR"), ("1,234", "1234.00"),
     ("1.234,5 €", "1234.50 EUR"), ("1 234 567", "1234567.00"), ("£ 1,234", "1234.00 GBP"), ("0.5", "0.50"),
     ("1.234,56", "1234.56")],
)  # fmt: skip
def test_totals_may_be_typed_with_one_decimal_and_grouped_thousands(typed: str, total: str) -> None:
    assert typed_fact("total", typed) == total


@pytest.mark.parametrize("typed", ["0.125", "1.2345", "1.23.4"])
def test_what_may_mean_several_amounts_is_refused(typed: str) -> None:
    with pytest.raises(PhotonError):
        typed_fact("total", typed)
