"""What kind of a document a picture shows, judged by its text: a receipt, a sign, a page."""

from photon.annotate.text.document_fields import fields_of, row_amounts
from photon.annotate.text.document_words import says
from photon.annotate.text.page_rows import PageRow, rows_of
from photon.domain.photo.page_text import PageText
from photon.domain.text.stated_facts import DocumentKind

_FEW, _LONG_ROW = 6, 25  # rows of a sign, letters of a row of prose


def kind_of(page: PageText) -> DocumentKind:
    """Return the kind that a page is most like; ``none`` without text.

    Args:
        page: The text.
    """
    rows = rows_of(page)
    if not rows:
        return "none"
    fields = fields_of(page)
    text = "\n".join(row.text for row in rows)
    if "total" in fields and sum(bool(row_amounts(row)) for row in rows) >= 2:
        is_invoice = says(text, "invoice") and ("iban" in fields or not says(text, "receipt"))
        return "invoice" if is_invoice else "receipt"
    if sum(says(row.text, "ticket") for row in rows) >= 2:
        return "ticket"
    if len(rows) <= 12 and {"phone", "mail"} & fields.keys() and not _has_prose(rows):
        return "card"
    if len(rows) > 3 and says(rows[0].text, "clock") and len(rows[0].text) <= 20:
        return "screenshot"
    return "document" if len(rows) > _FEW or _has_prose(rows) else "sign"


def _has_prose(rows: list[PageRow]) -> bool:
    return sum(len(row.text) >= _LONG_ROW for row in rows) >= max(3, len(rows) // 3)
