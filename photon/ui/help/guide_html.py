"""Converts pages of the guide to HTML for Qt, whose own Markdown layout is fixed."""

from collections.abc import Iterable, Iterator
from html import escape

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
from photon.ui.kit import tokens
from photon.ui.kit.tokens import Colours

_TAGS = {"code": "code", "strong": "b", "emphasis": "i"}


def guide_html(markdown: str, anchors: Iterable[str], colours: Colours) -> str:
    """Return a page as HTML in these colours.

    Args:
        markdown: The page as Markdown.
        anchors: Anchors of its headings below the title, in order.
        colours: Colours of the window.
    """
    names = iter(anchors)
    blocks = "".join(_render(block, names, colours) for block in blocks_of(markdown))
    return f"<style>{_style(colours)}</style>{blocks}"


def _style(colours: Colours) -> str:
    return f"""
        h1 {{ font-size: {tokens.TITLE + 4}px; font-weight: 600; margin-top: 0; margin-bottom: {tokens.SPACE}px; }}
        h2 {{ font-size: {tokens.HEADING + 1}px; font-weight: 600; margin-top: {tokens.LOOSE}px; margin-bottom: 6px; }}
        h3 {{ font-size: {tokens.TEXT + 1}px; font-weight: 600; margin-top: {tokens.WIDE}px; margin-bottom: 4px; }}
        p {{ line-height: 140%; margin-top: 0; margin-bottom: {tokens.SPACE}px; }}
        li {{ line-height: 140%; margin-bottom: 4px; }}
        ul, ol {{ margin-top: 0; margin-bottom: {tokens.SPACE}px; margin-left: 0; }}
        table {{ margin-top: 4px; margin-bottom: {tokens.SPACE}px; border-collapse: collapse; }}
        td, th {{ padding: 6px 8px; border: 1px solid {colours.line}; }}
        th {{ text-align: left; font-weight: 600; color: {colours.quiet}; }}
        a {{ color: {colours.accent}; text-decoration: none; }}
        pre {{ margin-top: 0; margin-bottom: 0; font-size: {tokens.TEXT - 1}px; white-space: pre-wrap; }}
    """


def _render(block: Block, anchors: Iterator[str], colours: Colours) -> str:
    match block:
        case Heading(level, text):
            anchor = f'<a name="{next(anchors, "")}"></a>' if level > 1 else ""
            return f"<h{level}>{anchor}{_inline(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_inline(text)}</p>"
        case ItemList(items, is_numbered):
            tag = "ol" if is_numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block)
        case Code(text):
            return f'<table bgcolor="{colours.raised}" width="100%"><tr><td><pre>{escape(text)}</pre></td></tr></table>'
        case PagePicture(file, shows):
            return f'<p><img src="{escape(file)}" alt="{escape(shows)}"></p>'


def _table(table: Table) -> str:
    head = "".join(f"<th>{_inline(cell)}</th>" for cell in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f'<table width="100%">{f"<tr>{head}</tr>" if any(table.head) else ""}{rows}</table>'


def _inline(text: str) -> str:
    return "".join(map(_inline_span, spans_of(text)))


def _inline_span(span: Span) -> str:
    text, tag = escape(span.text), _TAGS.get(span.kind)
    if span.kind == "link":
        return f'<a href="{escape(span.target)}">{text}</a>'
    return f"<{tag}>{text}</{tag}>" if tag else text
