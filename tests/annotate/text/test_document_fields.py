"""What documents state, and that nothing is made up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.text.contact_words import account_in, address_in, mail_in, phone_in
from photon.annotate.text.document_fields import fields_of
from photon.annotate.text.document_kind import kind_of
from photon.annotate.text.written_amounts import WrittenAmount, amounts_in, currency_in
from photon.annotate.text.written_dates import dates_in
from photon.domain.photo.page_text import PageText
from tests.annotate.text.pages import page_of

GERMAN = [
    ["CAFÉ ZUM ANKER"], ["Hafenstr. 8, 24103 Kiel"], ["Tel. 0431 555 0182  Fax 0431 555 0183"], ["12.07.2024 14:32"],
    ["2 Cappuccino", "7,80"], ["1 Apfelkuchen", "4,20"], ["Zwischensumme", "12,00"], ["MwSt 7%", "0,79"],
    ["SUMME EUR", "12,00"], ["Bar", "20,00"], ["Rückgeld", "8,00"],
]  # fmt: skip


def values(rows: list[list[str]]) -> dict[str, str]:
    return {name: one.value for name, one in fields_of(page_of(rows)).items()}


def test_a_receipt_states_shop_date_total_and_addresses() -> None:
    assert values(GERMAN) == {
        "date": "2024-07-12", "total": "12.00", "currency": "EUR", "shop": "CAFÉ ZUM ANKER", "phone": "0431 555 0182",
        "address": "Hafenstr. 8, 24103 Kiel",
    }  # fmt: skip
    assert kind_of(page_of(GERMAN)) == "receipt"


def test_nothing_is_made_up() -> None:
    goods = [["CAFÉ ZUM ANKER"], ["2 Cappuccino", "7,80"], ["1 Apfelkuchen", "4,20"], ["Zwischensumme", "12,00"]]
    assert not {"total", "date", "currency", "phone", "address"} & values(goods).keys()
    assert values([["Valid until 12.07.2024"]]) == {}
    assert fields_of(PageText()) == {}


def test_what_was_paid_without_the_change_is_the_total() -> None:
    rows = [["Indah Gift"], ["TOTAL AMT", "RM 60.31"], ["Special", "RM 60.30"]]
    assert values(rows)["total"] == "60.31"
    assert values([*rows, ["CASH", "RM 70.30"], ["CHANGE", "RM 10.00"]])["total"] == "60.30"


def test_a_rounded_total_counts_if_it_is_written() -> None:
    rows = [["TOTAL AMT", "RM 60.31"], ["ROUNDING ADJ", "-0.01"]]
    assert values(rows)["total"] == "60.31"
    assert values([*rows, ["RM", "60.30"]])["total"] == "60.30"


def test_a_total_below_its_name_is_found_and_taxes_are_none() -> None:
    assert values([["Total due"], ["$ 1,204.50"], ["Total tax", "$ 9.00"]])["total"] == "1204.50"


def test_day_and_month_are_told_apart_by_the_country_and_by_other_dates() -> None:
    american = [["Prairie Hardware"], ["Salina, KS 67401"], ["Date", "03/04/2023"], ["Total", "$ 9.00"]]
    assert values(american)["date"] == "2023-03-04"
    assert values([["Date", "03/04/2023"]])["date"] == "2023-04-03"
    assert values([["Date", "03/04/2023"], ["2023-03-04 10:17"]])["date"] == "2023-03-04"
    doubtful, sure = (fields_of(page_of([[text]]))["date"].confidence for text in ("03/04/2023", "23/04/2023"))
    assert doubtful < sure


def test_confidence_is_no_higher_than_that_of_reading() -> None:
    sure, unsure = (fields_of(page_of(GERMAN, confidence=one)) for one in (1.0, 0.8))
    assert all(unsure[name].confidence < one.confidence for name, one in sure.items() if name not in {"address"})


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["Rechnung Nr. 17"], ["Netto", "100,00"], ["Gesamtbetrag", "119,00 €"],
          ["IBAN DE89 3704 0044 0532 0130 00"]], "invoice"),
        ([["Boarding pass"], ["Gate C14"], ["Seat 22F"]], "ticket"),
        ([["Marguerite Oakley"], ["Landscape Architect"], ["m.oakley@oakley.example"]], "card"),
        ([["BEWARE OF THE GEESE"]], "sign"),
        ([["thank you for your letter of last week, which"], ["we have read with great interest and with joy."],
          ["The roof will be repaired before the winter."]], "document"),
        ([["14:32", "78%"], ["Aunt Rosie"], ["Are we still on for Sunday?"], ["Yes!"]], "screenshot"),
        ([], "none"),
    ],
)  # fmt: skip
def test_kinds_are_told_by_their_text(rows: list[list[str]], kind: str) -> None:
    assert kind_of(page_of(rows)) == kind


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1.234,50 €", "1234.50", "EUR"), ("$1,234.50", "1234.50", "USD"), ("-RM 0.02", "-0.02", "MYR"),
        ("TOTAL:9.00", "9.00", ""), ("12,99 zł", "12.99", "PLN"), ("TOTALE59,21 EUR", "59.21", "EUR"),
        ("¥1,200", "1200", "JPY"), ("850円", "850", "JPY"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written(text: str, value: str, currency: str) -> None:
    assert [(one.value, one.currency) for one in amounts_in(text)] == [(Decimal(value), currency)]


def test_times_dates_shares_and_sizes_are_no_amounts() -> None:
    assert [amounts_in(text) for text in ("14:32", "12.07.2024", "10.00%", "1.50 x 2", "v1.20.3", "555 0182")] == [
        []
    ] * 6
    assert currency_in("EUR 3,00, then 4 USD") == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/12/20188:13:39 PM", "2018-12-25"), ("12. März 2024", "2024-03-12"), ("March 12, 2024", "2024-03-12"),
        ("14 de marzo de 2024", "2024-03-14"), ("2024年7月12日", "2024-07-12"), ("23JAN24", "2024-01-23"),
        ("12/JAN/2024", "2024-01-12"), ("2017-12-28 22:17PM", "2017-12-28"),
        ("01.02.99", "1999-02-01"), ("01.02.26", "2026-02-01"),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(text: str, day: str) -> None:
    assert [str(one.day) for one in dates_in(text)] == [day]


def test_impossible_dates_and_other_numbers_are_none() -> None:
    assert [dates_in(text) for text in ("31/02/2024", "99.99.2024", "07-355 2616", "NO.53 55,57")] == [[]] * 4


def test_contacts_are_found_and_their_likes_are_not() -> None:
    assert phone_in("TEL: 07-8263254 FAX: 07-8266888") == "07-8263254"
    assert phone_in("FAX : 07-5624059") == phone_in("GST ID: 000849813504") == ""
    assert mail_in("mail: m.oakley @oakley.example") == "m.oakley@oakley.example"
    assert account_in("IBAN DE89 3704 0044 0532 0130 00 BIC COBA") == "DE89370400440532013000"
    assert account_in("IBAN DE89 3704 0044 0532 0130 01") == ""
    assert account_in("IBAN DE89 3704 0044 0532 0130 0") == "", "21 characters are too few for Germany"
    # XX has no accounts, and a part of what follows may have a right checksum by chance
    assert [account_in(f"XX{check:02} ORDER NUMBER TWELVE THIRTEEN") for check in range(2, 99)] == [""] * 97
    assert address_in(["Shop", "8 rue des Halles", "35000 Rennes"]) == "8 rue des Halles, 35000 Rennes"
    assert address_in(["8 rue des Halles", "Merci"]) == ""


@given(st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=3), max_size=8))
def test_any_text_is_understood_somehow(rows: list[list[str]]) -> None:
    page = page_of(rows)
    assert all(0 <= one.confidence <= 1 and one.value for one in fields_of(page).values())
    assert (kind_of(page) == "none") == (not page.lines)


def test_a_line_without_blanks_is_no_burden() -> None:
    letters, digits = "a" * 100_000, "0" * 100_000  # with every letter as a start, 10^10 steps
    assert dates_in(f"{letters} 12 March 2024")[0].day.isoformat() == "2024-03-12"
    assert mail_in(f"{letters} anna.berg@mail.example") == "anna.berg@mail.example"
    assert amounts_in(f"{digits} 12.50") == [WrittenAmount(Decimal("12.50"))]
    assert amounts_in(digits) == []
    assert mail_in(f"{'a' * 65}@mail.example") == ""
