"""Where the words of a query stand in the lines of a text: for marks in the loupe, and the line that is a reason."""

import re
from collections.abc import Iterator, Sequence

from photon.domain import Exact, Query, QueryWords
from photon.domain.photo.page_text import TextLine
from photon.domain.query.filter_kinds.texts import TEXT
from photon.domain.query.query import wanted_parts
from photon.library.db.text_folding import fold
from photon.library.words.text_forms import alike, is_one_off, takes_slips
from photon.search.term_matches import content_words

Span = tuple[int, int]
"""From where in a line, to where, exclusive."""
_Piece = tuple[int, int, str]  # from where, to where, and folded
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")


def asked_texts(query: Query) -> list[str]:
    """Return the texts of a query that may stand in a photo, those of ``text:`` with their star."""
    asked = wanted_parts(query.parts)
    written = [part.value for part in asked if TEXT.is_kind_of(part)]
    words = [word for part in asked if isinstance(part, QueryWords) for word in content_words(part.spoken)]
    return [*written, *(part.text for part in asked if isinstance(part, Exact)), *words]


def mark_lines(lines: Sequence[str], asked: Sequence[str]) -> list[list[Span]]:
    """Find texts in lines, with one slip where they are nowhere as typed.

    Args:
        lines: The lines.
        asked: Result of ``asked_texts``.

    Returns:
        For each line, the spans of what was found, in order.
    """
    found: list[set[Span]] = [set() for _ in lines]
    split = [list(_pieces(line)) for line in lines] if asked else []
    for text in asked:
        exact = [set(_exact(pieces, text)) for pieces in split]
        if not any(exact):
            words = fold(text).split()
            exact = [set(_near(line, words)) for line in lines]
        found = [spans | more for spans, more in zip(found, exact, strict=True)]
    return [sorted(spans) for spans in found]


def telling_line(lines: Sequence[TextLine], asked: Sequence[str]) -> TextLine | None:
    """Return the line in which most was found; None if nothing was."""
    marks = mark_lines([line.text for line in lines], asked)
    best = max(range(len(lines)), key=lambda at: len(marks[at]), default=0)
    return lines[best] if marks and marks[best] else None


def _exact(pieces: Sequence[_Piece], text: str) -> Iterator[Span]:
    """Yield where a text stands in a line, whatever its blanks, hyphens and marks."""
    wanted, is_start = fold(text).replace(" ", ""), text.endswith("*")
    with_digits = wanted != "" and any(sign.isdigit() for sign in wanted)
    for at, (start, _, _) in enumerate(pieces):
        joined = ""
        for _, end, piece in pieces[at:]:
            joined += piece
            if joined == wanted or (with_digits and alike(joined) == alike(wanted)):
                yield start, end
            if len(joined) >= len(wanted):
                if is_start and joined.startswith(wanted) and wanted:
                    yield start, end
                break


def _pieces(line: str) -> Iterator[_Piece]:
    """Yield words and numbers, and each sign of scripts without blanks, with where they stand."""
    for one in _PIECE.finditer(line):
        folded = fold(one[0]).split()
        signs = [(one.start() + at, one.start() + at + 1, sign) for at, sign in enumerate(folded)]
        yield from signs if len(folded) == len(one[0]) else [(one.start(), one.end(), "".join(folded))]


def _near(line: str, words: Sequence[str]) -> Iterator[Span]:
    for one in _WORD.finditer(line):
        here = fold(one[0])
        if here in words or any(takes_slips(word) and is_one_off(word, here) for word in words):
            yield one.span()
