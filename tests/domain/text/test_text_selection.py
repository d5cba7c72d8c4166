"""Places in a photo and in its text belong together, also in slanted, upright and mirrored lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.photo.page_text import Corners, TextLine
from photon.domain.text.text_selection import line_at, part_of, selected_text, spot_at

LEVEL: Corners = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
SHAPES: dict[str, Corners] = {
    "level": LEVEL,
    "slanted": (0.1, 0.1, 0.8, 0.5, 0.75, 0.6, 0.05, 0.2),
    "downwards": (0.6, 0.1, 0.6, 0.9, 0.5, 0.9, 0.5, 0.1),
    "upside down": (0.9, 0.2, 0.1, 0.2, 0.1, 0.1, 0.9, 0.1),
    "mirrored": (0.9, 0.1, 0.1, 0.1, 0.1, 0.2, 0.9, 0.2),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@given(st.integers(0, 10))
def test_the_middle_of_a_character_is_on_its_line_between_its_ends(shape: Corners, at: int) -> None:
    line = TextLine("elevensigns", shape, 0.9)
    x0, y0, x1, y1, x2, y2, x3, y3 = part_of(line, at, at + 1)
    x, y = (x0 + x1 + x2 + x3) / 4, (y0 + y1 + y2 + y3) / 4
    assert line_at([line], x, y) == 0
    assert spot_at([line], x, y)[1] in {at, at + 1}


def test_a_place_beside_all_lines_is_nearest_to_one() -> None:
    lower = TextLine("lower", (0.1, 0.5, 0.9, 0.5, 0.9, 0.6, 0.1, 0.6), 0.9)
    lines = [TextLine("upper", LEVEL, 0.9), lower]
    assert line_at(lines, 0.5, 0.3) == -1
    assert [spot_at(lines, 0.0, 0.25), spot_at(lines, 1.0, 0.9)] == [(0, 0), (1, 5)]


def test_text_is_selected_in_both_directions() -> None:
    lines = [TextLine(text, LEVEL, 0.9) for text in ("one two", "three", "four")]
    assert selected_text(lines, ((0, 4), (2, 2))) == selected_text(lines, ((2, 2), (0, 4))) == "two\nthree\nfo"
    assert selected_text(lines, ((1, 1), (1, 3))) == "hr"
    assert selected_text(lines, ((1, 1), (1, 1))) == ""
