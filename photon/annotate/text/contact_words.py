"""Mail addresses, phone numbers, bank accounts and postal addresses in a text."""

import re
from collections.abc import Sequence

_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d\s().-]{5,18}\d(?![\w,.]\d|\w)")
_CALLED = re.compile(
    r"\b(?:tel|phone|telefon|téléphone|tél|teléfono|telefono|telefone|mobil|mobile|call|fon)\b", re.IGNORECASE
)
_FAXED = re.compile(r"\bfax\b", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}\b")
_ACCOUNT = range(15, 35)
_POSTCODE = re.compile(
    r"(?<![\d.,/-])\d{4,5}(?:-\d{3,4})?\s+[^\W\d_]{3,}|\b\d{2}-\d{3}\s+[^\W\d_]{3,}|\b[A-Z]{2}\s+\d{5}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
)
_STREET = re.compile(
    r"(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|straat|laan|plein)\s*\d+"
    r"|\b(?:street|st|road|rd|avenue|ave|lane|row|drive|square|jalan|jln|rue|boulevard|place|calle|plaza|via|viale|piazza"
    r"|rua|avenida|praça|ul|ulica|al)\b\.?",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 4  # rows


def mail_in(text: str) -> str:
    """Return the first mail address in a text; empty if there is none."""
    found = _MAIL.search(text)
    return re.sub(r"\s", "", found[0]) if found else ""


def phone_in(text: str) -> str:
    """Return the first phone number in a text; empty if there is none.

    Numbers of fax machines are passed over, and so are numbers that nothing shows to be one for the phone.
    """
    for found in _PHONE.finditer(text):
        before = text[: found.start()]
        digits = re.sub(r"\D", "", found[0])
        if not 7 <= len(digits) <= 15 or len(_FAXED.findall(before)) > len(_CALLED.findall(before)):
            continue
        if _CALLED.search(before) or found[0].startswith("+"):
            return " ".join(found[0].split())
    return ""


def account_in(text: str) -> str:
    """Return the first IBAN in a text whose checksum is right; empty if there is none."""
    for found in _IBAN.finditer(text.upper()):
        account = re.sub(r"\s", "", found[0])
        for length in sorted(_ACCOUNT, reverse=True):
            if length <= len(account) and _is_account(account[:length]):
                return account[:length]
    return ""


def address_in(rows: Sequence[str]) -> str:
    """Return the first postal address; empty if there is none. It has a street and a postcode, on rows in sequence.

    Args:
        rows: The rows of a page.
    """
    for at, row in enumerate(rows):
        if not _STREET.search(row) or not re.search(r"\d", row):
            continue
        for end in range(at, min(at + _LONGEST_ADDRESS, len(rows))):
            if _POSTCODE.search(rows[end]):
                return ", ".join(one.strip(" ,") for one in rows[at : end + 1])
    return ""


def _is_account(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
