"""Facts that a document in a photo states: its kind, date, total, shop, and how to reach whom."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from photon.language import tr
from photon.quick_dataclass import dataclass

DocumentKind = Literal["receipt", "invoice", "ticket", "card", "screenshot", "document", "sign", "none"]
FactField = Literal["kind", "date", "total", "shop", "phone", "mail", "address", "iban"]

FIELD_NAMES: Final[Mapping[FactField, str]] = {
    "kind": tr("kind"),
    "date": tr("date"),
    "total": tr("total"),
    "shop": tr("shop"),
    "phone": tr("phone"),
    "mail": tr("mail"),
    "address": tr("address"),
    "iban": tr("IBAN"),
}
"""The fields, in the order in which they are shown, with their names in sentences."""
KIND_NAMES: Final[Mapping[str, str]] = {
    "receipt": tr("receipt"),
    "invoice": tr("invoice"),
    "ticket": tr("ticket"),
    "card": tr("card"),
    "screenshot": tr("screenshot"),
    "document": tr("document"),
    "sign": tr("sign"),
}
"""The kinds that a photo with text may be of."""
MADE_TO_READ: Final[tuple[DocumentKind, ...]] = ("document", "receipt", "invoice", "ticket", "card")
"""The kinds of documents in the widest sense: paper that was made to be read. Signs and screens are none."""
_TOTAL = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]+)?)(?: ([A-Z]{3}))?")
LONGEST_FACT: Final = 500
"""Characters of a value."""


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """What a photo states about one field.

    Attributes:
        value: A kind, a date as in ISO 8601, a total such as ``12.50 EUR`` or ``12.50``, or a text.
        confidence: How sure it is, 0..1; 1 once a person decided.
        is_confirmed: Whether a person confirmed or corrected it.
    """

    value: str
    confidence: float = 1.0
    is_confirmed: bool = False


def split_total(value: str) -> tuple[str, str]:
    """Return the amount of a total, with a point, and the code of its currency, which may be empty.

    Both are empty if it is none: files of decisions may have any text.
    """
    found = _TOTAL.fullmatch(value)
    return (found[1], found[2] or "") if found else ("", "")
