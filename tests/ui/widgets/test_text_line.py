"""Mistakes under the line one types in."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from photon.domain import Mistake
from photon.ui.kit.theme import theme
from photon.ui.widgets.text_line import TextLine
from tests.ui.driving import Key


@pytest.fixture
def line(qtbot: QtBot) -> TextLine:
    theme().choose("dark")
    made = TextLine()
    qtbot.addWidget(made)
    made.resize(300, 30)
    made.show()
    made.setFocus()
    return made


def reddish(line: TextLine) -> list[int]:
    """Columns in which the wave is painted."""
    image: QImage = line.grab().toImage()
    scale = image.width() / line.width()
    columns = set()
    for x in range(image.width()):
        for y in range(image.height() // 2, image.height()):
            colour = image.pixelColor(x, y)
            if colour.red() > 120 and colour.red() > colour.green() + 60:
                columns.add(round(x / scale))
    return sorted(columns)


def test_the_wave_lies_under_its_words(line: TextLine) -> None:
    line.show_text("a dog foo:bar on grass")
    assert reddish(line) == []
    line.show_mistakes([Mistake(6, 13, "Photon knows no filter “foo:”.")])
    span = line.span_rect(6, 13)
    columns = reddish(line)
    assert abs(columns[0] - span.left()) <= 3
    assert abs(columns[-1] - span.right()) <= 3
    before, after = line.span_rect(0, 6), line.span_rect(13, 22)
    assert before.right() <= span.left() + 1
    assert after.left() >= span.right() - 1


def test_it_moves_with_the_text(line: TextLine) -> None:
    text = "foo:bar " + "and so on " * 12 + "baz:1"
    line.show_text(text)
    line.show_mistakes([Mistake(0, 7, "no foo"), Mistake(len(text) - 5, len(text), "no baz")])
    columns = reddish(line)
    assert columns[0] > 200  # the first has moved out of the line
    QTest.keyClick(line, Key.Key_Home)
    columns = reddish(line)
    assert columns[0] < 10
    assert columns[-1] < 100


def test_an_emoji_counts_as_one(line: TextLine) -> None:
    line.show_text("🐕🐕 foo:bar", 3)
    assert line.cursor_place == 3
    assert line.cursorPosition() == 5
    line.show_mistakes([Mistake(3, 10, "no")])
    assert reddish(line)[0] >= line.span_rect(0, 2).right()


def test_the_tooltip_says_why_and_what_to_do(line: TextLine) -> None:
    line.show_text("a dog foo:bar on grass")
    line.show_mistakes([Mistake(6, 13, "Photon knows no filter “foo:”.", "Did you mean folder:?")])

    def tip(place: QPoint) -> str:
        event = QHelpEvent(QEvent.Type.ToolTip, place, line.mapToGlobal(place))
        QApplication.sendEvent(line, event)
        return QToolTip.text()

    assert tip(line.span_rect(0, 5).center()) == ""
    assert tip(line.span_rect(6, 13).center()) == "Photon knows no filter “foo:”.\nDid you mean folder:?"
    assert "Did you mean" in line.accessibleDescription()
