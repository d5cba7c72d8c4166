"""What a cell says of a video or a live photo, and that its words find room beside the marks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from photon.domain import Card
from photon.ui.grid.film_badge import film_words, paint_film_badge

PHOTO = Card(1, "a.jpg", 400, 300, 0, 0, False, False, False, b"1")
WHITE = QColor("#ffffff").rgb()


@pytest.mark.parametrize(
    ("card", "moment", "words"),
    [
        (PHOTO, None, ""),
        (replace(PHOTO, is_live=True), None, "Live"),
        (replace(PHOTO, seconds=83.9), None, "1:23"),
        (replace(PHOTO, seconds=4000.0), None, "1:06:40"),
        (replace(PHOTO, seconds=83.9), 61.0, "at 1:01"),
    ],
)
def test_words_of_a_cell(card: Card, moment: float | None, words: str) -> None:
    assert film_words(card, moment) == words


@pytest.mark.parametrize("wide", [30, 200])
def test_words_are_painted_where_they_fit_and_say_what_room_they_take(qapp: object, wide: int) -> None:
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(WHITE)
    painter = QPainter(picture)
    taken = paint_film_badge(painter, QRect(0, 0, wide, 100), "1:06:40", QColor("#000000"))
    painter.end()
    dark = [x for x in range(200) if picture.pixel(x, 85) != WHITE]
    if wide == 30:
        assert (taken, dark) == (0, [])
    else:
        assert 195 - taken <= min(dark) < max(dark) < 200
