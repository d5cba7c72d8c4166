"""Rating by mouse and keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.kit.theme import theme
from photon.ui.widgets.stars import MIXED, StarRow

KEY = Qt.Key


@pytest.fixture
def stars(qtbot: QtBot) -> StarRow:
    theme()
    made = StarRow()
    qtbot.addWidget(made)
    QCursor.setPos(700, 700)  # otherwise the stars under it would be lit
    made.show()
    return made


@pytest.fixture
def wishes(stars: StarRow) -> list[int]:
    heard: list[int] = []
    stars.chosen.connect(heard.append)
    return heard


def click(stars: StarRow, number: int) -> None:
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars.star_rect(number).center())


def lit(stars: StarRow) -> int:
    """Count the stars painted in the accent colour."""
    image = stars.grab().toImage()
    accent = theme().colour("accent")

    def is_lit(number: int) -> bool:
        pixel = image.pixelColor(stars.star_rect(number).center())
        pairs = zip(pixel.getRgb(), accent.getRgb(), strict=True)
        return all(abs(one - other) < 12 for one, other in pairs)

    return sum(is_lit(number) for number in range(1, 6))


def test_a_click_requests_stars_which_are_shown_only_when_set(stars: StarRow, wishes: list[int]) -> None:
    click(stars, 4)
    assert wishes == [4]
    assert stars.stars == 0
    stars.set_stars(4)
    QTest.mouseMove(stars, QPoint(-20, -20))
    stars._hover(0)
    assert lit(stars) == 4


def test_a_click_on_the_last_lit_star_removes_the_rating(stars: StarRow, wishes: list[int]) -> None:
    stars.set_stars(3)
    click(stars, 3)
    click(stars, 5)
    assert wishes == [0, 5]


def test_the_stars_under_the_pointer_are_lit(stars: StarRow) -> None:
    QTest.mouseMove(stars, stars.star_rect(2).center())
    QTest.mouseMove(stars, stars.star_rect(3).center())
    assert lit(stars) == 3


def test_keys_rate(stars: StarRow, wishes: list[int]) -> None:
    stars.set_stars(4)
    for key in (KEY.Key_Right, KEY.Key_Left, KEY.Key_2, KEY.Key_0):
        QTest.keyClick(stars, key)
    stars.set_stars(5)
    QTest.keyClick(stars, KEY.Key_Up)
    stars.set_stars(0)
    QTest.keyClick(stars, KEY.Key_Down)
    assert wishes == [5, 3, 2, 0, 5, 0]


def test_mixed_ratings_light_no_star_and_are_announced(stars: StarRow, wishes: list[int]) -> None:
    stars.set_stars(MIXED)
    assert lit(stars) == 0
    assert "Mixed" in stars.accessibleName()
    QTest.keyClick(stars, KEY.Key_Right)
    assert wishes == [1]


def test_the_focus_is_visible(qtbot: QtBot, stars: StarRow) -> None:
    with qtbot.waitActive(stars):
        stars.activateWindow()
    stars.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(stars.hasFocus)
    focused = stars.grab().toImage()
    stars.clearFocus()
    assert stars.grab().toImage() != focused
