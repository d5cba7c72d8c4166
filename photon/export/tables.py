"""Write tables row by row, holding only the current row in memory.

CSV follows RFC 4180, in UTF-8. Spreadsheets evaluate cells that look like formulas, so a caption from a downloaded file
could do harm. An apostrophe is prepended to such texts, unless they are requested verbatim.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO

from photon.domain.metadata.export_recipe import TableChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.metadata.tag import tag_text
from photon.export.columns import COLUMNS, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MARK = "\ufeff"
_tag_text = lru_cache(50_000)(tag_text)  # many photos have the same tags


def table_text(records: Iterable[PhotoRecord], choice: TableChoice) -> Iterator[str]:
    """Generate the text of a table, piece by piece."""
    if choice.format == "csv":
        yield from _csv(records, choice)
        return
    names = choice.columns
    lines = (json.dumps({name: COLUMNS[name](one) for name in names}, ensure_ascii=False) for one in records)
    if choice.format == "jsonl":
        yield from (line + "\n" for line in lines)
        return
    yield "["
    for at, line in enumerate(lines):
        yield (",\n" if at else "\n") + line
    yield "\n]\n"


def _csv(records: Iterable[PhotoRecord], choice: TableChoice) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";" if choice.decimal_comma else ",")
    columns = [COLUMNS[name] for name in choice.columns]
    if choice.with_mark:
        buffer.write(_MARK)
    writer.writerow(choice.columns)
    for one in records:
        writer.writerow([_cell(column(one), choice) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Value, choice: TableChoice) -> str | int | float:
    """Convert a value to a cell: keywords as text separated by semicolons; unknown values are empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and choice.decimal_comma:
        return str(value).replace(".", ",")
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list) and not any(isinstance(item, list) for item in value):
        return ", ".join(map(str, value))  # numbers cannot be mistaken for a formula
    if isinstance(value, list):
        value = "; ".join(_tag_text(tuple(item)) for item in value)
    text = str(value)
    return text if choice.verbatim or not text.startswith(_FORMULA) else f"'{text}"
