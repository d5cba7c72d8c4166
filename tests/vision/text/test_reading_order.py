"""In which order lines are read."""

import numpy as np

from photon.vision.text.line_cutting import turned_corners
from photon.vision.text.reading_order import order_of


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def test_rows_go_down_and_lines_of_a_row_go_right() -> None:
    lines = [box(200, 52, 260, 70), box(10, 10, 90, 30), box(10, 50, 90, 70), box(200, 9, 260, 28)]
    assert order_of(lines) == [1, 3, 2, 0]
    assert order_of([]) == []


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [box(10, y, 210, y + 20) for y in range(10, 190, 30)]
    right = [box(240, y + 4, 440, y + 24) for y in range(10, 190, 30)]
    title = box(60, -60, 400, -20)
    lines = [*right, *left, title]
    assert order_of(lines) == [12, *range(6, 12), *range(6)]


def test_columns_of_a_table_are_read_by_rows() -> None:
    goods = [box(10, y, 90, y + 20) for y in range(10, 190, 30)]
    prices = [box(300, y + 2, 340, y + 22) for y in range(10, 190, 30)]
    assert order_of([*prices, *goods]) == [place for row in range(6) for place in (6 + row, row)]


def test_a_thousand_rows_with_ever_wider_gaps_are_ordered() -> None:
    tops = np.cumsum(30 + np.arange(1500) * 0.5)
    assert order_of([box(10, top, 90, top + 20) for top in tops[::-1]]) == list(range(1499, -1, -1))


def test_turned_and_mirrored_pages_are_read_as_if_they_were_not() -> None:
    lines = [box(10, 10, 200, 30), box(10, 50, 180, 70), box(10, 90, 190, 110)]
    over = [turned_corners(300 - line[[2, 3, 0, 1]], 2) for line in lines]
    assert order_of(over) == [0, 1, 2]
    down = [turned_corners(np.stack([300 - line[:, 1], line[:, 0]], 1)[[3, 0, 1, 2]], 1) for line in lines]
    assert order_of(down) == [0, 1, 2]
    beside = [box(10, 10, 60, 30), box(100, 10, 200, 30)]
    mirrored = [turned_corners(line, 0, is_mirrored=True) for line in beside]
    assert order_of(mirrored) == [1, 0]
