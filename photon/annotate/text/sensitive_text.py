"""What in the text of a photo is better not seen by others: cards, identity documents, passwords, medical papers.

Bank cards have a number with a check digit (ISO/IEC 7812-1), travel documents dates with check digits (ICAO Doc 9303).
Without these, words of two kinds have to come together, since each of them alone also stands on signs and receipts.
"""

import re
from collections.abc import Mapping, Sequence

from photon.annotate.text.contact_words import account_in
from photon.annotate.text.document_fields import row_amounts
from photon.annotate.text.document_words import ends_of, says
from photon.annotate.text.page_rows import PageRow, rows_of
from photon.annotate.text.written_dates import dates_in
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.text.code_text import WIFI

IDENTITY, CARD, STATEMENT = "identity document", "bank card", "bank statement"
PASSWORD, MEDICAL = "password on a screen", "medical record"
_NUMBER = re.compile(r"(?<![\d.,])(?:[3-6]\d{3}(?:[ -]?\d{4}){3}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![\d.,])")
_EXPIRY = re.compile(r"(?<![\d/])(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4]\d(?![\d/])")
_ZONE = re.compile(r"([\dO]{6})([\dO])[A-Z<]([\dO]{6})([\dO])")  # birth, sex, expiry: in zones of all sizes
_LICENCE = re.compile(r"\bANSI \d{6}")  # what the code on a driving licence of North America contains (AAMVA)
_IS = (  # "(WPA2)", "for Harbour", "is"
    r"(?:\s*\([^)]*\))?(?:\s(?:del?|du|da|do|for|of|für|zum|van|voor)\s[\w-]+)?(?:\s(?:is|ist|lautet|est|es|è|é|to))?\s*"
)
_ROUTER = r"\d{4}(?:[ -]?\d{4}){3,4}"  # how the keys of many routers are printed
_KEY = rf"(?=\S*\d)(?=\S*[A-Za-z])\S{{6,63}}|{_ROUTER}"
_VALUE = re.compile(rf"{_IS}(?:(?:[:=]|->|[-–]\s)\s*(\S{{4,63}}|{_ROUTER})|(?<=[\s)])(?:{_KEY}))$")
_ALONE = re.compile(rf"(?:{_KEY})$")
_DIGITS = re.compile(rf"{_IS}[:=]?\s*(?:\d{{4,5}}|\d{{8}})$")  # six are a postcode in India, which is called PIN, too
_MASK = re.compile(r"[*•xX.#_-]+$")
_FEW = 15  # rows of a card


def sensitive_in(page: PageText) -> Mapping[str, float]:
    """Return how likely sensitive tags of Photon's vocabulary fit, 0..1, by their names; those that have a reason.

    Args:
        page: The text.
    """
    rows = rows_of(page)
    text = "\n".join(row.text for row in rows)
    found = {
        IDENTITY: _identity(text, page),
        CARD: _card(text, rows),
        STATEMENT: 0.7 * (says(text, "statement") and sum(bool(row_amounts(row)) for row in rows) >= 2),
        PASSWORD: max(_password([row.text for row in rows]), 0.8 * any(map(_has_key, page.codes))),
        MEDICAL: _medical(text),
    }
    return {name: chance for name, chance in found.items() if chance}


def _identity(text: str, page: PageText) -> float:
    zone = re.sub(r"[ \n]", "", text.upper())
    is_zone = any(
        all(_check(digits) == int(check) for digits, check in (groups[:2], groups[2:]))
        for groups in (tuple(one.replace("O", "0") for one in found.groups()) for found in _ZONE.finditer(zone))
    )
    if is_zone or any(_LICENCE.search(code.text) for code in page.codes):
        return 0.97
    if not says(text, "identity"):
        return 0.0
    dates = len(dates_in(text))
    if says(text, "born"):
        return 0.7 if dates else 0.4
    return 0.4 * (dates >= 2)  # driving licences of the European Union number their fields


def _check(digits: str) -> int:
    return sum(int(digit) * (7, 3, 1)[at % 3] for at, digit in enumerate(digits)) % 10


def _card(text: str, rows: Sequence[PageRow]) -> float:
    numbers = [one[0] for one in _NUMBER.finditer(text.replace("\n", " ")) if _is_card(re.sub(r"\D", "", one[0]))]
    has_words = says(text, "card") or bool(_EXPIRY.search(text))
    if numbers:
        return 0.95 if has_words else 0.4 * any(re.search(r"\D", one) for one in numbers)
    return 0.6 * (len(rows) <= _FEW and says(text, "card") and any(account_in(row.text) for row in rows))


def _is_card(number: str) -> bool:
    """Return whether the check digit of a number is right (Luhn), and not all of its digits are the same."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return len(set(number)) > 1 and sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _password(rows: Sequence[str]) -> float:
    for row, after in zip(rows, (*rows[1:], ""), strict=False):
        for end in ends_of(row, "secret"):
            value = _VALUE.match(row, end) if re.sub(_IS, "", row[end:]).strip(" :=") else _ALONE.match(after)
            if value and not any(_MASK.match(one) for one in value.groups() if one):
                return 0.8
        if any(_DIGITS.match(row, end) for end in ends_of(row, "secret number")):
            return 0.6
    return 0.0


def _has_key(code: TextLine) -> bool:
    return code.text.startswith(WIFI) and ": " in code.text[len(WIFI) + 1 :]


def _medical(text: str) -> float:
    paper, finding, patient = (says(text, meaning) for meaning in ("medical", "finding", "patient"))
    patient = patient or says(text, "born")
    if not (paper or finding):
        return 0.0
    return {1: 0.0, 2: 0.5, 3: 0.8}[paper + finding + patient]
