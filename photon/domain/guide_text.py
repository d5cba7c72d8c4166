"""The Markdown of the guide as blocks and spans, so that window and terminal render the same."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from photon.quick_dataclass import dataclass

SpanKind = Literal["text", "code", "strong", "emphasis", "link"]
_SPAN = re.compile(
    r"`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\*\*(?P<strong>[^*]+)\*\*|(?<![\w*])\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)$")
_ITEM = re.compile(r"(- |\d+\. )")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind; ``target`` is where a link leads."""

    kind: SpanKind
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items, numbered or not."""

    items: tuple[str, ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are shown as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture: its file, and what it shows."""

    file: str
    shows: str


Block = Heading | Paragraph | ItemList | Table | Code | PagePicture


def spans_of(text: str) -> Iterator[Span]:
    """The runs of a text: code, links, strong and emphasised words, and what is between them."""
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            yield Span("text", text[at : match.start()])
        kind = match.lastgroup if match.lastgroup != "target" else "link"
        yield Span(kind, match[kind], match["target"] or "")  # type: ignore[arg-type,index]  # names of the groups
        at = match.end()
    if at < len(text):
        yield Span("text", text[at:])


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a page, which are separated by blank lines."""
    parts = re.split(r"^```\w*\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)
    blocks: list[Block] = []
    for number, part in enumerate(parts):
        if number % 2:
            blocks.append(Code(part.rstrip("\n")))
        else:
            lines = groupby(part.splitlines(), key=lambda line: line != "")
            blocks += [_block(list(some)) for is_text, some in lines if is_text]
    return blocks


def _block(lines: list[str]) -> Block:
    first = lines[0]
    picture = _PICTURE.match(first)
    if picture:
        return PagePicture(picture[2], picture[1])
    if first.startswith("#"):
        return Heading(len(first) - len(first.lstrip("#")), first.lstrip("# "))
    if first.startswith("|"):
        head, _, *rows = map(_cells, lines)
        return Table(head, tuple(rows))
    if _ITEM.match(first):
        return ItemList(tuple(_items(lines)), is_numbered=first[0].isdigit())
    return Paragraph(" ".join(lines))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _items(lines: list[str]) -> Iterator[str]:
    """Items with the lines that continue them."""
    item = ""
    for line in lines:
        if _ITEM.match(line):
            if item:
                yield item
            item = _ITEM.split(line, maxsplit=1)[2]
        else:
            item += f" {line.strip()}"
    yield item
