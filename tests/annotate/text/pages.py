"""Pages of text for tests, laid out by rows."""

from collections.abc import Callable, Sequence

from photon.domain.photo.page_text import Corners, PageText, TextLine

Place = Callable[[float, float], tuple[float, float]]


def upright(x: float, y: float) -> tuple[float, float]:
    return x, y


def page_of(rows: Sequence[Sequence[str]], place: Place = upright, confidence: float = 1.0) -> PageText:
    """Lay out rows: the first text of each begins on the left, the last one ends on the right."""
    lines = []
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            wide = min(0.025 * len(text), 0.9 / len(row))
            left = 0.05 if at == 0 else 0.95 - wide - 0.2 * (len(row) - 1 - at)
            top = 0.05 + 0.9 * number / max(len(rows), 10)
            corners: list[float] = []
            for x, y in ((left, top), (left + wide, top), (left + wide, top + 0.03), (left, top + 0.03)):
                corners += place(x, y)
            x0, y0, x1, y1, x2, y2, x3, y3 = corners
            where: Corners = (x0, y0, x1, y1, x2, y2, x3, y3)
            lines.append(TextLine(text, where, confidence))
    return PageText(tuple(lines))
