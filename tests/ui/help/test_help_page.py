"""The guide over the window: read, searched, gone back in, and left."""

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
    """What is shown before the guide."""
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
def test_every_page_fits_and_its_pictures_are_read(guide: HelpPage, topic: object) -> None:
    guide.view.open(topic.name)  # type: ignore[attr-defined]
    assert guide.view.toPlainText().startswith(topic.title)  # type: ignore[attr-defined]
    assert guide.view.document().size().width() <= guide.view.viewport().width() + 1
    assert guide.view.horizontalScrollBar().maximum() == 0


def test_a_heading_is_scrolled_to(guide: HelpPage) -> None:
    assert guide.view.verticalScrollBar().value() == 0
    guide.open("tags#check-many-at-once")
    assert guide.view.verticalScrollBar().value() > 100


def test_esc_leads_back_to_what_had_the_keyboard(guide: HelpPage, before: QWidget) -> None:
    QTest.keyClick(guide.view, Key.Key_Escape)
    assert before.isVisible()
    assert before.hasFocus()


def test_links_lead_to_pages_and_back(guide: HelpPage) -> None:
    assert not guide.earlier.isEnabled()
    guide.view.setSource(guide.view.source().resolved(QUrl("teach.md")))  # what a click on a link does
    assert guide.view.page == "teach"
    assert guide.view.toPlainText().startswith("Teach Photon")
    assert guide.list.currentItem().text() == "Teach Photon your own things"
    QTest.keyClick(guide.view, Key.Key_Left, ALT)
    assert guide.view.page == "tags"
    QTest.mouseClick(guide.later, LEFT)
    assert guide.view.page == "teach"


def test_words_are_searched_on_all_pages_and_marked(guide: HelpPage) -> None:
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


def test_arrows_go_through_what_was_found_and_esc_clears_first(guide: HelpPage) -> None:
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


def test_words_on_no_page_are_said(guide: HelpPage) -> None:
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


def test_other_colours_and_another_size_keep_page_and_place(guide: HelpPage) -> None:
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
