"""The guide over the window: reading, searching, navigating back, and leaving."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from photon.domain.guide import help_topics
from photon.ui.help.help_page import HelpPage
from photon.ui.kit.theme import theme
from tests.ui.driving import CTRL, LEFT, NONE, Key

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def before(qtbot: QtBot) -> QWidget:
    """The content shown before the guide."""
    theme().choose("dark")
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


@pytest.fixture
def guide(qtbot: QtBot, before: QWidget) -> HelpPage:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.addWidget(before)
    stack.resize(1024, 700)
    with qtbot.waitActive(stack):
        stack.show()
        stack.activateWindow()
    before.setFocus()
    made = HelpPage(stack, before)
    made.open("tags")
    qtbot.waitUntil(lambda: made.list.count() > 0)
    return made


def listed(guide: HelpPage) -> list[str]:
    return [guide.list.item(row).text().partition("\n")[0] for row in range(guide.list.count())]


def test_it_shows_the_page_and_lists_all(guide: HelpPage) -> None:
    assert guide.isVisible()
    assert guide.view.hasFocus()
    assert guide.view.toPlainText().startswith("Tag photos")
    assert listed(guide) == [topic.title for topic in help_topics()]
    assert guide.list.currentItem().text() == "Tag photos"


@pytest.mark.parametrize("topic", help_topics(), ids=lambda topic: topic.name)
def test_every_page_fits_and_its_pictures_are_loaded(guide: HelpPage, topic: object) -> None:
    guide.view.open(topic.name)  # type: ignore[attr-defined]
    assert guide.view.toPlainText().startswith(topic.title)  # type: ignore[attr-defined]
    assert guide.view.document().size().width() <= guide.view.viewport().width() + 1
    assert guide.view.horizontalScrollBar().maximum() == 0


def test_a_heading_is_scrolled_to(guide: HelpPage) -> None:
    assert guide.view.verticalScrollBar().value() == 0
    guide.open("tags#check-many-at-once")
    assert guide.view.verticalScrollBar().value() > 100


def test_esc_returns_the_focus(guide: HelpPage, before: QWidget) -> None:
    QTest.keyClick(guide.view, Key.Key_Escape)
    assert before.isVisible()
    assert before.hasFocus()


def test_links_open_pages_and_back_returns(guide: HelpPage) -> None:
    assert not guide.earlier.isEnabled()
    guide.view.setSource(guide.view.source().resolved(QUrl("teach.md")))  # the effect of a click on a link
    assert guide.view.page == "teach"
    assert guide.view.toPlainText().startswith("Teach Photon")
    assert guide.list.currentItem().text() == "Teach Photon your own things"
    QTest.keyClick(guide.view, Key.Key_Left, ALT)
    assert guide.view.page == "tags"
    QTest.mouseClick(guide.later, LEFT)
    assert guide.view.page == "teach"


def test_all_pages_are_searched_and_matches_highlighted(guide: HelpPage) -> None:
    QTest.keyClick(guide.view, Key.Key_F, CTRL)
    assert guide.field.hasFocus()
    QTest.keyClicks(guide.field, "lost+found")
    assert listed(guide)[0] == "Add and remove folders"
    assert "lost+found" in guide.list.item(0).text()
    QTest.keyClick(guide.field, Key.Key_Return)
    assert guide.view.page == "folders"
    assert guide.view.hasFocus()
    marked = [selection.cursor.selectedText() for selection in guide.view.extraSelections()]
    assert set(marked) == {"lost+found"}
    assert guide.view.verticalScrollBar().value() > 0


def test_arrows_move_through_the_results_and_esc_clears_first(guide: HelpPage) -> None:
    guide.field.setFocus()
    QTest.keyClicks(guide.field, "undo")
    assert len(listed(guide)) > 3
    QTest.keyClick(guide.field, Key.Key_Down)
    first = guide.view.page
    QTest.keyClick(guide.field, Key.Key_Down)
    assert guide.view.page != first
    assert guide.field.hasFocus()
    QTest.keyClick(guide.field, Key.Key_Escape)
    assert guide.isVisible()
    assert listed(guide) == [topic.title for topic in help_topics()]
    QTest.keyClick(guide.field, Key.Key_Escape)
    assert not guide.isVisible()


def test_a_search_without_results_is_reported(guide: HelpPage) -> None:
    guide.field.setFocus()
    QTest.keyClicks(guide.field, "qqqq")
    assert listed(guide) == []
    assert guide.nothing.isVisible()
    QTest.keyClick(guide.field, Key.Key_Return, NONE)
    guide.field.clear()
    assert not guide.nothing.isVisible()


def test_a_click_in_the_list_opens_a_page(guide: HelpPage) -> None:
    item = guide.list.item(5)
    QTest.mouseClick(guide.list.viewport(), LEFT, NONE, guide.list.visualItemRect(item).center())
    assert guide.view.toPlainText().startswith(item.text())


def test_other_colours_and_another_size_keep_page_and_position(guide: HelpPage) -> None:
    guide.open("start")
    bar = guide.view.verticalScrollBar()
    bar.setValue(200)
    theme().choose("light")
    assert bar.value() == 200
    assert theme().colours.accent in guide.view.toHtml()
    guide.window().resize(1440, 900)
    assert guide.view.page == "start"
    assert bar.value() > 0
    theme().choose("dark")
