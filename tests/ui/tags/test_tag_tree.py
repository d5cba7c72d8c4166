"""The user's tags in the left panel, with a real catalogue."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from photon.domain import Filter
from photon.ui.kit import tokens
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.tag_tree import TagTree, lines_of_tags
from photon.ui.tags.teaching import TeachingController
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key
from tests.ui.tagged_session import TaggedSession


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def tree(qtbot: QtBot, window: MainWindow, session: TaggedSession) -> TagTree:
    """Three photos in Rome, one of them also with grandmother."""
    ids = list(window.grid.grid_model.ids[:3])
    session.tags.mark(ids, [("Places", "Italy", "Rome")], "confirmed").result()
    session.tags.mark(ids[:1], [("Oma",)], "confirmed").result()
    qtbot.waitUntil(lambda: lines(window.part(TagController).tree) == ["Oma 1", "Places 3"])
    return window.part(TagController).tree


def lines(tree: TagTree) -> list[str]:
    """Return every line with its count, indented."""
    found, index = [], tree.lines.index(0, 0)
    while index.isValid():
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        found.append(f"{'-' * depth}{index.data()} {index.data(CountRole.COUNT) or ''}".strip())
        index = tree.indexBelow(index)
    return found


def unfold(qtbot: QtBot, tree: TagTree) -> None:
    for path in tree.paths:
        tree.expand(tree.index_of(path))
    qtbot.waitUntil(lambda: tree.viewport().height() >= 4 * tokens.LINE)


def rename(tree: TagTree, path: tuple[str, ...], typed: str) -> None:
    tree.setFocus()
    tree.setCurrentIndex(tree.index_of(path))
    QTest.keyClick(tree, Key.Key_F2)
    editor = next(child for child in tree.findChildren(QLineEdit) if child.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Key.Key_Return)


def test_tags_form_a_tree_with_counts_that_is_updated(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree
) -> None:
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3"])
    unfold(qtbot, tree)
    assert lines(tree) == ["Oma 1", "Places 3", "-Italy 3", "--Rome 3"]
    session.tags.mark([window.grid.grid_model.ids[9]], [("Places", "Peru")], "confirmed").result()
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 4", "-Italy 3", "--Rome 3", "-Peru 1"])  # still expanded
    for _ in range(3):
        QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: lines(tree) == [])  # no tag is left that was made with the steps


def test_a_click_or_enter_searches_a_tag(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree
) -> None:
    unfold(qtbot, tree)
    place = tree.visualRect(tree.index_of(("Places", "Italy"))).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, place)
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == (Filter("tag", "Places/Italy"),))
    tree.setCurrentIndex(tree.index_of(("Oma",)))
    QTest.keyClick(tree, Key.Key_Return)
    qtbot.waitUntil(lambda: session.queries[-1].parts == (Filter("tag", "Oma"),))


def test_renaming_keeps_the_place_in_the_tree_and_is_undone(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree
) -> None:
    photo = window.grid.grid_model.ids[0]
    unfold(qtbot, tree)
    rename(tree, ("Places", "Italy"), "Italia")
    qtbot.waitUntil(lambda: ("Places", "Italia", "Rome") in tree.paths)
    assert window.toast.words.text() == "Renamed “Places/Italy” to “Places/Italia”."
    assert session.names(photo) == ["Oma", "Places/Italia/Rome"]
    rename(tree, ("Oma",), "Family/Oma, dear")
    qtbot.waitUntil(lambda: ("Family", "Oma, dear") in tree.paths)
    QTest.keyClick(window, Key.Key_Z, CTRL)
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.names(photo) == ["Oma", "Places/Italy/Rome"])
    qtbot.waitUntil(lambda: ("Oma",) in tree.paths)
    rename(tree, ("Oma",), "x" * 300)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.message.text() == "A tag can't have 300 characters; the maximum is 200."
    assert session.names(photo) == ["Oma", "Places/Italy/Rome"]
    rename(tree, ("Oma",), "   ")
    assert tree.index_of(("Oma",)).data() == "Oma"


def test_del_deletes_with_undo(qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree) -> None:
    photo = window.grid.grid_model.ids[0]
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3"])
    tree.setFocus()
    tree.setCurrentIndex(tree.index_of(("Places",)))
    QTest.keyClick(tree, Key.Key_Delete)
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1"])
    assert window.toast.words.text() == "Deleted the tag “Places”."
    assert session.names(photo) == ["Oma"]
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3"])
    assert session.names(photo) == ["Oma", "Places/Italy/Rome"]


def test_photos_are_dropped_on_a_tag(qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree) -> None:
    ids = window.grid.grid_model.ids
    mime = QMimeData()
    mime.setData(PHOTOS_MIME, f"{ids[5]} {ids[6]}".encode())
    place = QPointF(tree.visualRect(tree.index_of(("Oma",))).center())
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(place.toPoint(), action, mime, buttons, NONE)
    QApplication.sendEvent(tree.viewport(), entering)
    assert entering.isAccepted()
    moving = QDragMoveEvent(place.toPoint(), action, mime, buttons, NONE)
    QApplication.sendEvent(tree.viewport(), moving)
    assert moving.isAccepted()
    QApplication.sendEvent(tree.viewport(), QDropEvent(place, action, mime, buttons, NONE))
    qtbot.waitUntil(lambda: session.names(ids[5]) == ["Oma"])
    assert session.names(ids[6]) == ["Oma"]
    qtbot.waitUntil(lambda: window.toast.words.text() == "Tagged 2 photos “Oma”.")
    qtbot.waitUntil(lambda: lines(tree)[0] == "Oma 3")


def test_suggested_tags_have_a_line_that_opens_their_review(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree
) -> None:
    ids = window.grid.grid_model.ids
    session.suggest({ids[4]: [(("Oma",), 0.9), (("dog",), 0.8)]})
    qtbot.waitUntil(lambda: lines(tree) == ["2 suggestions", "Oma 1", "Places 3"])
    QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualRect(tree.lines.index(0, 0)).center())
    assert window.pages.current is window.part(Review).page
    window.navigation.show_grid()
    words = [action.text() for action in tree.actions_for(("Oma",), tree)]
    assert words == ["Search", "Review suggestions", "Rename…\tF2", "Delete\tDel", "Teach from these photos"]
    assert len(tree.actions_for(("Places",), tree)) == 4
    tree.actions_for(("Oma",), tree)[1].trigger()
    assert window.pages.current is window.part(Review).page
    qtbot.waitUntil(lambda: window.part(Review).page.title.text() == "Oma")
    tree.setCurrentIndex(tree.lines.index(0, 0))
    for key in (Key.Key_F2, Key.Key_Delete):
        QTest.keyClick(tree, key)
    assert tree.paths[0] == ("Oma",)
    session.suggest({ids[4]: []}, "2")
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3"])


def test_a_tag_is_taught_from_its_photos(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree
) -> None:
    tree.actions_for(("Oma",), tree)[-1].trigger()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.part(TeachingController).page)
    assert list(session.teaching.said) == [("Oma",)]
    QTest.keyClick(window.part(TeachingController).page, Key.Key_T)  # not for photos that are not visible
    assert not window.part(TagController).panel.line.hasFocus()


def test_without_tags_there_is_no_section(window: MainWindow) -> None:
    assert not window.part(TagController).side.isVisible()


def test_thousands_of_tags_are_shown_immediately(qtbot: QtBot) -> None:
    tree = TagTree()
    qtbot.addWidget(tree)
    tags = [((f"group {n // 100:03}",), 1) if n % 100 == 0 else ((f"group {n // 100:03}", f"tag {n}"), 1)
            for n in range(5000)]  # fmt: skip
    tree.show_tags(lines_of_tags(tags))
    assert len(tree.paths) == 5000
    assert tree.lines.rowCount() == 50


def test_an_added_tag_is_expanded(qtbot: QtBot, window: MainWindow, session: TaggedSession, tree: TagTree) -> None:
    window.grid.go_to(window.grid.grid_model.ids[0])
    QTest.keyClick(window.grid, Key.Key_T)
    section = window.part(TagController).panel
    qtbot.waitUntil(section.line.hasFocus)
    QTest.keyClicks(section.line, "Trips/Norway, Places")
    QTest.keyClick(section.line, Key.Key_Return)
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3", "Trips 1", "-Norway 1"])  # Places existed before
    tree.collapse(tree.index_of(("Trips",)))
    session.tags.mark([window.grid.grid_model.ids[1]], [("Trips", "Norway")], "confirmed").result()
    qtbot.waitUntil(lambda: lines(tree) == ["Oma 1", "Places 3", "Trips 2"])  # unchanged by the update
