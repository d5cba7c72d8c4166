"""Pages of the guide as plain text for a terminal."""

from collections.abc import Iterator
from textwrap import fill, indent

from photon.domain.guide_text import (
    Block,
    Code,
    Heading,
    ItemList,
    PagePicture,
    Paragraph,
    Span,
    Table,
    blocks_of,
    spans_of,
)

_MARGIN = "  "
_NARROW = 32  # largest width in characters of a first column that is shown next to the second


def to_plain_text(markdown: str, width: int = 80) -> str:
    """Render a page as text; links to other pages become ``photon help`` commands, pictures are omitted.

    Args:
        markdown: The page.
        width: Longest line, except of code.
    """
    return "\n\n".join(_render(block, width) for block in blocks_of(markdown) if not isinstance(block, PagePicture))


def _render(block: Block, width: int) -> str:
    match block:
        case Heading(level, text):
            return f"{_plain(text)}\n{'=-'[level - 1] * len(_plain(text))}" if level < 3 else f"{_plain(text)}:"
        case Paragraph(text):
            return _wrap(text, width)
        case ItemList(items, is_numbered):
            marks = (f"{number}. " if is_numbered else "- " for number in range(1, len(items) + 1))
            return "\n".join(_wrap(item, width, _MARGIN + mark) for mark, item in zip(marks, items, strict=True))
        case Table():
            return "\n".join(_table_lines(block, width))
        case Code(text):
            return indent(text, _MARGIN)
    return ""


def _table_lines(table: Table, width: int) -> Iterator[str]:
    """Yield two narrow columns side by side; otherwise the first cell of each row and, below it, the others."""
    widest = max(len(_plain(row[0])) for row in table.rows)
    for row in table.rows:
        if len(table.head) == 2 and widest <= _NARROW:
            yield _wrap(row[1], width, f"{_MARGIN}{_plain(row[0]):<{widest}}  ")
        else:
            yield _MARGIN + _plain(row[0])
            yield from _other_cells(table.head, row, width)


def _other_cells(head: tuple[str, ...], row: tuple[str, ...], width: int) -> Iterator[str]:
    """Yield the cells after the first; if there are several, with the names of their columns."""
    for name, cell in zip(head[1:], row[1:], strict=True):
        if cell:
            yield _wrap(f"{name}: {cell}" if name and len(head) > 2 else cell, width, _MARGIN * 3)


def _wrap(text: str, width: int, start: str = "") -> str:
    """Wrap a text; the first line begins with ``start``, and the others are indented by the same width."""
    hanging = " " * len(start)
    return fill(_plain(text), width, initial_indent=start, subsequent_indent=hanging, break_long_words=False,
                break_on_hyphens=False)  # fmt: skip


def _plain(text: str) -> str:
    return "".join(map(_plain_span, spans_of(text)))


def _plain_span(span: Span) -> str:
    page = span.target.partition("#")[0].removesuffix(".md")
    return f"{span.text} (photon help {page})" if span.kind == "link" else span.text
