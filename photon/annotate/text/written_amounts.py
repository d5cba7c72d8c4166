"""Amounts of money as they are written in many countries: 1,234.50, 1.234,50 €, RM 9.00, ¥1,200."""

import re
from decimal import Decimal

from photon.quick_dataclass import dataclass

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "円": "JPY", "元": "CNY", "₹": "INR", "₺": "TRY", "zł": "PLN",
    "rm": "MYR", "kč": "CZK", "r$": "BRL", "us$": "USD", "$": "USD", "fr.": "CHF", "sfr": "CHF", "ft": "HUF",
}  # fmt: skip
_CODES_LINE = "EUR USD GBP CHF PLN CZK HUF SEK NOK DKK JPY CNY MYR INR BRL TRY CAD AUD NZD SGD HKD RON BGN"
_CURRENCY = "|".join([*map(re.escape, _SYMBOLS), *_CODES_LINE.split()])
_NUMBER = r"(?:\d{1,3}(?:[.,'’]\d{3})+[.,]\s?\d{2}|\d{1,3}(?: \d{3})+,\s?\d{2}|\d+[.,]\s?\d{2})"
_AMOUNT = re.compile(
    rf"(?<![\d_.,/-])(?<!\d:)(?<!\b[A-Z])(?P<minus>[-–])?\s?(?P<before>{_CURRENCY})?\s?(?P<sign>[-–])?\s?(?P<number>{_NUMBER})(?![\d/:-]|[.,]\d|\s?[%x×])"
    rf"\s?(?P<after>{_CURRENCY})?(?![^\W\d_]{{4}})",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?P<before>[¥￥])\s?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?![\d.,])|(?<!\d)(?<!\d,)(?P<other>\d[\d,]*)\s?(?P<after>円|元)"
)
_ALONE = re.compile(rf"(?<!\w)({_CURRENCY})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """An amount in a text.

    Attributes:
        value: How much.
        currency: ISO 4217 code; empty if none is written beside it.
    """

    value: Decimal
    currency: str = ""


def amounts_in(text: str) -> list[WrittenAmount]:
    """Return the amounts in a text: numbers with two decimals, and those in yen and yuan without.

    Args:
        text: A row of a page.
    """
    found = [
        WrittenAmount(_value(one["number"], one["minus"] or one["sign"]), _code(one["before"] or one["after"]))
        for one in _AMOUNT.finditer(text)
    ]
    return found or [
        WrittenAmount(Decimal(re.sub(r"\D", "", one["number"] or one["other"])), _code(one["before"] or one["after"]))
        for one in _WHOLE.finditer(text)
    ]


def currency_in(text: str) -> str:
    """Return the code of the currency that a text names; empty if it names none or several.

    Args:
        text: All that a page says, or a part of it.
    """
    found = {_code(one) for one in _ALONE.findall(text)} | {one.currency for one in amounts_in(text) if one.currency}
    return found.pop() if len(found) == 1 else ""


def _value(number: str, sign: str | None) -> Decimal:
    digits = re.sub(r"\D", "", number)
    value = Decimal(f"{digits[:-2]}.{digits[-2:]}")
    return -value if sign else value


def _code(written: str | None) -> str:
    word = (written or "").lower()
    return _SYMBOLS.get(word, word.upper())
