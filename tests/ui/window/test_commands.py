"""The table of commands, the menus, the list of keys, and the command palette."""

from collections import Counter

from make_key_guide import key_guide, page
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photon.ui.captions.caption_controller import CaptionController
from photon.ui.compare.compare_controller import CompareController
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.films.film_controller import FilmController
from photon.ui.films.live_controller import LiveController
from photon.ui.keys.command_table import (
    COMMANDS,
    MENUS,
    PAGE_COMMANDS,
    PAGES,
    commands_of,
    commands_outside,
    iterate_menu,
    page_of,
)
from photon.ui.keys.key_names import stored_key
from photon.ui.kit.icons import icon
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.people.people_controller import PeopleController
from photon.ui.places.places_controller import PlacesController
from photon.ui.shortcuts.shortcut_feature import ShortcutController
from photon.ui.tags.review import Review
from photon.ui.tags.teaching import TeachingController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key

FREE = ("Del",)  # for deleting photos


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
    listed: Counter[str] = Counter(commands_outside())
    listed.update(name for title in MENUS for _, name in iterate_menu(title))
    assert listed == Counter(list(COMMANDS))


def test_icons_of_commands_exist(qapp: object) -> None:
    for command in COMMANDS.values():
        assert not command.icon or not icon(command.icon).isNull()


def test_every_command_of_a_page_has_a_page() -> None:
    assert {page_of(name) for name in PAGE_COMMANDS} == set(PAGES)
    assert {page_of(name) for name in COMMANDS} == {""}


def test_the_listed_commands_of_pages_work(window: MainWindow) -> None:
    filters: dict[str, KeyFilter] = {
        "loupe": window.loupe._keys,
        "film": window.part(FilmController).panel.picture.keys,
        "live": window.part(LiveController)._keys,
        "explore": window.part(ExploreController).page._keys,
        "faces": window.part(PeopleController).faces.list._keys,
        "compare": window.part(CompareController).page._keys,
        "review": window.part(Review).grid._keys,
        "teach": window.part(TeachingController).page._keys,
        "drafts": window.part(CaptionController).page.list._keys,
        "doubts": window.part(CaptionController).doubts.list._keys,
        "duplicates": window.part(DuplicatesController).page.list._keys,
        "conflicts": window.part(MetadataController).conflicts.list._keys,
        "write": window.part(MetadataController).page.list._keys,
        "locations": window.part(PlacesController).pages.review_page.list._keys,
    }
    assert filters.keys() == PAGES.keys()
    for title, key_filter in filters.items():
        assert {name for name in key_filter._commands if page_of(name)} == set(commands_of(title))
        listed = {stored_key(key) for name in commands_of(title) for key in PAGE_COMMANDS[name].keys}
        assert listed <= set(key_filter.acts), title


def test_the_menu_button_offers_every_command(window: MainWindow) -> None:
    menu = window.top_bar.main_menu
    assert [action.text() for action in menu.actions()] == list(MENUS)
    listed = {name for name in COMMANDS if name not in commands_outside()}
    assert sorted(menu_texts(menu)) == sorted(COMMANDS[name].text for name in listed)


def test_a_command_is_found_by_parts_of_its_name_and_run(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.setFocus()
    QTest.keyClick(window.grid, Key.Key_K, CTRL)
    palette = window.top_bar.command_list
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


def test_the_command_that_begins_with_what_was_typed_is_marked(window: MainWindow) -> None:
    window.commands["palette"].trigger()
    palette = window.top_bar.command_list
    QTest.keyClicks(palette.field, "file")
    marked = palette.list.currentItem()
    assert marked is not None
    assert marked.text(0) == "View › File names"
    assert marked is not palette.shown[0], "which is in the menu of that name"


def test_arrows_move_through_the_commands_and_esc_leaves(window: MainWindow) -> None:
    window.commands["palette"].trigger()
    palette = window.top_bar.command_list
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
    assert window.settings.pages.currentWidget() is window.part(ShortcutController)

    tree = window.part(ShortcutController).content.tree
    assert set(tree.shown) == {*COMMANDS, *PAGE_COMMANDS}
    assert tree.row_of("undo").text(1) == "Ctrl+Z"
    assert tree.row_of("loupe.next").text(1) == "Right or Down or PgDown"
    headings = [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]
    assert headings == [*MENUS, "Outside menus", *PAGES.values()]
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
