"""The filters ``total:`` and ``from:``, by what a document in the photo states."""

import re

from photon.domain.query.filter_choice import FilterGroup
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.numbers import (
    NUMBER,
    compared_bounds,
    read_number,
    read_range,
    show_compared,
    split_sign,
)
from photon.domain.query.filter_kinds.texts import check_has_letters
from photon.domain.query.filter_values import Bounds
from photon.domain.query.periods import BadValue
from photon.language import tr
from photon.quick_dataclass import dataclass

_HINT = tr("For example: total:>50, total:20..30, total:>50EUR.")
_CURRENCY = re.compile(r"(?i)(?P<amount>.*[0-9.])\s*(?P<currency>[a-z]{3}|[€$£¥])")
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_AMOUNT = re.compile(NUMBER)
_HALF_CENT = 0.005


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """Totals within bounds; ``currency`` is a code of ISO 4217, or empty for any."""

    bounds: Bounds
    currency: str = ""


@dataclass(frozen=True, slots=True)
class StatedSender:
    """The name of a shop or sender has a text in it, whatever its case and diacritics."""

    text: str


def _read_total(text: str) -> StatedTotal:
    amounts, currency = _split_currency(text)
    ends = read_range("total", amounts, _read_amount, _HINT, currency)
    if ends is not None:
        return StatedTotal(Bounds(*ends), currency)
    sign, digits = split_sign(amounts.strip())
    return StatedTotal(compared_bounds(sign, _read_amount(digits), half=_HALF_CENT), currency)


def _split_currency(text: str) -> tuple[str, str]:
    found = _CURRENCY.fullmatch(text.strip())
    if not found:
        return text, ""
    written = found["currency"].upper()
    return found["amount"], _SYMBOLS.get(written, written)


def _read_amount(digits: str) -> float:
    if not _AMOUNT.fullmatch(digits):
        raise BadValue(tr("“{text}” isn't an amount.", text=digits), _HINT)
    return read_number(digits, _HINT)


def _show_total(value: str) -> str:
    amounts, currency = _split_currency(value)
    first, gap, last = (part.strip() for part in amounts.partition(".."))
    if gap and first and last:
        return f"{first} – {last} {currency}".strip()
    sign, digits = (">=", first) if gap and first else ("<=", last) if gap else split_sign(first)
    return show_compared(sign, f"{digits} {currency}".strip()) if _AMOUNT.fullmatch(digits) else value


def _read_sender(text: str) -> StatedSender:
    check_has_letters("from", text, "corner shop")
    return StatedSender(text)


TOTAL = FilterKind(
    "total",
    FieldHelp(tr("total"), tr("the total of a receipt or invoice"), ">50", (">50", "20..30", "<=9.99EUR")),
    "text-aa",
    lambda text, _: _read_total(text),
    _show_total,
    also=("sum", "amount"),
    is_about_marks=True,
)
FROM = FilterKind(
    "from",
    FieldHelp(tr("from"), tr("the shop or sender of a document"), "bakery"),
    "text-aa",
    lambda text, _: _read_sender(text),
    photos=tr("documents from {words}"),
    also=("shop", "sender"),
    completed_by="from",
    is_about_marks=True,
)
SENDERS: FilterGroup = FROM.group(tr("From"), tr("Find a shop or sender"))
