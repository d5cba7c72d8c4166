"""Differences of two pictures: black where they agree, at the place where one is a part of the other."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from photon.domain.photo.likeness import NO_LIKENESS
from photon.ui.duplicates.picture_difference import GAIN, WHOLE, find_place, subtract_pictures

GROUND = QColor(10, 20, 30)
SIZE = QSize(300, 200)
FILLED, SMOOTH = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation


@pytest.fixture(scope="module")
def photo() -> QImage:
    """A picture of large patches, as a scene has."""
    patches = np.random.default_rng(5).integers(0, 255, (8, 12), np.uint8)
    small = QImage(patches.tobytes(), 12, 8, 12, QImage.Format.Format_Grayscale8)
    return small.scaled(SIZE, FILLED, SMOOTH).convertToFormat(QImage.Format.Format_RGB32)


def value(image: QImage, x: float, y: float) -> int:
    return image.pixelColor(round(x * image.width()), round(y * image.height())).value()


def test_equal_pictures_are_black_at_any_size(photo: QImage) -> None:
    smaller = photo.scaled(SIZE * 0.7, FILLED, SMOOTH)
    assert find_place(photo, smaller, None) == WHOLE
    made = subtract_pictures(photo, smaller, WHOLE, SIZE, GROUND)
    assert made.size() == SIZE
    brightest = max(value(made, x / 10, y / 10) for x in range(1, 10) for y in range(1, 10))
    assert brightest <= 10 * GAIN


def test_only_what_was_changed_is_bright(photo: QImage) -> None:
    edited = photo.copy()
    painter = QPainter(edited)
    painter.fillRect(QRect(30, 20, 60, 60), QColor("white"))
    painter.end()
    made = subtract_pictures(photo, edited, WHOLE, SIZE, GROUND)
    assert value(made, 0.7, 0.7) == 0
    changed = photo.pixelColor(60, 50).value()
    assert value(made, 0.2, 0.25) == min(255, GAIN * (255 - changed))


def test_a_part_lies_at_its_place_whichever_of_the_two_it_is(photo: QImage) -> None:
    part = photo.copy(QRect(60, 30, 180, 120))
    likeness = replace(NO_LIKENESS, left=0.2, top=0.15, right=0.8, bottom=0.75)
    place = find_place(photo, part, likeness)
    assert place == QRectF(0.2, 0.15, 0.6000000000000001, 0.6)
    made = subtract_pictures(photo, part, place, SIZE, GROUND)
    assert made.pixelColor(5, 5) == GROUND
    assert max(value(made, x / 10, y / 10) for x in range(3, 8) for y in range(2, 7)) <= 4 * GAIN
    back = find_place(part, photo, likeness)
    assert (back.left(), back.width()) == pytest.approx((-0.2 / 0.6, 1 / 0.6))
    made = subtract_pictures(part, photo, back, QSize(180, 120), GROUND)
    assert max(value(made, x / 10, y / 10) for x in range(1, 10) for y in range(1, 10)) <= 4 * GAIN


def test_pictures_with_nothing_in_common_fill_each_other(photo: QImage) -> None:
    assert find_place(photo, photo.flipped(Qt.Orientation.Vertical), NO_LIKENESS) == WHOLE
