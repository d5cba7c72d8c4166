"""Learned tags in the left panel of the window, with real keys, clicks and tags."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.teaching import Teaching
from photon.domain import QueryWords
from photon.ui.tags.teach_panel import NO_FACES
from photon.ui.tags.teaching import TeachingController
from photon.ui.window.main_window import MainWindow
from tests.fakes import ColourEncoding
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, click, entries
from tests.ui.tagged_session import TaggedSession


class _Colours:
    """Only the encoder of colours; no photo of these tests has vectors."""

    @contextmanager
    def use(self) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(encoder=ColourEncoding())


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    memory = TagClassifierCache()
    tagged.teaching = Teaching(tagged.store, _Colours(), tagged.history, memory)  # type: ignore[assignment, arg-type]
    return tagged


def select(window: MainWindow, first: int, last: int) -> list[int]:
    click(window, first)
    click(window, last, SHIFT)
    return window.grid.selected()


def teach(qtbot: QtBot, window: MainWindow, name: str, kind: str = "") -> list[int]:
    """Teach a tag from four photos; its questions are left immediately."""
    window.navigation.show_grid()
    photos = select(window, 0, 3)
    QTest.keyClick(window.grid, Key.Key_N)
    panel = window.part(TeachingController).panel
    qtbot.waitUntil(panel.isVisible)
    QTest.keyClicks(panel.line, name)
    QTest.keyClicks(panel.kind, kind)
    QTest.keyClick(panel.kind, Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.part(TeachingController).page)
    assert not panel.isVisible()
    return photos


def names(window: MainWindow) -> list[str]:
    return [taught.name for taught in window.part(TeachingController).list.kept]


def edit(window: MainWindow, row: int, name: str) -> None:
    shown = window.part(TeachingController).list
    shown.setFocus()
    shown.setCurrentRow(row)
    QTest.keyClick(shown, Key.Key_F2)
    editor = next(child for child in shown.findChildren(QLineEdit) if child.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Key.Key_Return)


def test_selected_photos_teach_a_tag_that_is_listed_and_searched(
    qtbot: QtBot, window: MainWindow, session: TaggedSession
) -> None:
    photos = teach(qtbot, window, "Fluffy", "dog")
    assert [(one.path, one.yes, one.kind) for one in session.teaching.all_taught().result()] == [
        (("Fluffy",), 4, "dog")
    ]
    assert [session.names(photo) for photo in photos] == [["Fluffy"]] * 4
    qtbot.waitUntil(lambda: names(window) == ["Fluffy"])
    assert window.part(TeachingController).section.isVisible()
    assert (
        window.part(TeachingController)
        .list.item(0)
        .toolTip()
        .startswith("dog, from 4 photos\nClick to search. Right-click")
    )
    QTest.mouseClick(window.part(TeachingController).page.search, LEFT)
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == (QueryWords("my:Fluffy"),))
    assert window.pages.currentWidget() is window.results
    query = window.top_bar.search.query()
    assert query is not None
    assert query.parts == (QueryWords("my:Fluffy"),)
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not window.part(TeachingController).section.isVisible())
    assert session.teaching.all_taught().result() == []
    assert [session.names(photo) for photo in photos] == [[]] * 4


def test_the_user_is_told_that_faces_are_not_recognised(qtbot: QtBot, window: MainWindow) -> None:
    select(window, 0, 2)
    window.commands["teach"].trigger()
    panel = window.part(TeachingController).panel
    qtbot.waitUntil(panel.isVisible)
    QTest.keyClicks(panel.kind, "my child")
    assert NO_FACES in panel.note.text()
    assert panel.note.isVisible()
    assert panel.rect().contains(panel.button.geometry())
    QTest.keyClick(panel.kind, Key.Key_Backspace)
    assert NO_FACES not in panel.note.text()
    QTest.keyClick(panel.kind, Key.Key_Escape)
    assert not panel.isVisible()
    assert len(window.grid.selected()) == 3  # only the panel was closed
    assert window.grid.hasFocus()


def test_learned_tags_are_run_renamed_and_forgotten_in_the_left_panel(
    qtbot: QtBot, window: MainWindow, session: TaggedSession
) -> None:
    teach(qtbot, window, "Places/The lake house", "house")
    photos = teach(qtbot, window, "Rex")
    qtbot.waitUntil(lambda: names(window) == ["Places/The lake house", "Rex"])
    shown = window.part(TeachingController).list
    QTest.mouseClick(shown.viewport(), LEFT, NONE, shown.visualItemRect(shown.item(0)).center())
    asked = (QueryWords('my:"Places/The lake house"'),)
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == asked)
    qtbot.waitUntil(lambda: shown.item(0).font().weight() == QFont.Weight.DemiBold)
    assert shown.item(1).font().weight() == QFont.Weight.Normal
    edit(window, 1, "x/" * 20)
    qtbot.waitUntil(window.notice.isVisible)
    assert names(window) == ["Places/The lake house", "Rex"]
    edit(window, 0, "Cabin")
    qtbot.waitUntil(lambda: names(window) == ["Cabin", "Rex"])
    shown.setCurrentRow(1)
    QTest.keyClick(shown, Key.Key_Delete)
    qtbot.waitUntil(lambda: names(window) == ["Cabin"])
    assert window.toast.words.text() == "Stopped learning “Rex”."
    assert session.names(photos[0]) == ["Cabin", "Rex"]
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(window) == ["Cabin", "Rex"])
    (ask,) = [action for action in shown.actions_for(shown.kept[1], shown) if action.text() == "Answer questions"]
    ask.trigger()
    assert window.part(TeachingController).page.path == ("Rex",)
    assert window.pages.currentWidget() is window.part(TeachingController).page


def test_only_searched_tags_are_highlighted(qtbot: QtBot, window: MainWindow) -> None:
    teach(qtbot, window, "Rex")
    shown = window.part(TeachingController).list
    qtbot.waitUntil(lambda: names(window) == ["Rex"])

    def weight() -> int:
        return shown.item(0).font().weight()

    window.part(TeachingController).search(("Rex",))
    qtbot.waitUntil(lambda: weight() == QFont.Weight.DemiBold)
    shown.setFocus()
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Key.Key_F2)
    editor = next(child for child in shown.findChildren(QLineEdit) if child.isVisible())
    QTest.keyClicks(editor, "Max")
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    assert editor.text() == "Max"  # an answer that arrives meanwhile does not revert it
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Max"])
    qtbot.waitUntil(lambda: weight() == QFont.Weight.Normal)
    QTest.keyClick(window, Key.Key_F, CTRL)
    QTest.keyClicks(window.top_bar.search.words, "my:max on a sofa")
    qtbot.waitUntil(lambda: weight() == QFont.Weight.DemiBold)
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: weight() == QFont.Weight.Normal)
    assert not shown.selectedItems()


def test_the_context_menu_offers_it_and_the_panel_follows_the_window(qtbot: QtBot, window: MainWindow) -> None:
    select(window, 0, 2)
    menu = window.commands.photo_menu()
    action = next(action for action in entries(menu) if action.text() == "Teach a tag…")
    action.trigger()
    panel = window.part(TeachingController).panel
    qtbot.waitUntil(panel.isVisible)
    before = panel.pos()
    window.resize(1024, 700)
    QApplication.processEvents()
    assert window.rect().contains(panel.geometry())
    corner = window.top_bar.search.mapTo(window, QPoint(0, window.top_bar.search.height()))
    assert panel.y() >= corner.y()
    assert before.y() == panel.y()
