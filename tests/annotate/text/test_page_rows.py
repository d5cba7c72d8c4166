"""Rows of a page, however it lies."""

import math

import pytest

from photon.annotate.text.page_rows import rows_of
from photon.domain.photo.page_text import PageText
from tests.annotate.text.pages import Place, page_of

ROWS = [["Milk", "2", "3.49"], ["Bread", "5.25"], ["TOTAL", "8.74"]]


def tilted(x: float, y: float) -> tuple[float, float]:
    turn = math.radians(4)
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)


PLACES: dict[str, Place] = {
    "upright": lambda x, y: (x, y), "upside down": lambda x, y: (1 - x, 1 - y), "down": lambda x, y: (1 - y, x),
    "up": lambda x, y: (y, 1 - x), "mirrored": lambda x, y: (1 - x, y), "tilted": tilted,
    "narrow": lambda x, y: (0.4 + 0.1 * x, y),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_lines_beside_each_other_are_a_row(place: Place) -> None:
    rows = rows_of(page_of(ROWS, place))
    assert [[line.text for line in row.lines] for row in rows] == ROWS
    assert [row.text for row in rows] == ["Milk 2 3.49", "Bread 5.25", "TOTAL 8.74"]


def test_dots_that_lead_to_an_amount_are_no_text() -> None:
    (row,) = rows_of(page_of([["SUMME .....", "....83,61", ".7,60", "No. 5…"]]))
    assert row.texts == ["SUMME", "83,61", "7,60", "No. 5"]


def test_an_empty_page_and_a_point_have_rows_of_their_own() -> None:
    assert rows_of(PageText()) == []
    assert [row.text for row in rows_of(page_of([["dot"]], lambda _x, _y: (0.5, 0.5)))] == ["dot"]
