"""Operates the window as a user does: clicks, drops, typing."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from photon.app.tags.sensitive_filter import _SEEN
from photon.domain import Changes
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.settings import remember_in
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.fake_session import FakeSession

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def opened(qtbot: QtBot, session: FakeSession) -> MainWindow:
    # as an application does: without a library, settings are those of this computer
    remember_in(session.store.directory)
    made = MainWindow(session)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(*tokens.WINDOW)  # as on a large screen; the offscreen one is smaller than the minimum window
    made.show()
    made.activateWindow()
    return made


def cell(window: MainWindow, row: int) -> QRect:
    return window.grid.visualRect(window.grid.grid_model.index(row))


def click(window: MainWindow, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(window.grid.viewport(), LEFT, modifiers, cell(window, row).center())


def ratings(window: MainWindow, photos: list[int]) -> list[int]:
    cards = [window.grid.grid_model.cards.find(photo) for photo in photos]
    return [card.rating if card else -1 for card in cards]


def drop(widget: QWidget, mime: QMimeData) -> None:
    """Drop data on a widget, as the window system does: the widget or one of its parents accepts it."""
    while not widget.acceptDrops():
        widget = widget.parentWidget()
    middle = QPointF(widget.rect().center())
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(middle.toPoint(), action, mime, buttons, NONE)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(middle, action, mime, buttons, NONE))


def files(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def typed(bar: SearchBar, words: str) -> None:
    """Type into the search bar."""
    bar.words.setFocus()
    QTest.keyClicks(bar.words, words)


def said(bar: SearchBar) -> list[str]:
    """Return the texts of its chips."""
    return [chip.text for chip in bar.chips.chips]


def asked(bar: SearchBar) -> set[object]:
    """Return the parts of its query."""
    query = bar.query()
    return set(query.parts) if query else set()


def search_words(window: MainWindow, words: str) -> None:
    QTest.keyClick(window, Key.Key_F, CTRL)
    assert window.top_bar.search.words.hasFocus()
    QTest.keyClicks(window.top_bar.search.words, words)


# -- first run -----------------------------------------------------------------------------------------


def entries(menu: QMenu) -> Iterator[QAction]:
    """Yield all actions of a menu, each followed by those of its submenu."""
    for action in menu.actions():
        yield action
        if isinstance(inner := action.menu(), QMenu):
            yield from entries(inner)


def withdraw(bridge: Bridge, *photos: int) -> None:
    """Deliver that photos must not be seen any more, as when they were hidden."""
    bridge._hear(Changes(frozenset(_SEEN), frozenset(photos), frozenset(photos)))
    bridge._deliver()
