"""The facts of a page by field, and the same facts as a person types them."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from photon.annotate.text.contact_words import account_in
from photon.annotate.text.document_fields import DocumentField, fields_of
from photon.annotate.text.document_kind import kind_of
from photon.annotate.text.written_amounts import amounts_in, currency_in
from photon.annotate.text.written_dates import dates_in
from photon.domain import PhotonError
from photon.domain.photo.page_text import PageText
from photon.domain.text.stated_facts import LONGEST_FACT, DocumentFact, FactField
from photon.domain.unseen_characters import clean_line
from photon.language import tr

RULES: Final = 1
"""Version of the rules: raise it whenever a page would get other facts, and all pages get their facts anew."""


def read_facts(page: PageText) -> dict[FactField, DocumentFact]:
    """Return what a page states; that it is of some kind is as sure as it was read, on average.

    Args:
        page: The text.
    """
    fields, kind = fields_of(page), kind_of(page)
    found: dict[FactField, DocumentFact] = {}
    if kind != "none":
        sure = sum(line.confidence for line in page.lines) / len(page.lines)
        found["kind"] = DocumentFact(kind, sure)
    if "total" in fields:
        found["total"] = DocumentFact(_total(fields), fields["total"].confidence)
    own: tuple[FactField, ...] = ("date", "shop", "phone", "mail", "address", "iban")
    for name in own:
        if name in fields:
            found[name] = DocumentFact(clean_line(fields[name].value)[:LONGEST_FACT], fields[name].confidence)
    return found


def _total(fields: Mapping[str, DocumentField]) -> str:
    currency = fields["currency"].value if "currency" in fields else ""
    return f"{fields['total'].value} {currency}".strip()


def typed_fact(field: FactField, text: str) -> str:
    """Return the value that a person means: dates and totals may be written as on documents.

    Args:
        field: The field.
        text: What was typed.

    Raises:
        PhotonError: It is no date or no amount.
    """
    value = clean_line(text)[:LONGEST_FACT]
    read = _TYPED.get(field, str)
    return read(value)


def _typed_date(value: str) -> str:
    found = dates_in(value)
    if not found:
        raise PhotonError(tr("“{text}” isn't a date.", text=value), tr("For example: {example}.", example="2024-07-12"))
    return found[0].day.isoformat()


def _typed_total(value: str) -> str:
    whole = value if amounts_in(value) else _with_cents(value)
    found = amounts_in(whole)
    if not found:
        hint = tr("For example: {example}.", example="12.50 EUR")
        raise PhotonError(tr("“{text}” isn't an amount.", text=value), hint)
    return f"{found[0].value:.2f} {currency_in(whole)}".strip()


def _with_cents(value: str) -> str:
    """Return an amount that is typed without cents, or with one digit of them, such as ``1,234 EUR``, with both."""
    typed = re.fullmatch(r"(\D*)([1-9]\d{0,2}(?:[.,'’ ]\d{3})+|\d+)(?:[.,](\d))?(\D*)", value)
    if not typed:
        return value
    before, whole, tenths, after = typed.groups("0")
    return f"{before}{''.join(filter(str.isdigit, whole))}.{tenths}0{after}"


_TYPED: Mapping[FactField, Callable[[str], str]] = {
    "date": _typed_date,
    "total": _typed_total,
    "iban": lambda value: account_in(value) or value,
}
