"""Full screen with real keys: the photo alone, and afterwards window, panels and grid exactly as before."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.ui.kit.theme import theme
from photon.ui.preferences.loss_bar import LossBar
from photon.ui.tags.review import Review
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, SHIFT, Key, click, opened, search_words
from tests.ui.fake_session import FakeSession
from tests.ui.tagged_session import TaggedSession

STATE = Qt.WindowState


@pytest.fixture
def many(qtbot: QtBot, session: FakeSession, folder: str) -> Iterator[MainWindow]:
    """The window with enough photos to scroll."""
    session.per_folder = 200
    session.work.add_folder(folder).result()
    theme().choose("dark")
    made = opened(qtbot, session)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 200)
    made.grid.setFocus()
    yield made
    made.close()


def chrome(window: MainWindow) -> list[QWidget]:
    return [window.top_bar, window.status, window.sidebar, window.inspector, window.notice, window.part(LossBar)]


def shown(window: MainWindow) -> list[QWidget]:
    return [part for part in chrome(window) if part.isVisible()]


def test_f11_shows_the_photo_alone_and_esc_and_f11_return(qtbot: QtBot, window: MainWindow) -> None:
    before, size = shown(window), window.size()
    for leave in (Key.Key_Escape, Key.Key_F11):
        click(window, 3)
        QTest.keyClick(window.grid, Key.Key_F11)
        assert window.isFullScreen()
        assert shown(window) == []
        assert window.loupe.hasFocus()
        assert window.loupe.current == window.grid.grid_model.ids[3]
        qtbot.waitUntil(lambda: window.loupe.view.size() == window.size())
        QTest.keyClick(window.loupe, leave)
        assert not window.isFullScreen()
        assert window.pages.current is window.results
        assert shown(window) == before
        qtbot.waitUntil(lambda: window.size() == size)
        assert window.grid.hasFocus()


def test_the_rows_below_the_search_bar_disappear_and_return(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "5 stars")
    hint = window.top_bar.search.hint
    qtbot.waitUntil(hint.isVisible)
    window.grid.setFocus()
    QTest.keyClick(window, Key.Key_F11)
    qtbot.waitUntil(lambda: window.full_screen.is_on)
    assert hint.isHidden()
    QTest.keyClick(window, Key.Key_F11)
    assert hint.isVisible()


def test_from_the_loupe_f11_returns_to_the_loupe(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 3)
    QTest.keyClick(window.grid, Key.Key_Return)
    QTest.keyClick(window.loupe, Key.Key_F11)
    assert shown(window) == []
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert window.pages.current is window.loupe
    assert window.loupe.index == 4
    assert window.top_bar.isVisible()
    QTest.mouseClick(window.loupe.bar.full_screen, Qt.MouseButton.LeftButton)
    assert window.isFullScreen()
    QTest.keyClick(window.loupe, Key.Key_G)
    assert not window.isFullScreen()
    assert window.pages.current is window.results


def test_a_maximised_window_and_hidden_panels_stay_as_they_were(qtbot: QtBot, window: MainWindow) -> None:
    window.setWindowState(STATE.WindowMaximized)
    QTest.keyClick(window, Key.Key_F9)
    window.panels.setSizes([0, 800, 300])
    widths, before = window.panels.sizes(), window.keeper._state()
    click(window, 2)
    QTest.keyClick(window.grid, Key.Key_F11)
    assert shown(window) == []
    QTest.keyClick(window.loupe, Key.Key_F7)  # both panels are shown next to the photo
    assert window.inspector.isVisible()
    during = window.keeper._state()
    assert {name: value for name, value in before.items() if name != "window/geometry"} == during
    QTest.keyClick(window.loupe, Key.Key_F11)
    assert window.windowState() == STATE.WindowMaximized
    assert window.sidebar.isHidden()
    assert window.inspector.isVisible()
    qtbot.waitUntil(lambda: window.panels.sizes() == widths)


def test_arrows_change_the_photo_and_the_grid_shows_the_last_one(qtbot: QtBot, many: MainWindow) -> None:
    click(many, 1)
    QTest.keyClick(many.grid, Key.Key_F11)
    for _ in range(60):
        QTest.keyClick(many.loupe, Key.Key_Right)
    QTest.keyClick(many.loupe, Key.Key_Escape)
    photo = many.grid.grid_model.ids[61]
    assert many.grid.current() == photo
    assert many.grid.selected() == [photo]
    rect = many.grid.visualRect(many.grid.currentIndex())
    qtbot.waitUntil(lambda: many.grid.viewport().rect().contains(rect))


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_F11])
def test_the_grid_keeps_position_and_selection(qtbot: QtBot, many: MainWindow, key: Qt.Key) -> None:
    many.grid.verticalScrollBar().setValue(1111)
    rows = many.grid.visible_rows()
    first = rows.start + many.grid.cells.columns
    click(many, first)
    click(many, first + 2, CTRL)
    click(many, first + 3, CTRL)
    selected, place = many.grid.selected(), many.grid.verticalScrollBar().value()
    assert len(selected) == 3
    for steps in ((), (Key.Key_Left,), (Key.Key_Right, Key.Key_Left)):
        QTest.keyClick(many.grid, key)
        assert many.navigation.is_loupe_open
        for step in steps:
            QTest.keyClick(many.loupe, step)
        shown_last = many.loupe.current
        QTest.keyClick(many.loupe, Key.Key_Escape)
        assert many.pages.current is many.results
        assert many.grid.selected() == selected
        assert many.grid.current() == shown_last
        assert many.grid.verticalScrollBar().value() == place


def test_actions_that_need_the_bars_restore_them(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 3)
    for begin in (
        lambda: QTest.keyClick(window.loupe, Key.Key_F, CTRL),
        lambda: QTest.keyClick(window.loupe, Key.Key_K, CTRL),
        lambda: QTest.keyClick(window.loupe, Key.Key_Comma, CTRL),
        lambda: QTest.keyClick(window.loupe, Key.Key_S),
    ):
        window.parts.outer.setCurrentIndex(0)
        window.grid.setFocus()
        window.commands["full-screen"].trigger()
        assert window.full_screen.is_on
        begin()
        assert not window.full_screen.is_on
        assert not window.isFullScreen()
        assert window.top_bar.isVisibleTo(window.parts.outer.widget(0))
        window.top_bar.command_list.hide()


def test_the_slideshow_is_a_command_with_a_choice_of_intervals(qtbot: QtBot, window: MainWindow) -> None:
    assert window.commands["slide-5"].isChecked()
    window.commands["slide-10"].trigger()
    assert window.loupe.slideshow.seconds == 10
    assert not window.commands["slide-5"].isChecked()
    click(window, 3)
    QTest.keyClick(window.grid, Key.Key_F11, CTRL)
    assert window.isFullScreen()
    assert window.loupe.slideshow.is_running
    QTest.keyClick(window.loupe, Key.Key_F11, CTRL)
    assert not window.loupe.slideshow.is_running
    assert window.isFullScreen()


def test_without_a_photo_the_window_fills_the_screen(empty: MainWindow) -> None:
    QTest.keyClick(empty, Key.Key_F11)
    assert empty.isFullScreen()
    assert not empty.full_screen.is_on
    QTest.keyClick(empty, Key.Key_F11)
    assert not empty.isFullScreen()


def test_the_window_with_its_panels_can_fill_the_screen(window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_F11, SHIFT)
    assert window.isFullScreen()
    assert window.top_bar.isVisible()
    assert window.pages.current is window.results
    QTest.keyClick(window.grid, Key.Key_Escape)
    assert not window.isFullScreen()


def test_from_the_review_it_shows_the_photo_of_the_review(qtbot: QtBot, tagged: TaggedSession, folder: str) -> None:
    tagged.per_folder = 6
    tagged.work.add_folder(folder).result()
    tagged.suggest({photo: [(("dog",), 1 - photo / 10)] for photo in (4, 2, 6)})
    made = opened(qtbot, tagged)
    qtbot.waitUntil(lambda: bool(made.part(Review).known.groups))
    made.part(Review).open()
    qtbot.waitUntil(lambda: made.part(Review).grid.current() == 2)
    QTest.keyClick(made.part(Review).grid, Key.Key_F11)
    assert made.full_screen.is_on
    assert made.loupe.current == 2
    QTest.keyClick(made.loupe, Key.Key_Escape)
    assert made.pages.current is made.part(Review).page
    search_words(made, "dog")
    made.close()
