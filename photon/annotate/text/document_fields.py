"""What receipts, invoices, tickets and cards say: date, total, shop and addresses. Nothing is made up."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from photon.annotate.text.contact_words import account_in, address_in, mail_in, phone_in
from photon.annotate.text.document_words import says
from photon.annotate.text.page_rows import PageRow, rows_of
from photon.annotate.text.written_amounts import WrittenAmount, amounts_in, currency_in
from photon.annotate.text.written_dates import dates_in
from photon.domain.photo.page_text import PageText
from photon.quick_dataclass import dataclass

_HEAD = 6  # rows at the top in which the shop is named
_LETTERS, _WORD = re.compile(r"[^\W\d_]"), re.compile(r"[^\W\d_]{4}")


@dataclass(frozen=True, slots=True)
class DocumentField:
    """A fact that a document states.

    Attributes:
        value: As text: dates as in ISO 8601, amounts with a point and two decimals.
        confidence: How sure it is, 0..1.
    """

    value: str
    confidence: float


def fields_of(page: PageText) -> Mapping[str, DocumentField]:
    """Return what a document states: date, total, currency, shop, phone, mail, address and iban, those that it has.

    Args:
        page: The text.
    """
    rows = rows_of(page)
    text = "\n".join(row.text for row in rows)
    total = _total(rows)
    found = {"date": _date(rows, text), "total": total}
    if total is not None:
        named = currency_in("\n".join(row.text for row in rows if row_amounts(row))) or currency_in(text)
        found["currency"] = DocumentField(named, total.confidence) if named else None
        found["shop"] = _shop(rows)
    found["phone"] = _first(rows, lambda row: phone_in(row.text), 0.9)
    found["mail"] = _first(rows, lambda row: mail_in(row.text), 0.95)
    found["iban"] = _first(rows, lambda row: account_in(row.text), 0.99)
    address = address_in([row.text for row in rows])
    found["address"] = DocumentField(address, 0.7) if address else None
    return {name: one for name, one in found.items() if one is not None}


def row_amounts(row: PageRow) -> list[WrittenAmount]:
    """Return the amounts in a row, line by line: a quantity that stands beside a price is no part of it."""
    return [amount for text in row.texts for amount in amounts_in(text)]


def _first(rows: Sequence[PageRow], find: Callable[[PageRow], str], certainty: float) -> DocumentField | None:
    """Return what is found in the first row that has it."""
    found = ((find(row), row.confidence) for row in rows)
    return next((DocumentField(value, certainty * sure) for value, sure in found if value), None)


def _date(rows: Sequence[PageRow], text: str) -> DocumentField | None:
    dates = [(row, written) for row in rows for written in dates_in(row.text)]
    if not dates:
        return None
    row, best = max(dates, key=lambda one: _weight(one[0].text))
    if _weight(row.text) < 0:
        return None
    certainty, day = 0.95, best.day
    if best.other is not None:
        clear = {one.day for _, one in dates if one.other is None}
        is_american = best.day not in clear and (best.other in clear or says(text, "american"))
        day = best.other if is_american else best.day
        certainty = 0.95 if day in clear else 0.8
    return DocumentField(day.isoformat(), certainty * row.confidence)


def _weight(text: str) -> int:
    return says(text, "dated") - 2 * says(text, "other date")


def _total(rows: Sequence[PageRow]) -> DocumentField | None:
    amounts = [row_amounts(row) for row in rows]
    written = Counter(abs(one.value) for row in amounts for one in row)
    found = list(_named_totals(rows, amounts))
    found += [(0.95, *one) for one in _paid(rows, amounts) if written[one[0]]]
    changes = [row[-1].value for row, own in zip(amounts, rows, strict=True) if row and says(own.text, "rounded")]
    found += [
        (0.92, value + change, sure)
        for _, value, sure in found
        for change in changes
        if change and written[value + change]
    ]
    if not found:
        return None
    certainty, value, sure = max(found, key=lambda one: (one[0], written[one[1]], one[1]))
    return DocumentField(f"{value:.2f}", certainty * sure)


def _named_totals(
    rows: Sequence[PageRow], amounts: Sequence[Sequence[WrittenAmount]]
) -> Iterator[tuple[float, Decimal, float]]:
    """Yield certainty, value and confidence of what rows call the total."""
    for at, row in enumerate(rows):
        if not says(row.text, "total") or (says(row.text, "part") and not says(row.text, "with tax")):
            continue
        own = amounts[at]
        if not own and at + 1 < len(rows) and not _WORD.search(rows[at + 1].text):
            own = amounts[at + 1]
        if own and own[-1].value > 0:
            yield 0.9 if says(row.text, "final") else 0.8, own[-1].value, row.confidence


def _paid(rows: Sequence[PageRow], amounts: Sequence[Sequence[WrittenAmount]]) -> Iterator[tuple[Decimal, float]]:
    """Yield what was given without the change, and the confidence."""
    for at, row in enumerate(rows):
        if not amounts[at] or not says(row.text, "given"):
            continue
        for after in range(at + 1, min(at + 4, len(rows))):
            if amounts[after] and says(rows[after].text, "change"):
                paid = amounts[at][-1].value - abs(amounts[after][-1].value)
                if paid > 0:
                    yield paid, min(row.confidence, rows[after].confidence)


def _shop(rows: Sequence[PageRow]) -> DocumentField | None:
    """Return the most prominent name at the top."""
    head = [row for row in rows[:_HEAD] if len(_LETTERS.findall(row.text)) >= 3 and not says(row.text, "no shop")]
    head = [row for row in head if not row_amounts(row) and not dates_in(row.text) and not phone_in(row.text)]
    if not head:
        return None
    large = max(row.height for row in head)
    ranks = [row.height / large + 0.5 * says(row.text, "company") - 0.1 * at for at, row in enumerate(head)]
    best = head[ranks.index(max(ranks))]
    return DocumentField(best.text, 0.7 * best.confidence)
