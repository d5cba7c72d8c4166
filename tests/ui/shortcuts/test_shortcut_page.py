"""Keys are changed on the page of the preferences, with real keys, and count at once in the whole window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.keys.current_keys import DAMAGED, FELL_BACK, current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.stored_keys import write_key_map
from photon.ui.kit.settings import settings
from photon.ui.shortcuts.shortcut_feature import ShortcutController
from photon.ui.shortcuts.shortcut_page import ShortcutPage
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import ALT, CTRL, NONE, SHIFT, Key, click, opened, ratings
from tests.ui.fake_session import FakeSession


@pytest.fixture
def page(window: MainWindow) -> ShortcutPage:
    """The page, opened by its key."""
    QTest.keyClick(window.grid, Key.Key_Question)
    assert window.part(ShortcutController).content.isVisible()
    return window.part(ShortcutController).content


def choose(page: ShortcutPage, command: str) -> None:
    page.tree.setCurrentItem(page.tree.row_of(command))
    page.tree.setFocus()


def record(page: ShortcutPage, command: str, key: Key, modifiers=NONE) -> None:  # type: ignore[no-untyped-def]
    """Give a command a key as people do: Enter on its row, then the key."""
    choose(page, command)
    QTest.keyClick(page.tree, Key.Key_Return)
    assert page.recorder.hasFocus()
    QTest.keyClick(page.recorder, key, modifiers)


def leave(window: MainWindow) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Key.Key_Escape)
    assert window.grid.isVisible()


def keys(page: ShortcutPage, command: str) -> str:
    return page.tree.row_of(command).text(1)


def test_a_new_key_works_at_once_and_the_old_one_no_longer(window: MainWindow, page: ShortcutPage) -> None:
    record(page, "rate-3", Key.Key_J, CTRL)
    assert keys(page, "rate-3") == "Ctrl+J"
    assert page.tree.row_of("rate-3").text(2) == "changed"
    assert page.message.text() == "“★★★” now has the key Ctrl+J."
    leave(window)
    click(window, 0)
    photo = window.grid.targets()
    QTest.keyClick(window.grid, Key.Key_3)
    assert ratings(window, photo) == [0]
    QTest.keyClick(window.grid, Key.Key_J, CTRL)
    assert ratings(window, photo) == [3]
    assert window.commands["rate-3"].shortcut() == QKeySequence("Ctrl+J")


def test_a_key_in_use_is_taken_only_when_the_user_agrees(page: ShortcutPage) -> None:
    record(page, "like", Key.Key_G, CTRL)
    assert page.message.text() == "Ctrl+G is used by “Stack these photos”. Replace it there?"
    assert page.agree.hasFocus()
    QTest.keyClick(page.agree, Key.Key_Escape)
    assert page.isVisible()  # Esc withdraws the question alone
    assert (keys(page, "like"), keys(page, "stack")) == ("S", "Ctrl+G")
    record(page, "like", Key.Key_G, CTRL)
    QTest.keyClick(page.agree, Key.Key_Return)
    assert (keys(page, "like"), keys(page, "stack")) == ("Ctrl+G", "")
    assert page.tree.hasFocus()


def test_refused_keys_are_explained_and_the_next_one_counts(page: ShortcutPage) -> None:
    choose(page, "like")
    QTest.keyClick(page.tree, Key.Key_Return)
    for key, modifiers, words in (
        (Key.Key_Tab, NONE, "Tab moves the keyboard focus."),
        (Key.Key_Return, NONE, "Enter opens or presses what has the keyboard focus."),
        (Key.Key_Delete, NONE, "Del always deletes, or moves photos to the bin."),
        (Key.Key_C, CTRL, "Ctrl+C copies, cuts or pastes."),
    ):
        QTest.keyClick(page.recorder, key, modifiers)
        assert page.message.text() == f"{words} Press another one, or Esc to cancel."
        assert page.recorder.accessibleDescription() == page.message.text()
        assert page.recorder.hasFocus()
    QTest.keyClick(page.recorder, Key.Key_Shift, SHIFT)  # alone it is no key
    QTest.keyClick(page.recorder, Key.Key_F1)  # not the guide
    QTest.keyClick(page.decline, Key.Key_Return)
    QTest.keyClick(page.tree, Key.Key_Return)
    QTest.keyClick(page.recorder, Key.Key_J)
    assert keys(page, "like") == "J"


def test_esc_cancels_a_recording(page: ShortcutPage) -> None:
    record(page, "like", Key.Key_Escape)
    assert page.recorder.isHidden()
    assert page.isVisible()
    assert page.tree.hasFocus()
    assert keys(page, "like") == "S"


def test_leaving_the_field_cancels_a_recording(page: ShortcutPage) -> None:
    choose(page, "like")
    QTest.keyClick(page.tree, Key.Key_Return)
    page.field.setFocus()
    assert page.recorder.isHidden()
    assert page.message.text() == ""


def test_keys_are_added_removed_and_reset(page: ShortcutPage) -> None:
    choose(page, "undo")
    page.add.click()
    QTest.keyClick(page.recorder, Key.Key_Backspace, ALT)
    assert keys(page, "undo") == "Ctrl+Z or Alt+Backspace"
    QTest.keyClick(page.tree, Key.Key_Delete)
    assert keys(page, "undo") == ""
    assert page.message.text() == "“Undo” has no key now."
    assert not page.remove.isEnabled()
    page.reset.click()
    assert keys(page, "undo") == "Ctrl+Z"
    assert not page.reset.isEnabled()


def test_a_reset_asks_before_it_takes_a_key_back(page: ShortcutPage) -> None:
    record(page, "like", Key.Key_P)
    QTest.keyClick(page.agree, Key.Key_Return)
    choose(page, "pick")
    page.reset.click()
    assert page.message.text() == "P is used by “More like this”. Replace it there?"
    page.agree.click()
    assert (keys(page, "pick"), keys(page, "like")) == ("P", "")
    page.key_map.reset_all.click()
    assert page.agree.text() == "Reset all"
    page.agree.click()
    assert (keys(page, "pick"), keys(page, "like")) == ("P", "S")
    assert not page.key_map.reset_all.isEnabled()


def test_a_reset_asks_before_each_key_that_it_takes_back(page: ShortcutPage) -> None:
    record(page, "like", Key.Key_Z, CTRL | SHIFT)
    page.agree.click()
    record(page, "pick", Key.Key_Y, CTRL)
    page.agree.click()
    choose(page, "redo")
    page.reset.click()
    assert page.message.text() == "Ctrl+Shift+Z is used by “More like this”. Replace it there?"
    page.agree.click()
    assert page.message.text() == "Ctrl+Y is used by “Pick”. Replace it there?"
    assert (keys(page, "like"), keys(page, "pick")) == ("Ctrl+Shift+Z", "Ctrl+Y")
    page.agree.click()
    assert [keys(page, name) for name in ("redo", "like", "pick")] == ["Ctrl+Shift+Z or Ctrl+Y", "", ""]


def test_a_note_says_where_a_page_comes_first(page: ShortcutPage) -> None:
    record(page, "like", Key.Key_Z)
    assert page.message.text().endswith("On these pages the key does something else: Photo view, Compare.")
    record(page, "loupe.filmstrip", Key.Key_T)
    assert page.message.text().endswith("On this page it comes before “Add a tag…”.")
    assert keys(page, "tag") == "T"


def test_a_key_map_of_another_program_counts_at_once_and_keeps_own_changes(
    window: MainWindow, page: ShortcutPage
) -> None:
    record(page, "like", Key.Key_J)
    page.key_map.maps.setCurrentIndex(page.key_map.maps.findData("digikam"))
    page.key_map.maps.activated.emit(page.key_map.maps.currentIndex())
    assert keys(page, "rate-4") == "Ctrl+4"
    assert keys(page, "like") == "J"
    leave(window)
    click(window, 0)
    photo = window.grid.targets()
    QTest.keyClick(window.grid, Key.Key_4, CTRL)
    assert ratings(window, photo) == [4]


def test_the_list_finds_commands_by_name_and_by_key(page: ShortcutPage) -> None:
    QTest.keyClicks(page.field, "ctrl+shift+g")
    assert page.tree.shown == ["unstack"]
    assert page.tree.command == "unstack"
    page.field.setText("photo view zoom")
    assert page.tree.shown == ["loupe.larger", "loupe.smaller"]
    QTest.keyClick(page.field, Key.Key_Down)
    assert page.tree.hasFocus()
    page.field.setText("nothing has this name")
    assert page.tree.shown == []
    assert not page.change.isEnabled()
    page.field.setFocus()
    QTest.keyClick(page.field, Key.Key_Escape)
    assert page.field.text() == ""
    assert page.isVisible()


def test_esc_keeps_its_key(page: ShortcutPage) -> None:
    choose(page, "leave")
    assert not page.change.isEnabled()
    QTest.keyClick(page.tree, Key.Key_Return)
    assert page.message.text() == "This command keeps its key."
    assert page.recorder.isHidden()


def test_screen_readers_hear_the_keys(page: ShortcutPage) -> None:
    record(page, "tag", Key.Key_J, CTRL)
    row = page.tree.row_of("tag")
    at = page.tree.indexFromItem(row)
    model = page.tree.model()
    assert model is not None
    heard = model.data(at, 11)  # Qt::AccessibleTextRole
    assert heard == "Add a tag…, Ctrl+J, changed"
    for part in page.findChildren(QWidget):
        if part.focusPolicy().value & 1 and part.isVisible():  # reached by Tab
            found = QAccessible.queryAccessibleInterface(part)
            assert found is None or found.text(QAccessible.Text.Name), part


def test_a_map_is_exported_and_imported(page: ShortcutPage, tmp_path: Path) -> None:
    record(page, "like", Key.Key_J)
    path = str(tmp_path / "mine.keys")
    page.key_map.export_to(path)
    assert page.message.text() == "The key map was saved."
    current_keys().use(KeyMap("digikam"))
    page.key_map.import_from(path)
    assert keys(page, "like") == "S"  # until the user agrees
    page.agree.click()
    assert keys(page, "like") == "J"
    assert page.key_map.maps.currentData() == "photon"
    (tmp_path / "file").touch()
    page.key_map.export_to(str(tmp_path / "file" / "mine.keys"))
    assert page.message.text() == "The file can't be written."


def test_a_file_without_a_key_map_changes_nothing(page: ShortcutPage, tmp_path: Path) -> None:
    other, damaged = tmp_path / "other.keys", tmp_path / "damaged.keys"
    other.write_bytes(b"\x00\xff no key map")
    page.key_map.import_from(str(other))
    assert page.message.text() == "This file has no key map; nothing was changed."
    page.key_map.import_from(str(tmp_path / "missing.keys"))
    assert page.message.text() == "This file has no key map; nothing was changed."
    file = QSettings(str(damaged), QSettings.Format.IniFormat)
    file.setValue("keys/map", "photon")
    file.setValue("keys/changes", '{"like": ["J"], "none such": ["Q"]}')
    file.sync()
    page.key_map.import_from(str(damaged))
    assert page.message.text() == "Parts of this key map can't be read. Use the others?"
    page.agree.click()
    assert keys(page, "like") == "J"


def test_changes_are_there_after_a_restart(qtbot: QtBot, session: FakeSession) -> None:
    first = opened(qtbot, session)
    current_keys().use(KeyMap("lightroom").give("like", ("Q",)))
    first.close()
    second = opened(qtbot, session)
    assert second.commands["like"].shortcut() == QKeySequence("Q")
    assert second.commands["export"].shortcut() == QKeySequence("Ctrl+Shift+E")
    assert not second.notice.isVisible()
    second.close()


def test_damaged_settings_are_told_until_the_user_saw_the_page(qtbot: QtBot, session: FakeSession) -> None:
    write_key_map(settings(), KeyMap().give("like", ("Q",)))
    settings().setValue("keys/changes", '{"like": ["Q"], "tag": 7}')
    window = opened(qtbot, session)
    assert (window.notice.message.text(), window.notice.hint.text()) == (DAMAGED, FELL_BACK)
    assert window.commands["like"].shortcut() == QKeySequence("Q")
    assert window.commands["tag"].shortcut() == QKeySequence("T")
    assert window.part(ShortcutController).content.message.text() == ""  # made, but not seen
    window.close()
    window = opened(qtbot, session)
    assert window.notice.message.text() == DAMAGED
    window.commands["keys"].trigger()
    assert window.part(ShortcutController).content.message.text() == DAMAGED
    assert settings().value("keys/changes") == '{"like": ["Q"], "tag": 7}'  # looking at the page changes nothing
    window.close()
    again = opened(qtbot, session)
    assert not again.notice.isVisible()
    assert again.commands["like"].shortcut() == QKeySequence("Q")
    again.close()
