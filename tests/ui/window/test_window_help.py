"""F1 opens the guide at the page about the current content."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from photon.domain import Problem
from photon.domain.guide import help_topics
from photon.language import tr
from photon.ui.help.help_controller import HelpController
from photon.ui.kit.pages import Page
from photon.ui.kit.settings_pages import ORDER
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.metadata.problem_rows import KINDS
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key, click, search_words
from tests.ui.fake_session import FakeSession

ANCHORS = {topic.name: topic.anchors for topic in help_topics()}


def press_f1(window: MainWindow) -> str:
    """Press F1 where the focus is; return the name of the page that opens."""
    QTest.keyClick(QApplication.focusWidget() or window, Key.Key_F1)
    assert window.part(HelpController).page.isVisible()
    return window.part(HelpController).page.view.page


def exists(topic: str) -> bool:
    name, _, anchor = topic.partition("#")
    return name in ANCHORS and (not anchor or anchor in ANCHORS[name])


def test_f1_in_the_grid_explains_the_grid_and_esc_returns(window: MainWindow) -> None:
    assert press_f1(window) == "look"
    QTest.keyClick(window.part(HelpController).page.view, Key.Key_Escape)
    assert window.grid.isVisible()
    assert window.grid.hasFocus()


def test_f1_in_an_answer_explains_searching(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert press_f1(window) == "search"


def test_f1_in_the_loupe_explains_it(window: MainWindow) -> None:
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_E)
    assert press_f1(window) == "look"
    QTest.keyClick(window.part(HelpController).page.view, Key.Key_Escape)
    assert window.loupe.isVisible()


def test_f1_at_the_review_explains_it(window: MainWindow) -> None:
    window.commands["review"].trigger()
    assert press_f1(window) == "tags"
    assert window.part(HelpController).page.view.source().fragment() == "check-many-at-once"


def test_keys_for_photos_do_nothing_while_the_guide_is_open(window: MainWindow) -> None:
    click(window, 0)
    press_f1(window)
    for key in (Key.Key_5, Key.Key_B, Key.Key_G):
        QTest.keyClick(window.part(HelpController).page.view, key)
    assert window.part(HelpController).page.isVisible()
    card = window.grid.grid_model.cards.find(window.grid.current())
    assert card is not None
    assert (card.rating, card.favourite) == (0, False)


def test_f1_at_the_first_start_explains_it(empty: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(empty.first_run.isVisible)
    assert press_f1(empty) == "start"
    QTest.keyClick(empty.part(HelpController).page.view, Key.Key_Escape)
    assert empty.first_run.isVisible()


def test_every_page_of_the_preferences_opens_its_help_and_returns(window: MainWindow) -> None:
    settings = window.settings
    settings.open()
    (button,) = (one for one in settings.findChildren(QToolButton) if one.accessibleName() == tr("Help on this page"))
    for row in range(settings.list.count()):
        settings.list.setCurrentRow(row)
        topic = settings.help_topic()
        assert exists(topic), settings.list.item(row).text()
        settings.list.setFocus()
        assert press_f1(window) == topic.partition("#")[0]
        QTest.keyClick(window.part(HelpController).page.view, Key.Key_Escape)
        assert settings.isVisible()
        assert settings.list.currentRow() == row
    QTest.mouseClick(button, LEFT)
    assert window.part(HelpController).page.isVisible()


def test_the_pages_of_the_preferences_are_in_order(window: MainWindow) -> None:
    names = [window.settings.list.item(row).text() for row in range(window.settings.list.count())]
    assert names == [name for name in ORDER if name in names]
    assert window.settings.list.currentRow() == 0


def test_every_page_of_the_window_names_a_page_of_the_guide(window: MainWindow) -> None:
    for at in range(window.pages.count()):
        page = window.pages.widget(at)
        assert isinstance(page, Page)
        assert exists(page.help_topic()), type(page).__name__
        assert page.help_topic() != "index", type(page).__name__


def test_every_kind_of_problem_is_explained() -> None:
    assert {kind.anchor for kind in KINDS.values()} <= set(ANCHORS["problems"])


def test_f1_at_a_problem_explains_its_kind(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    problems = window.part(MetadataController).problems
    session.fail(Problem("/photos/a.jpg", "empty", "The file is empty."))
    window.commands["problems"].trigger()
    qtbot.waitUntil(lambda: len(problems.problems.rows) == 2)
    problems.list.go_to(1)
    problems.list.setFocus()
    assert press_f1(window) == "problems"
    assert window.part(HelpController).page.view.source().fragment() == "empty"


def test_an_error_has_a_button_for_help(window: MainWindow) -> None:
    notice = window.notice
    window.bridge.problem.emit("The disk is full.", "Make room.")
    QTest.mouseClick(notice.help, LEFT)
    assert (window.part(HelpController).page.view.page, window.part(HelpController).page.view.source().fragment()) == (
        "problems",
        "",
    )
    window.part(HelpController).page.leave()
    notice.show_bug("Traceback")
    QTest.mouseClick(notice.help, LEFT)
    assert window.part(HelpController).page.view.source().fragment() == "report-an-error"
    notice.offer("Photon can't delete photos.", "", "Show in folder", lambda: None)
    assert notice.help.isHidden()


def test_the_help_menu_opens_the_list_of_topics(window: MainWindow) -> None:
    window.commands["guide"].trigger()
    assert window.part(HelpController).page.view.page == "index"
