"""Keys that the user changed: they work on every page, and no text of the window names another one."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.captions.caption_controller import CaptionController
from photon.ui.compare.compare_controller import CompareController
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.grid.photo_delegate import HoverButton
from photon.ui.help.help_controller import HelpController
from photon.ui.keys.command_table import ALL_COMMANDS, MENUS, iterate_menu
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.refused_keys import FIXED
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.search.search_controller import SearchController
from photon.ui.shortcuts.shortcut_feature import ShortcutController
from photon.ui.tags.review import Review
from photon.ui.tags.teaching import TeachingController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import ALT, CTRL, SHIFT, Key, click, ratings

ALWAYS = re.compile(r"\((Esc|Enter|Tab|Alt\+Left|Alt\+Right|Ctrl\+wheel|Ctrl\+Enter)\)|Shift zooms|Ctrl\+Enter")
NAMED = re.compile(
    r"\((?:(?:Ctrl|Alt|Shift)\+)*(?:[A-Z0-9+=-]|F\d+|Space|Right|Left)\)|\b(?:Ctrl|Alt|Shift)\+|\bF\d+\b"
)


def use(**keys: tuple[str, ...]) -> None:
    """Give commands keys; two underscores stand for the dot in a name, one for a hyphen."""
    key_map = current_keys().key_map
    for name, given in keys.items():
        key_map = key_map.give(name.replace("__", ".").replace("_", "-"), given)
    current_keys().use(key_map)


def texts(window: MainWindow) -> Iterator[str]:
    """Yield what the widgets of the window say, without the list of keys."""
    hidden = window.part(ShortcutController)
    for widget in window.findChildren(QWidget):
        if widget is not hidden and not hidden.isAncestorOf(widget):
            yield widget.toolTip()
            if isinstance(widget, QLabel):
                yield widget.text()
            if isinstance(widget, QLineEdit):
                yield widget.placeholderText()


def make_pages(window: MainWindow) -> None:
    """Make the pages that are made late."""
    assert window.part(TeachingController).page
    assert window.part(CaptionController).page
    assert window.part(CaptionController).doubts
    assert window.part(DuplicatesController).page
    assert window.part(MetadataController).conflicts
    assert window.part(MetadataController).page
    assert window.part(CompareController).page
    assert window.part(Review).page


def test_without_keys_no_text_of_the_window_names_one(qtbot: QtBot, window: MainWindow) -> None:
    make_pages(window)
    named = [text for text in texts(window) if NAMED.search(ALWAYS.sub("", text))]
    assert len(named) > 20  # such as "Add a filter (Ctrl+L)"
    key_map = KeyMap()
    for command in ALL_COMMANDS:
        key_map = key_map.give(command, ()) if command != FIXED else key_map
    current_keys().use(key_map)
    assert [text for text in texts(window) if NAMED.search(ALWAYS.sub("", text))] == []
    assert not any(window.commands[name].shortcut().toString() for name in ("undo", "filters", "rate-3"))


def test_menus_the_list_of_commands_and_tooltips_follow(window: MainWindow) -> None:
    use(filters=("Ctrl+J",), tag=("Ctrl+Shift+J", "T"))
    assert window.top_bar.search.filter_button.toolTip() == "Add a filter (Ctrl+J)"
    assert window.commands["tag"].shortcuts() == [QKeySequence("Ctrl+Shift+J"), QKeySequence("T")]
    QTest.keyClick(window.grid, Key.Key_K, CTRL)
    shown = {row.text(0): row.text(1) for row in window.top_bar.command_list.shown}
    assert shown["Photo › Add a tag…"] == "Ctrl+Shift+J"
    QTest.keyClick(window.top_bar.command_list.field, Key.Key_Escape)
    window.grid.setFocus()
    QTest.keyClick(window.grid, Key.Key_J, CTRL)
    assert window.top_bar.search.filters is not None
    assert window.top_bar.search.filters.isVisible()


def test_keys_swap_without_being_ambiguous(window: MainWindow) -> None:
    use(rate_1=("2",), rate_2=("1",))
    click(window, 0)
    photo = window.grid.targets()
    QTest.keyClick(window.grid, Key.Key_1)
    assert ratings(window, photo) == [2]
    QTest.keyClick(window.grid, Key.Key_2)
    assert ratings(window, photo) == [1]


def test_the_photo_view_has_its_own_keys_and_those_of_the_window(window: MainWindow) -> None:
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.navigation.open_loupe()
    loupe, strip = window.loupe, window.loupe.filmstrip
    was = strip.isVisible()
    use(loupe__filmstrip=("Shift+F6",), loupe__next=("N",), rate_4=("Ctrl+4",), grid=("Ctrl+G",), favourite=("Alt+B",))
    assert loupe.bar.filmstrip.toolTip() == "Show or hide the filmstrip (Shift+F6)"
    assert loupe.bar.back.toolTip() == "Back to the photos (Ctrl+G)"
    QTest.keyClick(loupe, Key.Key_F)
    assert strip.isVisible() == was
    QTest.keyClick(loupe, Key.Key_F6, SHIFT)
    assert strip.isVisible() != was
    QTest.keyClick(loupe, Key.Key_Right)
    assert loupe.index == 0
    QTest.keyClick(loupe, Key.Key_N)
    assert loupe.index == 1
    photo = loupe.photos()
    QTest.keyClick(loupe, Key.Key_4)
    assert ratings(window, photo) == [0]
    QTest.keyClick(loupe, Key.Key_4, CTRL)
    assert ratings(window, photo) == [4]
    QTest.keyClick(loupe, Key.Key_B, ALT)
    assert loupe.bar.is_favourite
    QTest.keyClick(loupe, Key.Key_G, CTRL)
    assert window.pages.current is window.results


def test_the_stars_of_a_photo_in_the_grid_name_the_keys_in_use() -> None:
    use(rate_2=("Ctrl+J",), rate_3=())
    assert [HoverButton("rate", stars).words for stars in (1, 2, 3)] == ["1 star (1)", "2 stars (Ctrl+J)", "3 stars"]


def test_comparing_follows(window: MainWindow) -> None:
    use(compare=("L",), compare__next=("J",), compare__reference=("Ctrl+J",))
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.grid.select_rows(0, 1)
    QTest.keyClick(window.grid, Key.Key_L)
    page = window.part(CompareController).page
    assert window.pages.current is page
    assert page.hint.text().startswith("Left, J, Up, Down move the frame")
    QTest.keyClick(page, Key.Key_J)
    assert page.compared.at == 1
    QTest.keyClick(page, Key.Key_J, CTRL)
    assert page.compared.is_champion
    use(compare__down=("V",))
    assert "V swaps it with the reference" in page.hint.text()
    assert page.hint.toolTip() == page.hint.text()


def test_pages_with_lists_follow(window: MainWindow) -> None:
    use(
        duplicates__other=("O",),
        duplicates__keep=("Ctrl+J",),
        teach__yes=("J",),
        conflicts__mine=(),
        review__all=("W",),
    )
    page = window.part(DuplicatesController).page
    assert page.keys.text().startswith("Ctrl+J keep this · N no duplicates · ")
    assert page.keep.toolTip() == "Keep the chosen file and move the others to the bin (Ctrl+J)"
    asked = []
    page.panel.picture.show_other = lambda *, is_shown: asked.append(is_shown)  # type: ignore[method-assign]
    for key in (Key.Key_Space, Key.Key_O):
        QTest.keyClick(page.list, key)
    assert asked == [True, False]  # pressed and released
    use(duplicates__other=("Ctrl+O",))
    QTest.keyPress(page.list, Key.Key_O, CTRL)
    QTest.keyRelease(page.list, Key.Key_O)  # after Ctrl
    assert asked == [True, False, True, False]
    assert window.part(TeachingController).page.keys.text() == "J yes · N no · S skip · U undo · Esc close"
    assert window.part(MetadataController).conflicts.keys.text() == "F use the file's · Space enlarge"
    assert window.part(MetadataController).conflicts.mine.toolTip() == "Keep mine"


def test_messages_name_the_key_or_the_menu(window: MainWindow) -> None:
    window.grid.clearSelection()
    use(save_search=("Ctrl+J",))
    window.part(SearchController).ask_name()
    assert window.toast.words.text() == "Search for something first, then press Ctrl+J to save it."
    use(save_search=())
    window.part(SearchController).ask_name()
    assert window.toast.words.text() == (
        "Search for something first, then choose “Save this search” in the menu to save it."
    )


def test_a_letter_for_a_command_can_still_be_typed(window: MainWindow) -> None:
    use(rescan=("Q",), compare__next=("Ctrl+J",))
    words = window.top_bar.search.words
    QTest.keyClick(window.grid, Key.Key_F, CTRL)
    QTest.keyClicks(words, "quiet")
    assert words.text() == "quiet"
    assert window.toast.isHidden()


def test_keys_that_work_on_all_pages_follow(window: MainWindow) -> None:
    use(preferences=("Ctrl+J",), help=("F3",))
    QTest.keyClick(window.grid, Key.Key_J, CTRL)
    assert window.settings.isVisible()
    QTest.keyClick(window.settings.list, Key.Key_J, CTRL)
    assert window.grid.isVisible()
    QTest.keyClick(window.grid, Key.Key_J, CTRL)
    QTest.keyClick(window.settings.list, Key.Key_F3)
    assert window.part(HelpController).page.isVisible()


@pytest.mark.parametrize("name", ["lightroom", "digikam"])
def test_every_key_of_a_map_belongs_to_one_action_of_the_window(window: MainWindow, name: str) -> None:
    current_keys().use(KeyMap(name))
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    for title in MENUS:
        for _, command in iterate_menu(title):
            shown = [key.toString() for key in window.commands[command].shortcuts()]
            assert shown == list(current_keys().keys_of(command)), command
