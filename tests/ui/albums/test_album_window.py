"""Albums in the window, over a true catalogue: shown, made, filled, put in order, and undone."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from photon.domain import Answer, Filter, Hit, Query
from photon.ui.albums.album_controller import AlbumController
from photon.ui.albums.album_tree import AlbumTree
from photon.ui.albums.shown_album import NO_ALBUM
from photon.ui.kit.settings import remember_in
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, withdraw
from tests.ui.fake_pictures import COLOURS
from tests.ui.tagged_session import TaggedSession

SHIFT = Qt.KeyboardModifier.ShiftModifier


class AlbumSession(TaggedSession):
    """Answers a query for an album with its photos in their order."""

    def search(self, query: Query, *, closely: bool = False) -> Future[Answer]:
        named = [part.value for part in query.parts if isinstance(part, Filter) and part.field == "album"]
        if not named:
            return super().search(query, closely=closely)

        def ask() -> Answer:
            photos = self.albums.photos(named[0]).result()
            hits = tuple(Hit(photo, 1.0, True, ("filter",), self._photos[photo].path) for photo in photos)
            return Answer(hits, len(hits), 1.0, "")

        return self._do(ask)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[AlbumSession]:
    made = AlbumSession(tmp_path / "library")
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def ids(qtbot: QtBot, window: MainWindow, session: AlbumSession) -> list[int]:
    """The first three photos, which are in an album."""
    some = list(window.grid.grid_model.ids[2::-1])  # not in the order of their dates
    session.albums.make("Trips/Italy", some).result()
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Trips 3"])
    return some


def lines(tree: AlbumTree) -> list[str]:
    """Every open line with its count, indented."""
    found, index = [], tree.lines.index(0, 0)
    while index.isValid():
        depth = "-" * index.parent().isValid()
        found.append(f"{depth}{index.data()} {index.data(CountRole.COUNT)}")
        index = tree.indexBelow(index)
    return found


def _corner(tree: AlbumTree) -> QColor | None:
    """Colour of a corner of the first album's picture; the disc of drawn photos is in the middle."""
    picture = tree.lines.index(0, 0).data(CountRole.PICTURE)
    return picture.toImage().pixelColor(4, 4) if picture is not None else None


def _is_near(found: QColor | None, wanted: QColor) -> bool:
    parts = zip(found.getRgb(), wanted.getRgb(), strict=True) if found else ()
    return all(abs(one - other) <= 12 for one, other in parts)


def show(qtbot: QtBot, window: MainWindow, album: str, photos: list[int]) -> None:
    window.part(AlbumController).show_album(album)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == photos)
    qtbot.waitUntil(lambda: not window.gallery.state.is_waiting)


def type_name(qtbot: QtBot, window: MainWindow, name: str) -> None:
    line = window.part(AlbumController).naming.name
    qtbot.waitUntil(line.isVisible)
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Key.Key_Return)


def said(qtbot: QtBot, window: MainWindow, words: str) -> None:
    qtbot.waitUntil(lambda: words in window.toast.words.text())


def test_there_is_no_section_without_albums(window: MainWindow) -> None:
    assert window.part(AlbumController).section.isHidden()


def test_photos_are_added_by_key_to_a_new_album_and_to_one_that_is_there(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    window.grid.go_to(window.grid.grid_model.ids[5])
    QTest.keyClick(window, Key.Key_A, CTRL | SHIFT)
    assert window.part(AlbumController).naming.title.text() == "Add 1 photo to"
    type_name(qtbot, window, "Oma")
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 1", "Trips 3"])
    assert not window.part(AlbumController).section.isHidden()
    QTest.keyClick(window, Key.Key_A, CTRL | SHIFT)
    QTest.keyClicks(window.part(AlbumController).naming.name, "trips/italy")
    assert window.part(AlbumController).naming.button.text() == "Add"
    QTest.keyClick(window.part(AlbumController).naming.name, Key.Key_Return)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 1", "Trips 4", "-Italy 4"])
    assert session.albums.photos("Trips/Italy").result() == [*ids, window.grid.grid_model.ids[5]]
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 1", "Trips 3", "-Italy 3"])
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Trips 3", "-Italy 3"])
    QTest.keyClick(window, Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 1", "Trips 3", "-Italy 3"])


def test_a_click_shows_an_album_and_lights_its_line(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    tree = window.part(AlbumController).tree
    place = tree.visualRect(tree.index_of("Trips")).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, place)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)
    qtbot.waitUntil(lambda: tree.selectionModel().isSelected(tree.index_of("Trips")))
    assert window.top_bar.search.query() is not None
    qtbot.waitUntil(lambda: window.top_bar.order_button.text() == "Album order")


def test_an_album_that_is_shown_loses_photos_by_key(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    show(qtbot, window, "Trips/Italy", ids)
    window.grid.go_to(ids[1])
    QTest.keyClick(window, Key.Key_Delete, CTRL | SHIFT)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [ids[0], ids[2]])
    assert session.albums.photos("Trips").result() == [ids[0], ids[2]]
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)


def test_photos_are_moved_earlier_and_later(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    one, two, three = ids
    show(qtbot, window, "Trips/Italy", ids)
    window.grid.go_to(three)
    window.part(AlbumController).shown.shift(later=True)  # it is the last one
    window.part(AlbumController).shown.shift(later=False)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [one, three, two])
    window.grid.go_to(one)
    window.part(AlbumController).shown.shift(later=False)
    window.part(AlbumController).shown.shift(later=True)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [three, one, two])
    window.grid.go_to(one)
    window.part(AlbumController).shown.shift(later=True)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [three, two, one])
    window.grid.go_to(one)
    window.part(AlbumController).shown.choose_cover()
    cover = session.albums.all_albums
    qtbot.waitUntil(lambda: {album.cover for album in cover().result()} == {one})
    tree = window.part(AlbumController).tree
    colour = QColor(COLOURS[session._words[one]])
    qtbot.waitUntil(lambda: _corner(tree) is not None and _is_near(_corner(tree), colour))
    withdraw(window.bridge, one)
    assert tree.lines.index(0, 0).data(CountRole.PICTURE) is None


