"""What kind of a document a picture shows, judged by its text: a receipt, a sign, a page."""

import re
from typing import Literal

from photon.annotate.text.document_fields import fields_of, row_amounts
from photon.annotate.text.page_rows import PageRow, rows_of
from photon.domain.photo.page_text import PageText

DocumentKind = Literal["receipt", "invoice", "ticket", "card", "screenshot", "slide", "document", "sign", "none"]

_RECEIPT = re.compile(
    r"receipt|\bcash\b|\bchange\b|cashier|cash bill|quittung|kassenbon|\bbon\b|r[üu]ckgeld|kasse"
    r"|ticket de caisse|rendu|scontrino"
    r"|recibo|kassabon|paragon|reszta|thank you|vielen dank|merci|gracias|grazie|obrigad|dziękujemy|bedankt"
    r"|visa|mastercard"
    r"|card\b|karte|\bqty\b",
    re.IGNORECASE,
)
_INVOICE = re.compile(
    r"\binvoice\b|rechnung|facture|factura|fattura|fatura|factuur|faktura|请求書|請求書", re.IGNORECASE
)
_TICKET = re.compile(
    r"boarding|\bgate\b|\bseat\b|\bflight\b|\bticket\b|admit one|platform|\bgleis\b|\bwagen\b|sitzplatz"
    r"|eintritt|\bvoie\b|billet"
    r"|biglietto|\bposto\b|\bbilet\b|\brow\b|passenger|departure|abfahrt",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d\d?[:.]\d\d\b|\b\d{1,3}\s?%$")
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
    tickets = len({found.lower() for found in _TICKET.findall(text)})
    if "total" in fields and sum(bool(row_amounts(row)) for row in rows) >= 2:
        is_invoice = bool(_INVOICE.search(text)) and ("iban" in fields or not _RECEIPT.search(text))
        return "invoice" if is_invoice else "receipt"
    if tickets >= 2:
        return "ticket"
    if len(rows) <= 12 and {"phone", "mail"} & fields.keys() and not _has_prose(rows):
        return "card"
    if len(rows) > 3 and _CLOCK.search(rows[0].text) and len(rows[0].text) <= 20:
        return "screenshot"
    if _has_prose(rows):
        return "document"
    return "sign" if len(rows) <= _FEW else "document"


def _has_prose(rows: list[PageRow]) -> bool:
    return sum(len(row.text) >= _LONG_ROW for row in rows) >= max(3, len(rows) // 3)
