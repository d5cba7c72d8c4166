"""Saved and recent searches in the window: named, shown, run, renamed, deleted and undone by key and mouse."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from photon.domain import Changes, Like
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.settings import remember_in
from photon.ui.search import search_controller as searches_module
from photon.ui.search.search_controller import NOTHING, SearchController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, click, search_words
from tests.ui.kept_session import KeptSession


@pytest.fixture
def session(tmp_path: Path) -> Iterator[KeptSession]:
    directory = tmp_path / "library"
    directory.mkdir()
    remember_in(directory)
    made = KeptSession(directory)
    yield made
    made.close()


def ask(qtbot: QtBot, window: MainWindow, words: str) -> None:
    search_words(window, words)
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    gallery = window.gallery  # on a busy machine it first reports that it waits
    qtbot.waitUntil(lambda: gallery.state.query is not None and gallery.state.query.text == words)
    qtbot.waitUntil(lambda: not gallery.state.is_waiting)


def save(qtbot: QtBot, window: MainWindow, words: str, name: str) -> None:
    ask(qtbot, window, words)
    QTest.keyClick(window, Key.Key_S, CTRL)
    window.part(SearchController).naming.name.clear()
    QTest.keyClicks(window.part(SearchController).naming.name, name)
    QTest.keyClick(window.part(SearchController).naming.name, Key.Key_Return)
    qtbot.waitUntil(lambda: name in names(window))


def names(window: MainWindow) -> list[str]:
    return [saved.name for saved in window.part(SearchController).list.kept]


def line(window: MainWindow, row: int) -> QPoint:
    shown = window.part(SearchController).list
    return shown.visualItemRect(shown.item(row)).center()


def test_ctrl_s_suggests_the_words_as_a_name_and_saves(qtbot: QtBot, window: MainWindow) -> None:
    assert window.part(SearchController).section.isHidden(), "no empty section"
    ask(qtbot, window, "green")
    QTest.keyClick(window, Key.Key_S, CTRL)
    naming = window.part(SearchController).naming
    assert naming.isVisible()
    assert naming.name.hasFocus()
    assert naming.name.selectedText() == "green"
    QTest.keyClicks(naming.name, "Meadows")
    QTest.keyClick(naming.name, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Meadows"])
    assert naming.isHidden()
    assert window.grid.hasFocus()
    assert window.part(SearchController).section.isVisible()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Saved the search “Meadows”.")
    assert window.part(SearchController).list.current().name == "Meadows", "its answer is what is shown"
    window.toast.button.click()
    qtbot.waitUntil(lambda: names(window) == [])
    assert window.part(SearchController).section.isHidden()


def test_the_button_of_the_header_saves_and_esc_leaves(qtbot: QtBot, window: MainWindow) -> None:
    assert window.results.header.save.isHidden()
    ask(qtbot, window, "green")
    QTest.mouseClick(window.results.header.save, LEFT)
    naming = window.part(SearchController).naming
    assert naming.isVisible()
    QTest.keyClick(naming.name, Key.Key_Escape)
    assert naming.isHidden()
    assert window.gallery.asked.query is not None, "Esc took only the field"
    QTest.keyClick(window, Key.Key_S, CTRL)
    window.grid.setFocus(Qt.FocusReason.MouseFocusReason)
    assert naming.isHidden()
    assert names(window) == []


def test_a_search_without_words_gets_a_suggested_name(qtbot: QtBot, window: MainWindow) -> None:
    window.top_bar.search.add_examples([(Like(photo=3), "three.jpg")])
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    QTest.keyClick(window, Key.Key_S, CTRL)
    assert window.part(SearchController).naming.name.text() == "a photo"


def test_an_empty_name_saves_nothing_and_without_a_search_there_is_a_message(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_S, CTRL)
    assert window.toast.words.text() == with_way(NOTHING, "save-search")
    ask(qtbot, window, "green")
    QTest.keyClick(window, Key.Key_S, CTRL)
    naming = window.part(SearchController).naming
    naming.name.setText("  ")
    assert not naming.button.isEnabled()
    QTest.keyClick(naming.name, Key.Key_Return)
    assert naming.isVisible()


def test_a_click_runs_a_search_in_its_folder_and_it_stays_live(
    qtbot: QtBot, window: MainWindow, session: KeptSession, folder: str
) -> None:
    window.sidebar.tree.pick(f"{folder}/trip")
    window.navigation.pick_folder(f"{folder}/trip")
    save(qtbot, window, "green", "Meadows")
    before = len(window.grid.grid_model.ids)
    window.top_bar.search.clear()
    window.navigation.show_folder(None)
    qtbot.waitUntil(lambda: window.gallery.state.query is None and window.gallery.asked.folder is None)
    QTest.mouseClick(window.part(SearchController).list.viewport(), LEFT, NONE, line(window, 0))
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert window.gallery.asked.query.words == "green"
    assert window.gallery.asked.folder == f"{folder}/trip"
    assert window.sidebar.tree.node_at(window.sidebar.tree.currentIndex()).path == f"{folder}/trip"
    assert window.top_bar.search.words.text() == "green"
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == before)
    asked = len(session.queries)
    window.gallery.renewal.timer.settled_at -= 10  # the answer is old enough to be renewed
    session.arrive(8, folder, first=100)
    qtbot.waitUntil(lambda: len(session.queries) > asked)
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) > before)


def test_what_goes_by_sharpness_follows_when_photos_are_measured(
    qtbot: QtBot, window: MainWindow, session: KeptSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[int] = []
    monkeypatch.setattr(window.gallery.renewal.timer, "soon", renewed.append)
    measured = Changes(frozenset({"styles"}), frozenset({1}))
    session.tell(measured)
    ask(qtbot, window, "green")
    session.tell(measured)
    qtbot.wait(1)
    assert renewed == []
    window.gallery.asked = replace(window.gallery.asked, order="sharpest")
    session.tell(measured)
    qtbot.waitUntil(lambda: len(renewed) == 1)


def test_keys_of_the_list(qtbot: QtBot, window: MainWindow) -> None:
    for words, name in (("green", "Meadows"), ("blue", "Skies")):
        save(qtbot, window, words, name)
    shown = window.part(SearchController).list
    shown.setFocus()
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.state.query is not None and window.gallery.state.query.words == "green")
    QTest.keyClick(shown, Key.Key_F2)
    editor = shown.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Woods")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Skies", "Woods"])
    assert shown.current().name == "Woods"
    shown.setFocus()
    QTest.keyClick(shown, Key.Key_Delete)
    qtbot.waitUntil(lambda: names(window) == ["Skies"])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Deleted the search “Woods”.")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: names(window) == ["Skies", "Woods"])
    assert window.gallery.asked.query is not None, "Del took only the saved one"


def test_a_used_name_is_refused_and_esc_keeps_the_old_one(qtbot: QtBot, window: MainWindow) -> None:
    for words, name in (("green", "Meadows"), ("blue", "Skies")):
        save(qtbot, window, words, name)
    shown = window.part(SearchController).list
    shown.setCurrentRow(0)
    for typed, key in (("skies", Key.Key_Return), ("Woods", Key.Key_Escape), ("  ", Key.Key_Return)):
        shown.setFocus()
        QTest.keyClick(shown, Key.Key_F2)
        editor = shown.findChildren(QLineEdit)[-1]
        editor.selectAll()
        QTest.keyClicks(editor, typed)
        QTest.keyClick(editor, key)
        if typed == "skies":
            qtbot.waitUntil(window.notice.isVisible)
            assert "search named “Skies” already exists" in window.notice.message.text()
        assert [shown.item(row).text() for row in range(2)] == ["Meadows", "Skies"]
        qtbot.wait(10)
    assert names(window) == ["Meadows", "Skies"]
    assert window.gallery.asked.query is not None


def test_saving_a_changed_search_under_its_name_replaces_it(qtbot: QtBot, window: MainWindow) -> None:
    save(qtbot, window, "green", "Meadows")
    ask(qtbot, window, "yellow")
    assert window.part(SearchController).list.selectedItems() == []
    QTest.keyClick(window, Key.Key_S, CTRL)
    naming = window.part(SearchController).naming
    assert naming.button.text() == "Save search"
    QTest.keyClicks(naming.name, "meadows")
    assert naming.button.text() == "Replace search"
    QTest.mouseClick(naming.button, LEFT)
    qtbot.waitUntil(lambda: [saved.text for saved in window.part(SearchController).list.kept] == ["yellow"])


def test_context_menu_of_a_search(qtbot: QtBot, window: MainWindow) -> None:
    save(qtbot, window, "green", "Meadows")
    shown = window.part(SearchController).list
    shown.customContextMenuRequested.emit(line(window, 0))
    menu = shown.findChild(QMenu)
    assert menu is not None
    words = [action.text().partition("\t")[0] for action in menu.actions()]
    assert words == ["Search", "Rename", "Delete"]
    menu.actions()[2].trigger()
    menu.close()
    qtbot.waitUntil(lambda: names(window) == [])


# -- recent ----------------------------------------------------------------------------------------------


def recent(session: KeptSession) -> list[str]:
    return session.searches.recent().result()


def test_staying_or_opening_a_photo_records_a_search(qtbot: QtBot, window: MainWindow, session: KeptSession) -> None:
    assert searches_module.STAYED_MS == window.part(SearchController)._stay.interval() == 3000
    window.part(SearchController)._stay.setInterval(60_000)
    ask(qtbot, window, "green")
    assert recent(session) == []
    window.part(SearchController)._stay.stop()
    window.part(SearchController)._stay.setInterval(30)
    ask(qtbot, window, "blue")
    qtbot.waitUntil(lambda: recent(session) == ["blue"])
    window.part(SearchController)._stay.setInterval(60_000)
    ask(qtbot, window, "red")
    assert recent(session) == ["blue"]
    click(window, 1)
    qtbot.waitUntil(lambda: recent(session) == ["red", "blue"])
    ask(qtbot, window, "yellow")
    window.navigation.open_loupe()
    QTest.keyClick(window.loupe, Key.Key_G)
    window.grid.opened.emit(window.grid.grid_model.ids[0])
    qtbot.waitUntil(lambda: recent(session) == ["yellow", "red", "blue"])


def test_searches_without_results_or_parts_are_not_recorded(
    qtbot: QtBot, window: MainWindow, session: KeptSession, folder: str
) -> None:
    window.part(SearchController)._stay.setInterval(1)
    ask(qtbot, window, "green")
    qtbot.waitUntil(lambda: recent(session) == ["green"])
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    before = recent(session)
    click(window, 0)
    window.navigation.pick_folder(f"{folder}/none")
    ask(qtbot, window, "red")
    qtbot.wait(50)
    assert window.gallery.state.photos == 0
    assert recent(session) == before
