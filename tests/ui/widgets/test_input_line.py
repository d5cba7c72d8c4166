"""Mistakes underlined in a line edit."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from photon.domain import Mistake
from photon.ui.kit.theme import theme
from photon.ui.widgets.input_line import InputLine
from tests.ui.driving import Key


@pytest.fixture
def line(qtbot: QtBot) -> InputLine:
    theme().choose("dark")
    made = InputLine()
    qtbot.addWidget(made)
    made.resize(300, 30)
    made.show()
    made.setFocus()
    return made


def reddish(line: InputLine) -> list[int]:
    """Return the columns in which the wave is painted."""
    image: QImage = line.grab().toImage()
    scale = image.width() / line.width()
    columns = set()
    for x in range(image.width()):
        for y in range(image.height() // 2, image.height()):
            colour = image.pixelColor(x, y)
            if colour.red() > 120 and colour.red() > colour.green() + 60:
                columns.add(round(x / scale))
    return sorted(columns)


def columns_of(line: InputLine, start: int, end: int) -> range:
    """Return the columns in which the pointer is over these characters."""
    before = line.mistakes
    line.show_mistakes([Mistake(start, end, "")])
    found = [x for x in range(line.width()) if line.mistake_at(QPoint(x, 0)) is not None]
    line.show_mistakes(before)
    return range(found[0] + 1, found[-1])  # the pointer may be a pixel beside them


def middle_of(line: InputLine, start: int, end: int) -> QPoint:
    columns = columns_of(line, start, end)
    return QPoint(columns[len(columns) // 2], line.height() // 2)


def test_the_wave_is_below_its_words(line: InputLine) -> None:
    line.show_text("a dog foo:bar on grass")
    assert reddish(line) == []
    line.show_mistakes([Mistake(6, 13, "There is no filter “foo:”.")])
    span, columns = columns_of(line, 6, 13), reddish(line)
    assert abs(columns[0] - span.start) <= 3
    assert abs(columns[-1] - span.stop) <= 3
    assert columns_of(line, 0, 6).stop <= span.start + 2
    assert columns_of(line, 13, 22).start >= span.stop - 2


def test_it_moves_with_the_text(line: InputLine) -> None:
    text = "foo:bar " + "and so on " * 12 + "baz:1"
    line.show_text(text)
    line.show_mistakes([Mistake(0, 7, "no foo"), Mistake(len(text) - 5, len(text), "no baz")])
    columns = reddish(line)
    assert columns[0] > 200  # the first has been scrolled out of the line
    QTest.keyClick(line, Key.Key_Home)
    columns = reddish(line)
    assert columns[0] < 10
    assert columns[-1] < 100


def test_an_emoji_counts_as_one(line: InputLine) -> None:
    line.show_text("🐕🐕 foo:bar", 3)
    assert line.cursor_place == 3
    assert line.cursorPosition() == 5
    line.show_mistakes([Mistake(3, 10, "no")])
    assert reddish(line)[0] >= columns_of(line, 0, 2).stop


def test_the_tooltip_explains_the_mistake(line: InputLine) -> None:
    line.show_text("a dog foo:bar on grass")
    line.show_mistakes([Mistake(6, 13, "There is no filter “foo:”.", "Did you mean folder:?")])

    def tip(place: QPoint) -> str:
        event = QHelpEvent(QEvent.Type.ToolTip, place, line.mapToGlobal(place))
        QApplication.sendEvent(line, event)
        return QToolTip.text()

    assert tip(middle_of(line, 0, 5)) == ""
    assert tip(middle_of(line, 6, 13)) == "There is no filter “foo:”.\nDid you mean folder:?"
    assert "Did you mean" in line.accessibleDescription()
