"""The table of commands, the menus, the list of keys, and the command palette."""

from collections import Counter

import pytest
from make_key_guide import key_guide, page
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from photon.ui.kit.icons import icon
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.window.command_table import COMMANDS, MENUS, OUTSIDE_MENUS, PAGE_KEYS, iterate_menu
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key

FREE = ("Del",)  # for deleting photos
EVERYWHERE = {"Esc", "Return", "Space", "G", "H", "B", "Ctrl+A", "Ctrl+D", *"012345"}
"""Keys with the same meaning on every page, or that of the command with the same key."""


def names(sequence: str) -> set[str]:
    return {QKeySequence(name).toString() for name in sequence.split()}


def menu_texts(menu: QMenu) -> list[str]:
    found = []
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            found += menu_texts(submenu)
        elif not action.isSeparator():
            found.append(action.text())
    return found


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS.values() for key in command.keys)
    assert [key for key, number in keys.items() if number > 1] == []
    assert not keys.keys() & {QKeySequence(key).toString() for key in FREE}


def test_every_command_is_in_one_menu() -> None:
    listed: Counter[str] = Counter(OUTSIDE_MENUS)
    listed.update(name for title in MENUS for _, name in iterate_menu(title))
    assert listed == Counter(list(COMMANDS))


def test_icons_of_commands_exist(qapp: object) -> None:
    for command in COMMANDS.values():
        assert not command.icon or not icon(command.icon).isNull()


@pytest.mark.parametrize("title", PAGE_KEYS)
def test_no_key_of_a_page_is_listed_twice(title: str) -> None:
    keys = Counter(key for sequence in PAGE_KEYS[title] for key in names(sequence))
    assert max(keys.values()) == 1


def test_the_listed_keys_of_pages_work(window: MainWindow) -> None:
    filters: dict[str, KeyFilter] = {
        "Photo view": window.loupe._keys,
        "Compare": window.culling.comparing.page._keys,
        "Suggested tags": window.review.grid._keys,
        "Teach a tag": window.lessons.page._keys,
        "Caption drafts": window.captioning.page.list._keys,
        "Captions that may be wrong": window.captioning.doubts.list._keys,
        "Duplicates": window.deleting.duplicates.page.list._keys,
        "Metadata conflicts": window.file_words.conflicts.list._keys,
        "Save metadata to files": window.file_words.page.list._keys,
    }
    assert filters.keys() == PAGE_KEYS.keys()
    copying = {keys.toString() for keys in QKeySequence.keyBindings(QKeySequence.StandardKey.Copy)}
    for title, key_filter in filters.items():
        listed = {key for sequence in PAGE_KEYS[title] for key in names(sequence)}
        assert set(key_filter._acts) - EVERYWHERE - copying == listed - EVERYWHERE, title


def test_the_menu_button_offers_every_command(window: MainWindow) -> None:
    menu = window.top_bar.main_menu
    assert [action.text() for action in menu.actions()] == list(MENUS)
    listed = {name for name in COMMANDS if name not in OUTSIDE_MENUS}
    assert sorted(menu_texts(menu)) == sorted(COMMANDS[name].text for name in listed)


def test_a_command_is_found_by_parts_of_its_name_and_run(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.setFocus()
    QTest.keyClick(window.grid, Key.Key_K, CTRL)
    palette = window.palette_panel
    assert palette.isVisible()
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, "thumb crop")
    (row,) = palette.shown
    assert row.text(0) == "View › Crop thumbnails to squares"
    assert not window.commands["fill"].isChecked()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.commands["fill"].isChecked()
    assert not palette.isVisible()
    assert window.grid.hasFocus()


def test_arrows_move_through_the_commands_and_esc_leaves(window: MainWindow) -> None:
    window.commands["palette"].trigger()
    palette = window.palette_panel
    first = palette.list.currentItem()
    assert first is not None
    QTest.keyClick(palette.field, Key.Key_Down)
    second = palette.list.currentItem()
    assert second is palette.shown[1]
    assert second.text(1) == window.commands["rescan"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    QTest.keyClick(palette.field, Key.Key_Up)
    QTest.keyClick(palette.field, Key.Key_Up)
    assert palette.list.currentItem() is first
    QTest.keyClicks(palette.field, "no such command")
    assert palette.shown == []
    QTest.keyClick(palette.field, Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClick(palette.field, Key.Key_Escape)
    assert not palette.isVisible()


def test_the_guide_lists_all_keys() -> None:
    assert page("en").read_text(encoding="utf-8") == key_guide(), "run: python packaging/make_key_guide.py"


def test_the_question_mark_lists_all_keys(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_Question)
    assert window.settings.isVisible()
    assert window.settings.pages.currentWidget() is window.key_page

    def shown() -> set[str]:
        return {label.text() for label in window.key_page.findChildren(QLabel)}

    qtbot.waitUntil(lambda: {*PAGE_KEYS, *MENUS} <= shown())
    for name, command in COMMANDS.items():
        if command.keys:
            assert command.text in shown(), name
    for keys in PAGE_KEYS.values():
        assert set(keys.values()) <= shown()
    focus = QApplication.focusWidget()
    QTest.keyClick(focus or window, Key.Key_Escape)
    assert window.grid.isVisible()


def test_f10_opens_the_menu(window: MainWindow) -> None:
    menu = window.top_bar.main_menu
    opened = []

    def close() -> None:
        opened.append(menu.isVisible())
        menu.close()

    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu, close))
    QTest.keyClick(window.grid, Key.Key_F10)  # returns when the menu is closed
    assert opened == [True]
