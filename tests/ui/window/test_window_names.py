"""Teaching names in the window, with real keys and clicks."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from photon.domain import Like, QueryWords
from photon.domain.query.concept import Concept
from photon.ui.search.concept_panel import KNOWN, NO_FACES
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, click
from tests.ui.fake_session import FakeSession


def select(window: MainWindow, first: int, last: int) -> list[int]:
    click(window, first)
    click(window, last, SHIFT)
    return window.grid.selected()


def taught(session: FakeSession) -> list[Concept]:
    return session.concepts.all_concepts().result()


def teach(qtbot: QtBot, window: MainWindow, name: str, kind: str = "") -> None:
    select(window, 0, 3)
    QTest.keyClick(window.grid, Key.Key_N)
    panel = window.names.panel
    assert panel.isVisible()
    QTest.keyClicks(panel.name, name)
    QTest.keyClicks(panel.kind, kind)
    QTest.keyClick(panel.kind, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())


def names(window: MainWindow) -> list[str]:
    return [concept.name for concept in window.names.list.kept]


def test_selected_photos_teach_a_name_and_it_is_searched_for(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    panel = window.names.panel
    photos = select(window, 1, 5)
    QTest.keyClick(window.grid, Key.Key_N)
    assert panel.isVisible()
    assert panel.name.hasFocus()
    assert not panel.button.isEnabled()
    qtbot.waitUntil(lambda: all(panel.pictures._pixmaps))
    assert len(panel.pictures._pixmaps) == 5
    QTest.keyClicks(panel.name, "Fluffy")
    QTest.keyClick(panel.name, Key.Key_Tab)
    assert panel.kind.hasFocus()
    QTest.keyClicks(panel.kind, "dog")
    assert not panel.note.isVisible()
    QTest.mouseClick(panel.button, LEFT)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert taught(session) == [Concept("Fluffy", "dog", tuple(Like(photo=photo) for photo in photos))]
    assert window.toast.words.text() == "Photon learned Fluffy from 5 photos."
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == (QueryWords("my:Fluffy"),))
    query = window.top_bar.search.query()
    assert query is not None
    assert query.parts == (QueryWords("my:Fluffy"),)
    qtbot.waitUntil(lambda: names(window) == ["Fluffy"])
    assert window.names.section.isVisible()
    QTest.mouseClick(window.toast.button, LEFT)  # Undo
    qtbot.waitUntil(lambda: not window.names.section.isVisible())
    assert taught(session) == []


def test_too_few_or_too_many_photos_are_told(window: MainWindow) -> None:
    select(window, 0, 1)
    QTest.keyClick(window.grid, Key.Key_N)
    assert not window.names.panel.isVisible()
    assert window.toast.words.text() == "Select 3 to 10 photos that show it first; 2 photos are selected."
    QTest.keyClick(window.grid, Key.Key_A, CTRL)
    QTest.keyClick(window.grid, Key.Key_N)
    assert window.toast.words.text() == "Select 3 to 10 photos that show it first; 24 photos are selected."
    assert not window.names.panel.isVisible()


def test_people_are_told_that_faces_are_not_recognised(window: MainWindow) -> None:
    select(window, 0, 2)
    window.commands["teach"].trigger()
    panel = window.names.panel
    QTest.keyClicks(panel.kind, "my child")
    assert panel.note.text() == NO_FACES
    assert panel.note.isVisible()
    assert panel.rect().contains(panel.button.geometry())
    QTest.keyClick(panel.kind, Key.Key_Backspace)
    assert not panel.note.isVisible()
    QTest.keyClick(panel.kind, Key.Key_Escape)
    assert not panel.isVisible()
    assert len(window.grid.selected()) == 3  # only the panel was left
    assert window.grid.hasFocus()


def test_a_name_that_cannot_be_used_stays_to_be_mended(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    select(window, 0, 2)
    QTest.keyClick(window.grid, Key.Key_N)
    panel = window.names.panel
    QTest.keyClicks(panel.name, 'Old "Joe')
    QTest.keyClick(panel.name, Key.Key_Return)
    qtbot.waitUntil(panel.mistake.isVisible)
    assert panel.isVisible()
    assert panel.mistake.text().startswith('A name cannot have "')
    assert not window.notice.isVisible()
    QTest.keyClick(panel.name, Key.Key_Home)
    for _ in range(5):
        QTest.keyClick(panel.name, Key.Key_Delete)
    assert not panel.mistake.isVisible()
    QTest.keyClick(panel.name, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert [concept.name for concept in taught(session)] == ["Joe"]


def test_a_known_name_is_taught_anew_and_says_so(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    teach(qtbot, window, "Rex", "dog")
    qtbot.waitUntil(lambda: names(window) == ["Rex"])
    select(window, 2, 5)
    QTest.keyClick(window.grid, Key.Key_N)
    QTest.keyClicks(window.names.panel.name, "rEx")
    assert window.names.panel.note.text() == KNOWN
    QTest.keyClick(window.names.panel.name, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["rEx"])
    assert len(taught(session)) == 1


def test_names_are_run_renamed_and_forgotten_from_the_side(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    teach(qtbot, window, "The lake house", "house")
    teach(qtbot, window, "Rex")
    qtbot.waitUntil(lambda: names(window) == ["Rex", "The lake house"])
    shown = window.names.list
    place = shown.visualItemRect(shown.item(1)).center()
    QTest.mouseClick(shown.viewport(), LEFT, NONE, place)
    qtbot.waitUntil(lambda: session.queries[-1].parts == (QueryWords('my:"The lake house"'),))
    qtbot.waitUntil(lambda: shown.item(1).font().weight() == QFont.Weight.DemiBold)
    assert shown.item(0).font().weight() == QFont.Weight.Normal
    shown.setFocus()
    QTest.keyClick(shown, Key.Key_F2)
    editor = next(child for child in shown.findChildren(QLineEdit) if child.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, "rex")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(window.notice.isVisible)  # taken
    assert "already" in window.notice.message.text()
    assert names(window) == ["Rex", "The lake house"]
    shown.setCurrentRow(1)
    QTest.keyClick(shown, Key.Key_F2)
    editor = next(child for child in shown.findChildren(QLineEdit) if child.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, "Cabin")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Cabin", "Rex"])
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Key.Key_Delete)
    qtbot.waitUntil(lambda: names(window) == ["Rex"])
    assert window.toast.words.text() == "Photon forgot “Cabin”."
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(window) == ["Cabin", "Rex"])


def test_only_names_that_are_asked_for_are_marked(qtbot: QtBot, window: MainWindow) -> None:
    teach(qtbot, window, "Rex")
    shown = window.names.list
    qtbot.waitUntil(lambda: names(window) == ["Rex"])

    def weight() -> int:
        return shown.item(0).font().weight()

    qtbot.waitUntil(lambda: weight() == QFont.Weight.DemiBold)
    shown.setFocus()
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Key.Key_F2)
    editor = next(child for child in shown.findChildren(QLineEdit) if child.isVisible())
    QTest.keyClicks(editor, "Max")
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    assert editor.text() == "Max"  # an answer that comes meanwhile takes nothing back
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Max"])
    qtbot.waitUntil(lambda: weight() == QFont.Weight.Normal)
    QTest.keyClick(window, Key.Key_F, CTRL)
    QTest.keyClicks(window.top_bar.search.words, "my:max on a sofa")
    qtbot.waitUntil(lambda: weight() == QFont.Weight.DemiBold)
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: weight() == QFont.Weight.Normal)
    assert not shown.selectedItems()


def test_the_menu_of_photos_offers_it_and_the_panel_follows_the_window(window: MainWindow) -> None:
    select(window, 0, 2)
    menu = window.commands.photo_menu(window, [])
    action = next(action for action in menu.actions() if action.text() == "Teach Photon a name…")
    action.trigger()
    panel = window.names.panel
    before = panel.pos()
    window.resize(1024, 700)
    QApplication.processEvents()
    assert window.rect().contains(panel.geometry())
    corner = window.top_bar.search.mapTo(window, QPoint(0, window.top_bar.search.height()))
    assert panel.y() >= corner.y()
    assert before.y() == panel.y()
