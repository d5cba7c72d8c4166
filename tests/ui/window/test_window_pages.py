"""Which controls the bars of the window show on which page, and the messages on pages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme
from photon.ui.preferences.preferences_controller import PreferencesController
from photon.ui.tags.review import Review
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key, click


def offered(window: MainWindow) -> list[QWidget]:
    bar = window.top_bar
    return [part for part in (bar.order_button, bar.usual, bar.slider) if part.isVisible()]


def test_order_and_size_are_shown_where_they_have_an_effect(window: MainWindow) -> None:
    bar = window.top_bar
    everything, width = offered(window), bar.search.width()
    assert everything == [bar.order_button, bar.usual, bar.slider]
    click(window, 2)
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.navigation.is_loupe_open
    assert offered(window) == []
    assert bar.search.width() == width, "the search bar does not jump"
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert offered(window) == everything
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    assert window.pages.current is window.part(Review).page
    assert offered(window) == [bar.usual, bar.slider], "its photos go by certainty"
    window.commands["problems"].trigger()
    assert offered(window) == []


@pytest.mark.parametrize("page", ["problems", "review", "preferences", "guide"])
def test_a_message_disappears_with_another_page(qtbot: QtBot, window: MainWindow, page: str) -> None:
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_4)
    qtbot.waitUntil(window.toast.isVisible)
    window.commands[page].trigger()
    assert not window.toast.isVisible()


def test_a_message_moves_above_the_filmstrip_and_back(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_4)
    qtbot.waitUntil(window.toast.isVisible)
    level = window.toast.y()
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.toast.isVisible()
    assert window.toast.geometry().bottom() < window.loupe.filmstrip.mapTo(window, window.loupe.rect().topLeft()).y()
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert window.toast.y() == level


def test_the_status_line_shows_the_selection_only_while_there_is_one(qtbot: QtBot, window: MainWindow) -> None:
    assert window.status.selection.isHidden()
    click(window, 0)
    qtbot.waitUntil(lambda: window.status.selection.text() == "1 selected")
    assert window.status.selection.isVisible()


@pytest.mark.parametrize("scheme", ["dark", "light", "grey"])
def test_disabled_icons_are_visible(window: MainWindow, scheme: str) -> None:
    theme().choose(scheme)  # type: ignore[arg-type]
    image = icon("check").pixmap(32, icon("check").Mode.Disabled).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250}
    assert theme().colours.suggestion in seen


@pytest.mark.parametrize("command", ["conflicts", "bin", "review-captions"])
def test_tab_reaches_a_page_between_the_side_panels(qtbot: QtBot, window: MainWindow, command: str) -> None:
    window.commands[command].trigger()
    qtbot.waitUntil(lambda: window.pages.current is not window.results)
    order = tab_order(window)
    parts = {place for place, part in enumerate(order) if window.pages.current.isAncestorOf(part)}
    lefts = [place for place, part in enumerate(order) if window.sidebar.isAncestorOf(part)]
    rights = [place for place, part in enumerate(order) if window.inspector.isAncestorOf(part)]
    assert parts
    assert lefts[-1] < min(parts)
    assert max(parts) < rights[0]


@pytest.mark.parametrize("page", ["folders", "look"])
def test_tab_leads_from_the_list_of_preferences_to_its_page(qtbot: QtBot, window: MainWindow, page: str) -> None:
    settings, wanted = window.settings, getattr(window.part(PreferencesController), page)
    settings.open(wanted)
    qtbot.waitUntil(wanted.content.isVisible)
    QTest.keyClick(settings.list, Key.Key_Tab)
    focus = window.focusWidget()
    assert focus is not None
    assert wanted.isAncestorOf(focus), focus


def tab_order(window: MainWindow) -> list[QWidget]:
    """The visible widgets at which Tab stops, from the top of the window."""
    parts: list[QWidget] = [window]
    while (part := parts[-1].nextInFocusChain()) is not None and part is not window:
        parts.append(part)
    stops = Qt.FocusPolicy.TabFocus.value
    return [part for part in parts if part.isVisible() and part.focusPolicy().value & stops]
