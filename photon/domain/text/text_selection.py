"""Where in a photo the lines of a text are, and what of them is selected; places are shares of the upright photo."""

from collections.abc import Sequence

from photon.domain.photo.page_text import Corners, TextLine

Spot = tuple[int, int]
"""A place between two characters: number of the line, characters before it."""


def part_of(line: TextLine, start: int, end: int) -> Corners:
    """Return where the characters of a line from ``start`` to ``end`` are, if all are equally wide; all of a code."""
    if line.code:
        return line.corners
    x0, y0, x1, y1, x2, y2, x3, y3 = line.corners
    a, b = (at / max(len(line.text), 1) for at in (start, end))
    return (
        x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0),
        x3 + b * (x2 - x3), y3 + b * (y2 - y3), x3 + a * (x2 - x3), y3 + a * (y2 - y3),
    )  # fmt: skip


def line_at(lines: Sequence[TextLine], x: float, y: float) -> int:
    """Return the number of the line at a place; -1 if there is none."""
    return next((number for number, line in enumerate(lines) if _contains(line.corners, x, y)), -1)


def spot_at(lines: Sequence[TextLine], x: float, y: float) -> Spot:
    """Return the place in the text, of at least one line, that is nearest to a place in the photo."""
    inside = line_at(lines, x, y)
    ways = [_along(line.corners, x, y) for line in lines]
    number = inside if inside >= 0 else min(range(len(lines)), key=lambda one: ways[one][1])
    return number, round(ways[number][0] * len(lines[number].text))


def selected_text(lines: Sequence[TextLine], ends: tuple[Spot, Spot]) -> str:
    """Return the text between two places in it, in either order."""
    (first, start), (last, end) = sorted(ends)
    texts = [line.text for line in lines[first : last + 1]]
    texts[-1] = texts[-1][:end]
    texts[0] = texts[0][start:]
    return "\n".join(texts).strip()


def _contains(corners: Corners, x: float, y: float) -> bool:
    points = list(zip(corners[::2], corners[1::2], strict=True))
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True)
    ]
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def _along(corners: Corners, x: float, y: float) -> tuple[float, float]:
    """Return the share of a line, 0..1, at which it is nearest to a place, and the square of the distance there."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners
    ax, ay, wx, wy = (x0 + x3) / 2, (y0 + y3) / 2, (x1 + x2 - x0 - x3) / 2, (y1 + y2 - y0 - y3) / 2
    share = min(max(((x - ax) * wx + (y - ay) * wy) / max(wx * wx + wy * wy, 1e-9), 0.0), 1.0)
    return share, (ax + share * wx - x) ** 2 + (ay + share * wy - y) ** 2
