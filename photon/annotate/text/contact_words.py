"""Mail addresses, phone numbers, bank accounts and postal addresses in a text."""

import re
from collections.abc import Sequence

from photon.annotate.text.document_words import says

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63})+")  # lengths as in RFC 5321
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d\s().-]{5,18}\d(?![\w,.]\d|\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
# Countries by the number of characters of their IBANs (registry of ISO 13616). With other lengths, one text in 97 would
# have a right checksum by chance.
_COUNTRIES = {
    15: "NO", 16: "BE", 18: "DK FI NL", 19: "MK SI", 20: "AT EE LT LU XK", 21: "CH HR LI LV",
    22: "BG DE GB GE IE ME RS", 23: "AE GI IL", 24: "AD CZ ES MD PK RO SA SE SK TN", 25: "PT", 26: "IS TR",
    27: "FR GR IT MC SM",
    28: "CY HU LB PL", 29: "BR QA UA", 30: "KW", 31: "MT",
}  # fmt: skip
_LENGTHS = {country: length for length, countries in _COUNTRIES.items() for country in countries.split()}
_LONGEST_ADDRESS = 4  # rows


def mail_in(text: str) -> str:
    """Return the first mail address in a text; empty if there is none."""
    found = _MAIL.search(text)
    return re.sub(r"\s", "", found[0]) if found else ""


def phone_in(text: str) -> str:
    """Return the first phone number in a text; empty if there is none.

    Numbers of fax machines are passed over, and so are numbers that nothing shows to be one for the phone.
    """
    end = 0
    for found in _PHONE.finditer(text):
        before, end = text[end : found.start()], found.end()
        is_called = says(before, "phone") or (found[0].startswith("+") and not says(before, "fax"))
        if is_called and 7 <= len(re.sub(r"\D", "", found[0])) <= 15:
            return " ".join(found[0].split())
    return ""


def account_in(text: str) -> str:
    """Return the first IBAN in a row whose checksum is right; empty if there is none."""
    accounts = (found[0].replace(" ", "") for found in _IBAN.finditer(text.upper()))
    whole = (account[: _LENGTHS.get(account[:2], 0)] for account in accounts)  # words may follow
    return next((one for one in whole if len(one) == _LENGTHS.get(one[:2]) and _is_account(one)), "")


def address_in(rows: Sequence[str]) -> str:
    """Return the first postal address; empty if there is none. It has a street and a postcode, on rows in sequence.

    Args:
        rows: The rows of a page.
    """
    for at, row in enumerate(rows):
        if not says(row, "street") or not re.search(r"\d", row):
            continue
        for end in range(at, min(at + _LONGEST_ADDRESS, len(rows))):
            if says(rows[end], "postcode"):
                return ", ".join(one.strip(" ,") for one in rows[at : end + 1])
    return ""


def _is_account(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
