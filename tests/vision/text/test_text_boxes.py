"""Boxes around what a map of chances marks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from photon.vision.text.text_boxes import find_boxes


def marked(*shapes: list[tuple[float, float]], size: tuple[int, int] = (400, 300)) -> np.ndarray:
    page = Image.new("L", size, 0)
    for shape in shapes:
        ImageDraw.Draw(page).polygon(shape, fill=230)
    return np.asarray(page)


def test_a_core_becomes_a_wider_box_from_its_upper_left_corner() -> None:
    boxes = find_boxes(marked([(100, 100), (300, 100), (300, 115), (100, 115)]), 10)
    (box,) = boxes.corners
    assert np.allclose(box, [(88, 88), (313, 88), (313, 128), (88, 128)], atol=1.5)
    assert boxes.scores[0] == pytest.approx(0.85, abs=0.06)


@pytest.mark.parametrize("angle", [-40, -20, -3, 5, 17, 44])
def test_a_tilted_core_gets_a_tilted_box(angle: int) -> None:
    turn = np.radians(angle)
    along, down = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    corners = [np.array([200, 150]) + a * along * 80 + d * down * 8 for a, d in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    (box,) = find_boxes(marked([tuple(one) for one in corners]), 10).corners
    direction = box[1] - box[0]
    assert np.degrees(np.arctan2(direction[1], direction[0])) == pytest.approx(angle, abs=1.5)
    assert np.allclose(box.mean(axis=0), (200, 150), atol=2)


def test_cores_that_touch_at_a_corner_are_one_and_others_are_not() -> None:
    chances = np.zeros((60, 120), np.uint8)
    chances[10:20, 10:40] = 200
    chances[20:30, 41:80] = 200
    chances[45:55, 10:80] = 200
    assert len(find_boxes(chances, 10).scores) == 2


def test_nothing_and_specks_are_no_text() -> None:
    assert len(find_boxes(np.zeros((64, 64), np.uint8), 10).scores) == 0
    speck = np.zeros((64, 64), np.uint8)
    speck[5, 5] = 255
    assert len(find_boxes(speck, 10).scores) == 0
    weak = np.zeros((64, 64), np.uint8)
    weak[20:40, 10:50] = 90
    assert len(find_boxes(weak, 10).scores) == 0


def test_of_too_many_the_largest_are_kept() -> None:
    chances = np.zeros((1000, 1000), np.uint8)
    for y in range(10, 990, 14):
        for x in range(10, 980, 14):
            chances[y : y + 6, x : x + 8] = 220
    chances[2:6, 100:400] = 220
    boxes = find_boxes(chances, 500)
    assert len(boxes.scores) == 500
    assert max(float(np.ptp(box[:, 0])) for box in boxes.corners) > 300


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 90), st.integers(1, 20), st.integers(1, 40)), max_size=12))
def test_regions_are_those_that_a_flood_finds(parts: list[tuple[int, int, int, int]]) -> None:
    chances = np.zeros((70, 130), np.uint8)
    for y, x, high, wide in parts:
        chances[y : y + max(6, high), x : x + max(6, wide)] = 255
    chances[:, -1] = chances[-1] = 0
    page, regions = Image.fromarray((chances > 0).astype(np.uint8)), 0
    # as the boxes do, places that touch below and on the right are joined
    wide_page = np.asarray(page) | np.roll(page, 1, 0) | np.roll(page, 1, 1) | np.roll(np.roll(page, 1, 0), 1, 1)
    flooded = Image.fromarray(wide_page.astype(np.uint8))
    while (place := np.argwhere(np.asarray(flooded) == 1)).size:
        regions += 1
        _flood(flooded, (int(place[0][1]), int(place[0][0])))
    assert len(find_boxes(chances, 100).scores) == regions


def _flood(page: Image.Image, start: tuple[int, int]) -> None:
    pixels, waiting = page.load(), [start]
    assert pixels is not None
    while waiting:
        x, y = waiting.pop()
        if 0 <= x < page.width and 0 <= y < page.height and pixels[x, y] == 1:
            pixels[x, y] = 2
            waiting += [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
