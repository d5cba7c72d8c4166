"""Boxes around what a map of chances marks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from photon.vision.text import text_boxes
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
    for gap, right in ((1, 129), (3, 108)):
        chances = np.zeros((60, 160), np.uint8)
        chances[10:18, 10:100] = 255
        chances[18:20, 100 + gap : 121] = 255
        chances[45:55, 10:80] = 255
        boxes = find_boxes(chances, 10)
        assert len(boxes.scores) == 2
        assert boxes.corners[0, :, 0].max() == pytest.approx(right, abs=5)


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


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30), st.integers(1, 6), st.integers(1, 9)), max_size=25))
def test_regions_are_those_that_a_flood_finds(parts: list[tuple[int, int, int, int]]) -> None:
    chances = np.zeros((30, 45), np.uint8)
    for y, x, high, wide in parts:
        chances[y : y + high, x : x + wide] = 255
    is_text = np.pad(chances, ((1, 0), (1, 0))) > 0  # cores are one place wider and higher
    waiting = {
        (int(y), int(x))
        for y, x in np.argwhere(is_text[1:, 1:] | is_text[:-1, 1:] | is_text[1:, :-1] | is_text[:-1, :-1])
    }
    places, regions = len(waiting), 0
    while waiting:
        regions += 1
        near = [waiting.pop()]
        while near:
            y, x = near.pop()
            beside = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & waiting
            waiting -= beside
            near += beside
    runs = text_boxes._connected(chances)
    assert len(set(runs.region.tolist())) == regions
    assert int((runs.last - runs.first + 1).sum()) == places