def test_without_an_album_there_is_a_sentence(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    window.grid.go_to(ids[0])
    window.part(AlbumController).shown.remove()
    said(qtbot, window, NO_ALBUM)


def test_albums_are_renamed_and_deleted_in_the_tree(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    tree = window.part(AlbumController).tree
    tree.setFocus()
    tree.setCurrentIndex(tree.index_of("Trips"))
    QTest.keyClick(tree, Key.Key_F2)
    editor = next(child for child in tree.findChildren(QLineEdit) if child.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, "Journeys")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: lines(tree) == ["Journeys 3"])
    tree.setCurrentIndex(tree.index_of("Journeys"))
    QTest.keyClick(tree, Key.Key_Delete)
    qtbot.waitUntil(lambda: not window.part(AlbumController).tree.albums)
    assert window.part(AlbumController).section.isHidden()
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [album.photos for album in window.part(AlbumController).tree.albums] == [3, 3])
    assert session.albums.photos("Journeys/Italy").result() == ids


def test_the_search_shown_follows_a_renamed_album(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    window.part(AlbumController).show_album("Trips/Italy")
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)
    window.part(AlbumController).tree.renamed.emit("Trips", "Journeys")
    qtbot.waitUntil(lambda: window.part(AlbumController).tree.index_of("Journeys/Italy").isValid())
    qtbot.waitUntil(lambda: window.top_bar.search.query() == Query((Filter("album", "Journeys/Italy"),)))
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)


def test_a_new_album_is_made_in_another_one(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    menu = window.part(AlbumController).tree.actions_for("Trips", window)
    assert [action.text() for action in menu][:2] == ["Show", "New album in this one…"]
    menu[1].trigger()
    assert window.part(AlbumController).naming.name.text() == "Trips/"
    type_name(qtbot, window, "Peru")
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Trips 3", "-Italy 3", "-Peru 0"])
    window.part(AlbumController).ask_new()
    QTest.keyClicks(window.part(AlbumController).naming.name, "trips/PERU")
    assert not window.part(AlbumController).naming.button.isEnabled()


def test_a_new_album_takes_the_photos_in_or_is_empty(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    naming, chosen = window.part(AlbumController).naming, window.grid.grid_model.ids[5:7]
    window.grid.select_rows(5, 6)
    QTest.keyClick(window, Key.Key_N, CTRL | SHIFT)
    assert naming.title.text() == "New album with 2 photos"
    type_name(qtbot, window, "Oma")
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 2", "Trips 3"])
    assert session.albums.photos("Oma").result() == list(chosen)
    QTest.keyClick(window, Key.Key_N, CTRL | SHIFT)
    QTest.keyClicks(naming.name, "Opa")
    assert naming.other.text() == "Make empty album"
    QTest.mouseClick(naming.other, LEFT)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree) == ["Oma 2", "Opa 0", "Trips 3"])


def test_albums_are_listed_before_typing_and_enter_takes_the_match(
    qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]
) -> None:
    naming = window.part(AlbumController).naming
    window.grid.go_to(window.grid.grid_model.ids[5])
    QTest.keyClick(window, Key.Key_A, CTRL | SHIFT)
    assert naming.name.completer().popup().isVisible()
    assert naming.name.completer().completionCount() == 2
    QTest.keyClicks(naming.name, "ita")
    assert (naming.button.text(), naming.other.text()) == ("Add to “Trips/Italy”", "Make album")
    QTest.keyClick(naming.name, Key.Key_Return)
    qtbot.waitUntil(lambda: len(session.albums.photos("Trips/Italy").result()) == 4)
    QTest.keyClick(window, Key.Key_A, CTRL | SHIFT)
    QTest.keyClicks(naming.name, "aly")
    assert naming.other.isHidden(), "no name begins so"
    naming.name.clear()
    QTest.keyClicks(naming.name, "ita")
    QTest.mouseClick(naming.other, LEFT)
    qtbot.waitUntil(lambda: lines(window.part(AlbumController).tree)[0] == "ita 1")


def test_dropped_photos_are_added(qtbot: QtBot, window: MainWindow, session: AlbumSession, ids: list[int]) -> None:
    tree, photo = window.part(AlbumController).tree, window.grid.grid_model.ids[4]
    held = QMimeData()
    held.setData(PHOTOS_MIME, f"{photo} {ids[0]}".encode())
    place = QPointF(tree.visualRect(tree.index_of("Trips")).center())
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(
        tree.viewport(), QDragEnterEvent(place.toPoint(), copy, held, Qt.MouseButton.LeftButton, NONE)
    )
    QApplication.sendEvent(
        tree.viewport(), QDragMoveEvent(place.toPoint(), copy, held, Qt.MouseButton.LeftButton, NONE)
    )
    QApplication.sendEvent(tree.viewport(), QDropEvent(place, copy, held, Qt.MouseButton.LeftButton, NONE))
    qtbot.waitUntil(lambda: lines(tree) == ["Trips 4"])
    assert session.albums.photos("Trips").result() == [photo, ids[0], *ids[1:]]
